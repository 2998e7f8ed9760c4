"""HTTP text of badges becomes typed values."""

from wtforms import BooleanField, HiddenField, RadioField, SelectField, SelectMultipleField
from wtforms.validators import Optional

from app.badges.models import BadgeSize
from app.badges.queries import LETTERS, Selection
from app.core.forms import Form, TextField, choices, choices_of
from app.core.i18n import _, _l
from app.registrations.terms import Category

_SHEET = "a6_sheet"
_FIELD_LABELS = [
    ("title", _l("Title")),
    ("unit", _l("Unit")),
    ("position", _l("Job title")),
    ("province", _l("Province")),
    ("category", _l("Category, as a bar with its word")),
]


class PrintForm(Form):
    """One badge. `seen` is the last print that the page showed."""

    size = RadioField(_l("Size of the badge"), choices=lambda: choices_of(BadgeSize))
    seen = HiddenField()
    reason = TextField(_l("Why it is printed again"), max_length=200)
    replace = BooleanField(_l("The old badge is lost: give a new code and refuse the old one at the gates"))

    @property
    def seen_id(self) -> int:
        text = self.seen.data or ""
        return int(text) if text.isdecimal() and text.isascii() and len(text) < 10 else 0


class BatchForm(Form):
    """All at once: whose badges and on which paper."""

    paper = RadioField(
        _l("Size of the badge"),
        choices=lambda: [*choices_of(BadgeSize), *choices([(_SHEET, _("A6, four on an A4 sheet to cut"))])],
    )
    category = SelectField(
        _l("Category"), choices=lambda: [*choices([("", _("all"))]), *choices_of(Category)], validators=[Optional()]
    )
    letter = SelectField(
        _l("Given name begins with"),
        choices=lambda: choices([("", _("any letter")), *((letter, letter) for letter in LETTERS)]),
        validators=[Optional()],
    )
    only_new = BooleanField(_l("Only badges that are not printed yet"), default=True)

    @property
    def selection(self) -> Selection:
        category = Category(self.category.data) if self.category.data else None
        return Selection(category, only_new=bool(self.only_new.data), letter=self.letter.data or "")

    @property
    def size(self) -> BadgeSize:
        return BadgeSize.A6 if self.paper.data == _SHEET else BadgeSize(self.paper.data)

    @property
    def sheet(self) -> bool:
        return bool(self.paper.data == _SHEET)


class DesignForm(Form):
    """What stands on badges of one size."""

    shown = SelectMultipleField(_l("Lines"), choices=lambda: choices(_FIELD_LABELS))
    is_default = BooleanField(_l("Offer this size first"))
