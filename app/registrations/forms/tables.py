"""A list to import: the file once, then the same rows again to confirm."""

import base64
import binascii
import zlib
from typing import Any

from flask_wtf.file import FileField
from wtforms import HiddenField, SelectField, ValidationError
from wtforms.validators import InputRequired

from app.core.forms import Form, TextField, choices_of, required_message
from app.core.i18n import _, _l
from app.documents.spreadsheet import MAX_BYTES
from app.registrations.terms import Category

# A packed list travels in a form field, which may have 1 MiB; larger ones are imported by command.
MOST_PACKED_BYTES = 700_000


class ImportForm(Form):
    file = FileField(_l("Table (CSV or XLSX)"))
    content = HiddenField()
    category = SelectField(_l("Category of rows without one"), choices=lambda: choices_of(Category))
    basis = TextField(_l("On what ground the data are used"), [InputRequired(message=required_message)], max_length=200)

    def table_bytes(self) -> bytes:
        """Return the table of the file that was sent, or of the preview that is confirmed; empty when there is none."""
        if self.file.data:
            return bytes(self.file.data.stream.read(MAX_BYTES + 1))
        return unpack(self.content.data or "")

    def validate_content(self, field: Any) -> None:
        if field.data and not unpack(field.data):
            raise ValidationError(_("Please choose the file again."))


def pack(content: bytes) -> str:
    """Return the table for a hidden field; empty when it is too large for one."""
    packed = base64.b64encode(zlib.compress(content, 9)).decode()
    return packed if len(packed) <= MOST_PACKED_BYTES else ""


def unpack(packed: str) -> bytes:
    """Return what `pack` took; empty when it is damaged or unpacks to too much."""
    try:
        unpacker = zlib.decompressobj()
        content = unpacker.decompress(base64.b64decode(packed, validate=True), MAX_BYTES + 1)
    except (binascii.Error, ValueError, zlib.error):
        return b""
    return content if len(content) <= MAX_BYTES and not unpacker.unconsumed_tail else b""
