"""Read what a camera or a thumb gives: a badge code, a short code, or something that is not ours."""

import re
from dataclasses import dataclass
from enum import Enum

from app.badges import signing
from app.core.codes import ALPHABET, digest

_BADGE = re.compile(f"EV1[{ALPHABET}]{{20}}")
_SHORT = re.compile(f"[{ALPHABET}]{{8}}")
# Characters that a thumb puts between groups of a code.
GAPS = re.compile(r"[\s\-–.]+")
# For those who learn: a scanner shows what it would say and stores nothing (static/js/scan/codes.js).
PRACTICE = "FAIRGROUND-PRACTICE"
# Longer texts are no code of anybody's badge.
_LONGEST = 300


class CodeKind(Enum):
    BADGE = "badge"
    SHORT = "short"
    # Signed by a key of the event; `believe` tells whose it is.
    SIGNED = "signed"
    OTHER_EVENT = "other_event"
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
    if signing.looks_signed(bare):
        return Code(CodeKind.SIGNED, bare)
    broken = bare.startswith(("EV1", signing.PREFIX)) or not raw.isprintable()
    return Code(CodeKind.MALFORMED if broken else CodeKind.FOREIGN, foreign(raw))


def believe(code: Code, ring: signing.KeyRing) -> Code:
    """Return the badge code within a signed one, when a key of the ring signed it; what it is otherwise.

    A code of another event is told as such; one that a retired or unknown key signed is nobody's, a forged one is no code.
    """
    claims = signing.verify(code.text, ring)
    if isinstance(claims, signing.Claims):
        return Code(CodeKind.BADGE, claims.badge_code)
    kinds = {signing.Refusal.OTHER_EVENT: CodeKind.OTHER_EVENT, signing.Refusal.UNKNOWN_KEY: CodeKind.FOREIGN}
    return Code(kinds.get(claims, CodeKind.MALFORMED), foreign(code.text))


def foreign(raw: object) -> str:
    """Return what is kept of a stranger's code (health cards, payment codes): its digest."""
    text = raw if isinstance(raw, str) else repr(raw)
    return "sha256:" + digest(text.encode("utf-8", "backslashreplace").decode())
