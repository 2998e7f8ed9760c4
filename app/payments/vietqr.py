"""VietQR payloads (NAPAS profile of EMVCo merchant-presented codes), transfer texts and the list of banks."""

import functools
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from app.core.text import fold

MAX_TEXT = 25  # characters of an EMVCo purpose field
MAX_PROVIDER_TEXT = 19  # some providers cut after that
MAX_AMOUNT_VND = 10**13 - 1  # 13 characters of the amount field
_NAPAS = "A000000727"
_TO_ACCOUNT, _TO_CARD = "QRIBFTTA", "QRIBFTTC"
_CODE = re.compile(r"[A-Z0-9]{8,15}")


@dataclass(frozen=True)
class Bank:
    """A bank or wallet. Some BINs belong to two of them: the key is (bin, code).

    Attributes:
        vietqr: "transfer" (sends and receives), "receive" or "none".
    """

    bin: str
    code: str
    short_name: str
    name: str
    vietqr: str


@functools.cache
def banks() -> tuple[Bank, ...]:
    """Return all banks by short name."""
    rows = json.loads(Path(__file__).with_name("banks.json").read_text(encoding="utf-8"))
    return tuple(sorted((Bank(**row) for row in rows), key=lambda bank: fold(bank.short_name)))


def payload(bank_bin: str, account: str, amount_vnd: int | None = None, text: str = "", *, to_card: bool = False) -> str:
    """Return what the code says: pay `amount_vnd` to the account with this transfer text.

    Args:
        amount_vnd: whole đồng; None leaves the amount to the payer (a static code).
        text: ASCII letters, digits and spaces, at most 25 characters; see `transfer_text`.
    Raises:
        ValueError: a part that no bank would accept.
    Source: R-55, R-56.
    """
    _check(bank_bin, account, amount_vnd, text)
    beneficiary = _field("00", bank_bin) + _field("01", account)
    merchant = _field("00", _NAPAS) + _field("01", beneficiary) + _field("02", _TO_CARD if to_card else _TO_ACCOUNT)
    fields = [
        _field("00", "01"),
        _field("01", "11" if amount_vnd is None else "12"),
        _field("38", merchant),
        _field("53", "704"),
        "" if amount_vnd is None else _field("54", str(amount_vnd)),
        _field("58", "VN"),
        _field("62", _field("08", text)) if text else "",
        "6304",
    ]
    content = "".join(fields)
    return content + f"{crc16(content.encode('ascii')):04X}"


def _check(bank_bin: str, account: str, amount_vnd: int | None, text: str) -> None:
    if not re.fullmatch(r"[0-9]{6}", bank_bin):
        raise ValueError("a BIN has six digits")
    if not re.fullmatch(r"[A-Za-z0-9]{1,19}", account):
        raise ValueError("an account has up to 19 letters and digits")
    if amount_vnd is not None and not 0 < amount_vnd <= MAX_AMOUNT_VND:
        raise ValueError("the amount is out of range")
    if not re.fullmatch(rf"[A-Za-z0-9 ]{{0,{MAX_TEXT}}}", text):
        raise ValueError("a transfer text has up to 25 ASCII letters, digits and spaces")


def _field(tag: str, value: str) -> str:
    return f"{tag}{len(value):02d}{value}"


def crc16(content: bytes) -> int:
    """Return the CRC-16/CCITT-FALSE of `content` (polynomial 1021, start FFFF)."""
    crc = 0xFFFF
    for byte in content:
        crc ^= byte << 8
        for _bit in range(8):
            crc = (crc << 1 ^ 0x1021 if crc & 0x8000 else crc << 1) & 0xFFFF
    return crc


def transfer_text(text: str, limit: int = MAX_TEXT) -> str:
    """Return `text` as banks carry it: no accents, only letters, digits, single spaces, at most `limit` characters (R-57)."""
    plain = re.sub(r"[^A-Za-z0-9]+", " ", _without_marks(text)).strip()
    return plain[:limit].rstrip()


def _without_marks(text: str) -> str:
    return "".join(fold(char).upper() if char.isupper() else fold(char) or " " for char in text)


def is_transfer_code(code: str) -> bool:
    """Tell whether `code` can be found again in any bank's memo: 8–15 capital letters and digits."""
    return _CODE.fullmatch(code) is not None


def codes_in(memo: str, known: Iterable[str]) -> list[str]:
    """Return those of the `known` codes that stand in a bank's memo, whatever spaces, case or prefix the bank added.

    A code that is part of a longer one found at the same place does not count.
    """
    squeezed = re.sub(r"[^A-Z0-9]", "", fold(memo).upper())
    found = sorted({code for code in known if code and code in squeezed}, key=lambda code: (-len(code), code))
    kept: list[str] = []
    for code in found:
        if squeezed.count(code) > sum(longer.count(code) * squeezed.count(longer) for longer in kept):
            kept.append(code)
    return sorted(kept)
