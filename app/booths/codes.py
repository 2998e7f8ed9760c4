"""Codes of booths: what they may look like. Pure."""

import re

from app.core.i18n import _

_CODE = re.compile(r"[A-Z0-9]+(-[A-Z0-9]+)*\Z")


class WrongCode(ValueError):
    """A text that is no code of a booth; the message is for people."""


def parse_code(text: str) -> str:
    """Return a booth code in capitals.

    Raises:
        WrongCode: empty, longer than 12, or other than letters, digits and single dashes.
    """
    code = text.upper()
    if not code:
        raise WrongCode(_("Please fill in this field."))
    # A digit is asked for, so that no code looks like a page: /booths/import.
    if len(code) > 12 or not _CODE.match(code) or not any(char.isdigit() for char in code):
        raise WrongCode(_("A booth code has up to 12 letters and digits, for example A01."))
    return code
