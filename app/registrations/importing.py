"""Reads lists of people and of exhibitors: headers in Vietnamese or English, every fault with its line (R-71 … R-73)."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from wtforms import ValidationError

from app.accounts.emails import normal_email
from app.accounts.errors import BadEmail
from app.core.errors import DomainError
from app.core.forms import parse_phone
from app.core.i18n import _
from app.core.text import fold
from app.documents.spreadsheet import Row, Table, header_key
from app.places import queries as places
from app.places.countries import countries
from app.places.errors import ProvinceMerged
from app.registrations.services import Person
from app.registrations.terms import Category

# Names of columns by field; the first is the one we print.
NAME = ("Họ và tên", "Họ tên", "Tên", "Full name", "Name", "Vollständiger Name")
TITLE = ("Danh xưng", "Học hàm học vị", "Title", "Anrede")
POSITION = ("Chức vụ", "Chức danh", "Position", "Funktion")
UNIT = ("Đơn vị", "Cơ quan", "Tên đơn vị", "Unit", "Organisation", "Organization", "Company", "Einheit")
PROVINCE = ("Tỉnh", "Tỉnh, thành phố", "Tỉnh/thành phố", "Tỉnh thành", "Province", "Provinz")
COUNTRY = ("Quốc gia", "Nước", "Country", "Land")
PHONE = ("Điện thoại", "Số điện thoại", "SĐT", "Di động", "Phone", "Mobile", "Telefon")
EMAIL = ("Email", "E-mail", "Thư điện tử", "E-Mail-Adresse")
CATEGORY = ("Đối tượng", "Thành phần", "Loại", "Category", "Kategorie")
PARTY = ("Số người", "Party size", "People", "Personen")
NOTE = ("Ghi chú", "Note", "Notes", "Bemerkung")
# Words people write for categories, folded.
_CATEGORY_WORDS = {
    "khach tham quan": Category.VISITOR,
    "khach": Category.VISITOR,
    "besucher": Category.VISITOR,
    "dai bieu": Category.DELEGATE,
    "teilnehmer": Category.DELEGATE,
    "dien gia": Category.SPEAKER,
    "bao cao vien": Category.SPEAKER,
    "don vi tham gia": Category.EXHIBITOR,
    "gian hang": Category.EXHIBITOR,
    "bao chi": Category.PRESS,
    "khach moi": Category.VIP,
    "ban to chuc": Category.STAFF,
    "nha thau": Category.CONTRACTOR,
}


@dataclass(frozen=True)
class Problem:
    """A fault in one cell: its line in the file, the column, what is wrong."""

    line: int
    column: str
    message: str


@dataclass(frozen=True)
class Entry:
    """One person as read."""

    line: int
    person: Person
    category: Category
    party_size: int


@dataclass
class Reading:
    """What a table says: entries that can be taken over, faults, and what was understood with a doubt."""

    entries: list[Entry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)


def read_people(table: Table, *, category: Category) -> Reading:
    """Read people. `category` counts for rows that name none.

    Returns: entries only of rows without fault; the caller decides whether a fault stops everything.
    """
    reading = Reading()
    if not table.has(*NAME):
        told = _("There is no column “%(name)s”. Columns found: %(found)s.", name=NAME[0], found=", ".join(table.headers)[:200])
        reading.problems.append(Problem(1, NAME[0], told))
        return reading
    known = {fold(province.name): province.code for province in places.provinces()}
    for row in table.rows:
        cells = Cells(row, reading)
        entry = _entry(cells, known, category)
        if entry is not None:
            reading.entries.append(entry)
    return reading


class Cells:
    """The cells of one row; what cannot be read is noted as a problem of the line."""

    def __init__(self, row: Row, reading: Reading) -> None:
        self.row, self.reading, self.sound = row, reading, True

    def text(self, names: tuple[str, ...], most: int, *, required: bool = False) -> str:
        value = " ".join(self.row.get(*names).split())
        if not value and required:
            self.refuse(names, _("This cell must not be empty."))
        if len(value) > most:
            self.refuse(names, _("Please use at most %(most)s characters; these are %(now)s.", most=most, now=len(value)))
        return value

    def parsed(self, names: tuple[str, ...], parse: Callable[[str], Any], default: Any = "") -> Any:
        value = self.row.get(*names).strip()
        if not value:
            return default
        try:
            return parse(value)
        except (ValidationError, ValueError) as error:
            self.refuse(names, str(error))
        except DomainError as error:
            self.refuse(names, str(error.message))
        return default

    def refuse(self, names: tuple[str, ...], message: str) -> None:
        self.sound = False
        self.reading.problems.append(Problem(self.row.line, self._column(names), message))

    def warn(self, names: tuple[str, ...], message: str) -> None:
        self.reading.warnings.append(Problem(self.row.line, self._column(names), message))

    def _column(self, names: tuple[str, ...]) -> str:
        return next((name for name in names if header_key(name) in self.row.cells), names[0])


def _entry(cells: Cells, known: dict[str, int], category: Category) -> Entry | None:
    person = Person(
        full_name=cells.text(NAME, 120, required=True),
        title=cells.text(TITLE, 40),
        position=cells.text(POSITION, 120),
        unit=cells.text(UNIT, 200),
        province_code=cells.parsed(PROVINCE, lambda text: province_of(text, cells, known), None),
        country=cells.parsed(COUNTRY, country_of, "VN"),
        email=cells.parsed(EMAIL, email_of),
        phone=cells.parsed(PHONE, parse_phone),
        note=cells.text(NOTE, 200),
    )
    chosen = cells.parsed(CATEGORY, category_of, category)
    party_size = cells.parsed(PARTY, _party, 1)
    return Entry(cells.row.line, person, chosen, party_size) if cells.sound else None


def province_of(text: str, cells: Cells, known: dict[str, int]) -> int:
    """Return the code of the present province; one that was merged counts as its successor, with a warning."""
    code = known.get(fold(text))
    if code is not None:
        return code
    try:
        return places.resolve_province(text).code
    except ProvinceMerged as error:
        cells.warn(PROVINCE, str(error.message))
        return error.successor_code


def country_of(text: str) -> str:
    """Return the code of a country given by code or name. Raises: ValueError."""
    key = fold(text)
    found = next((code for code, name in countries() if fold(name) == key or code.lower() == key), None)
    if found is None:
        raise ValueError(_("There is no country “%(text)s”.", text=text[:60]))
    return found


def category_of(text: str) -> Category:
    """Return the category by its value, its label or a usual word. Raises: ValueError."""
    key = fold(text)
    for kind in Category:
        if key in (kind.value, fold(kind.label)):
            return kind
    if key in _CATEGORY_WORDS:
        return _CATEGORY_WORDS[key]
    raise ValueError(_("There is no category “%(text)s”.", text=text[:60]))


def email_of(text: str) -> str:
    """Return the address in its one spelling. Raises: ValueError."""
    try:
        return normal_email(text)
    except BadEmail as error:
        raise ValueError(str(error.message)) from error


def _party(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= 100:
        raise ValueError(_("Please enter a number from 1 to 100."))
    return int(text)
