"""Vietnamese text: one normal form, search without accents, order as people expect it."""

import functools
import re
import unicodedata

# Vietnamese alphabet: a ă â b c d đ e ê g h i k l m n o ô ơ p q r s t u ư v x y, with f j w z in their Latin place.
_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
# Two ASCII characters a letter, so that the byte order of any database is the Vietnamese order.
_RANK = {letter: chr(ord("A") + index // 26) + chr(ord("a") + index % 26) for index, letter in enumerate(_LETTERS)}
# Order of tones: level, falling, asking, tumbling, rising, heavy.
_TONES = {"\u0300": "2", "\u0309": "3", "\u0303": "4", "\u0301": "5", "\u0323": "6"}
_SHAPES = "\u0302\u0306\u031b"  # circumflex, breve, horn: part of the letter, not of the tone
# Typed for each other, and in names of the Central Highlands part of the word (H’Lan, Ea H'Leo).
_APOSTROPHES = dict.fromkeys(map(ord, "'’‘`´ʼʹ′‛＇"))
# Invisible characters that spreadsheets and chat programs leave in texts: zero-width space, BOM, word joiner, soft hyphen.
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\ufeff\u2060\u00ad"))
# Longest key that the column SortKey keeps.
_LONGEST_KEY = 400


def clean(text: str) -> str:
    """Return `text` trimmed, with single inner spaces on each line, without invisible characters, in Unicode NFC."""
    visible = text.translate(_INVISIBLE).strip()
    return unicodedata.normalize("NFC", "\n".join(" ".join(line.split()) for line in visible.splitlines()))


@functools.lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """Return the search key of `text`: no marks, đ→d, lower case, no apostrophes, single spaces (R-72).

    Both places of the tone fold equal (hoà, hòa), and so do forms that only look alike: full-width letters, ð typed for đ.
    """
    decomposed = unicodedata.normalize("NFKD", text.translate(_INVISIBLE).translate(_APOSTROPHES).casefold())
    plain = "".join(char for char in decomposed if not unicodedata.combining(char))
    return " ".join(plain.replace("đ", "d").replace("ð", "d").split())


@functools.lru_cache(maxsize=8192)
def sort_key(text: str) -> str:
    """Return an ASCII key whose byte order is the Vietnamese order of `text`: letters first, then tones.

    Shorter words come first, digits before letters, other scripts last. Accents that Vietnamese does not know and
    apostrophes do not count.
    """
    letters: list[str] = []
    tones: list[str] = []
    for char in unicodedata.normalize("NFC", " ".join(text.casefold().translate(_APOSTROPHES).split())):
        parts = unicodedata.normalize("NFD", char)
        base, marks = parts[0], parts[1:]
        shaped = unicodedata.normalize("NFC", base + "".join(mark for mark in marks if mark in _SHAPES))
        letters.append(_RANK.get(shaped) or _RANK.get(base) or _other_rank(base))
        tones.append(next((_TONES[mark] for mark in marks if mark in _TONES), "1"))
    # The end of the letters is lower than any letter, so that "An" comes before "An Bình".
    return ("".join(letters) + " " + "".join(tones))[:_LONGEST_KEY]


def _other_rank(char: str) -> str:
    if char == " ":
        return "!"
    return char if char.isascii() else f"~{ord(char):06x}"


def name_sort_key(full_name: str, given_name: str = "") -> str:
    """Return the key of a person's name: given name first, then the whole name (R-71)."""
    words = full_name.split()
    given = given_name or (words[-1] if words else "")
    return (sort_key(given) + " " + sort_key(full_name))[:_LONGEST_KEY]


# A save of a plan sorts all its booths: six thousand codes, the same ones each time.
@functools.lru_cache(maxsize=16_384)
def natural_key(code: str) -> str:
    """Return an ASCII key that orders codes as people count: A2 before A10, B9 before B12–B13."""
    spread = re.sub(r"[0-9]+", lambda digits: digits[0].lstrip("0").zfill(6), fold(code).upper())
    return spread.encode("ascii", "replace").decode()[:_LONGEST_KEY]
