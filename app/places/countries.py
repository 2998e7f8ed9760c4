"""Countries and territories of ISO 3166-1 by the names of CLDR, for addresses abroad."""

import functools

from babel import Locale

from app.core.i18n import language
from app.core.text import sort_key

HOME = "VN"
# CLDR also names groups, test regions and reserved codes.
_NOT_COUNTRIES = frozenset({"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "XK", "ZZ"})


def countries() -> tuple[tuple[str, str], ...]:
    """Return (code, name) of all countries in the language of the reader, Viet Nam first, then by name."""
    return _countries(language())


@functools.cache
def _countries(locale: str) -> tuple[tuple[str, str], ...]:
    names = {
        code: str(name)
        for code, name in Locale(locale).territories.items()
        if len(code) == 2 and code.isalpha() and code not in _NOT_COUNTRIES
    }
    return tuple(sorted(names.items(), key=lambda item: (item[0] != HOME, sort_key(item[1]))))


def country_name(code: str) -> str:
    """Return the name of the country in the language of the reader; the code itself when it is unknown."""
    return dict(countries()).get(code, code)


def is_country(code: str) -> bool:
    """Tell whether `code` is one of the two-letter codes of `countries()`."""
    return code in dict(countries())
