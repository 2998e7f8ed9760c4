"""Names of uploaded files as shown and offered again. The stored name is always the hash."""

import re
import unicodedata

MAX_LENGTH = 150
_DEVICE = re.compile(r"(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)")


def extension(name: str) -> str:
    """Return the last extension in lower case without the dot; "" when there is none."""
    stem, dot, last = name.rpartition(".")
    return last.lower() if dot and stem else ""


def clean_name(name: str) -> str:
    """Return a name without folders, control and direction marks, at most 150 characters; may be empty (UP03)."""
    base = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    visible = "".join(char for char in base if unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))
    shown = " ".join(visible.split()).strip(". ")
    if _DEVICE.match(shown):  # Windows cannot save such a name
        shown = "_" + shown
    if len(shown) <= MAX_LENGTH:
        return shown
    tail = "." + extension(shown) if 0 < len(extension(shown)) <= 10 else ""
    return shown[: MAX_LENGTH - len(tail)].rstrip(". ") + tail
