"""What the lines of a price say, the same on pages, in mails and on payment requests."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from app.booths.models import PriceTier
from app.booths.pricing import Line, Price
from app.core.i18n import _, format_money, format_number


@dataclass(frozen=True)
class PrintedLine:
    """A line with its text in the language of the reader."""

    text: str
    net_vnd: int
    vat_pct: int
    vat_vnd: int


class Claimed(Protocol):
    """What the lines of a claim need: its booth's code, when it was taken, its frozen price."""

    booth: Any
    created_at: datetime


def printed(price: Price, code: str) -> list[PrintedLine]:
    """Return the lines of a price of booth `code`, ready to print; they add up to its net amount and VAT."""
    return [PrintedLine(text_of(line, code), line.net_vnd, line.vat_pct, line.vat_vnd) for line in price.lines]


def printed_claim(claim: Claimed) -> list[PrintedLine]:
    """Return the lines of the price at which a booth was taken."""
    return printed(Price.of(claim), claim.booth.code)


def text_of(line: Line, code: str) -> str:
    """Return what a line says, for example "Rent of booth A12"."""
    detail = line.detail
    if line.kind == "subsidy":
        return _("Support for booth %(code)s: %(name)s, paid by %(payer)s (%(reason)s)", code=code, **_told(detail))
    if line.kind == "sides" and detail.get("sides", 2) > 2:
        return _("Surcharge for %(num)s open sides of booth %(code)s", code=code, num=detail["sides"])
    if line.kind == "sides":
        return _("Corner surcharge for booth %(code)s", code=code)
    rent = _("Rent of booth %(code)s", code=code)
    more = []
    if "charged_m2" in detail:
        more.append(f"{format_number(float(detail['charged_m2']))} m² × {format_money(detail['each_vnd'])}")
    if detail.get("tier", "standard") != PriceTier.STANDARD:
        more.append(str(PriceTier(detail["tier"]).label))
    return f"{rent} ({', '.join(more)})" if more else rent


def _told(detail: Any) -> dict[str, str]:
    return {name: str(detail.get(name, "")) for name in ("name", "payer", "reason")}
