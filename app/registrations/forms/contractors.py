"""Contractors: one at a time, and the days on which they come."""

from wtforms import DateField, IntegerField
from wtforms.validators import InputRequired, NumberRange, Optional

from app.core.forms import Form, TextField, required_message
from app.core.i18n import _l
from app.registrations.services import ContractorDays, Person

required = InputRequired(message=required_message)


class ContractorForm(Form):
    full_name = TextField(_l("Full name"), [required], max_length=120)
    firm = TextField(_l("Firm of the contractor"), [required], max_length=200)
    insurance = TextField(_l("Insurance: company, number, valid until"), max_length=200)

    def person(self) -> Person:
        """Return the valid answers."""
        return Person(full_name=self.full_name.data, unit=self.firm.data, note=self.insurance.data or "")


class ContractorDaysForm(Form):
    build_from_on = DateField(_l("Build from"), [Optional()])
    build_until_on = DateField(_l("Build until"), [Optional()])
    strike_from_on = DateField(_l("Strike from"), [Optional()])
    strike_until_on = DateField(_l("Strike until"), [Optional()])
    per_exhibitor = IntegerField(
        _l("Contractors each exhibitor may name"),
        [InputRequired(message=required_message), NumberRange(0, 200, _l("Please enter a number from 0 to 200."))],
        default=5,
    )

    def days(self) -> ContractorDays:
        """Return the valid answers."""
        return ContractorDays(
            self.build_from_on.data,
            self.build_until_on.data,
            self.strike_from_on.data,
            self.strike_until_on.data,
            self.per_exhibitor.data,
        )
