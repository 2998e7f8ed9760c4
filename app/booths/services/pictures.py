"""Pictures under a hall: taken in, laid into the draft, scaled by a known length, taken away."""

import io
from typing import Any, BinaryIO

from PIL import Image

from app.audit import services as audit
from app.booths import queries
from app.booths.bulk import new_key
from app.booths.models import ItemType, PlanPicture
from app.booths.services.drafts import save
from app.core import clock
from app.core.db import db
from app.core.i18n import _
from app.documents import raster
from app.events.models import Event
from app.files import services as files
from app.files import svg
from app.files.errors import WrongType
from app.files.models import StoredFile
from app.files.policies import FLOOR_PICTURE

_DPI = 150
_MOST_PIXELS = 4096


def lay(event: Event, stream: BinaryIO, filename: str, *, hall: str, page: int, known: float | None, by: Any) -> PlanPicture:
    """Keep a picture and lay it into the draft of `hall`, from its upper left corner.

    Args:
        hall: the hall's key. page: of a PDF, from 1.
        known: metres for one pixel; None: as wide as the hall.
    Raises:
        FileTooLarge, EmptyFile, WrongType, DraftRefused: too large, damaged, another kind, or no such page.
    """
    stored = files.accept_upload(stream, filename, FLOOR_PICTURE, by=by, event=event)
    if stored.media_type == "application/pdf":
        stored = _page_of(stored, page, event, by)
    width, height = _size_of(stored)
    picture = PlanPicture(
        event_id=event.id,
        file_id=stored.id,
        name=stored.display_name,
        width_px=width,
        height_px=height,
        created_at=clock.now(),
        made_by_id=getattr(by, "id", None),
    )
    db.session.add(picture)
    audit.record(by, "booths.picture_laid", picture, data={"picture": picture.name})
    room = next((item.data for item in queries.draft_items(event) if item.key == hall), None) or {"width": 60}
    metres = known or room["width"] / width
    place = {"hall": hall, "x": 0, "y": 0, "image": picture.id, **_sides(picture, metres)}
    _save(event, [{"op": "add", "key": new_key(), "type": "background", "data": place}], by=by)
    return picture


def _page_of(stored: StoredFile, page: int, event: Event, by: Any) -> StoredFile:
    """Return one page of a PDF as a picture of its own."""
    try:
        content, _pages = raster.page_png(files.read_content(stored), page - 1, dpi=_DPI)
    except IndexError as error:
        raise WrongType(_("The PDF has no page %(number)s.", number=page)) from error
    except Exception as error:  # the library raises its own kinds for what it cannot draw
        raise WrongType(_("This PDF page cannot be drawn. Save it as PNG, please.")) from error
    shrunk = Image.open(io.BytesIO(content)).convert("RGB")
    shrunk.thumbnail((_MOST_PIXELS, _MOST_PIXELS))
    output = io.BytesIO()
    shrunk.save(output, "PNG", optimize=True)
    name = f"{stored.display_name.rpartition('.')[0]} {page}.png"
    return files.keep_document(output.getvalue(), "image/png", name, by=by, event=event)


def _size_of(stored: StoredFile) -> tuple[int, int]:
    content = files.read_content(stored)
    if stored.media_type == "image/svg+xml":
        return svg.size_of(content)
    with Image.open(io.BytesIO(content)) as opened:
        return opened.size


def _sides(picture: PlanPicture, metres: float) -> dict[str, float]:
    return {"width": round(picture.width_px * metres, 2), "depth": round(picture.height_px * metres, 2)}


def calibrate(event: Event, picture: PlanPicture, *, known: float, by: Any) -> None:
    """Give the picture its true size in the draft: `known` metres for one pixel."""
    changes = [{"op": "set", "key": key, "data": _sides(picture, known)} for key in _keys_of(event, picture)]
    _save(event, changes, by=by)


def take_away(event: Event, picture: PlanPicture, *, by: Any) -> None:
    """Take the picture out of the draft; versions that were published with it keep it."""
    _save(event, [{"op": "remove", "key": key} for key in _keys_of(event, picture)], by=by)


def _keys_of(event: Event, picture: PlanPicture) -> list[str]:
    items = [item for item in queries.draft_items(event) if item.type == ItemType.BACKGROUND and item.data]
    return [item.key for item in items if item.data and item.data["image"] == picture.id]


def _save(event: Event, operations: list[dict[str, Any]], *, by: Any) -> None:
    draft = queries.find_draft(event.id)
    if operations:
        save(event, draft.revision if draft else 0, operations, by=by)
