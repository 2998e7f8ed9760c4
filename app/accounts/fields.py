"""Form fields of people and organisations."""

from typing import Any

from wtforms import PasswordField as WTPasswordField
from wtforms.validators import ValidationError
from wtforms.widgets import EmailInput

from app.accounts.emails import normal_email
from app.accounts.errors import BadEmail
from app.accounts.models import OrganisationKind
from app.accounts.tax_ids import TaxId, TaxIdRefused, parse_tax_id
from app.core.forms import TextField
from app.core.i18n import _l


class EmailField(TextField):
    """An e-mail address; `data` is its one spelling after validation."""

    widget = EmailInput()

    def __init__(self, label: Any = None, validators: Any = None, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 254)
        super().__init__(label if label is not None else _l("E-mail address"), validators, **kwargs)

    def pre_validate(self, form: Any) -> None:
        super().pre_validate(form)
        if not self.data:
            return
        try:
            self.data = normal_email(self.data)
        except BadEmail as error:
            raise ValidationError(str(error.message)) from error


class PasswordField(WTPasswordField):  # type: ignore[misc]
    """A password exactly as typed: no character is trimmed or changed. It is never shown again."""

    def __init__(
        self, label: Any = None, validators: Any = None, *, autocomplete: str = "current-password", **kwargs: Any
    ) -> None:
        # What is typed can be shown, see static/js/site/passwords.js.
        kwargs.setdefault("render_kw", {"autocomplete": autocomplete, "data-show": _l("Show the password")})
        super().__init__(label if label is not None else _l("Password"), validators, **kwargs)


class TaxIdField(TextField):
    """A tax identity; `data` is its one spelling after validation, `tax_id` says its kind.

    Args:
        organisation_kind: name of the field of the same form that holds the kind of organisation, default "kind",
            or the kind itself.
    """

    tax_id: TaxId | None = None

    def __init__(
        self, label: Any = None, validators: Any = None, *, organisation_kind: str | OrganisationKind = "kind", **kwargs: Any
    ) -> None:
        kwargs.setdefault("max_length", 40)
        kwargs.setdefault("render_kw", {"autocomplete": "off"})
        super().__init__(label if label is not None else _l("Tax number"), validators, **kwargs)
        self.organisation_kind = organisation_kind

    def pre_validate(self, form: Any) -> None:
        super().pre_validate(form)
        self.tax_id = None
        kind = self._kind(form)
        if not self.data or kind is None:
            return
        try:
            self.tax_id = parse_tax_id(self.data, kind)
        except TaxIdRefused as refusal:
            raise ValidationError(str(refusal.message)) from refusal
        self.data = self.tax_id.value

    def _kind(self, form: Any) -> OrganisationKind | None:
        if isinstance(self.organisation_kind, OrganisationKind):
            return self.organisation_kind
        value = form[self.organisation_kind].data if self.organisation_kind in form else None
        # A wrong kind is refused at its own field.
        return OrganisationKind(value) if value in list(OrganisationKind) else None
