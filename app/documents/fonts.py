"""The fonts of documents: Be Vietnam Pro and Tinos from the npm lock, each subset a family of its own.

Under one family name the subsets hide each other's letters ("Nguy n Th"); as a stack of families they complete each other.
Inter completes Be Vietnam Pro with the breves of Ê-đê and Ba Na names (H’Lan Ayŭn, R-72).
"""

import functools
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
# Unpacked by tools/build_frontend.py; the packages themselves serve a checkout that has only run `npm ci`, more slowly.
FOLDERS = (
    ROOT / "static" / "dist" / "fonts",
    *(ROOT / "node_modules" / "@fontsource" / name / "files" for name in ("be-vietnam-pro", "inter", "tinos")),
)
_NAME = re.compile(r"(be-vietnam-pro|inter|tinos)-(latin-ext|latin|vietnamese)-(400|600|700)-(normal|italic)")
_FAMILIES = {"be-vietnam-pro": "Be Vietnam Pro", "inter": "Inter", "tinos": "Tinos"}
_SUBSETS = {"latin": "", "vietnamese": " Vietnamese", "latin-ext": " Extended"}
SANS = ("Be Vietnam Pro", "Be Vietnam Pro Vietnamese", "Be Vietnam Pro Extended", "Inter Extended")
SERIF = ("Tinos", "Tinos Vietnamese", "Tinos Extended")


@functools.cache
def pack() -> dict[str, bytes]:
    """Return the font files by name, `be-vietnam-pro-latin-400-normal`. Empty where the browser code was never built."""
    found: dict[str, bytes] = {}
    for folder in FOLDERS:
        for path in sorted([*folder.glob("*.ttf"), *folder.glob("*.woff2")]):
            if _is_wanted(path.stem):
                found.setdefault(path.stem, path.read_bytes())
    return found


def _is_wanted(name: str) -> bool:
    if _NAME.fullmatch(name) is None or family_of(name) not in SANS + SERIF:
        return False
    return name.startswith("tinos") or name.endswith("normal")


def family_of(name: str) -> str:
    """Return the family of a font of `pack()`: "Be Vietnam Pro Extended"."""
    match = _NAME.fullmatch(name)
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


def stack(families: tuple[str, ...]) -> str:
    """Return SANS or SERIF as a CSS font stack."""
    return ", ".join(f'"{family}"' for family in families)
