"""Organisations and their tree."""

from dataclasses import asdict, dataclass

import sqlalchemy as sa

from app.accounts import queries
from app.accounts.errors import CycleInTree
from app.accounts.models import Organisation, OrganisationKind, SizeClass, TaxIdKind, User
from app.audit import services as audit
from app.core import clock
from app.core.db import db
from app.core.text import fold, sort_key


@dataclass(frozen=True)
class OrganisationDetails:
    """What an organisation tells about itself (R-52). Codes of places are those of app.places."""

    kind: OrganisationKind
    name: str
    name_en: str = ""
    short_name: str = ""
    legal_form: str = ""
    size_class: SizeClass | None = None
    tax_id_kind: TaxIdKind | None = None
    tax_id: str | None = None
    country: str = "VN"
    province_code: int | None = None
    commune_code: int | None = None
    street: str = ""
    city: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""
    women_owned: bool = False
    minority_owned: bool = False
    craft_village_decision: str = ""


def create(details: OrganisationDetails, *, by: User | str | None, parent: Organisation | None = None) -> Organisation:
    """Add an organisation. Returns: the flushed row. `by` is None for imports by the system."""
    organisation = Organisation(**asdict(details), parent=parent, created_at=clock.now(), **_keys(details))
    db.session.add(organisation)
    db.session.flush()
    audit.record(by, "accounts.organisation_created", organisation, data={"kind": details.kind.value})
    return organisation


def change(
    organisation: Organisation, details: OrganisationDetails, *, by: User | str | None, parent: Organisation | None = None
) -> None:
    """Replace the details and the place in the tree.

    Raises:
        CycleInTree: `parent` is the organisation itself or stands under it.
    """
    if parent is not None and parent.id != organisation.parent_id:
        _refuse_cycle(organisation, parent)
    values = asdict(details)
    changed = sorted(name for name, value in values.items() if getattr(organisation, name) != value)
    for name, value in (values | _keys(details)).items():
        setattr(organisation, name, value)
    organisation.parent_id = parent.id if parent is not None else None
    db.session.flush()
    db.session.expire(organisation, ["parent", "province", "commune"])
    audit.record(by, "accounts.organisation_changed", organisation, data={"fields": changed})


def _refuse_cycle(organisation: Organisation, parent: Organisation) -> None:
    # Locked in one order, so that two moves that would close a circle together follow one another.
    line = queries.line_above(parent.id)
    ids = sorted({organisation.id, *line})
    db.session.execute(sa.select(Organisation.id).where(Organisation.id.in_(ids)).order_by(Organisation.id).with_for_update())
    if organisation.id in queries.line_above(parent.id):
        raise CycleInTree


def _keys(details: OrganisationDetails) -> dict[str, str]:
    # The number of a person is not searched for.
    tax_id = details.tax_id if details.tax_id and details.tax_id_kind != TaxIdKind.PERSONAL else ""
    text = " ".join(filter(None, (details.name, details.short_name, details.name_en, tax_id)))
    return {"search_key": fold(text)[:400], "sort_key": sort_key(details.name)[:400]}
