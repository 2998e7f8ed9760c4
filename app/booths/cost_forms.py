"""What people type into the calculator of costs, and what organisers type about schemes."""

from typing import Any

from flask import request
from wtforms import BooleanField, IntegerField, SelectField
from wtforms.validators import InputRequired, NumberRange, Optional

from app.booths.costing import Plan
from app.booths.models import SupportScheme
from app.booths.services.schemes import SchemeTerms
from app.core.forms import Form, MoneyField, TextField, choices, required_message
from app.core.i18n import _, _l

_needed = InputRequired(required_message)
_SHARES = ("rent_pct", "freight_pct", "subsistence_pct", "travel_pct")


def _percent(label: Any) -> IntegerField:
    limits = NumberRange(0, 100, _l("Please enter a whole percentage between 0 and 100."))
    return IntegerField(label, [Optional(), limits], default=0)


class CostForm(Form):
    """Read from the address; nothing is sent or kept."""

    line = SelectField(_l("Kind of booth"))
    booths = IntegerField(_l("Number of booths"), [Optional(), NumberRange(1, 20)], default=1)
    sides = SelectField(_l("Open sides"), choices=lambda: choices([(str(number), str(number)) for number in range(1, 5)]))
    area = IntegerField(_l("Area of a booth"), [Optional(), NumberRange(1, 10_000)], default=9)
    freight = MoneyField(_l("Freight"))
    people = IntegerField(_l("People who travel"), [Optional(), NumberRange(0, 50)], default=2)
    days = IntegerField(_l("Days on the way and at the fair"), [Optional(), NumberRange(0, 60)], default=6)
    subsistence = MoneyField(_l("Board and lodging for one person and day"))
    travel = MoneyField(_l("Travel of one person, there and back"))
    priority = BooleanField(_l("We come from a difficult, mountainous, border or island area"))
    used = IntegerField(_l("Supported participations this year so far"), [Optional(), NumberRange(0, 50)], default=0)

    @classmethod
    def from_address(cls, lines: list[tuple[str, Any]]) -> "CostForm":
        form = cls(formdata=request.args or None, meta={"csrf": False})
        form.line.choices = choices(lines)
        return form

    def plan(self, rent_vnd: int, surcharge_vnd: int) -> Plan:
        """Return what was typed; empty fields cost nothing."""
        return Plan(
            rent_vnd=rent_vnd,
            surcharge_vnd=surcharge_vnd,
            booths=self.booths.data or 1,
            freight_vnd=self.freight.data or 0,
            people=self.people.data or 0,
            days=self.days.data or 0,
            subsistence_vnd=self.subsistence.data or 0,
            travel_vnd=self.travel.data or 0,
            is_priority=bool(self.priority.data),
            times_used=self.used.data or 0,
        )


class SchemeForm(Form):
    name = TextField(_l("Name of the support"), [_needed], max_length=120)
    basis = TextField(_l("On which ground"), max_length=200)
    rent_pct = _percent(_l("Of the rent"))
    most_booths = IntegerField(_l("For at most so many booths"), [Optional(), NumberRange(1, 100)])
    freight_pct = _percent(_l("Of the freight"))
    subsistence_pct = _percent(_l("Of board and lodging"))
    travel_pct = _percent(_l("Of the travel"))
    most_people = IntegerField(_l("For at most so many people"), [Optional(), NumberRange(1, 100)])
    cap_vnd = MoneyField(_l("At most for a firm and time"))
    most_a_year = IntegerField(_l("At most so often a year"), [Optional(), NumberRange(1, 100)])
    favours_priority = BooleanField(_l("Priority areas get half as much again, up to the real cost"))

    @staticmethod
    def values_of(scheme: SupportScheme | None) -> dict[str, Any]:
        """Return what the form shows first."""
        return {} if scheme is None else {name: getattr(scheme, name) for name in SchemeTerms.__annotations__}

    def fits(self) -> bool:
        """Tell whether the scheme pays anything; refused at its field otherwise."""
        if not any(self[name].data for name in _SHARES):
            self.refuse("rent_pct", _("The support must be above zero."))
        return not self.errors

    def terms(self) -> SchemeTerms:
        values = {name: getattr(self, name).data for name in SchemeTerms.__annotations__}
        return SchemeTerms(**values | {name: values[name] or 0 for name in _SHARES} | {"basis": self.basis.data or ""})
