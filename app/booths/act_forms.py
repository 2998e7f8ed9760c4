"""What an organiser types for a verb on booths, and the rules of booking."""

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from wtforms import BooleanField, DateField, IntegerField, RadioField
from wtforms.validators import InputRequired, NumberRange, Optional, ValidationError

from app.accounts.models import Organisation
from app.booths import queries
from app.booths.acts import Verb, Wanted
from app.booths.codes import parse_code
from app.core import clock
from app.core.db import db
from app.core.forms import Form, LocalDateTimeField, TextField, choices, required_message
from app.core.i18n import _, _l
from app.events.models import Event

_needed = InputRequired(required_message)
# A verb that needs no reason, and one that needs it only beyond a limit.
_FREE_OF_REASON = (Verb.UNBLOCK, Verb.ASSIGN)


class ActForm(Form):
    """All fields of all verbs; each verb keeps the ones that it asks for."""

    unit = TextField(_l("Exhibitor: name or tax number"))
    organisation_id = RadioField(_l("Which of them?"), validate_choice=False)
    until_at = LocalDateTimeField(_l("Until"), [_needed])
    until_on = DateField(_l("New last day"), [_needed])
    code = TextField(_l("Other booth"), [_needed], max_length=12)
    new_code = TextField(_l("New number"), [_needed], max_length=12)
    open_sides = IntegerField(_l("Open sides of the new stand"), [Optional(), NumberRange(1, 4)])
    follow = BooleanField(_l("Replace the open payment request by one with the new number"))
    reason = TextField(_l("Reason"), [_needed])

    @classmethod
    def for_verb(cls, event: Event, verb: Verb, count: int) -> "ActForm":
        tomorrow = (clock.now() + timedelta(days=3)).astimezone(ZoneInfo(event.timezone)).date()
        at = datetime.combine(tomorrow, time(17), ZoneInfo(event.timezone))
        form = cls.from_request(data={"until_at": at, "until_on": tomorrow})
        for name in [field.name for field in form if field.name not in (*verb.fields, "csrf_token")]:
            del form[name]
        if verb in _FREE_OF_REASON and "reason" in form:
            form.reason.validators = [Optional()]
            form.reason.flags.required = False
        if verb is Verb.SWAP and count == 2:
            del form["code"]
        if "organisation_id" in form:
            form.offer_units()
        return form

    def offer_units(self) -> None:
        """Offer the exhibitors that fit what was typed; one that is alone is chosen."""
        found = queries.organisations_matching(self.unit.data or "")
        self.organisation_id.choices = choices([(str(unit.id), _unit_words(unit)) for unit in found])
        if len(found) == 1 and not self.organisation_id.data:
            self.organisation_id.data = str(found[0].id)

    def validate_unit(self, field: TextField) -> None:
        if not field.data:
            raise ValidationError(str(required_message))
        if not self.organisation_id.choices:
            raise ValidationError(_("No exhibitor has this name or number."))

    def validate_organisation_id(self, field: RadioField) -> None:
        offered = [choice.value for choice in field.choices]
        if offered and field.data not in offered:
            raise ValidationError(_("Please choose one of these exhibitors."))

    def validate_new_code(self, field: TextField) -> None:
        try:
            field.data = parse_code(field.data or "")
        except ValueError as error:
            raise ValidationError(str(error)) from error

    def wanted(self, seen: dict[int, str]) -> Wanted:
        """Return the valid values."""
        values: dict[str, Any] = {name: self[name].data for name in _VALUES if name in self and self[name].data is not None}
        chosen = self.organisation_id.data if "organisation_id" in self else None
        return Wanted(organisation=db.session.get(Organisation, int(chosen)) if chosen else None, seen=seen, **values)


_VALUES = ("until_at", "until_on", "code", "new_code", "open_sides", "follow", "reason")


def _unit_words(unit: Organisation) -> str:
    place = unit.province.name if unit.province else unit.city
    return f"{unit.name} · {place}" if place else unit.name


def _number(label: Any, least: int, most: int) -> IntegerField:
    told = _l("Please enter a number from %(least)s to %(most)s.", least=least, most=most)
    return IntegerField(label, [_needed, NumberRange(least, most, told)])


class RulesForm(Form):
    """How the event books its booths."""

    hold_minutes = _number(_l("Minutes that a hold lasts"), 5, 60)
    most_held = _number(_l("Booths that one visitor of the site can hold at once"), 1, 20)
    most_per_firm = _number(_l("Booths that one firm can have"), 1, 500)
    releases_itself = BooleanField(_l("Release a booth by itself when its deposit is late"))
    grace_days = _number(_l("Days of grace before that"), 0, 60)

    def rules(self) -> queries.Rules:
        return queries.Rules(**{name: self[name].data for name in vars(queries.Rules())})
