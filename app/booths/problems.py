"""What a draft may have and a published plan may not: codes twice, overlaps, booths outside of their hall. Pure."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from app.booths.geometry import Rectangle, is_inside, overlaps
from app.booths.items import Data
from app.booths.models import ItemType
from app.booths.queries.drafts import DraftItem
from app.core.i18n import _, format_number
from app.core.text import fold

MOST_TOLD = 200


@dataclass(frozen=True)
class PlanProblem:
    """What is wrong with an item, for programs (`code`) and people; a warning keeps nobody from publishing."""

    key: str
    field: str
    code: str
    message: str
    other: str = ""
    is_warning: bool = False


def find_problems(items: Sequence[DraftItem], taken_codes: Collection[str] = (), *, most: int = MOST_TOLD) -> list[PlanProblem]:
    """Return what is wrong with the items of a draft together, and look no further when there are `most`.

    Args:
        taken_codes: codes that parts of merged stands have.
    """
    halls = {item.key: item.data for item in items if item.type == ItemType.HALL and item.data is not None}
    booths = {item.key: item.data for item in items if item.type == ItemType.BOOTH and item.data is not None}
    places = {key: rectangle(key, data) for key, data in booths.items()}
    found = chain(
        _homeless(items, halls),
        _double_halls(halls),
        _double_codes(booths, taken_codes),
        _outside(booths, places, halls),
        _overlapping(booths, places),
    )
    return list(islice(found, most))


def _homeless(items: Iterable[DraftItem], halls: Collection[str]) -> Iterable[PlanProblem]:
    for item in items:
        if item.data is not None and "hall" in item.data and item.data["hall"] not in halls:
            yield PlanProblem(item.key, "hall", "no_hall", _("Its hall is not in the plan."))


def _double_halls(halls: dict[str, Data]) -> Iterable[PlanProblem]:
    first: dict[str, str] = {}
    for key, data in halls.items():
        name = fold(data["name"])
        if name in first:
            yield PlanProblem(key, "name", "double_hall", _("Two halls have this name."), first[name])
        first.setdefault(name, key)


def _double_codes(booths: dict[str, Data], taken: Collection[str]) -> Iterable[PlanProblem]:
    first: dict[str, str] = {}
    for key, data in booths.items():
        code = data["code"]
        if code in first:
            yield PlanProblem(key, "code", "double_code", _("There are two booths %(code)s.", code=code), first[code])
        elif code in taken:
            yield PlanProblem(key, "code", "double_code", _("Booth %(code)s is part of a merged stand.", code=code))
        first.setdefault(code, key)


def _outside(booths: dict[str, Data], places: dict[str, Rectangle[str]], halls: dict[str, Data]) -> Iterable[PlanProblem]:
    for key, data in booths.items():
        hall = halls.get(data["hall"])
        if hall is not None and not is_inside(places[key], hall["width"], hall["depth"]):
            size = {"name": hall["name"], "width": format_number(hall["width"]), "depth": format_number(hall["depth"])}
            told = _("Booth %(code)s lies outside of %(name)s (%(width)s × %(depth)s m).", code=data["code"], **size)
            yield PlanProblem(key, "x", "outside", told)


def _overlapping(booths: dict[str, Data], places: dict[str, Rectangle[str]]) -> Iterable[PlanProblem]:
    floors: dict[str, list[Rectangle[str]]] = {}
    for key, data in booths.items():
        floors.setdefault(data["hall"], []).append(places[key])
    for floor in floors.values():
        for one, other in overlaps(floor):
            codes = {"code": booths[other]["code"], "other": booths[one]["code"]}
            yield PlanProblem(other, "x", "overlap", _("Booth %(code)s overlaps with %(other)s.", **codes), one)


def rectangle(key: str, data: Data) -> Rectangle[str]:
    """Return where an item stands."""
    return Rectangle(key, data["x"], data["y"], data["width"], data["depth"], data["angle"])
