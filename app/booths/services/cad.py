"""Drawings from CAD: kept, and their booths taken into the draft."""

from typing import Any, BinaryIO

from app.audit import services as audit
from app.booths import queries
from app.booths.bulk import new_key
from app.booths.cad import Findings, FoundBooth
from app.booths.items import Data, complete
from app.booths.services.drafts import save
from app.documents import cad
from app.events.models import Event
from app.files import services as files
from app.files.models import StoredFile
from app.files.policies import FLOOR_DRAWING

MEDIA_TYPE = "image/vnd.dxf"
# Metres of floor around the booths of a hall that is made for a drawing.
_MARGIN = 3


def keep_drawing(event: Event, stream: BinaryIO, filename: str, *, by: Any) -> StoredFile:
    """Keep a drawing that can be read. Returns: the flushed row.

    Raises:
        EmptyFile, FileTooLarge, WrongType: not a DXF. DrawingRefused: damaged or no reader here.
    """
    stored = files.accept_upload(stream, filename, FLOOR_DRAWING, by=by, event=event)
    cad.read(files.read_content(stored))
    audit.record(by, "booths.drawing_kept", stored, event=event, data={"drawing": stored.display_name})
    return stored


def take_over(event: Event, findings: Findings, *, hall: str, place: tuple[float, float], zone: str, by: Any) -> int:
    """Add the booths of a drawing to the draft, all or none. Returns: how many.

    Args:
        hall: key of a hall, anything else for a new one.
        place: metres from the walls to the first booth.
    Raises:
        DraftRefused: a booth that cannot be, for example larger than 100 m.
    """
    operations: list[dict[str, Any]] = []
    items = queries.draft_items(event)
    halls = {item.key: item.data for item in items if item.type == "hall" and item.data}
    if hall not in halls:
        hall = new_key()
        name = _free_name({data["name"] for data in halls.values()})
        operations.append({"op": "add", "key": hall, "type": "hall", "data": hall_for(findings, place, name)})
    operations += [
        {"op": "add", "key": new_key(), "type": "booth", "data": data_of(booth, hall, place, zone)} for booth in findings.booths
    ]
    draft = queries.find_draft(event.id)
    save(event, draft.revision if draft else 0, operations, by=by)
    return len(findings.booths)


def data_of(booth: FoundBooth, hall: str, place: tuple[float, float], zone: str) -> Data:
    """Return a found booth as an item of a hall and a zone."""
    given = booth.data | {"hall": hall, "zone": zone, "x": round(booth.x + place[0], 2), "y": round(booth.y + place[1], 2)}
    return complete("booth", given)[0] | given


def hall_for(findings: Findings, place: tuple[float, float], name: str) -> Data:
    """Return a hall in which the booths of a drawing have room, in whole metres."""
    width, depth = (int(side + start) + _MARGIN for side, start in zip((findings.width, findings.depth), place, strict=True))
    return {"name": name, "width": max(width, 5), "depth": max(depth, 5), "floor": 1, "position": 0}


def _free_name(taken: set[str]) -> str:
    from_one = (f"CAD {number}" for number in range(1, 1_000))
    return next(name for name in from_one if name not in taken)
