"""Tax identities of R-53: what they look like, whose they may be, the check digit of R-54, and how they are shown."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from app.accounts.models import OrganisationKind, TaxIdKind
from app.core.errors import Invalid
from app.core.i18n import _l
from app.core.text import clean

_WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)
_BUSINESS = frozenset({TaxIdKind.MST10, TaxIdKind.MST13})
_STATE = frozenset({TaxIdKind.BUDGET_UNIT, TaxIdKind.MST10, TaxIdKind.MST13})
# Who may have which; everybody not named here is a business.
KINDS_OF = {
    OrganisationKind.MINISTRY: _STATE,
    OrganisationKind.CENTRAL_AGENCY: _STATE,
    OrganisationKind.DEPARTMENT: _STATE,
    OrganisationKind.CENTRE: _STATE,
    OrganisationKind.COMMUNE: _STATE,
    OrganisationKind.STATE_BODY: _STATE,
    OrganisationKind.DEPENDENT_UNIT: frozenset({TaxIdKind.MST13}),
    # The personal number counts since 01/07/2025; older households still have ten digits.
    OrganisationKind.HOUSEHOLD: _BUSINESS | {TaxIdKind.PERSONAL},
    OrganisationKind.CRAFT_VILLAGE: _BUSINESS | {TaxIdKind.PERSONAL, TaxIdKind.BUDGET_UNIT},
    OrganisationKind.FOREIGN: frozenset({TaxIdKind.FOREIGN}),
}
_KIND_BY_LENGTH = {7: TaxIdKind.BUDGET_UNIT, 10: TaxIdKind.MST10, 12: TaxIdKind.PERSONAL, 13: TaxIdKind.MST13}


@dataclass(frozen=True)
class TaxId:
    """A checked tax identity in its one spelling: digits, a hyphen before the branch of thirteen digits."""

    kind: TaxIdKind
    value: str

    @property
    def masked(self) -> str:
        return mask(self.kind, self.value)


class TaxIdRefused(Invalid):
    """`reason` is stable; `suggestion` is the number that was probably meant, or empty."""

    code = "tax_id_refused"

    def __init__(self, reason: str, message: Any, *, suggestion: str = "") -> None:
        super().__init__(message, field="tax_id", reason=reason, suggestion=suggestion)
        self.reason = reason
        self.suggestion = suggestion


def kinds_of(organisation_kind: OrganisationKind) -> frozenset[TaxIdKind]:
    """Return the kinds of tax identity that an organisation of this kind may have."""
    return KINDS_OF.get(organisation_kind, _BUSINESS)


def parse_tax_id(text: str, organisation_kind: OrganisationKind) -> TaxId:
    """Return the tax identity that `text` spells.

    Args:
        text: as typed or read from a spreadsheet; spaces, dots, hyphens and "MST" do not matter.
    Raises:
        TaxIdRefused: with one of the reasons spreadsheet, characters, length, kind, check_digit, never_issued, branch, person.
    """
    allowed = kinds_of(organisation_kind)
    if allowed == {TaxIdKind.FOREIGN}:
        return _foreign(text)
    digits = _digits(text)
    kind = _KIND_BY_LENGTH.get(len(digits))
    suggestion = _with_lost_zero(digits, allowed)
    if suggestion and kind not in allowed:
        raise TaxIdRefused(
            "length", _l("The leading 0 is missing. Did you mean %(number)s?", number=suggestion), suggestion=suggestion
        )
    if kind is None:
        raise TaxIdRefused(
            "length",
            _l("A tax number has 10 digits, or 13 for a dependent unit; this one has %(count)s.", count=len(digits)),
        )
    if kind not in allowed:
        raise TaxIdRefused("kind", _wrong_kind(kind, allowed))
    _CHECKS[kind](digits)
    return TaxId(kind, f"{digits[:10]}-{digits[10:]}" if kind is TaxIdKind.MST13 else digits)


def check_digit(stem: str) -> int:
    """Return the tenth digit of a tax number for its first nine; 10 means that the stem was never issued (R-54)."""
    return 10 - sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, stem[:9], strict=True)) % 11


def mask(kind: TaxIdKind | None, value: str | None) -> str:
    """Return the number as others may see it: of a person only the ends, 0121••••9901 (R-53c)."""
    if not value:
        return "–"
    return f"{value[:4]}••••{value[-4:]}" if kind is TaxIdKind.PERSONAL else value


def _digits(text: str) -> str:
    compact = clean(text).upper()
    if re.fullmatch(r"[0-9][.,][0-9]+E\+?[0-9]+", compact):
        raise TaxIdRefused(
            "spreadsheet", _l("A spreadsheet has shortened this number. Please format the column as text and enter it in full.")
        )
    compact = re.sub(r"^(MST|MÃ SỐ THUẾ|CCCD)\s*[:.]?\s*|\.0$", "", compact)
    compact = re.sub(r"[\s.\-–—−_/]", "", compact)
    if not re.fullmatch(r"[0-9]+", compact):
        raise TaxIdRefused("characters", _l("A tax number consists of digits only."))
    return compact


def _with_lost_zero(digits: str, allowed: Collection[TaxIdKind]) -> str:
    """Return the number with the 0 that a spreadsheet has eaten, if that makes a valid one."""
    longer = f"0{digits}"
    kind = _KIND_BY_LENGTH.get(len(longer))
    if kind is None or kind not in allowed:
        return ""
    try:
        _CHECKS[kind](longer)
    except TaxIdRefused:
        return ""
    return f"{longer[:10]}-{longer[10:]}" if kind is TaxIdKind.MST13 else longer


def _check_business(digits: str) -> None:
    expected = check_digit(digits[:9])
    if expected == 10 or set(digits[2:9]) == {"0"}:
        raise TaxIdRefused("never_issued", _l("No tax number begins like this one. Please check each digit."))
    if expected != int(digits[9]):
        raise TaxIdRefused(
            "check_digit", _l("Wrong check digit: one of the digits is mistyped. Please compare with the certificate.")
        )


def _check_branch(digits: str) -> None:
    _check_business(digits[:10])
    if digits[10:] == "000":
        raise TaxIdRefused("branch", _l("The last three digits of a dependent unit run from 001 to 999."))


def _check_person(digits: str) -> None:
    # The first three digits are the code of the province where the birth was registered, of the list before 2025.
    if not 1 <= int(digits[:3]) <= 96:
        raise TaxIdRefused("person", _l("A personal number begins with the code of a province, 001 to 096."))


def _check_budget_unit(digits: str) -> None:
    if set(digits) == {"0"}:
        raise TaxIdRefused("never_issued", _l("No tax number begins like this one. Please check each digit."))


_CHECKS = {
    TaxIdKind.MST10: _check_business,
    TaxIdKind.MST13: _check_branch,
    TaxIdKind.PERSONAL: _check_person,
    TaxIdKind.BUDGET_UNIT: _check_budget_unit,
}


def _wrong_kind(kind: TaxIdKind, allowed: Collection[TaxIdKind]) -> Any:
    if kind is TaxIdKind.PERSONAL:
        return _l("A personal number of 12 digits is for business households and individuals only.")
    if kind is TaxIdKind.BUDGET_UNIT:
        return _l("A code of 7 digits is for state bodies only.")
    if TaxIdKind.MST13 in allowed:
        return _l("A dependent unit has 13 digits: the ten of its company, a hyphen and three more, for example 001.")
    return _l("This number is of another kind of organisation.")


def _foreign(text: str) -> TaxId:
    value = clean(text).upper()
    if not re.fullmatch(r"[0-9A-Z][0-9A-Z ./-]{2,38}[0-9A-Z]", value) or not any(char.isdigit() for char in value):
        raise TaxIdRefused(
            "characters", _l("Please enter the tax number as it stands on your documents, for example DE123456789.")
        )
    return TaxId(TaxIdKind.FOREIGN, value)
