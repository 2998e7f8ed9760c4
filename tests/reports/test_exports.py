"""Lists leave the program by page and by command: same rows, nothing secret in them, every export noted."""

import csv
import io

import openpyxl
import pytest
import sqlalchemy as sa

from app.audit.models import AuditEntry
from app.booths.queries import find_booth
from app.checkin.models import Direction, Reason, Scan, ScanResult
from app.core import clock
from app.events.models import Role
from app.registrations.models import Consent, ConsentPurpose
from app.reports import exports, services
from tests.factories.checkin import DeviceFactory, GateFactory
from tests.factories.events import EventFactory, person_with
from tests.factories.registrations import RegistrationFactory
from tests.factories.reports import give_booth
from tests.support.queries import count_queries

PAGE = "/manage/events/ocop/exports"


def table(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


@pytest.fixture
def person(fair):
    return RegistrationFactory(event_id=fair.id, full_name="Lò Văn Đạt", phone="+84912345678", email="dat@example.vn")


@pytest.fixture
def scan(fair, person, db):
    device = DeviceFactory(of_gate=GateFactory(event_id=fair.id, name="Cổng chính"), name="Máy 1")
    row = Scan(
        event_id=fair.id,
        device_id=device.id,
        gate_id=device.gate_id,
        scan_uuid="u1",
        code=person.badge_code,
        registration_id=person.id,
        direction=Direction.ENTRY,
        scanned_at=fair.starts_at,
        received_at=fair.starts_at,
        result=ScanResult.ACCEPTED,
        reason=Reason.OK,
    )
    db.add(row)
    db.flush()
    return row


def test_the_page_offers_each_list_with_its_rows(desk, person, scan, fair) -> None:
    assert desk.get(PAGE).status_code == 200
    assert {offer.name: offer.rows for offer in exports.offered(fair)} == {
        "exhibitors": 3,
        "registrations": 1,
        "booths": 4,
        "scans": 1,
        "fascia": 3,
    }


@pytest.mark.parametrize("name", sorted(exports.LISTS))
def test_a_list_is_handed_out_and_noted(desk, db, fair, person, scan, name: str) -> None:
    answer = desk.post(f"{PAGE}/{name}", data={"format": "csv"})
    assert (answer.status_code, answer.mimetype) == (200, "text/csv")
    rows = table(answer.data)
    offered = {offer.name: offer.rows for offer in exports.offered(fair)}
    assert (len(rows) - 1, {len(row) for row in rows}) == (offered[name], {len(rows[0])})
    entry = db.scalars(sa.select(AuditEntry).where(AuditEntry.action == "reports.list_exported")).one()
    assert entry.data == {"list": name, "format": "csv", "rows": offered[name]}


@pytest.mark.parametrize("name", sorted(exports.LISTS))
def test_excel_has_the_rows_of_the_csv(fair, person, scan, name: str) -> None:
    plain = table(exports.write(fair, name, "csv", with_contacts=True))
    book = openpyxl.load_workbook(io.BytesIO(exports.write(fair, name, "xlsx", with_contacts=True)))
    rows = list(book.active.iter_rows(values_only=True))
    assert ([list(rows[0]), len(rows)], rows[1][0] is None) == ([plain[0], len(plain)], False)


@pytest.mark.parametrize("name", sorted(exports.LISTS))
def test_no_list_has_codes_of_badges_links_or_whole_personal_tax_numbers(fair, person, scan, name: str) -> None:
    content = exports.write(fair, name, "csv", with_contacts=True).decode()
    assert [secret for secret in (person.badge_code, "012345679901", "EV1") if secret in content] == []


def test_who_may_not_see_contacts_gets_none(client, fair, person) -> None:
    client.sign_in(person_with(Role.AUDITOR, fair))
    content = client.post(f"{PAGE}/registrations", data={"format": "csv"}).get_data(as_text=True)
    assert ("Lò Văn Đạt" in content, "dat@example.vn" in content, "912345678" in content) == (True, False, False)


def test_the_latest_word_on_messages_counts(db, fair, person) -> None:
    for granted in (True, False):
        db.add(
            Consent(
                event_id=fair.id,
                registration_id=person.id,
                purpose=ConsentPurpose.MESSAGES,
                granted=granted,
                text_version="1",
                given_at=clock.now(),
            )
        )
        db.flush()
    (row,) = table(exports.write(fair, "registrations", "csv", with_contacts=True))[1:]
    assert row[-3:] == ["+84912345678", "dat@example.vn", "không"]


def test_fascia_texts_come_in_natural_order_and_composed(db) -> None:
    from tests.factories.booths import BoothFactory

    event = EventFactory()
    hall = None
    for code in ("A10", "A2"):
        booth = BoothFactory(event_id=event.id, code=code, **({"hall_id": hall} if hall else {}))
        hall = booth.hall_id
        give_booth(event, find_booth(event, code), fascia="Che\u0300 xanh")
    rows = table(exports.write(event, "fascia", "csv", with_contacts=False))
    assert rows[1:] == [["A2", "Chè xanh", "CHÈ XANH"], ["A10", "Chè xanh", "CHÈ XANH"]]


def test_a_text_never_becomes_a_formula(fair) -> None:
    RegistrationFactory(event_id=fair.id, full_name="=HYPERLINK(1)")
    assert "'=HYPERLINK(1)" in exports.write(fair, "registrations", "csv", with_contacts=False).decode()


def test_a_list_that_is_too_long_is_left_to_the_command(desk, db, person, monkeypatch) -> None:
    monkeypatch.setattr(services, "MOST_ROWS", 2)
    answer = desk.post(f"{PAGE}/exhibitors", data={"format": "csv"})
    assert (answer.status_code, db.scalars(sa.select(AuditEntry)).all()) == (422, [])


@pytest.mark.parametrize(("name", "kind"), [("secrets", "csv"), ("booths", "exe")])
def test_there_are_no_other_lists(desk, name: str, kind: str) -> None:
    assert desk.post(f"{PAGE}/{name}", data={"format": kind}).status_code == 404


def test_stewards_take_no_lists(client, fair) -> None:
    client.sign_in(person_with(Role.STEWARD, fair))
    assert [client.get(PAGE).status_code, client.post(f"{PAGE}/booths").status_code] == [403, 403]


@pytest.mark.parametrize("name", sorted(exports.LISTS))
def test_one_row_and_three_cost_the_same_queries(db, fair, person, scan, name: str) -> None:
    with count_queries() as one:
        exports.write(fair, name, "csv", with_contacts=True)
    for _time in range(2):
        RegistrationFactory(event_id=fair.id)
    give_booth(fair, find_booth(fair, "A04"), 12)
    with count_queries() as more:
        exports.write(fair, name, "csv", with_contacts=True)
    assert len(more) == len(one)


@pytest.mark.parametrize("name", ["exhibitors", "registrations", "scans", "fascia"])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_command_writes_the_same_file(run, fair, person, scan, tmp_path, name: str, kind: str) -> None:
    out = tmp_path / f"list.{kind}"
    result = run("export", name, fair.slug, "--format", kind, "--out", str(out), "--quiet")
    assert (result.exit_code, result.output, out.stat().st_size > 100) == (0, "", True)
    if kind == "csv":
        assert table(out.read_bytes()) == table(exports.write(fair, name, kind, with_contacts=True))


def test_the_report_command_writes_the_summary(run, fair, tmp_path) -> None:
    out = tmp_path / "summary.csv"
    result = run("report", fair.slug, "--format", "csv", "--lang", "de", "--out", str(out))
    assert (result.exit_code, result.output) == (0, f"Summary of {fair.slug} written to {out}.\n")
    assert "Besuche" in out.read_text(encoding="utf-8-sig")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("report", "nirgends", "--format", "csv"), 1),
        (("report", "ocop", "--format", "csv", "--number", "9"), 1),
        (("export", "scans", "nirgends"), 1),
        (("report", "ocop", "--format", "exe"), 2),
        (("export", "secrets", "ocop"), 2),
    ],
)
def test_a_command_ends_with_a_clear_line(run, fair, tmp_path, arguments, code: int) -> None:
    out = tmp_path / "file"
    result = run(*arguments, "--out", str(out))
    assert (result.exit_code, out.exists()) == (code, False)
    assert result.output.strip().splitlines()[-1].startswith("Error: ")
