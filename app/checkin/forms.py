"""What is entered about gates, zones, phones, notes and conflicts."""

import re
from datetime import date, datetime, timedelta
from typing import Any

from wtforms import IntegerField, RadioField, SelectField, SelectMultipleField, ValidationError
from wtforms.validators import InputRequired, NumberRange, Optional

from app.checkin.services.gates import GateSettings, OpenHours
from app.checkin.services.noting import NoteText
from app.checkin.services.zones import ZoneSettings
from app.checkin.terms import AgainRule, EntryRule, NoteKind, Resolution, WhenFull
from app.core.forms import Form, LocalDateTimeField, TextField, choices, choices_of, required_message
from app.core.i18n import _, _l, format_date
from app.events.models import Event
from app.registrations.terms import Category

_needed = InputRequired(required_message)
_NO_ZONE = 0
# Where a zone lies: on the ground, with a door to the street, or in the zone of this number.
_ON_GROUND, _STREET = "ground", "street"


def _days(event: Event) -> list[date]:
    first, last = event.days
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def _categories() -> SelectMultipleField:
    return SelectMultipleField(_l("Kinds of badges"), choices=lambda: choices_of(Category))


class GateForm(Form):
    name = TextField(_l("Name of the gate"), [_needed], max_length=60)
    rule = SelectField(_l("How often a person counts"), choices=lambda: choices_of(EntryRule))
    again = SelectField(_l("Scanned again"), choices=lambda: choices_of(AgainRule))
    zone = SelectField(_l("Leads into"), coerce=int, default=_NO_ZONE)
    room = SelectField(_l("Room of the sessions"), coerce=int, default=0)
    list_name = TextField(_l("List of its own"), max_length=30)
    station = SelectField(_l("Printer at the gate"), coerce=int, default=0)
    categories = _categories()

    @classmethod
    def for_event(cls, zones: list[Any], rooms: list[Any], stations: list[Any], **arguments: Any) -> "GateForm":
        form = cls.from_request(**arguments)
        form.station.choices = choices([("0", _("– none –")), *((station.id, station.name) for station in stations)])
        form.zone.choices = choices([(str(_NO_ZONE), _("the ground")), *((zone.id, zone.name) for zone in zones)])
        form.room.choices = choices([("0", _("– none –")), *((room.id, room.name) for room in rooms)])
        return form

    @classmethod
    def shown(cls, gate: Any) -> dict[str, Any]:
        """Return what the form shows of a gate at first."""
        told = {name: getattr(gate, name) for name in ("name", "rule", "again", "list_name", "categories")}
        return told | {"zone": gate.zone_id or _NO_ZONE, "room": gate.room_id or 0, "station": gate.station_id or 0}

    def validate_list_name(self, field: Any) -> None:
        if "|" in (field.data or ""):
            raise ValidationError(_("This text contains characters that cannot be used."))

    @property
    def settings(self) -> GateSettings:
        return GateSettings(
            name=self.name.data,
            rule=EntryRule(self.rule.data),
            again=AgainRule(self.again.data),
            zone_id=self.zone.data or None,
            room_id=self.room.data or None,
            station_id=self.station.data or None,
            list_name=self.list_name.data or "",
            categories=tuple(self.categories.data or ()),
        )


class ClockField(TextField):
    """A time of day; `data` is minutes since midnight after validation. 24:00 is the end of the day."""

    def __init__(self, label: Any = None, validators: Any = None, **kwargs: Any) -> None:
        super().__init__(label, validators, max_length=5, **kwargs)

    def pre_validate(self, form: Any) -> None:
        super().pre_validate(form)
        found = re.fullmatch(r"([01]?\d|2[0-4])[:.hg]([0-5]\d)", self.data or "")
        minutes = int(found[1]) * 60 + int(found[2]) if found else None
        if minutes is None or minutes > 1440:
            raise ValidationError(_("Please enter a time like 08:30."))
        self.data = minutes

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return f"{self.data // 60:02d}:{self.data % 60:02d}" if isinstance(self.data, int) else ""


class HoursForm(Form):
    day = SelectField(_l("Day"), default="")
    opens = ClockField(_l("From"), [_needed])
    closes = ClockField(_l("Until"), [_needed])
    categories = _categories()

    @classmethod
    def for_event(cls, event: Event, **arguments: Any) -> "HoursForm":
        # A prefix: it stands on one page with the form of the gate.
        form = cls.from_request(prefix="hours-", **arguments)
        form.day.choices = choices([("", _("every day")), *((day.isoformat(), format_date(day)) for day in _days(event))])
        return form

    @classmethod
    def empty(cls, event: Event) -> "HoursForm":
        """Return the form beside another one that may have been sent."""
        return cls.for_event(event, formdata=None)

    def validate_closes(self, field: Any) -> None:
        if isinstance(field.data, int) and isinstance(self.opens.data, int) and field.data <= self.opens.data:
            raise ValidationError(_("The end must be after the beginning."))

    def hours(self, event: Event) -> OpenHours:
        day = next((day for day in _days(event) if day.isoformat() == self.day.data), None)
        return OpenHours(day, self.opens.data, self.closes.data, tuple(self.categories.data or ()))


class ZoneForm(Form):
    name = TextField(_l("Name of the area"), [_needed], max_length=60)
    lies = SelectField(_l("Where it lies"))
    most = IntegerField(_l("People it may hold"), [Optional(), NumberRange(1, 1_000_000)])
    when_full = RadioField(_l("When it is full"), choices=lambda: choices_of(WhenFull), default=WhenFull.WARN.value)
    categories = _categories()

    @classmethod
    def for_event(cls, zones: list[Any], **arguments: Any) -> "ZoneForm":
        form = cls.from_request(**arguments)
        inside = ((str(zone.id), _("in %(zone)s", zone=zone.name)) for zone in zones)
        form.lies.choices = choices([(_ON_GROUND, _("on the ground")), (_STREET, _("has a door to the street")), *inside])
        return form

    @classmethod
    def shown(cls, zone: Any) -> dict[str, Any]:
        """Return what the form shows of a zone at first."""
        told = {name: getattr(zone, name) for name in ("name", "most", "when_full", "categories")}
        return told | {"lies": str(zone.part_of_id or (_STREET if zone.has_own_door else _ON_GROUND))}

    @property
    def settings(self) -> ZoneSettings:
        lies = self.lies.data
        return ZoneSettings(
            name=self.name.data,
            part_of_id=int(lies) if lies not in (_ON_GROUND, _STREET) else None,
            has_own_door=lies == _STREET,
            most=self.most.data,
            when_full=WhenFull(self.when_full.data),
            categories=tuple(self.categories.data or ()),
        )


class PhoneForm(Form):
    """A new phone; the choices are the event's gates."""

    gate = SelectField(_l("Gate of the new device"), coerce=int)

    @classmethod
    def for_gates(cls, gates: list[Any]) -> "PhoneForm":
        form = cls()
        form.gate.choices = choices((gate.id, gate.name) for gate in gates)
        return form


class SettleForm(Form):
    resolution = SelectField(_l("What it was"), choices=lambda: choices_of(Resolution))
    reason = TextField(_l("Note"), [_needed], max_length=300)

    @classmethod
    def empty(cls) -> "SettleForm":
        return cls.from_request(formdata=None)


class TakeBackForm(Form):
    reason = TextField(_l("Why it is taken back"), [_needed], max_length=200)


class SimulatorForm(Form):
    """Asked by GET: it changes nothing."""

    class Meta(Form.Meta):
        csrf = False

    code = TextField(_l("Code of the badge"), [_needed], max_length=300)
    gate = SelectField(_l("Gate"), coerce=int)
    at = LocalDateTimeField(_l("Time"), [_needed])
    direction = RadioField(
        _l("Direction"), choices=lambda: choices([("entry", _("Way in")), ("exit", _("Way out"))]), default="entry"
    )

    @classmethod
    def for_gates(cls, gates: list[Any], zone: str, asked: Any, now: datetime) -> "SimulatorForm":
        """Bind to the address of the request; without a code it shows the time of now."""
        form = cls(formdata=asked if asked.get("code") is not None else None, data={"at": now})
        form.gate.choices = choices((gate.id, gate.name) for gate in gates)
        form.at.zone = zone
        if asked.get("code") is not None:
            form.process(formdata=asked)
        return form


class NoteForm(Form):
    code = TextField(_l("Code of the person"), [_needed], max_length=40)
    kind = SelectField(_l("Kind of note"), choices=lambda: choices_of(NoteKind))
    text = TextField(_l("What the gate should know"), max_length=200)
    host = SelectField(_l("Who welcomes them"), coerce=int, default=0)

    @classmethod
    def for_hosts(cls, hosts: list[Any], **arguments: Any) -> "NoteForm":
        form = cls.from_request(**arguments)
        form.host.choices = choices([("0", _("nobody is told")), *((user.id, user.full_name) for user in hosts)])
        return form

    def validate_text(self, field: Any) -> None:
        if not field.data and not self.host.data:
            raise ValidationError(_("Please write a note, or choose who is told."))

    def note(self, hosts: list[Any]) -> NoteText:
        host = next((user for user in hosts if user.id == self.host.data), None)
        return NoteText(NoteKind(self.kind.data), self.text.data or "", host)
