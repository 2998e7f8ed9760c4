"""Printer desks, what waits for them, keys and prices."""

from collections.abc import Sequence
from typing import Any, Self

from wtforms import BooleanField, HiddenField, IntegerField, RadioField, SelectField
from wtforms.validators import InputRequired, NumberRange, Optional

from app.badges.models import BadgeDesign, BadgePrinter, PrintOnEntry, PrintStation
from app.core.forms import Form, MoneyField, TextField, choices, choices_of, required_message
from app.core.i18n import _, _l

required = InputRequired(message=required_message)


class StationForm(Form):
    """A printer desk: its name, what lies in the printer, and what an entry at a gate does there."""

    designs: Sequence[BadgeDesign]
    name = TextField(_l("Name of the station"), [required], max_length=60)
    design = SelectField(_l("What lies in the printer"), validators=[Optional()])
    printer = SelectField(_l("Printer"), validators=[Optional()])
    on_entry = RadioField(
        _l("When a gate lets somebody in"), choices=lambda: choices_of(PrintOnEntry), default=PrintOnEntry.ONCE.value
    )

    @classmethod
    def for_event(cls, designs: Sequence[BadgeDesign], printers: Sequence[BadgePrinter], **arguments: Any) -> Self:
        form = cls.from_request(**arguments)
        form.designs = designs
        first = ("", _("the design that the event offers first"))
        form.design.choices = choices([first, *((item.key, f"{item.name} · {item.size.label}") for item in designs)])
        form.printer.choices = choices([("", _("no correction")), *((str(item.id), item.name) for item in printers)])
        return form

    @staticmethod
    def values_of(station: PrintStation) -> dict[str, Any]:
        """Return what the form shows of a station."""
        return {
            "name": station.name,
            "design": str(station.design_id or ""),
            "printer": str(station.printer_id or ""),
            "on_entry": station.on_entry.value,
        }

    @property
    def chosen(self) -> BadgeDesign | None:
        """The design; None: what the event offers first."""
        return next((design for design in self.designs if design.key == self.design.data), None)

    @property
    def printer_id(self) -> int | None:
        return int(self.printer.data) if self.printer.data else None


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
