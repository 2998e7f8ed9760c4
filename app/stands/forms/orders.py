"""What people type about services: the organiser's list, and how many units an exhibitor orders."""

from typing import Any

from flask import request
from wtforms import BooleanField, DateField, IntegerField, SelectField
from wtforms.validators import InputRequired, NumberRange, Optional, ValidationError

from app.core.forms import Form, MoneyField, TextField, choices_of, required_message
from app.core.i18n import _, _l
from app.stands.models import ServiceNeed, StandService
from app.stands.services.orders import MOST, ServiceTerms

_needed = InputRequired(required_message)
_FORMATS = ["%Y-%m-%d", "%d/%m/%Y"]


class ServiceForm(Form):
    """One service of the list."""

    name = TextField(_l("Name"), [_needed], max_length=160)
    name_en = TextField(_l("Name in English"), max_length=160)
    unit = TextField(_l("Unit"), [_needed], max_length=40)
    standard_vnd = MoneyField(_l("Standard price"), [_needed])
    deadline_on = DateField(_l("Last day of the standard price"), [_needed], format=_FORMATS)
    early_vnd = MoneyField(_l("Early price"))
    early_until_on = DateField(_l("Last day of the early price"), [Optional()], format=_FORMATS)
    late_vnd = MoneyField(_l("Late price"))
    closes_on = DateField(_l("Last day of late orders"), [Optional()], format=_FORMATS)
    vat_pct = IntegerField(
        _l("VAT"), [_needed, NumberRange(0, 100, _l("Please enter a whole percentage between 0 and 100."))], default=8
    )
    most = IntegerField(_l("Most for one exhibitor"), [Optional(), NumberRange(1, MOST)])
    needs = SelectField(_l("What the booth must have"), choices=lambda: choices_of(ServiceNeed), default="none")
    is_offered = BooleanField(_l("Exhibitors can order it"), default=True)

    @staticmethod
    def values_of(service: StandService | None) -> dict[str, Any]:
        """Return what the form shows first."""
        if service is None:
            return {}
        return {name: getattr(service, name) for name in ServiceTerms.__annotations__} | {"needs": service.needs.value}

    def validate_early_vnd(self, field: MoneyField) -> None:
        if (field.data is None) != (self.early_until_on.data is None):
            raise ValidationError(_("An early price needs an amount and a last day."))

    def validate_early_until_on(self, field: DateField) -> None:
        if field.data is not None and self.deadline_on.data is not None and field.data >= self.deadline_on.data:
            raise ValidationError(_("The early price must end before the standard price."))

    def validate_late_vnd(self, field: MoneyField) -> None:
        if field.data is not None and self.standard_vnd.data is not None and field.data < self.standard_vnd.data:
            raise ValidationError(_("The late price cannot be lower than the standard price."))

    def validate_closes_on(self, field: DateField) -> None:
        if field.data is not None and self.deadline_on.data is not None and field.data < self.deadline_on.data:
            raise ValidationError(_("Late orders cannot end before the last day of the standard price."))

    def terms(self) -> ServiceTerms:
        values = {name: getattr(self, name).data for name in ServiceTerms.__annotations__}
        values |= {"needs": ServiceNeed(self.needs.data), "name_en": self.name_en.data or ""}
        return ServiceTerms(**values)


class OrderForm(Form):
    """Numbers of units, one field a service, made for the list of the moment."""

    numbers: dict[int, Any]

    @classmethod
    def for_services(cls, services: list[StandService], present: dict[int, int], language: str) -> "OrderForm":
        """Return the form with what is ordered now, or with what was sent."""
        limits = [Optional(), NumberRange(0, MOST, _l("Please enter a number between 0 and %(most)s.", most=MOST))]
        fields = {f"service_{service.id}": IntegerField(service.text(language), limits) for service in services}
        kind = type("OrderForm", (cls,), fields)
        values = {f"service_{service.id}": present.get(service.id, 0) for service in services}
        form: OrderForm = kind(formdata=request.form if request.method == "POST" else None, data=values)
        form.numbers = {service.id: form[f"service_{service.id}"] for service in services}
        return form

    def wanted(self) -> dict[int, int]:
        """Return the numbers by service; an empty field is none."""
        return {service_id: field.data or 0 for service_id, field in self.numbers.items()}
