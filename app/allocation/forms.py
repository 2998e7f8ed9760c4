"""What people type about the allotment: wishes, rules, judgements, booths of a proposal."""

import re
from typing import Any

from wtforms import BooleanField, DateField, HiddenField, IntegerField, RadioField, SelectField, SelectMultipleField
from wtforms.validators import InputRequired, NumberRange, Optional

from app.allocation.models import BoothWish
from app.allocation.problem import Weights
from app.allocation.services import Rules, Wish
from app.booths.models import BoothKind
from app.core.forms import Form, TextField, choices, choices_of, required_message
from app.core.i18n import _, _l
from app.places.queries import provinces

_needed = InputRequired(required_message)
_AREA = NumberRange(0, 10_000, _l("Please enter an area from 0 to 10,000 m²."))
WISHED_ZONES = ("zone_1", "zone_2", "zone_3")
WEIGHT_WORDS = {
    "previous": _l("The booth of last time"),
    "group_zone": _l("The zone of its products"),
    "zone": _l("The wished zone"),
    "corner": _l("A corner"),
    "priority_area_pct": _l("Priority area: counts more by"),
    "deposit_pct": _l("Deposit paid: counts more by"),
    "point_pct": _l("Each priority point: counts more by"),
}


class WishForm(Form):
    kind = RadioField(_l("Kind of booth"), choices=lambda: choices_of(BoothKind), default=BoothKind.STANDARD.value)
    count = IntegerField(
        _l("Number of booths, side by side"),
        [_needed, NumberRange(1, 50, _l("Please enter a number from 1 to 50."))],
        default=1,
    )
    least_m2 = IntegerField(_l("At least"), [Optional(), _AREA])
    most_m2 = IntegerField(_l("At most"), [Optional(), _AREA])
    wants_corner = BooleanField(_l("We wish a corner booth (surcharge)"))
    zone_1 = SelectField(_l("First wished zone"), validate_choice=False)
    zone_2 = SelectField(_l("Second wished zone"), validate_choice=False)
    zone_3 = SelectField(_l("Third wished zone"), validate_choice=False)
    apart_text = TextField(_l("Not beside these exhibitors"), max_length=300)

    @classmethod
    def of(cls, wish: BoothWish | None, zones: list[str], **first: Any) -> "WishForm":
        """Return the form, filled with the wish or with what the application says."""
        if wish is not None:
            first = {name: getattr(wish, name) for name in ("kind", "count", "wants_corner", "apart_text")}
            first |= {"kind": wish.kind.value, "least_m2": wish.least_m2 or None, "most_m2": wish.most_m2 or None}
            first |= dict(zip(WISHED_ZONES, wish.zones, strict=False))
        form = cls.from_request(data=first)
        for name in WISHED_ZONES:
            form[name].choices = choices([("", _("any zone")), *((zone, zone) for zone in zones)])
        return form

    def wish(self, zones: list[str]) -> Wish:
        """Return the valid wish; zones that the plan does not have any more are left out."""
        chosen = [self[name].data for name in WISHED_ZONES]
        return Wish(
            kind=BoothKind(self.kind.data),
            count=self.count.data,
            least_m2=self.least_m2.data or 0,
            most_m2=self.most_m2.data or 0,
            wants_corner=self.wants_corner.data,
            zones=list(dict.fromkeys(zone for zone in chosen if zone in zones)),
            apart_text=self.apart_text.data or "",
        )


class AnswerForm(Form):
    """The exhibitor's answer to an offer."""

    answer = RadioField(
        _l("Your answer"),
        [_needed],
        choices=choices(
            [
                ("accept", _l("We take the booth")),
                ("pass", _l("We pass this time and stay on the waiting list, at its end")),
                ("leave", _l("We pass and leave the waiting list")),
            ]
        ),
    )


class RulesForm(Form):
    offers_itself = BooleanField(_l("Offer freed booths to the waiting list by itself"))
    offer_hours = IntegerField(
        _l("An offer stands for"), [_needed, NumberRange(1, 720, _l("Please enter 1 to 720 hours."))], default=48
    )
    priority_provinces = SelectMultipleField(_l("Priority areas go first"), coerce=int, validate_choice=True)
    upgrades_until_on = DateField(_l("Offer better places to those who have one, until"), [Optional()])
    seed = TextField(_l("Seed of the draw"), max_length=80)
    previous = IntegerField(WEIGHT_WORDS["previous"])
    group_zone = IntegerField(WEIGHT_WORDS["group_zone"])
    zone = IntegerField(WEIGHT_WORDS["zone"])
    corner = IntegerField(WEIGHT_WORDS["corner"])
    priority_area_pct = IntegerField(WEIGHT_WORDS["priority_area_pct"])
    deposit_pct = IntegerField(WEIGHT_WORDS["deposit_pct"])
    point_pct = IntegerField(WEIGHT_WORDS["point_pct"])

    def __init__(self, **arguments: Any) -> None:
        super().__init__(**arguments)
        self.priority_provinces.choices = [(province.code, province.display_name) for province in provinces()]
        for name in WEIGHT_WORDS:
            most = 200 if name.endswith("_pct") else 1000
            message = _("Please enter a number from 0 to %(most)s.", most=most)
            self[name].validators = [InputRequired(required_message), NumberRange(0, most, message)]

    @classmethod
    def of(cls, rules: Any) -> "RulesForm":
        """Return the form, filled with the rules and the weights in force."""
        names = ("offers_itself", "offer_hours", "priority_provinces", "upgrades_until_on", "seed")
        weights = vars_of(Weights()) | rules.weights
        return cls.from_request(
            data={name: getattr(rules, name) for name in names} | {name: weights[name] for name in WEIGHT_WORDS}
        )

    def rules(self) -> Rules:
        """Return the valid rules; weights as usual are not kept."""
        usual = vars_of(Weights())
        return Rules(
            offers_itself=self.offers_itself.data,
            offer_hours=self.offer_hours.data,
            priority_provinces=list(self.priority_provinces.data or []),
            upgrades_until_on=self.upgrades_until_on.data,
            seed=self.seed.data or "",
            weights={name: self[name].data for name in WEIGHT_WORDS if self[name].data != usual[name]},
        )


def vars_of(weights: Weights) -> dict[str, int]:
    """Return the weights by name."""
    return {name: getattr(weights, name) for name in Weights.__dataclass_fields__}


class JudgeForm(Form):
    points = IntegerField(
        _l("Priority points"), [Optional(), NumberRange(0, 1000, _l("Please enter a number from 0 to 1,000."))], default=0
    )
    group_zones = SelectMultipleField(_l("Zones where its products belong"), validate_choice=False)
    apart = TextField(_l("Keep apart from"), max_length=300)

    @classmethod
    def of(cls, wish: BoothWish, zones: list[str]) -> "JudgeForm":
        """Return the form, filled with what is known; exhibitors stand there by the code of their application."""
        apart = ", ".join(row.application.code for row in wish.apart)
        form = cls.from_request(data={"points": wish.points, "group_zones": wish.group_zones, "apart": apart})
        form.group_zones.choices = [(zone, zone) for zone in zones]
        return form


class CodesForm(Form):
    """Numbers of booths, as people write them."""

    booths = TextField(_l("Booths"), max_length=400)

    def codes(self) -> list[str]:
        """Return the numbers in capitals, each once."""
        return codes_in(self.booths.data or "")


class LineForm(CodesForm):
    seen = HiddenField()

    def revision(self) -> int:
        """Return the revision that the page showed."""
        return int(self.seen.data) if (self.seen.data or "").isdecimal() else -1


class ProposalForm(Form):
    keeps_placed = BooleanField(_l("Exhibitors that have a booth keep it, also those who have not paid yet"), default=True)


def codes_in(text: str) -> list[str]:
    """Return the codes in `text`, split at commas, semicolons and spaces, in capitals, each once."""
    return list(dict.fromkeys(code.upper() for code in re.split(r"[,;\s]+", text) if code))
