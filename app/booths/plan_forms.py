"""What people type about items of a plan, without JavaScript: the fields of docs/plan-document.md as forms."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import request
from wtforms import BooleanField, HiddenField, SelectField
from wtforms.validators import InputRequired

from app.booths.items import FIELDS, REQUIRED, Audience, Data, Field
from app.booths.models import ItemType
from app.core.forms import Form, LongTextField, TextField, choices, choices_of, required_message
from app.core.i18n import _, _l
from app.core.paging import Page

_PER_PAGE = 50


class ItemForm(Form):
    """One item. Made by `form_for`, which gives it the fields of its type."""

    # The revision of the draft that was shown.
    base = HiddenField()

    def typed(self, item_type: str) -> Data:
        """Return what was typed as values of the document; texts that are no numbers stay texts and are refused there."""
        return {name: _typed(described, self[name].data) for name, described in FIELDS[item_type].items() if name in self}

    def refuse_all(self, wrong: Mapping[str, str]) -> None:
        """Attach what is wrong to its fields."""
        for name, message in wrong.items():
            self.refuse(name, message)

    def base_revision(self) -> int:
        """Return the revision that was shown; 0 when somebody changed the field."""
        text = self.base.data or ""
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def form_for(item_type: str, *, halls: Sequence[tuple[str, str]], pictures: Sequence[tuple[str, str]], data: Data) -> ItemForm:
    """Return the form of an item of this type, showing `data` at first."""
    fields = {name: _control(described, halls, pictures) for name, described in FIELDS[item_type].items()}
    made: type[ItemForm] = type("ItemForm", (ItemForm,), fields)
    shown = {name: _shown(value) for name, value in data.items()}
    return made.from_request(data=shown)


def _control(described: Field, halls: Sequence[tuple[str, str]], pictures: Sequence[tuple[str, str]]) -> Any:
    label, needed = described.label, [InputRequired(required_message)] if described.default is REQUIRED else []
    if described.kind == "truth":
        return BooleanField(label)
    if described.kind == "hall":
        return SelectField(label, choices=choices(halls))
    if described.kind == "picture":
        return SelectField(label, choices=choices(pictures))
    if described.kind == "number":
        return TextField(label, needed, max_length=20)
    if isinstance(described.kind, type):
        return SelectField(label, choices=choices_of(described.kind), default=described.default)
    return TextField(label, needed, max_length=200)


def _shown(value: Any) -> Any:
    if isinstance(value, bool) or value is None:
        return value
    return f"{value:g}".replace(".", ",") if isinstance(value, float) else str(value)


def _typed(described: Field, value: Any) -> Any:
    if described.kind not in ("number", "picture"):
        return value if value is not None else ""
    text = (value or "").replace(",", ".").replace(" ", "")
    if not text:
        return None if described.default is None else described.default
    try:
        return float(text)
    except ValueError:
        return value


class BulkForm(Form):
    """One change of several items."""

    base = HiddenField()
    act = SelectField(_l("What to do"))
    value = TextField(_l("Value"))
    dx = TextField(_l("To the right"), max_length=20)
    dy = TextField(_l("Downwards"), max_length=20)

    @classmethod
    def make(cls) -> "BulkForm":
        form = cls.from_request()
        form.act.choices = choices(
            [
                ("move", _("move")),
                ("copy", _("duplicate beside")),
                ("turn", _("turn by degrees")),
                ("zone", _("set the zone")),
                ("kind", _("set the kind: standard or raw")),
                ("price_group", _("set the price group")),
                ("height_limit", _("set the height limit")),
                ("power_kw", _("set the power in kW")),
                ("lock", _("lock")),
                ("unlock", _("unlock")),
                ("remove", _("remove")),
            ]
        )
        return form


class PublishForm(Form):
    revision = HiddenField()
    note = LongTextField(_l("Note on this version"), max_length=500)
    reason = TextField(_l("Reason"), max_length=200)


class PrintForm(Form):
    """What of the plan is printed on which paper; from the address."""

    paper = SelectField(_l("Paper"), default="a3")
    audience = SelectField(_l("For"), default="exhibitors")
    zone = SelectField(_l("Zone"), validate_choice=False)
    hall = SelectField(_l("Hall"), validate_choice=False)

    @classmethod
    def from_address(cls, zones: Sequence[str], halls: Sequence[str]) -> "PrintForm":
        form = cls(formdata=request.args, meta={"csrf": False})
        form.paper.choices = choices([("a3", "A3"), ("a4", "A4")])
        form.audience.choices = choices_of(Audience)
        form.zone.choices = choices([("", _("all zones")), *((zone, zone) for zone in zones)])
        form.hall.choices = choices([("", _("all halls")), *((hall, hall) for hall in halls)])
        return form


def page_of(items: Sequence[Any], number: int) -> Page[Any]:
    """Return one page of items that are in memory."""
    number = min(max(number, 1), max(1, -(-len(items) // _PER_PAGE)))
    start = (number - 1) * _PER_PAGE
    return Page(list(items[start : start + _PER_PAGE]), number, start + _PER_PAGE < len(items))


TYPES: tuple[tuple[str, Any], ...] = (
    (ItemType.BOOTH.value, _l("Booth")),
    (ItemType.OBJECT.value, _l("Object")),
    (ItemType.HALL.value, _l("Hall")),
    (ItemType.BACKGROUND.value, _l("Background picture")),
)
