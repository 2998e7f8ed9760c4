"""Reads of designs, their pictures, people's photos and printers; always within one event."""

from collections.abc import Iterable

import sqlalchemy as sa

from app.badges.layouts.sizes import BadgeSize
from app.badges.layouts.starting import starting_layout
from app.badges.models import BadgeBatch, BadgeDesign, BadgeImage, BadgePhoto, BadgePrinter, PrintStation
from app.core.db import db
from app.core.errors import NotFound
from app.events.models import Event
from app.files.models import StoredFile
from app.registrations.models import Registration

# What an event offers as long as it has no design of its own.
_STARTING = {BadgeSize.A6: "A6", BadgeSize.CR80: "CR80"}


def starting_design(event: Event, size: BadgeSize) -> BadgeDesign:
    """Return a design that an event begins with, not in the session."""
    layout = starting_layout(size).kept()
    is_default = size is BadgeSize.A6
    return BadgeDesign(
        event_id=event.id, name=_STARTING[size], size=size, layout=layout, version=1, is_default=is_default
    )  # fmt: skip


def kept_designs(event: Event) -> list[BadgeDesign]:
    """Return the event's own designs, the one offered first first."""
    statement = sa.select(BadgeDesign).where(BadgeDesign.event_id == event.id)
    return list(db.session.scalars(statement.order_by(BadgeDesign.is_default.desc(), BadgeDesign.name, BadgeDesign.id)))


def designs_of(event: Event) -> list[BadgeDesign]:
    """Return the event's designs, or those that every event begins with; the one offered first first. Never empty."""
    return kept_designs(event) or [starting_design(event, size) for size in _STARTING]


def default_design(event: Event) -> BadgeDesign:
    """Return the design that is offered first."""
    return designs_of(event)[0]


def home_design(event: Event) -> BadgeDesign:
    """Return the design for people's own printers: A6 where there is one, else what is offered first."""
    found = designs_of(event)
    return next((design for design in found if design.size is BadgeSize.A6), found[0])


def find_design(event: Event, key: str) -> BadgeDesign | None:
    """Return the design that a form named: by its id, or by the size of one that every event begins with."""
    return next((design for design in designs_of(event) if design.key == key), None)


def get_design(event: Event, design_id: int) -> BadgeDesign:
    """Return a kept design. Raises: NotFound."""
    statement = sa.select(BadgeDesign).where(BadgeDesign.event_id == event.id, BadgeDesign.id == design_id)
    found = db.session.scalar(statement)
    if found is None:
        raise NotFound
    return found


def is_used(design: BadgeDesign) -> bool:
    """Tell whether a batch was printed with the design, or a station prints with it."""
    batch = sa.exists().where(BadgeBatch.design_id == design.id)
    station = sa.exists().where(PrintStation.design_id == design.id)
    return bool(db.session.scalar(sa.select(batch | station)))


def images_of(event: Event) -> list[BadgeImage]:
    """Return the pictures that designs of the event may show."""
    statement = sa.select(BadgeImage).where(BadgeImage.event_id == event.id)
    return list(db.session.scalars(statement.order_by(BadgeImage.name, BadgeImage.id)))


def get_image(event: Event, image_id: int) -> BadgeImage:
    """Return the picture. Raises: NotFound."""
    found = db.session.scalar(sa.select(BadgeImage).where(BadgeImage.event_id == event.id, BadgeImage.id == image_id))
    if found is None:
        raise NotFound
    return found


def image_files(event: Event, ids: Iterable[int]) -> dict[int, StoredFile]:
    """Return the files of these pictures by the picture's id; pictures that are gone are left out."""
    statement = (
        sa.select(BadgeImage.id, StoredFile)
        .join(StoredFile, StoredFile.id == BadgeImage.file_id)
        .where(BadgeImage.event_id == event.id, BadgeImage.id.in_(list(ids)))
    )
    return {row[0]: row[1] for row in db.session.execute(statement)}


def photo_files(ids: Iterable[int]) -> dict[int, StoredFile]:
    """Return the files of photos by their ids."""
    found: dict[int, StoredFile] = {}
    wanted = sorted(ids)
    for place in range(0, len(wanted), 500):
        statement = sa.select(StoredFile).where(StoredFile.id.in_(wanted[place : place + 500]))
        found |= {row.id: row for row in db.session.scalars(statement)}
    return found


def find_photo(registration: Registration) -> BadgePhoto | None:
    """Return the person's photo."""
    return db.session.get(BadgePhoto, registration.id)


def printers_of(event: Event) -> list[BadgePrinter]:
    """Return the printers whose offsets are kept, by name."""
    statement = sa.select(BadgePrinter).where(BadgePrinter.event_id == event.id)
    return list(db.session.scalars(statement.order_by(BadgePrinter.name)))


def get_printer(event: Event, printer_id: int) -> BadgePrinter:
    """Return the printer. Raises: NotFound."""
    statement = sa.select(BadgePrinter).where(BadgePrinter.event_id == event.id, BadgePrinter.id == printer_id)
    found = db.session.scalar(statement)
    if found is None:
        raise NotFound
    return found
