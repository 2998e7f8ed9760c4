"""The door to argon2: hashes with our parameters, in few threads at a time, and what may be a password."""

import re
import threading
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from app.accounts.errors import WeakPassword
from app.core.i18n import _
from app.core.text import fold

SHORTEST, LONGEST = 8, 200  # characters
# 19 MiB, two passes, one lane (OWASP's first choice): 40 ms. More would let eight sign-ins at once fill a small server.
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_few = threading.BoundedSemaphore(2)
# Hash of nothing anybody types, with the parameters above: an unknown address costs the same time as a known one.
DUMMY = "$argon2id$v=19$m=19456,t=2,p=1$F4CSBWunIOUmUbBdy6l0Cg$hqju/QTmukMuh/C1uH2cZOFLheZHx0rzELGFnAW/0N0"

SITE_WORDS = ("fairground", "hoi", "cho", "trien", "lam", "cong", "thuong", "so", "socongthuong", "khuyen", "khuyencong")
_LEET = str.maketrans("@4310$5!7", "aaeiossit")
_DECORATION = "0123456789!@#$%^&*()-_=+.,;:?~"
_RUNS = (
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiopasdfghjklzxcvbnm",
    "01234567890",
    "qazwsxedcrfvtgbyhnujmikolp",
    "1q2w3e4r5t6y7u8i9o0p",
)


def normal(password: str) -> str:
    """Return `password` in NFC, so that two keyboards give one password; nothing else is changed, no space is trimmed."""
    return unicodedata.normalize("NFC", password)


def hash_password(password: str) -> str:
    """Return the argon2id hash of `password`."""
    with _few:
        return _hasher.hash(normal(password))


def verify(password_hash: str | None, password: str) -> bool:
    """Tell whether `password` belongs to the hash. Without a hash a dummy is computed and the answer is no."""
    if len(password) > LONGEST:
        return False
    with _few:
        try:
            return _hasher.verify(password_hash or DUMMY, normal(password)) and password_hash is not None
        except (VerificationError, InvalidHashError):
            return False


def needs_rehash(password_hash: str) -> bool:
    """Tell whether the hash was made with other parameters than ours."""
    return _hasher.check_needs_rehash(password_hash)


def check(password: str, context: Iterable[str] = ()) -> None:
    """Refuse passwords that are guessed first.

    Args:
        context: words near the person: e-mail, name, organisations. Taken apart at everything that is no letter.
    Raises:
        WeakPassword: too short, too long, common, a plain sequence, or made of context words (ASVS 6.2).
    """
    password = normal(password)
    if len(password) < SHORTEST:
        raise WeakPassword(_("Please use at least %(least)s characters.", least=SHORTEST))
    if len(password) > LONGEST:
        raise WeakPassword(_("Please use at most %(most)s characters.", most=LONGEST))
    if "\x00" in password or not password.strip():
        raise WeakPassword(_("This text contains characters that cannot be used."))
    if is_common(password):
        raise WeakPassword(
            _("This password is on the lists of those who guess passwords. Three or four unrelated words are better.")
        )
    if is_made_of(password, context):
        raise WeakPassword(_("Please use no password made of your name, your e-mail address, your unit or this site."))


def is_common(password: str) -> bool:
    """Tell whether `password` is a common word with decoration, a sequence, a repetition, a date or a short number."""
    plain = fold(password).replace(" ", "")
    if len(set(plain)) <= 3 or (plain.isdigit() and len(plain) < 10) or _is_run(plain) or _is_repeated(plain):
        return True
    return any(core in common_words() or _is_run(core) or _is_repeated(core) for core in _cores(plain))


def _cores(plain: str) -> set[str]:
    """Return what is left of a folded password without digits and signs at its ends, without signs, and read as leet."""
    texts = {plain, plain.strip(_DECORATION)}
    texts |= {text.translate(_LEET) for text in texts}
    texts |= {re.sub(pattern, "", text) for text in texts for pattern in (r"[^a-z0-9]", r"[^a-z]")}
    return {core for core in texts if len(core) >= 3}


def _is_run(text: str) -> bool:
    return len(text) >= 4 and any(text in line or text in line[::-1] for line in _RUNS)


def _is_repeated(text: str) -> bool:
    """Tell whether `text` is one piece again and again: abcabcabc, 12341234."""
    return len(text) >= 4 and text in (text + text)[1:-1]


def is_made_of(password: str, context: Iterable[str]) -> bool:
    """Tell whether the letters of `password` are context or site words and at most one common word, in any order."""
    words = {word for text in (*context, *SITE_WORDS) for word in re.findall(r"[a-z]+", fold(text)) if len(word) > 1}
    whole = {re.sub(r"[^a-z]", "", fold(text)) for text in context}
    words |= {word for word in whole if len(word) > 2} - {"com", "vn", "gov", "org", "net"}
    return any(len(core) >= 4 and _covered(core, words) for core in _letter_cores(password))


def _letter_cores(password: str) -> set[str]:
    return {core for core in _cores(fold(password).replace(" ", "")) if core.isalpha()}


def _covered(core: str, words: set[str]) -> bool:
    # reached[i]: fewest common words needed to write core[:i]; more than one is a phrase of its own.
    common, reached = common_words(), {0: 0}
    for end in range(1, len(core) + 1):
        costs = [
            reached[start] + (core[start:end] not in words)
            for start in range(max(0, end - 40), end)
            if start in reached and (core[start:end] in words or core[start:end] in common)
        ]
        if costs:
            reached[end] = min(costs)
    return reached.get(len(core), 2) <= 1 and any(word in core for word in words)


_words: frozenset[str] = frozenset()


def common_words() -> frozenset[str]:
    """Return the words passwords are made of, folded; read once."""
    global _words
    if not _words:
        path = Path(__file__).with_name("common_passwords.txt")
        _words = frozenset(line for line in path.read_text(encoding="utf-8").split() if not line.startswith("#"))
    return _words
