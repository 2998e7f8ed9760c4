"""Printer desks, what waits for them, keys and prices."""

from collections.abc import Sequence
from typing import Any, Self

from wtforms import BooleanField, HiddenField, IntegerField, RadioField, SelectField
from wtforms.validators import InputRequired, NumberRange, Optional

from app.badges.models import BadgeSize, PrintOnEntry, PrintStation
from app.core.forms import Form, MoneyField, TextField, choices, choices_of, required_message
from app.core.i18n import _, _l

required = InputRequired(message=required_message)


class StationForm(Form):
    name = TextField(_l("Name of the station"), [required], max_length=60)
    size = SelectField(
        _l("What lies in the printer"),
        choices=lambda: [*choices([("", _("the size that the event offers first"))]), *choices_of(BadgeSize)],
        validators=[Optional()],
    )
    on_entry = RadioField(
        _l("When a gate lets somebody in"), choices=lambda: choices_of(PrintOnEntry), default=PrintOnEntry.ONCE.value
    )

    @staticmethod
    def values_of(station: PrintStation) -> dict[str, Any]:
        """Return what the form shows of a station."""
        size = station.design.size.value if station.design else ""
        return {"name": station.name, "size": size, "on_entry": station.on_entry.value}


class JobForm(Form):
    """Another station for a badge."""

    station = SelectField(_l("Station"))

    @classmethod
    def for_stations(cls, stations: Sequence[PrintStation], **arguments: Any) -> Self:
        form = cls.from_request(**arguments)
        found = [("", _("The first station that is free")), *((str(item.id), item.name) for item in stations)]
        form.station.choices = choices(found)
        return form


class ReasonForm(Form):
    reason = TextField(_l("Reason"), [required], max_length=200)


class KeyForm(Form):
    """Whether codes are signed; the key that the page showed as current."""

    signs_codes = BooleanField(_l("Sign the codes of new prints"))


class RotateForm(Form):
    seen = HiddenField()
    reason = TextField(_l("Reason"), [required], max_length=200)

    @property
    def seen_number(self) -> int:
        text = self.seen.data or ""
        return int(text) if text.isdecimal() and text.isascii() and len(text) < 10 else 0


class FeeForm(Form):
    fee = MoneyField(_l("Price of a further print, before VAT"), [Optional()])
    vat_pct = IntegerField(_l("VAT"), [Optional(), NumberRange(0, 30, _l("Please enter a number from 0 to 30."))], default=8)
