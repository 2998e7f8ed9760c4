"""Logos for designs, photos of people, and what printers put aside."""

from typing import Any, BinaryIO

import sqlalchemy as sa

from app.accounts.models import User
from app.audit import services as audit
from app.badges.errors import PrinterNameTaken
from app.badges.models import BadgeImage, BadgePhoto, BadgePrinter, PrintStation
from app.core import clock
from app.core.db import db, refusing
from app.documents.picture_files import portrait
from app.events.models import Event
from app.files import services as files
from app.files.policies import IMAGE
from app.files.queries import get_file
from app.registrations.models import Registration

Offset = tuple[float, float]
_NAME = "uq_badge_printer_event_id_name"


def add_image(event: Event, stream: Any, filename: str, *, name: str, by: User) -> BadgeImage:
    """Keep a picture that designs of the event may show.

    Raises:
        FileTooLarge, EmptyFile, WrongType.
    """
    stored = files.accept_upload(_as_file(stream), filename, IMAGE, by=by, event=event)
    image = BadgeImage(event_id=event.id, file_id=stored.id, name=name or stored.display_name[:80], added_at=clock.now())
    db.session.add(image)
    db.session.flush()
    audit.record(by, "badges.image_added", image, event=event, data={"name": image.name})
    return image


def keep_photo(registration: Registration, event: Event, stream: Any, filename: str, *, by: User) -> BadgePhoto:
    """Keep a person's photo for the badge, small enough for it; the one before goes.

    Raises:
        FileTooLarge, EmptyFile, WrongType.
    """
    taken = files.accept_upload(_as_file(stream), filename, IMAGE, by=by, event=event)
    small = portrait(files.read_content(taken))
    db.session.delete(taken)
    stored = files.keep_document(small.content, small.type, f"{registration.short_code}.jpg", by=by, event=event)
    forget_photo(registration.id)
    photo = BadgePhoto(
        registration_id=registration.id, event_id=event.id, file_id=stored.id, added_by_id=by.id, added_at=clock.now()
    )
    db.session.add(photo)
    db.session.flush()
    audit.record(by, "badges.photo_added", registration, event=event)
    return photo


def forget_photo(registration_id: int) -> None:
    """Remove a person's photo with its file, if there is one."""
    photo = db.session.get(BadgePhoto, registration_id)
    if photo is None:
        return
    stored = get_file(photo.file_id)
    db.session.delete(photo)
    db.session.flush()
    db.session.delete(stored)
    db.session.flush()


def keep_printer(
    event: Event, name: str, offset: tuple[float, float], *, by: User, printer: BadgePrinter | None = None
) -> None:
    """Keep what a printer puts aside: badges are moved by `offset` millimetres to the right and down.

    Raises:
        PrinterNameTaken.
    """
    kept = printer or BadgePrinter(event_id=event.id)
    with refusing(_NAME, PrinterNameTaken()):
        kept.name, (kept.offset_x_mm, kept.offset_y_mm) = name, offset
        db.session.add(kept)
        db.session.flush()
    audit.record(by, "badges.printer_kept", kept, event=event, data={"name": name, "offset": list(offset)})


def remove_printer(printer: BadgePrinter, *, by: User) -> None:
    """Forget a printer's offset. Batches made with it keep it in their own record; stations go on without correction."""
    audit.record(by, "badges.printer_removed", printer, data={"name": printer.name})
    db.session.execute(sa.update(PrintStation).where(PrintStation.printer_id == printer.id).values(printer_id=None))
    db.session.execute(sa.delete(BadgePrinter).where(BadgePrinter.id == printer.id))


def _as_file(stream: Any) -> BinaryIO:
    file: BinaryIO = stream
    return file
