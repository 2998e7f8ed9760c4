"""To which payment request a bank credit belongs: only by its exact code; anything doubtful is left to a person (PY05)."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from app.core.text import fold
from app.payments.vietqr import codes_in

# What people read for each other when they copy a code.
_ALIKE = str.maketrans({"O": "0", "Q": "0", "I": "1", "L": "1", "S": "5", "B": "8", "Z": "2"})


@dataclass(frozen=True)
class Match:
    """`code` is sure, or empty; `suggestions` are codes a person should look at."""

    code: str = ""
    suggestions: tuple[str, ...] = ()


def match(memo: str, event_id: int, codes: Mapping[str, int]) -> Match:
    """Find the request that `memo` names, whatever spaces, case or prefix the bank added (R-57).

    Not sure is: two codes, a code of another event beside ours, a code that a further digit follows, a code that is only
    alike (O for 0, one sign wrong).

    Args:
        codes: the event of each known code.
    """
    plain = fold(memo).upper()
    found = codes_in(memo, codes)
    ours = [code for code in found if codes[code] == event_id]
    if len(found) == 1 and ours and _stands_alone(ours[0], plain):
        return Match(ours[0])
    if found:
        return Match(suggestions=tuple(ours[:5]))
    return Match(suggestions=_alike(plain, [code for code, owner in codes.items() if owner == event_id]))


def _stands_alone(code: str, plain: str) -> bool:
    """Tell whether somewhere no digit directly follows the code: HCKC26DK01471 may be a mistyped other code."""
    spread = "[^A-Z0-9]*".join(code)
    return re.search(spread + "(?![0-9])", plain) is not None


def _alike(plain: str, codes: Collection[str]) -> tuple[str, ...]:
    squeezed = re.sub(r"[^A-Z0-9]", "", plain)
    confused = squeezed.translate(_ALIKE)
    exact = [code for code in codes if code.translate(_ALIKE) in confused]
    return tuple(sorted(exact or [code for code in codes if _nearly_in(code, squeezed)])[:5])


def _nearly_in(code: str, text: str) -> bool:
    """Tell whether `code` stands in `text` with one sign replaced."""
    half = len(code) // 2
    for part, offset in ((code[:half], 0), (code[half:], half)):
        start = text.find(part)
        while start >= 0:
            window = text[start - offset : start - offset + len(code)] if start >= offset else ""
            if len(window) == len(code) and sum(a != b for a, b in zip(window, code, strict=True)) == 1:
                return True
            start = text.find(part, start + 1)
    return False
