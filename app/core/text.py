"""Vietnamese text: one normal form, search without accents, order as people expect it."""

import unicodedata

# Vietnamese alphabet: a ă â b c d đ e ê g h i k l m n o ô ơ p q r s t u ư v x y, with f j w z in their Latin place.
_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
# Two ASCII characters a letter, so that the byte order of any database is the Vietnamese order.
_RANK = {letter: chr(ord("A") + index // 26) + chr(ord("a") + index % 26) for index, letter in enumerate(_LETTERS)}
# Order of tones: level, falling, asking, tumbling, rising, heavy.
_TONES = {"\u0300": "2", "\u0309": "3", "\u0303": "4", "\u0301": "5", "\u0323": "6"}
_SHAPES = "\u0302\u0306\u031b"  # circumflex, breve, horn: part of the letter, not of the tone


def clean(text: str) -> str:
    """Return `text` trimmed, with single inner spaces on each line, in Unicode NFC."""
    return unicodedata.normalize("NFC", "\n".join(" ".join(line.split()) for line in text.strip().splitlines()))


def fold(text: str) -> str:
    """Return the search key of `text`: no marks, đ→d, lower case, no apostrophes (R-72)."""
    decomposed = unicodedata.normalize("NFD", text.casefold())
    plain = "".join(char for char in decomposed if not unicodedata.combining(char))
    return " ".join(plain.replace("đ", "d").translate({ord(mark): None for mark in "'’‘`"}).split())


def sort_key(text: str) -> str:
    """Return an ASCII key whose byte order is the Vietnamese order of `text`: letters first, then tones."""
    letters: list[str] = []
    tones: list[str] = []
    for char in unicodedata.normalize("NFC", text.casefold()):
        parts = unicodedata.normalize("NFD", char)
        base = unicodedata.normalize("NFC", parts[0] + "".join(mark for mark in parts[1:] if mark in _SHAPES))
        letters.append(_RANK.get(base, base if base.isascii() else "~"))
        tones.append(next((_TONES[mark] for mark in parts[1:] if mark in _TONES), "1"))
    return "".join(letters) + "!" + "".join(tones)


def name_sort_key(full_name: str, given_name: str = "") -> str:
    """Return the key of a person's name: given name first, then the whole name (R-71)."""
    words = full_name.split()
    given = given_name or (words[-1] if words else "")
    return (sort_key(given) + " " + sort_key(full_name))[:400]
