"""Forms of the desk: one print, and many."""

from collections.abc import Sequence
from typing import Any, Self

from wtforms import BooleanField, HiddenField, IntegerField, RadioField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import NumberRange, Optional

from app.badges.layouts.imposing import Paper, Sides
from app.badges.layouts.sheets import SHEETS
from app.badges.models import BadgeDesign, BadgePrinter, PrintStation
from app.badges.queries import LETTERS, Selection
from app.badges.services import Again, Fee, FeeWay
from app.core.forms import Form, TextField, choices, choices_of
from app.core.i18n import _, _l
from app.registrations.terms import Category

FILE, ANY = "file", "any"


class _WithStations(Form):
    """A form that asks where to print: into a file, at a station, at the first that is free."""

    where = RadioField(_l("Where to print"), default=FILE)

    @classmethod
    def for_stations(cls, stations: Sequence[PrintStation], **arguments: Any) -> Self:
        """Bind to the request. Without stations there is only the file and nothing is asked."""
        form = cls.from_request(**arguments)
        form.offer(stations)
        return form

    def offer(self, stations: Sequence[PrintStation]) -> None:
        self.stations = {str(station.id): station for station in stations}
        found = [(FILE, _("Into a file (PDF), for the printer of this computer"))]
        if stations:
            found += [(key, station.name) for key, station in self.stations.items()]
            found.append((ANY, _("The first station that is free")))
        self.where.choices = choices(found)
        self.where.data = self.where.data or FILE

    @property
    def into_file(self) -> bool:
        return bool(self.where.data == FILE)

    @property
    def station(self) -> PrintStation | None:
        """The chosen station; None: the first that is free."""
        return self.stations.get(self.where.data)


class PrintForm(_WithStations):
    """One badge. `seen` is the last print that the page showed."""

    design = RadioField(_l("Design"), choices=[])
    seen = HiddenField()
    reason = TextField(_l("Why it is printed again"), max_length=200)
    replace = BooleanField(_l("The old badge is lost: give a new code and refuse the old one at the gates"))
    fee = RadioField(_l("Price of the further print"), choices=lambda: choices_of(FeeWay), default=FeeWay.TRANSFER.value)
    waived_because = TextField(_l("Why it is free of charge"), max_length=200)

    def __init__(self, *args: Any, designs: Sequence[BadgeDesign], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.design.choices = _designs(designs)

    @property
    def again(self) -> Again:
        """Return what is said about a further print; a first print passes over it."""
        text = self.seen.data or ""
        seen = int(text) if text.isdecimal() and text.isascii() and len(text) < 10 else 0
        fee = Fee(FeeWay(self.fee.data or FeeWay.TRANSFER), self.waived_because.data or "")
        return Again(seen, self.reason.data or "", replace=bool(self.replace.data), fee=fee)


class BatchForm(_WithStations):
    """All at once: whose badges and on which paper."""

    def __init__(self, *args: Any, designs: Sequence[BadgeDesign], printers: Sequence[BadgePrinter], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.designs, self.printers = designs, printers
        self.design.choices = _designs(designs)
        self.printer.choices = choices([("", _("no correction")), *((str(one.id), one.name) for one in printers)])

    design = RadioField(_l("Design"), choices=[])
    sheet = SelectField(_l("Paper in the printer"), choices=lambda: _sheets(), validators=[Optional()])
    start_at = IntegerField(
        _l("First free label of the sheet"),
        [Optional(), NumberRange(1, 60, _l("Please enter a number from 1 to 60."))],
        default=1,
    )
    sides = RadioField(
        _l("Front and back"), choices=lambda: choices_of(Sides), default=Sides.LONG.value, validators=[Optional()]
    )
    printer = SelectField(_l("Printer"), choices=[], validators=[Optional()])
    category = SelectField(
        _l("Category"), choices=lambda: [*choices([("", _("all"))]), *choices_of(Category)], validators=[Optional()]
    )
    letter = SelectField(
        _l("Given name begins with"),
        choices=lambda: choices([("", _("any letter")), *((letter, letter) for letter in LETTERS)]),
        validators=[Optional()],
    )
    only_new = BooleanField(_l("Only badges that are not printed yet"), default=True)
    reason = TextField(_l("Why printed ones are printed again"), max_length=200)

    @property
    def selection(self) -> Selection:
        category = Category(self.category.data) if self.category.data else None
        return Selection(category, only_new=bool(self.only_new.data), letter=self.letter.data or "")

    @property
    def asked(self) -> dict[str, str]:
        """What was chosen, for an address."""
        names = ("design", "category", "letter", "sheet", "start_at", "sides", "printer")
        found = {name: str(self[name].data) for name in names if self[name].data}
        return found | ({"only_new": "y"} if self.only_new.data else {})

    @property
    def chosen(self) -> BadgeDesign:
        return next(design for design in self.designs if design.key == self.design.data)

    @property
    def paper(self) -> Paper:
        printer = next((one for one in self.printers if str(one.id) == self.printer.data), None)
        offset = (printer.offset_x_mm, printer.offset_y_mm) if printer else (0.0, 0.0)
        return Paper(self.sheet.data or "", self.start_at.data or 1, Sides(self.sides.data or Sides.LONG), offset)


class SelectionForm(_WithStations):
    """Those ticked in the list."""

    where = SelectField(_l("Where to print"), default=FILE)
    reason = TextField(_l("Why printed ones are printed again"), max_length=200)


def _designs(designs: Sequence[BadgeDesign]) -> list[SelectChoice]:
    return choices((design.key, f"{design.name} · {design.size.label}") for design in designs)


def _sheets() -> list[SelectChoice]:
    return choices([("", _("One badge a page")), *((sheet.key, sheet.label) for sheet in SHEETS.values())])
