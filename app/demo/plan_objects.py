"""What stands in the hall besides booths, and the two published versions of its plan."""

from typing import Any

from app.accounts.models import User
from app.booths import queries, services
from app.booths.items import Data
from app.demo.story import on
from app.events.models import Event

Operation = dict[str, Any]
# kind, text, x, y, width, depth, angle, free height
_BUILT: tuple[tuple[str, str, float, float, float, float, float, float | None], ...] = (
    ("entrance", "CỬA CHÍNH", 57, 60.6, 12, 1.4, 180, None),
    ("entrance", "Cửa phụ", 0, 22, 1.2, 6, 90, None),
    ("exit", "Lối thoát hiểm", 45, 0, 5, 1.2, 0, None),
    ("exit", "Lối thoát hiểm", 118, 0, 5, 1.2, 0, None),
    ("wall", "", 42.4, 0, 0.3, 4, 0, None),
    ("wall", "", 81.8, 0, 0.3, 4, 0, None),
    ("toilet", "WC nữ", 118, 48, 7, 5, 0, None),
    ("toilet", "WC nam", 118, 53.5, 7, 5, 0, None),
    ("info", "Quầy thông tin", 70, 55, 6, 2.5, 0, None),
    ("first_aid", "Y tế", 110, 42, 4, 4, 0, None),
    ("food", "Khu ẩm thực", 86, 49, 18, 8, 0, None),
    ("stage", "SÂN KHẤU CHÍNH + MÀN HÌNH LED", 15, 50, 20, 8, 0, 6.5),
    ("north", "", 121, 2, 3, 3, 15, None),
    ("aisle", "Trục chính", 44, 52.5, 34, 2, 0, None),
    ("fire_lane", "Đường xe chữa cháy, không để vật cản", 1.2, 58.6, 54, 2, 0, 4.5),
    ("fire_point", "", 2, 30, 1, 1, 0, None),
    ("fire_point", "", 43.2, 30, 1, 1, 0, None),
    ("fire_point", "", 82.6, 30, 1, 1, 0, None),
    ("power", "Tủ điện 1", 1.5, 2, 2, 1.2, 0, None),
    ("power", "Tủ điện 2", 121.5, 24, 2.5, 1.2, 0, None),
    ("water", "Cấp nước", 121.5, 28, 2.5, 1.2, 0, None),
    ("height", "Dưới ban công", 84, 3, 36, 2.5, 0, 3.2),
)
# Later: the stage is moved away from the fire lane and turned towards the entrance, one column more is marked.
_STAGE = {"x": 17, "y": 47.5, "angle": 352, "width": 18, "depth": 7}


def publish_all(event: Event, hall_name: str, *, by: User) -> None:
    """Publish the hall as it was surveyed, then as the fire brigade wanted it."""
    hall = next(
        item.key for item in queries.draft_items(event) if item.type == "hall" and item.data and item.data["name"] == hall_name
    )
    with on("2026-08-21 09:30"):
        operations = [_object(number, hall, *built) for number, built in enumerate(_BUILT, start=1)]
        operations += _columns(hall) + _supplies(event)
        saved = services.save_draft(event, 0, operations, by=by)
        services.publish(event, saved.revision, by=by, note="Theo bản vẽ khảo sát mặt bằng")
    with on("2026-08-28 15:30"):
        stage = next(number for number, built in enumerate(_BUILT, start=1) if built[0] == "stage")
        draft = queries.find_draft(event.id)
        moved = [
            {"op": "set", "key": _key(stage), "data": _STAGE},
            _object(90, hall, "column", "", 62.7, 54.2, 0.6, 0.6, 0, None),
        ]
        saved = services.save_draft(event, draft.revision if draft else 0, moved, by=by)
        services.publish(event, saved.revision, by=by, note="Theo góp ý của cảnh sát phòng cháy, chữa cháy")


def _key(number: int) -> str:
    return f"ndemo{number:08d}"


def _object(
    number: int,
    hall: str,
    kind: str,
    label: str,
    x: float,
    y: float,
    width: float,
    depth: float,
    angle: float,
    height: float | None,
) -> Operation:
    data: Data = {"hall": hall, "kind": kind, "label": label, "x": x, "y": y, "width": width, "depth": depth}
    return {
        "op": "add",
        "key": _key(number),
        "type": "object",
        "data": data | {"angle": angle, "height": height, "locked": True},
    }


def _columns(hall: str) -> list[Operation]:
    """Return the columns of the hall: two rows in the aisles between the zones."""
    places = [(x, y) for x in (42.6, 82.4) for y in (12.2, 21.2, 39.2, 46.2)]
    return [_object(50 + number, hall, "column", "", x, y, 0.6, 0.6, 0, None) for number, (x, y) in enumerate(places)]


def _supplies(event: Event) -> list[Operation]:
    """Lay 3-phase power and water to the raw plots and power to the machines; limit the height under the balcony."""
    operations: list[Operation] = []
    for item in queries.draft_items(event):
        code = (item.data or {}).get("code", "")
        if code.startswith("D"):
            data: Data = {"power_kw": 10, "power_points": 2, "water_points": 1, "height_limit": 5}
        elif code.startswith("C"):
            data = {"power_kw": 3, "power_points": 2, "height_limit": 3}
        elif code:
            data = {"power_kw": 0.5, "power_points": 1, "height_limit": 2.5}
        else:
            continue
        operations.append({"op": "set", "key": item.key, "data": data})
    return operations
