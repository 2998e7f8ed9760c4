"""The fonts of documents: Be Vietnam Pro and Tinos from the npm lock, each subset a family of its own.

Under one family name the subsets hide each other's letters ("Nguy n Th"); as a stack of families they complete each other.
"""

import functools
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
# Built by tools/build_frontend.py; the packages themselves serve a checkout that has only run `npm ci`.
FOLDERS = (
    ROOT / "static" / "dist" / "fonts",
    ROOT / "node_modules" / "@fontsource" / "be-vietnam-pro" / "files",
    ROOT / "node_modules" / "@fontsource" / "tinos" / "files",
)
_NAME = re.compile(r"(be-vietnam-pro|tinos)-(latin-ext|latin|vietnamese)-(400|600|700)-(normal|italic)\.woff2")
_FAMILIES = {"be-vietnam-pro": "Be Vietnam Pro", "tinos": "Tinos"}
_SUBSETS = {"latin": "", "vietnamese": " Vietnamese", "latin-ext": " Extended"}


@functools.cache
def pack() -> dict[str, bytes]:
    """Return the font files by name, `be-vietnam-pro-latin-400-normal`. Empty where the browser code was never built."""
    found: dict[str, bytes] = {}
    for folder in FOLDERS:
        for path in sorted(folder.glob("*.woff2")):
            if _NAME.fullmatch(path.name):
                found.setdefault(path.stem, path.read_bytes())
    return found


def family_of(name: str) -> str:
    """Return the family of a font of `pack()`: "Be Vietnam Pro Extended"."""
    match = _NAME.fullmatch(f"{name}.woff2")
    if match is None:
        raise ValueError(name)
    return _FAMILIES[match[1]] + _SUBSETS[match[2]]


def face_rules(names: dict[str, bytes]) -> str:
    """Return the @font-face rules for the fonts of `pack()`."""
    rules = []
    for name in names:
        weight, style = name.split("-")[-2:]
        rules.append(
            f'@font-face {{ font-family: "{family_of(name)}"; font-weight: {weight}; '
            f"font-style: {style}; src: url(asset:{name}) }}"
        )
    return "\n".join(rules)


def stack(family: str) -> str:
    """Return the CSS font stack of "Be Vietnam Pro" or "Tinos"."""
    return ", ".join(f'"{family}{subset}"' for subset in _SUBSETS.values())
