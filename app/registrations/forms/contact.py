"""The e-mail field of people without account."""

from typing import Any

from wtforms import ValidationError
from wtforms.widgets import EmailInput

from app.accounts.emails import normal_email
from app.accounts.errors import BadEmail
from app.core.forms import TextField
from app.core.i18n import _l


class EmailField(TextField):
    """One e-mail address; `data` is in lower case after validation, so that one address has one spelling (BK10)."""

    widget = EmailInput()

    def __init__(self, label: Any = None, validators: Any = None, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 254)
        super().__init__(label if label is not None else _l("E-mail address"), validators, **kwargs)

    def pre_validate(self, form: Any) -> None:
        super().pre_validate(form)
        if self.data:
            try:
                self.data = normal_email(self.data)
            except BadEmail as error:
                raise ValidationError(str(error.message)) from error
