"""Lists with the traps of real spreadsheets; the commands that take them over."""

import unicodedata

import pytest
import sqlalchemy as sa

from app.accounts.models import Organisation, TaxIdKind
from app.documents.spreadsheet import read_table
from app.registrations import queries, services
from app.registrations.errors import NoPlacesLeft
from app.registrations.exhibitor_lists import read_exhibitors
from app.registrations.importing import read_people
from app.registrations.models import Application, ApplicationState, Category, Registration
from app.registrations.services import Import, Person, Taken
from tests.factories.events import EventFactory


def people(text: str, category: Category = Category.VISITOR):
    return read_people(read_table(text.encode()), category=category)


@pytest.mark.parametrize(
    ("table", "told"),
    [
        pytest.param("Họ và tên;Điện thoại\nLò Văn Én;0912345002\n", ("Lò Văn Én", "+84912345002"), id="semicolon"),
        pytest.param("full name,phone\nLò Văn Én,84 912 345 002\n", ("Lò Văn Én", "+84912345002"), id="english"),
        pytest.param("HO TEN,SDT\nLò Văn Én,912345002\n", ("Lò Văn Én", "+84912345002"), id="lost leading zero"),
        pytest.param(
            unicodedata.normalize("NFD", "Họ và tên,Điện thoại\nLò Văn Én,0912.345.002\n"),
            ("Lò Văn Én", "+84912345002"),
            id="NFD",
        ),
        pytest.param("Họ và tên,Điện thoại\n  Lò   Văn Én ,\n", ("Lò Văn Én", ""), id="spaces and no phone"),
    ],
)
def test_what_people_write_is_understood(db, table: str, told: tuple[str, str]) -> None:
    reading = people(table)
    assert [(entry.person.full_name, entry.person.phone) for entry in reading.entries] == [told]
    assert reading.problems == []


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        (",0912345002,,", "Họ và tên"),
        ("Lò Văn Én,01234567890,,", "Điện thoại"),
        ("Lò Văn Én,,khong co,", "Đối tượng"),
        ("Lò Văn Én,,,Atlantis", "Tỉnh"),
        ("x" * 121 + ",,,", "Họ và tên"),
    ],
)
def test_a_fault_names_line_and_column(db, cells: str, column: str) -> None:
    reading = people(f"Họ và tên,Điện thoại,Đối tượng,Tỉnh\nGiàng A Páo,,,\n{cells}\n")
    assert [(problem.line, problem.column) for problem in reading.problems] == [(3, column)]
    assert [entry.person.full_name for entry in reading.entries] == ["Giàng A Páo"]


def test_a_merged_province_counts_as_its_successor_with_a_warning(db) -> None:
    reading = people("Họ và tên,Tỉnh\nLò Văn Én,Bắc Kạn\nGiàng A Páo,tỉnh lai chau\n")
    assert [entry.person.province_code for entry in reading.entries] == [19, 12]
    assert [warning.line for warning in reading.warnings] == [2]


def test_a_table_without_names_is_refused_as_a_whole(db) -> None:
    assert [problem.line for problem in people("Điện thoại\n0912345002\n").problems] == [1]


def test_a_second_run_adds_nothing(db) -> None:
    event = EventFactory()
    rows = [Import(Person(full_name="Lò Văn Én"), Category.VISITOR), Import(Person(full_name="LÒ VĂN ÉN"), Category.VISITOR)]
    assert services.import_people(event, rows, by="x", basis="x") == Taken(1, 1)
    assert services.import_people(event, rows, by="x", basis="x") == Taken(0, 2)
    assert [row.full_name for row in queries.search(event, "lo van en").rows] == ["Lò Văn Én"]


def test_more_delegates_than_places_are_refused_together(db) -> None:
    event = EventFactory(delegate_capacity=2)
    rows = [Import(Person(full_name=f"Đại biểu {number}"), Category.DELEGATE) for number in range(3)]
    with pytest.raises(NoPlacesLeft):
        services.import_people(event, rows, by="x", basis="x")
    assert db.scalar(sa.select(sa.func.count()).select_from(Registration)) == 0


EXHIBITORS = """Tên đơn vị;Loại hình;Mã số thuế;Xã/phường;Tỉnh;Người liên hệ;Điện thoại;Số gian;Bảng tên
Hợp tác xã Chè Shan Tả Lèng Xanh;HTX;6299900012;Tả Lèng;Lai Châu;Giàng A Páo;912345001;1;Chè Shan
Hộ kinh doanh Dệt thổ cẩm Mẩy Mẩy;hộ kinh doanh;012187999901;Sin Suối Hồ;Lai Châu;Tẩn Mẩy Mẩy;;1;
Muster Tee GmbH;nước ngoài;;;;Katrin Muster;+49 40 123456;2;
"""


def test_exhibitors_become_sent_applications_once(db) -> None:
    event = EventFactory(code="HCKC26")
    reading = read_exhibitors(read_table(EXHIBITORS.encode()))
    assert reading.problems == []
    entries = [(entry.unit, entry.wishes) for entry in reading.exhibitors]
    assert services.import_exhibitors(event, entries, by="x", basis="x") == Taken(3, 0)
    assert services.import_exhibitors(event, entries, by="x", basis="x") == Taken(0, 3)
    rows = db.scalars(queries.applications(event)).all()
    assert {row.state for row in rows} == {ApplicationState.SUBMITTED}
    found = db.execute(
        sa.select(Organisation.tax_id, Organisation.tax_id_kind, Organisation.commune_code).order_by(Organisation.id)
    )
    assert [row[:2] for row in found][-3:] == [
        ("6299900012", TaxIdKind.MST10),
        ("012187999901", TaxIdKind.PERSONAL),
        (None, None),
    ]


@pytest.mark.parametrize(
    ("row", "word"),
    [
        ("Công ty A;TNHH;109900778;;;;;1;", "0109900778"),
        ("Hộ B;hộ kinh doanh;1,21888E+10;;;;;1;", ""),
        ("Công ty C;TNHH;6299900013;;;;;1;", "kiểm tra"),
        ("Văn phòng D;văn phòng đại diện;;;;;;1;", "Văn phòng đại diện"),
        (";TNHH;;;;;;1;", ""),
        ("Công ty E;;;;;;;1;", ""),
        ("Công ty F;TNHH;;;;;;0;", ""),
    ],
)
def test_faults_of_exhibitors_are_named(db, row: str, word: str) -> None:
    reading = read_exhibitors(read_table((EXHIBITORS.splitlines()[0] + "\n" + row + "\n").encode()))
    assert ([problem.line for problem in reading.problems], reading.exhibitors) == ([2], [])
    assert word in reading.problems[0].message


@pytest.fixture
def run(app, db, tmp_path):
    """Run an import command over `text`."""

    def call(what: str, text: str, *options: str):
        path = tmp_path / "list.csv"
        path.write_text(text, encoding="utf-8")
        db.commit()
        return app.test_cli_runner().invoke(args=["import", what, "ocop", str(path), *options])

    return call


def test_the_command_takes_people_over_or_only_checks(run, db) -> None:
    event = EventFactory(slug="ocop")
    text = "Họ và tên\nLò Văn Én\n"
    assert run("registrations", text, "--dry-run").output == "1 people can be taken over.\n"
    assert run("registrations", text).output == "1 people added, 0 were there already.\n"
    assert [row.source for row in queries.people(event).rows] == ["import"]


@pytest.mark.parametrize("what", ["registrations", "exhibitors"])
def test_the_command_refuses_a_list_with_faults_in_one_line(run, db, what: str) -> None:
    EventFactory(slug="ocop")
    answer = run(what, "Tỉnh\nLai Châu\n")
    assert (answer.exit_code, db.scalars(sa.select(Application)).all()) == (1, [])


def test_the_command_takes_exhibitors_over(run, db) -> None:
    event = EventFactory(slug="ocop", code="HCKC26")
    assert run("exhibitors", EXHIBITORS).output == "3 exhibitors added, 0 were there already.\n"
    assert len(db.scalars(queries.applications(event)).all()) == 3


def test_the_command_knows_no_event_of_that_name(run) -> None:
    assert run("registrations", "Họ và tên\nx\n").exit_code == 1


def test_the_doctor_finds_a_wrong_counter(db) -> None:
    from app.registrations import checks
    from app.registrations.models import Capacity

    event = EventFactory(delegate_capacity=5)
    services.register(event, Person(full_name="x"), category=Category.DELEGATE)
    assert checks.find_wrong_capacity() == []
    db.execute(sa.update(Capacity).values(used=3))
    assert checks.find_wrong_capacity() == [f"event {event.id}: 3 places of delegate are counted, 1 are taken"]
    assert (checks.find_booths_without_application(), checks.find_undecided_reviews()) == ([], [])
