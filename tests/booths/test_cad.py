"""A CAD drawing becomes booths of the draft; what does not fit is named, nothing is dropped in silence."""

import io
from typing import Any

import ezdxf
import pytest

from app.booths import queries
from app.documents import cad
from app.documents.errors import DrawingRefused
from app.events.models import Role
from tests.factories.accounts import UserFactory
from tests.factories.booths import make_fair
from tests.factories.events import EventRoleFactory


@pytest.fixture
def fair(db, client):
    event, booths = make_fair(1)
    user = UserFactory()
    EventRoleFactory(event_id=event.id, user=user, role=Role.ORGANISER)
    client.sign_in(user)
    return event, booths


def path(event, rest: str = "") -> str:
    return f"/manage/events/{event.slug}/booths/drawing{rest}"


def drawing(draw: Any, *, units: int = 4) -> bytes:
    document = ezdxf.new("R2010")
    document.header["$INSUNITS"] = units
    draw(document.modelspace(), document)
    output = io.StringIO()
    document.write(output)
    return output.getvalue().encode()


def box(space: Any, x: float, y: float, width: float, depth: float, layer: str = "GIAN", **options: Any) -> None:
    corners = [(x, y), (x + width, y), (x + width, y + depth), (x, y + depth)]
    space.add_lwpolyline(corners, close=True, dxfattribs={"layer": layer}, **options)


def hall(space: Any, document: Any) -> None:
    """Two booths of 3 m in a row, one turned by 30°, one without a number, an L, a furniture and a lost text; millimetres."""
    box(space, 10_000, 50_000, 3000, 3000)
    space.add_text("K01", dxfattribs={"layer": "SO", "insert": (11_000, 51_000)})
    block = document.blocks.new("BOOTH")
    box(block, 0, 0, 3000, 3000, layer="GIAN")
    space.add_blockref("BOOTH", (13_000, 50_000))
    space.add_mtext("k 02", dxfattribs={"layer": "SO", "insert": (14_000, 51_500)})
    space.add_blockref("BOOTH", (30_000, 40_000), dxfattribs={"rotation": -30})
    space.add_text("K03", dxfattribs={"layer": "SO", "insert": (31_800, 40_600)})
    box(space, 40_000, 50_000, 3000, 3000)
    corners = [(50_000, 50_000), (56_000, 50_000), (56_000, 53_000), (53_000, 53_000), (53_000, 56_000), (50_000, 56_000)]
    space.add_lwpolyline(corners, close=True, dxfattribs={"layer": "GIAN"})
    space.add_text("K05", dxfattribs={"layer": "SO", "insert": (51_000, 51_000)})
    box(space, 60_000, 60_000, 100, 100)
    space.add_text("Hall 1", dxfattribs={"layer": "SO", "insert": (90_000, 90_000)})
    space.add_line((0, 0), (100_000, 0), dxfattribs={"layer": "TUONG"})


def in_metres(space: Any, _document: Any) -> None:
    box(space, 0, 0, 3, 3)
    space.add_text("K1", dxfattribs={"insert": (1, 1)})


def upload(client, event, content: bytes, name: str = "hall.dxf"):
    return client.submit(path(event), {"file": (io.BytesIO(content), name)})


def choose(hall_key: str, **choice: str) -> dict[str, str]:
    usual = {"booths": "GIAN", "numbers": "SO", "units": "0.001", "hall": hall_key, "zone": "CAD", "x": "2", "y": "2"}
    return usual | choice


def test_a_drawing_becomes_booths_of_the_draft(client, fair) -> None:
    event, booths = fair
    answer = upload(client, event, drawing(hall))
    assert answer.status_code == 303
    page = client.get(answer.location).get_data(as_text=True)
    assert "GIAN (6 hình kín)" in page
    assert "SO (5 chữ)" in page
    choice = choose(f"h{booths[0].hall_id}", x="10", y="20")
    preview = client.submit(answer.location, choice).get_data(as_text=True)
    for told in ("Xem trước: 5 gian", "thông thường 3 × 3 m", "X001", "không có số gian bên trong", "Hall 1", "1 hình quá nhỏ"):
        assert told in preview
    assert client.post(answer.location, data=choice | {"commit": "1"}).status_code == 303
    drafted = {item.data["code"]: item.data for item in queries.draft_items(event) if item.type == "booth" and item.is_changed}
    placed = {code: tuple(data[name] for name in ("x", "y", "width", "depth", "angle")) for code, data in drafted.items()}
    assert placed == {
        "K01": (10, 23, 3, 3, 0),
        "K02": (13, 23, 3, 3, 0),
        "K03": (30.55, 33.95, 3, 3, 30),
        "K05": (50, 20, 6, 6, 0),
        "X001": (40, 23, 3, 3, 0),
    }
    assert {data["zone"] for data in drafted.values()} == {"CAD"}
    # Nobody else sees it.
    assert [booth.code for booth in queries.booths_of(event)] == ["A01"]


def test_a_new_hall_is_as_large_as_the_drawing(client, fair) -> None:
    event, _booths = fair
    answer = upload(client, event, drawing(hall))
    client.post(answer.location, data=choose("new", commit="1"))
    (made,) = [item.data for item in queries.draft_items(event) if item.type == "hall" and item.is_changed]
    assert (made["name"], made["width"], made["depth"]) == ("CAD 1", 51, 22)


def test_the_unit_of_the_drawing_is_proposed_and_a_wrong_one_finds_no_booth(client, fair) -> None:
    event, booths = fair
    answer = upload(client, event, drawing(in_metres, units=6))
    assert '<option selected value="1">' in client.get(answer.location).get_data(as_text=True)
    refused = client.submit(answer.location, choose(f"h{booths[0].hall_id}", numbers="0"))
    assert refused.status_code == 422
    assert "Không tìm thấy gian hàng trên lớp này" in refused.get_data(as_text=True)


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (lambda space, _document: space.add_line((0, 0), (3, 0)), "Không lớp nào có hình kín"),
        (lambda space, _document: space.add_3dface([(0, 0, 0), (3, 0, 0), (3, 3, 3), (0, 3, 3)]), "Bản vẽ là 3D"),
        (lambda space, _document: box(space, 0, 0, 3000, 3000), "Không lớp nào có chữ"),
    ],
)
def test_a_drawing_without_what_is_needed_says_so(client, fair, draw, message) -> None:
    answer = upload(client, fair[0], drawing(draw))
    assert message in client.get(answer.location).get_data(as_text=True)


@pytest.mark.parametrize(
    ("content", "name", "message"),
    [
        (b"AC1032\x00\x00\x00", "hall.dwg", "Đây là tệp DWG. Vui lòng lưu thành DXF (R2010)."),
        (b"AC1032\x00\x00\x00", "hall.dxf", "Đây là tệp DWG. Vui lòng lưu thành DXF (R2010)."),
        (b"%PDF-1.7", "hall.dxf", "Đây không phải tệp DXF."),
        (b"AutoCAD Binary DXF\r\n\x1a\x00\x01\x02", "hall.dxf", "Bản vẽ DXF này bị hỏng."),
        (b"x", "hall.png", "DXF"),
    ],
)
def test_what_is_no_drawing_is_refused_at_the_field(client, fair, content, name, message) -> None:
    answer = upload(client, fair[0], content, name)
    assert answer.status_code == 422
    assert message in answer.get_data(as_text=True)


def test_without_the_extra_the_reader_says_what_is_missing(app, monkeypatch, tmp_path) -> None:
    reader = tmp_path / "cad_reader.py"
    hidden = "import sys; sys.modules['ezdxf'] = None\n"
    reader.write_text(hidden + cad.READER.read_text(encoding="utf-8"), encoding="utf-8")
    monkeypatch.setattr(cad, "READER", reader)
    with app.test_request_context(), pytest.raises(DrawingRefused) as refused:
        cad.read(b"  0\nSECTION\n")
    assert "cad" in str(refused.value.message)


def test_a_drawing_of_another_event_is_not_found(client, fair) -> None:
    answer = upload(client, fair[0], drawing(hall))
    other, _booths = make_fair(1)
    assert client.get(answer.location.replace(fair[0].slug, other.slug)).status_code in (403, 404)
