"""Read what a camera or a thumb gives: a badge code, a short code, or something that is not ours."""

import re
from dataclasses import dataclass
from enum import Enum

from app.core.codes import ALPHABET, digest

_BADGE = re.compile(f"EV1[{ALPHABET}]{{20}}")
_SHORT = re.compile(f"[{ALPHABET}]{{8}}")
# Characters that a thumb puts between groups of a code.
GAPS = re.compile(r"[\s\-–.]+")
# Longer texts are no code of anybody's badge.
_LONGEST = 300


class CodeKind(Enum):
    BADGE = "badge"
    SHORT = "short"
    FOREIGN = "foreign"
    MALFORMED = "malformed"


@dataclass(frozen=True, slots=True)
class Code:
    """A code as read. `text` is what may be kept: ours as it is, of anything else only the digest."""

    kind: CodeKind
    text: str


def read(raw: object) -> Code:
    """Return what `raw` is; never fails, whatever it is."""
    if not isinstance(raw, str) or not raw.strip() or len(raw) > _LONGEST:
        return Code(CodeKind.MALFORMED, foreign(raw))
    bare = GAPS.sub("", raw).upper()
    if _BADGE.fullmatch(bare):
        return Code(CodeKind.BADGE, bare)
    if _SHORT.fullmatch(bare):
        return Code(CodeKind.SHORT, bare)
    broken = bare.startswith("EV1") or not raw.isprintable()
    return Code(CodeKind.MALFORMED if broken else CodeKind.FOREIGN, foreign(raw))


def foreign(raw: object) -> str:
    """Return what is kept of a stranger's code (health cards, payment codes): its digest."""
    text = raw if isinstance(raw, str) else repr(raw)
    return "sha256:" + digest(text.encode("utf-8", "backslashreplace").decode())
