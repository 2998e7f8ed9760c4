"""What people type about booths: filters, rates, rows, tables, reasons."""

import base64
import zlib
from collections.abc import Sequence
from typing import Any

from flask import request
from flask_wtf.file import FileField
from wtforms import BooleanField, DecimalField, HiddenField, IntegerField, SelectField
from wtforms.validators import InputRequired, NumberRange, Optional, ValidationError

from app.booths.codes import parse_code
from app.booths.listing import Filters
from app.booths.models import BoothKind, BoothState
from app.booths.rows import RowPattern, codes_from
from app.booths.sheets import MOST_ROWS, NewBooth, table_of_rows
from app.core.forms import Form, MoneyField, TextField, required_message
from app.core.i18n import _, _l
from app.documents.spreadsheet import MAX_BYTES, write_csv
from app.events.models import Hall

_needed = InputRequired(required_message)


def kind_choices() -> list[tuple[str, Any]]:
    return [(kind.value, kind.label) for kind in BoothKind]


class FilterForm(Form):
    """Filters of a list, from the address."""

    code = TextField(_l("Booth code"), max_length=12)
    zone = SelectField(_l("Zone"), validate_choice=False)
    kind = SelectField(_l("Kind of booth"), validate_choice=False)
    state = SelectField(_l("State"), validate_choice=False)
    most = MoneyField(_l("Highest price with VAT"))
    corner = BooleanField(_l("Corner booths only"))
    free = BooleanField(_l("Free booths only"))
    q = TextField(_l("Exhibitor"), max_length=80)
    hall = SelectField(_l("Hall"), validate_choice=False)
    area = IntegerField(_l("At least"), [Optional()])
    sides = SelectField(_l("Open sides"), validate_choice=False)

    @classmethod
    def from_address(cls, zones: list[str], halls: Sequence[str] = ()) -> "FilterForm":
        form = cls(formdata=request.args, meta={"csrf": False})
        form.zone.choices = [("", _("all zones")), *((zone, zone) for zone in zones)]
        form.kind.choices = [("", _("all kinds of booths")), *kind_choices()]
        form.state.choices = [("", _("all states")), *((state.value, state.label) for state in BoothState)]
        form.hall.choices = [("", _("all halls")), *((hall, hall) for hall in halls)]
        sides = ((str(number), _("%(number)s and more", number=number)) for number in (2, 3))
        form.sides.choices = [("", _("any number")), *sides, ("4", "4")]
        return form

    def filters(self, found: frozenset[int] | None = None) -> Filters:
        """Return what was chosen; a value that cannot be read asks for nothing.

        Args:
            found: the booths of the exhibitor that was searched.
        """
        return Filters(
            code=(self.code.data or "")[:12],
            zone=self.zone.data or "",
            kind=self.kind.data or "",
            state=self.state.data or "",
            corner=bool(self.corner.data),
            free=bool(self.free.data),
            most_vnd=self.most.data,
            hall=self.hall.data or "",
            least_m2=self.area.data,
            least_sides=int(self.sides.data) if self.sides.data in ("2", "3", "4") else 0,
            found=found,
        )


class ReasonForm(Form):
    reason = TextField(_l("Reason"), [_needed])


class MoveForm(Form):
    code = TextField(_l("New booth"), [_needed], max_length=12)
    reason = TextField(_l("Reason"), [_needed])


class AssignForm(Form):
    organisation_id = IntegerField(_l("Exhibitor"), [_needed])


class ImportForm(Form):
    """First a file; then the rows that were read from it, which travel in the page until they are confirmed."""

    file = FileField(_l("CSV or Excel file"))
    content = HiddenField()

    def table_bytes(self) -> bytes | None:
        """Return the table that was sent, None when there is none."""
        if self.file.data:
            content: bytes = self.file.data.read(MAX_BYTES + 1)
            return content
        return unpack(self.content.data) if self.content.data else None


def pack(rows: list[NewBooth]) -> str:
    """Return `rows` as text for a hidden field. They are checked again when they come back."""
    return base64.b85encode(zlib.compress(write_csv(*table_of_rows(rows)), 9)).decode()


def unpack(text: str) -> bytes | None:
    """Return the table in a hidden field, None when it is damaged or far too large."""
    try:
        opener = zlib.decompressobj()
        content = opener.decompress(base64.b85decode(text.encode()), 2**20)
    except (ValueError, zlib.error):
        return None
    return None if opener.unconsumed_tail else content


def _metres(label: Any, least: float, most: float, **values: Any) -> DecimalField:
    limits = NumberRange(least, most, _l("Please enter metres between %(least)s and %(most)s.", least=least, most=most))
    return DecimalField(label, [_needed, limits], places=None, **values)


class RowsForm(Form):
    """Rows of equal booths."""

    hall = SelectField(_l("Hall"))
    zone = TextField(_l("Zone"), [_needed], max_length=60)
    kind = SelectField(_l("Kind of booth"))
    start_code = TextField(_l("Code of the first booth"), [_needed], max_length=12)
    rows = IntegerField(_l("Number of rows"), [_needed, NumberRange(1, 100)], default=2)
    columns = IntegerField(_l("Booths in a row"), [_needed, NumberRange(1, 200)], default=10)
    width = _metres(_l("Width of a booth"), 0.5, 100, default=3)
    depth = _metres(_l("Depth of a booth"), 0.5, 100, default=3)
    aisle = _metres(_l("Width of the aisle"), 0, 50, default=3)
    x = _metres(_l("Distance from the left wall"), 0, 10_000, default=2)
    y = _metres(_l("Distance from the upper wall"), 0, 10_000, default=2)
    step = IntegerField(_l("Step of the numbers"), [Optional(), NumberRange(1, 100)], default=1)
    back_to_back = BooleanField(_l("Two rows stand back to back"))
    serpentine = BooleanField(_l("Every second row is numbered from right to left"))
    odd_even = BooleanField(_l("Odd numbers in one row, even ones in the row across"))

    @classmethod
    def for_halls(cls, halls: list[Hall]) -> "RowsForm":
        form = cls()
        form.hall.choices = [(hall.name, hall.name) for hall in halls] or [(_("Hall 1"), _("Hall 1"))]
        form.kind.choices = kind_choices()
        return form

    def validate_start_code(self, field: TextField) -> None:
        rows = self.rows.data or 0
        count = (rows + rows % 2 if self.odd_even.data else rows) * (self.columns.data or 0)
        try:
            code = parse_code(field.data or "")
            if not code[-1].isdigit():
                raise ValueError(_("The code must end with a number, for example A01."))
            if 0 < count <= 2 * MOST_ROWS:
                parse_code(codes_from(code, count, self.step.data or 1)[-1])
        except ValueError as error:
            raise ValidationError(str(error)) from error
        field.data = code

    def validate_columns(self, field: IntegerField) -> None:
        if (field.data or 0) * (self.rows.data or 0) > MOST_ROWS:
            raise ValidationError(_("At most %(most)s booths can be made at once.", most=MOST_ROWS))

    def pattern(self) -> RowPattern:
        return RowPattern(
            hall=self.hall.data,
            zone=self.zone.data,
            kind=BoothKind(self.kind.data),
            rows=self.rows.data,
            columns=self.columns.data,
            width_m=self.width.data,
            depth_m=self.depth.data,
            aisle_m=self.aisle.data,
            x_m=self.x.data,
            y_m=self.y.data,
            start_code=self.start_code.data,
            back_to_back=self.back_to_back.data,
            serpentine=self.serpentine.data,
            step=self.step.data or 1,
            odd_even=self.odd_even.data,
        )
