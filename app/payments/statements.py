"""Bank statements as banks export them: columns by many names, amounts and dates in many forms."""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from app.core.i18n import _
from app.core.text import fold
from app.documents.spreadsheet import Row, Table

_DATE = ("Ngày giao dịch", "Ngày GD", "Ngày hiệu lực", "Ngày", "Transaction date", "Date", "Booking date", "Buchungstag")
_CREDIT = ("Số tiền ghi có", "Ghi có", "Phát sinh có", "Credit", "Credit amount", "Số tiền", "Amount", "Betrag")
_MEMO = ("Nội dung", "Nội dung giao dịch", "Nội dung chi tiết", "Diễn giải", "Mô tả", "Description", "Memo", "Verwendungszweck")
_REFERENCE = ("Số tham chiếu", "Mã giao dịch", "Số giao dịch", "Số GD", "Số bút toán", "Số CT", "Reference", "Transaction ID")
_DATE_FORMS = ("%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M", "%d/%m/%Y", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d", "%d-%m-%Y")
_CURRENCY = re.compile(r"\s*(₫|đ|vnd|vnđ)$", re.IGNORECASE)
# Whole đồng, grouped or plain, with at most an empty fraction: 4.500.000,00 and 4500000.00 are whole.
_GROUPED = r"[1-9][0-9]{0,2}(?P<sign>[., ])[0-9]{3}((?P=sign)[0-9]{3})*"
_WHOLE = re.compile(rf"(?P<digits>[0-9]{{1,15}}|{_GROUPED})(?:(?P<point>[.,])0{{1,2}})?")
MOST_VND = 10**13


@dataclass(frozen=True)
class Credit:
    """One credit of a statement; `line` is its line in the file."""

    line: int
    reference: str
    amount_vnd: int
    memo: str
    occurred_at: datetime


@dataclass(frozen=True)
class Problem:
    """A line that cannot be read."""

    line: int
    message: str


def read_statement(table: Table, zone: str) -> tuple[list[Credit], list[Problem]]:
    """Return the credits of a statement in their order, and what cannot be read. Debits and empty amounts are passed over.

    A line without a reference of the bank is known by a digest of its date, amount and text.
    """
    missing = [names[0] for names in (_DATE, _CREDIT, _MEMO) if not table.has(*names)]
    if missing:
        return [], [Problem(1, _("The table has no column “%(name)s”.", name=name)) for name in missing]
    credits: list[Credit] = []
    problems: list[Problem] = []
    for row in table.rows:
        try:
            credit = _credit(row, zone)
        except ValueError as error:
            problems.append(Problem(row.line, str(error)))
        else:
            credits += [credit] if credit else []
    return credits, problems


def _credit(row: Row, zone: str) -> Credit | None:
    text = _first(row, _CREDIT)
    if not text or text.startswith("-") or text.startswith("("):
        return None
    amount = parse_amount(text)
    if not amount:
        return None
    occurred_at = _parse_date(_first(row, _DATE), zone)
    memo = _first(row, _MEMO)[:300]
    reference = _first(row, _REFERENCE)[:60] or _digest(occurred_at, amount, memo)
    return Credit(row.line, reference, amount, memo, occurred_at)


def _first(row: Row, names: tuple[str, ...]) -> str:
    """Return the first cell with something in it."""
    return next((text for text in (row.get(name) for name in names) if text), "")


def parse_amount(text: str) -> int:
    """Return whole đồng: +4,500,000 · 4.500.000,00 · 4500000.

    Raises:
        ValueError: anything that is not surely a whole amount below 10^13: 1e6, NaN, 4.5, a fraction of a đồng.
    """
    plain = _CURRENCY.sub("", text.strip().lstrip("+").replace("\u00a0", " "))
    whole = _WHOLE.fullmatch(plain)
    if whole is None or whole["point"] is not None and whole["point"] == whole["sign"]:
        raise ValueError(_("The amount “%(text)s” cannot be read.", text=text[:30]))
    amount = int(re.sub(r"[., ]", "", whole["digits"]))
    if amount > MOST_VND:
        raise ValueError(_("The amount “%(text)s” cannot be read.", text=text[:30]))
    return amount


def _parse_date(text: str, zone: str) -> datetime:
    for form in _DATE_FORMS:
        try:
            return datetime.strptime(text, form).replace(tzinfo=ZoneInfo(zone))
        except ValueError:
            continue
    raise ValueError(_("The date “%(text)s” cannot be read. Please use dd/mm/yyyy.", text=text[:30]))


def _digest(occurred_at: datetime, amount: int, memo: str) -> str:
    told = f"{occurred_at.date().isoformat()}|{amount}|{fold(memo)}"
    return "line-" + hashlib.sha256(told.encode()).hexdigest()[:32]
