"""Forms of designs: the list, the badge itself, one element by its numbers, pictures, printers."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    FieldList,
    FloatField,
    FormField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms import Form as PlainForm
from wtforms.validators import InputRequired, NumberRange, Optional

from app.badges.errors import LayoutInvalid
from app.badges.layouts.editing import KINDS
from app.badges.layouts.schema import Fold
from app.badges.layouts.sizes import BadgeSize
from app.badges.layouts.starting import COLOURS
from app.badges.models import BadgeImage
from app.core.forms import Form, TextField, choices, choices_of, required_message
from app.core.i18n import _l
from app.registrations.terms import Category

required = InputRequired(message=required_message)
KIND_WORDS: dict[str, Any] = {
    "text": _l("Text"),
    "bar": _l("Bar of the category"),
    "code": _l("QR code"),
    "photo": _l("Photo"),
    "image": _l("Picture, logo"),
    "box": _l("Box"),
    "line": _l("Straight line"),
}
SIDE_WORDS: dict[str, Any] = {"front": _l("Front"), "back": _l("Back")}
FOLD_WORDS = [
    ("", _l("not folded")),
    (Fold.TOP.value, _l("over the upper edge: the back is printed upside down above")),
    (Fold.SIDE.value, _l("over the left edge: the back is printed to the left")),
]
WEIGHTS = [("400", _l("regular")), ("600", _l("semibold")), ("700", _l("bold"))]


_ALIGN = [("left", _l("left")), ("center", _l("in the middle")), ("right", _l("right"))]
_VALIGN = [("top", _l("above")), ("middle", _l("in the middle")), ("bottom", _l("below"))]
_FIT = [("contain", _l("whole")), ("cover", _l("filling it, cut at the edges"))]


class MillimetreField(FloatField):  # type: ignore[misc]
    """A number of millimetres; a comma is a decimal point."""

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata([value.strip().replace(",", ".") for value in valuelist])

    def _value(self) -> str:
        return str(self.raw_data[0]) if self.raw_data else ("" if self.data is None else f"{self.data:g}")


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and text.isascii() and len(text) < 10 else 0


class VersionedForm(Form):
    """A form about the version of a design that the page showed."""

    version = HiddenField()

    @property
    def seen(self) -> int:
        return _number(self.version.data or "")

    def show(self, error: LayoutInvalid, element: str = "") -> None:
        """Attach the faults of a layout to their fields."""
        for fault in error.faults:
            name = fault.field.replace(".", "-") if fault.element == element else ""
            field = self._find(name)
            if field is None:
                where = " · ".join(filter(None, (fault.element, fault.field)))
                self.refuse(None, f"{where}: {fault.message}" if where else fault.message)
            else:
                field.errors = [*field.errors, fault.message]

    def _find(self, name: str) -> Any:
        if not name.startswith("parts-"):
            return self._fields.get(name)
        _parts, place, inner = (name.split("-", 2) + ["", ""])[:3]
        entries = self._fields["parts"].entries if "parts" in self._fields else []
        return entries[int(place)].form._fields.get(inner) if place.isdecimal() and int(place) < len(entries) else None


class NameForm(Form):
    name = TextField(_l("Name of the design"), [required], max_length=80)


class NewDesignForm(NameForm):
    size = RadioField(_l("Size of the badge"), choices=lambda: choices_of(BadgeSize), default=BadgeSize.A6.value)

    @property
    def chosen_size(self) -> BadgeSize:
        return BadgeSize(self.size.data)


class FrameForm(VersionedForm):
    """The badge itself: its size, and how categories look on it."""

    width = MillimetreField(_l("Width"), [required])
    height = MillimetreField(_l("Height"), [required])
    fold = RadioField(_l("Folded"), choices=lambda: choices(FOLD_WORDS), validators=[Optional()], default="")
    copies_front = BooleanField(_l("Put everything of the front on the back, too"))

    def frame(self) -> dict[str, Any]:
        return {"width": self.width.data, "height": self.height.data, "fold": self.fold.data or ""}


class PartForm(PlainForm):  # type: ignore[misc]
    """One paragraph of a text."""

    text = StringField(_l("Text with fields"))
    most = MillimetreField(_l("Largest size"), [Optional()], default=14)
    least = MillimetreField(_l("Smallest size"), [Optional()], default=8)
    lines = IntegerField(_l("Most lines"), [Optional()], default=2)
    weight = SelectField(_l("Weight"), choices=lambda: choices(WEIGHTS), default="600")
    colour = StringField(_l("Colour"), default="#1b2430")

    def part(self) -> dict[str, Any]:
        return {
            "text": (self.text.data or "").strip(),
            "most": self.most.data,
            "least": self.least.data,
            "lines": self.lines.data,
            "weight": int(self.weight.data),
            "colour": (self.colour.data or "").strip().lower(),
        }


class ElementForm(VersionedForm):
    """One element by its numbers; fields of other kinds are taken out."""

    x = MillimetreField(_l("From the left"), [required])
    y = MillimetreField(_l("From the top"), [required])
    width = MillimetreField(_l("Width"), [required])
    height = MillimetreField(_l("Height"), [required])
    parts = FieldList(FormField(PartForm), _l("Paragraphs"))
    text = TextField(_l("Text with fields"), max_length=300)
    weight = SelectField(_l("Weight"), choices=lambda: choices(WEIGHTS))
    most = MillimetreField(_l("Largest size"))
    least = MillimetreField(_l("Smallest size"))
    align = RadioField(_l("Across"), choices=lambda: choices(_ALIGN))
    valign = RadioField(_l("Up and down"), choices=lambda: choices(_VALIGN))
    printed = BooleanField(_l("Print the short code below"))
    image = SelectField(_l("Picture"), choices=[])
    fit = RadioField(_l("In its box"), choices=lambda: choices(_FIT))
    ground = TextField(_l("Ground"), max_length=12)
    line = TextField(_l("Border"), max_length=12)
    colour = TextField(_l("Colour"), max_length=12)
    stroke = MillimetreField(_l("Width of the line"))
    radius = MillimetreField(_l("Round corners"))
    only = SelectMultipleField(_l("Only for"), choices=lambda: choices_of(Category))

    @classmethod
    def of(cls, element: Mapping[str, Any], version: int, images: Sequence[BadgeImage]) -> "ElementForm":
        """Return the form of an element, with an empty paragraph to add one."""
        data = {name: value for name, value in element.items() if name not in ("id", "kind")}
        for name in ("weight", "image"):
            if name in data:
                data[name] = str(data[name])
        if "parts" in data:
            data["parts"] = [part | {"weight": str(part["weight"])} for part in data["parts"]]
            data["parts"] += [{"text": ""}] if len(data["parts"]) < 8 else []
        form = cls.from_request(data=data | {"version": version})
        for name in list(form._fields):
            if name not in data and name not in ("version", "csrf_token"):
                del form[name]
        if "image" in data:
            form.image.choices = choices([(str(one.id), one.name) for one in images])
        return form

    def fields(self) -> dict[str, Any]:
        """Return what was entered, as the layout keeps it."""
        found: dict[str, Any] = {}
        for name, field in self._fields.items():
            if name in ("version", "csrf_token"):
                continue
            if name == "parts":
                found[name] = [entry.form.part() for entry in field.entries if (entry.form.text.data or "").strip()]
            elif name in ("weight", "image"):
                found[name] = int(field.data or 0)
            elif name in ("ground", "line", "colour"):
                found[name] = (field.data or "").lower()
            else:
                found[name] = field.data
        return found


class AddElementForm(VersionedForm):
    kind = SelectField(_l("What"), choices=lambda: choices([(kind, KIND_WORDS[kind]) for kind in KINDS]))
    side = RadioField(_l("Side"), choices=lambda: choices(SIDE_WORDS.items()), default="front")


class ImageForm(Form):
    name = TextField(_l("Name of the picture"), max_length=80)
    picture = FileField(_l("Picture (PNG, JPEG or WebP)"))


class PhotoForm(Form):
    photo = FileField(_l("Photo (PNG, JPEG or WebP)"))


class PrinterForm(Form):
    name = TextField(_l("Name of the printer"), [required], max_length=60)
    offset_x_mm = MillimetreField(
        _l("To the right"),
        [InputRequired(message=required_message), NumberRange(-20, 20, _l("Please enter −20 to 20 mm."))],
        default=0.0,
    )
    offset_y_mm = MillimetreField(
        _l("Down"),
        [InputRequired(message=required_message), NumberRange(-20, 20, _l("Please enter −20 to 20 mm."))],
        default=0.0,
    )


class RulesForm(VersionedForm):
    """How categories look: the ground of their bar, what is written on it, another word. Empty: as usual."""

    @classmethod
    def of(cls, rules: Mapping[str, Mapping[str, str]], version: int) -> "RulesForm":
        data: dict[str, Any] = {"version": version}
        for category in Category:
            rule = rules.get(category.value, {})
            data |= {f"{name}_{category.value}": rule.get(name, "") for name in ("ground", "ink", "word")}
        return cls.from_request(data=data)

    def rules(self) -> dict[str, dict[str, str]]:
        """Return the rules that were entered; a rule needs both colours or takes the usual ones."""
        found: dict[str, dict[str, str]] = {}
        for category in Category:
            ground, ink, word = (self[f"{name}_{category.value}"].data or "" for name in ("ground", "ink", "word"))
            if ground or ink or word:
                usual = COLOURS[category]
                found[category.value] = {"ground": (ground or usual[0]).lower(), "ink": (ink or usual[1]).lower(), "word": word}
        return found

    def _find(self, name: str) -> Any:
        # "rules.press.ground" is the field ground_press.
        parts = name.split("-")
        return self._fields.get(f"{parts[2]}_{parts[1]}") if len(parts) == 3 and parts[0] == "rules" else None


for _category in Category:
    for _name, _most in (("ground", 7), ("ink", 7), ("word", 40)):
        setattr(
            RulesForm, f"{_name}_{_category.value}", TextField(_l("Colour") if _most == 7 else _l("Word"), max_length=_most)
        )
