"""Forms of finance. HTTP text in, typed values out."""

import base64
import zlib
from typing import Any

from flask_wtf.file import FileField
from wtforms import HiddenField, SelectField
from wtforms.validators import InputRequired, ValidationError

from app.core.forms import Form, LocalDateTimeField, LongTextField, MoneyField, TextField, choices, required_message
from app.core.i18n import _, _l
from app.documents.spreadsheet import MAX_BYTES
from app.payments.models import InvoiceState

REQUIRED = InputRequired(required_message)
# A statement of a year; larger ones are split.
_MOST_KEPT = 2 * 2**20


def _states() -> list[tuple[str, str]]:
    return [(state.value, state.label) for state in InvoiceState]


class FilterForm(Form):
    """Read from the address; nothing is sent."""

    class Meta(Form.Meta):
        csrf = False

    state = SelectField(_l("State"), choices=lambda: choices([("", _("all")), *_states()]))
    q = TextField(_l("Payer or code"), max_length=80)


class TransferForm(Form):
    amount = MoneyField(_l("Amount"), [REQUIRED])
    received_at = LocalDateTimeField(_l("Received on"), [REQUIRED])
    reference = TextField(_l("Bank's reference"), max_length=60)
    memo = TextField(_l("Text of the transfer"), max_length=300)

    def validate_amount(self, field: Any) -> None:
        if not field.data:
            raise ValidationError(_("The amount must be above zero."))


class CancelForm(Form):
    reason = LongTextField(_l("Reason"), [REQUIRED], max_length=300)


class AssignForm(Form):
    code = TextField(_l("Code of the payment request"), [REQUIRED], max_length=40)


class StatementForm(Form):
    """First a file; then its content travels in the page until it is confirmed."""

    file = FileField(_l("Statement (CSV or Excel)"))
    content = HiddenField()

    def table_bytes(self) -> bytes | None:
        """Return the table that was sent, None when there is none or it is damaged."""
        if self.file.data:
            content: bytes = self.file.data.read(MAX_BYTES + 1)
            return content
        return unpack(self.content.data) if self.content.data else None


def pack(content: bytes) -> str:
    """Return a table as text for a hidden field; it is read and checked again when it comes back."""
    return base64.b85encode(zlib.compress(content, 9)).decode()


def unpack(text: str) -> bytes | None:
    """Return the table of a hidden field, None when it is damaged or far too large."""
    try:
        opener = zlib.decompressobj()
        content = opener.decompress(base64.b85decode(text.encode()), _MOST_KEPT)
    except (ValueError, zlib.error):
        return None
    return None if opener.unconsumed_tail else content
