"""Invented names of people and firms, drawn from a seeded generator."""

import json
import random
from collections.abc import Iterator
from pathlib import Path

from app.accounts.models import OrganisationKind, SizeClass, TaxIdKind
from app.accounts.services.organisations import OrganisationDetails

_WORDS = json.loads((Path(__file__).parent / "data" / "words.json").read_text(encoding="utf-8"))
_FORMS = (
    ("Hợp tác xã {goods} {place} Mẫu", OrganisationKind.COOPERATIVE, "cooperative", SizeClass.MICRO),
    ("Công ty TNHH {goods} {place} Mẫu", OrganisationKind.COMPANY, "limited", SizeClass.SMALL),
    ("Công ty CP {goods} {place} Mẫu", OrganisationKind.COMPANY, "joint_stock", SizeClass.MEDIUM),
    ("Cơ sở {goods} {place} Mẫu", OrganisationKind.COMPANY, "private_enterprise", SizeClass.MICRO),
)
_WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)


def person(rng: random.Random) -> str:
    """Return an invented full name."""
    return f"{rng.choice(_WORDS['family'])} {rng.choice(_WORDS['middle'])} {rng.choice(_WORDS['given'])}"


def phone(rng: random.Random) -> str:
    """Return an invented mobile number in E.164, from a block that is not given out."""
    return f"+8491234{rng.randrange(10_000):04d}"


def tax_numbers(start: int) -> Iterator[str]:
    """Give valid ten-digit tax numbers of an improbable series, counting up from `start` (nine digits; R-54)."""
    stem = start
    while True:
        digits = f"{stem:09d}"
        check = 10 - sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, digits, strict=True)) % 11
        if check != 10:
            yield f"{digits}{check}"
        stem += 1


def firm(rng: random.Random, place: str, province_code: int, tax_id: str) -> tuple[OrganisationDetails, str]:
    """Return an invented exhibitor of a province and what it shows."""
    pattern, kind, legal_form, size = rng.choice(_FORMS)
    goods = rng.choice(_WORDS["goods"])
    details = OrganisationDetails(
        kind=kind,
        name=pattern.format(goods=goods, place=place),
        legal_form=legal_form,
        size_class=size,
        tax_id_kind=TaxIdKind.MST10,
        tax_id=tax_id,
        province_code=province_code,
        phone=phone(rng),
        women_owned=rng.random() < 0.3,
    )
    return details, goods
