"""Form fields of organisations."""

from typing import Any

from wtforms.validators import ValidationError

from app.accounts.models import OrganisationKind
from app.accounts.tax_ids import TaxId, TaxIdRefused, parse_tax_id
from app.core.forms import TextField
from app.core.i18n import _l


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
