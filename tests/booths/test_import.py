"""Booths from tables: everything is checked, everything wrong is named, nothing is half taken over (A-03)."""

from decimal import Decimal

import pytest

from app.booths import queries, services
from app.booths.errors import BoothsRefused
from app.booths.models import Booth, BoothKind
from app.booths.services.seeding import ground_of
from app.booths.sheets import COLUMNS, MOST_ROWS, read_booths, table_of
from app.core.text import natural_key
from app.documents.errors import TableRefused
from app.documents.spreadsheet import Sheet, read_table, write_csv, write_xlsx
from app.events.queries import halls_of
from tests.factories.accounts import UserFactory
from tests.factories.booths import BoothFactory, RawPriceFactory, make_fair
from tests.factories.events import EventFactory, HallFactory

HEAD = "code,zone,kind,hall,x_m,y_m,width_m,depth_m,open_sides\n"


@pytest.fixture
def event(db):
    event = EventFactory()
    HallFactory(event_id=event.id, name="Nhà A", width_m=60, depth_m=40)
    return event


def read(event, text: str):
    return read_booths(read_table(text.encode()), ground_of(event))


def told(problems) -> list[tuple[int, str, str]]:
    return [(problem.line, problem.field, problem.message) for problem in problems]


def test_rows_become_booths(db, event) -> None:
    rows, problems = read(event, HEAD + "A01,A,standard,Nhà A,0,0,3,3,2\nd01,D,raw,nha a,10,0,6,6,1\n")
    assert problems == []
    assert services.add_booths(event, rows, by=UserFactory(), source="import") == 2
    booths = queries.booths_of(event)
    assert [(booth.code, booth.kind, booth.is_corner, int(booth.area_m2)) for booth in booths] == [
        ("A01", BoothKind.STANDARD, True, 9),
        ("D01", BoothKind.RAW, False, 36),
    ]


def test_columns_have_vietnamese_names_and_some_may_be_missing(db, event) -> None:
    RawPriceFactory(event_id=event.id)
    rows, problems = read(event, "Mã gian;Khu;X;Y;Rộng;Sâu;Mặt mở\nA01;OCOP;1,5;0;3;3;1\nD01;Đất;20;0;6;6;\n")
    assert problems == []
    assert [(row.kind, row.hall, str(row.x_m), row.open_sides) for row in rows] == [
        (BoothKind.STANDARD, "Nhà A", "1.5", 1),
        (BoothKind.RAW, "Nhà A", "20", 1),
    ]


def test_an_event_without_halls_gets_one_that_fits(db) -> None:
    event = EventFactory()
    rows, problems = read(event, "code,zone,x,y,w,h\nA01,A,0,0,3,3\nA02,A,57,30,3,3\n")
    assert problems == []
    services.add_booths(event, rows, by=UserFactory(), source="import")
    (hall,) = halls_of(event)
    assert (hall.name, int(hall.width_m), int(hall.depth_m)) == ("Nhà 1", 63, 36)


@pytest.mark.parametrize(
    ("line", "field", "message"),
    [
        (",A,,,0,0,3,3,1", "code", "Vui lòng điền mục này."),
        ("A/1,A,,,0,0,3,3,1", "code", "Mã gian có tối đa 12 chữ cái và chữ số, ví dụ A01."),
        ("A01,,,,0,0,3,3,1", "zone", "Vui lòng điền mục này."),
        ("A01,A,gold,,0,0,3,3,1", "kind", "Loại gian phải là standard (tiêu chuẩn) hoặc raw (đất trống)."),
        ("A01,A,,Nhà Z,0,0,3,3,1", "hall", "Không có nhà “Nhà Z”."),
        ("A01,A,,,x,0,3,3,1", "x_m", "Vui lòng nhập số mét, ví dụ 3 hoặc 3,5."),
        ("A01,A,,,0,-1,3,3,1", "y_m", "Vị trí phải từ 0 đến 10.000 m."),
        ("A01,A,,,0,0,-3,3,1", "width_m", "Kích thước phải từ 0,5 đến 100 m."),
        ("A01,A,,,0,0,3000,3,1", "width_m", "Kích thước phải từ 0,5 đến 100 m."),
        ("A01,A,,,0,0,3,1e9,1", "depth_m", "Vui lòng nhập số mét, ví dụ 3 hoặc 3,5."),
        ("A01,A,,,0,0,3,NaN,1", "depth_m", "Vui lòng nhập số mét, ví dụ 3 hoặc 3,5."),
        ("A01,A,,,0,0,3,3.005,1", "depth_m", "Vui lòng ghi số mét với tối đa hai chữ số thập phân."),
        ("A01,A,,,0,0,3,3,5", "open_sides", "Số mặt mở phải là 1, 2, 3 hoặc 4."),
        ("A01,A,,,58,0,3,3,1", "x_m", "Gian nằm ngoài Nhà A (60 × 40 m)."),
    ],
)
def test_what_is_wrong_in_a_row_is_named_with_line_and_column(db, event, line, field, message) -> None:
    _rows, problems = read(event, HEAD + "A00,A,,,20,20,3,3,1\n" + line + "\n")
    assert told(problems) == [(3, field, message)]


def test_a_code_twice_in_the_file_is_named_and_nothing_is_taken_over(db, event) -> None:
    rows, problems = read(event, HEAD + "A05,A,,,0,0,3,3,1\nA06,A,,,3,0,3,3,1\na05,A,,,6,0,3,3,1\n")
    assert told(problems) == [(4, "code", "Gian A05 cũng có ở dòng 2.")]
    with pytest.raises(BoothsRefused):
        services.add_booths(event, rows, by=UserFactory(), source="import")
    assert db.query(Booth).count() == 0


def test_a_code_and_a_place_that_stand_already_are_named(db, event) -> None:
    hall = halls_of(event)[0]
    BoothFactory(event_id=event.id, hall_id=hall.id, code="A01", x_m=0, y_m=0)
    _rows, problems = read(event, HEAD + "A01,A,,,30,0,3,3,1\nA02,A,,,2,0,3,3,1\n")
    assert told(problems) == [(2, "code", "Gian A01 đã có trong sơ đồ."), (3, "x_m", "Gian chồng lên A01.")]


def test_booths_of_two_halls_do_not_overlap(db, event) -> None:
    HallFactory(event_id=event.id, name="Nhà B")
    rows, problems = read(event, HEAD + "A01,A,,Nhà A,0,0,3,3,1\nB01,B,,Nhà B,0,0,3,3,1\n")
    assert (len(rows), problems) == (2, [])


def test_the_hall_must_be_named_when_there_are_several(db, event) -> None:
    HallFactory(event_id=event.id, name="Nhà B")
    _rows, problems = read(event, HEAD + "A01,A,,,0,0,3,3,1\n")
    assert told(problems) == [(2, "hall", "Sự kiện có nhiều nhà: vui lòng ghi tên nhà.")]


def test_a_table_without_needed_columns_is_refused_as_a_whole(db, event) -> None:
    _rows, problems = read(event, "code,zone\nA01,A\n")
    assert told(problems) == [(1, "x_m", "Bảng thiếu cột x_m, y_m, width_m, depth_m.")]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_export_can_be_imported_again(db, kind) -> None:
    event, booths = make_fair(12)
    booths[11].angle, booths[11].y_m, booths[11].power_kw, booths[11].power_points = Decimal(45), Decimal(30), Decimal("5.5"), 2
    booths[11].height_limit_m, booths[11].water_points, booths[11].price_group = Decimal(4), 1, "VIP"
    headers, rows = table_of(queries.booths_of(event))
    content = write_csv(headers, rows) if kind == "csv" else write_xlsx([Sheet("booths", headers, rows)])
    copy = EventFactory()
    HallFactory(event_id=copy.id, name="Nhà A")
    read_rows, problems = read_booths(read_table(content), ground_of(copy))
    assert problems == []
    services.add_booths(copy, read_rows, by=UserFactory(), source="import")
    assert table_of(queries.booths_of(copy)) == (COLUMNS, rows)


def test_codes_are_in_natural_order() -> None:
    assert sorted(["A10", "B1", "A2", "A100"], key=natural_key) == ["A2", "A10", "A100", "B1"]


@pytest.mark.parametrize(
    ("column", "value", "message"),
    [
        ("angle", "400", "Số phải từ 0 đến 360."),
        ("height_limit_m", "0", "Số phải từ 0,5 đến 30."),
        ("power_kw", "nhiều", "Vui lòng nhập một số, ví dụ 3 hoặc 3,5."),
        ("power_points", "-1", "Vui lòng nhập số nguyên từ 0 đến 99."),
        ("price_group", "x" * 31, "Vui lòng nhập tối đa 30 ký tự."),
    ],
)
def test_wrong_supplies_are_named(db, event, column, value, message) -> None:
    _rows, problems = read(event, f"code,zone,x,y,w,h,{column}\nA01,A,0,0,3,3,{value}\n")
    assert told(problems) == [(2, column, message)]


def test_turned_booths_are_checked_as_they_stand(db, event) -> None:
    """Two booths that would touch when straight cover each other when one is turned."""
    _rows, problems = read(event, "code,zone,x,y,w,h,angle\nA01,A,3,3,3,3,0\nA02,A,6,3,3,3,45\nA03,A,0,0,3,3,45\n")
    assert told(problems) == [(3, "x_m", "Gian chồng lên A01."), (4, "x_m", "Gian nằm ngoài Nhà A (60 × 40 m).")]


def test_fifty_thousand_rows_are_refused_before_they_are_read(db) -> None:
    lines = "".join(f"A{n:05d},A,{n % 1000 * 3},{n // 1000 * 6},3,3\n" for n in range(50_000))
    with pytest.raises(TableRefused) as refused:
        read_table(("code,zone,x,y,w,h\n" + lines).encode(), most_rows=MOST_ROWS)
    assert str(refused.value.message) == "Bảng có hơn 5000 dòng."


def test_three_thousand_booths_are_read_and_written(db) -> None:
    event = EventFactory()
    lines = [f"{'ABCDEF'[n // 500]}{n % 500 + 1:03d},Z,,,{n % 100 * 3},{n // 100 * 5},3,3,1" for n in range(3000)]
    rows, problems = read(event, HEAD + "\n".join(lines))
    assert problems == []
    assert services.add_booths(event, rows, by=UserFactory(), source="import") == 3000
