"""The fascia list: exactly as entered, closed by a day, every change logged, sent lists frozen (item 10, A-08, R-47, R-50)."""

import io
from datetime import timedelta

import openpyxl
import pytest
import sqlalchemy as sa

from app.core import clock
from app.core.i18n import force_locale
from app.events.models import Role
from app.registrations.models import ExhibitorTerms
from app.reports import exports
from app.stands import queries
from app.stands.differences import State, compare
from app.stands.models import FasciaChange, FasciaList
from app.stands.services import fascia, manual
from app.stands.services.manual import Terms, set_terms
from tests.factories.booths import BoothFactory, make_fair
from tests.factories.events import EventFactory, person_with
from tests.factories.stands import book, secret_of
from tests.support import html, pdf
from tests.support.queries import count_queries

A12 = ("A12", "CÔNG TY CP THỰC PHẨM BÁI TỬ LONG MẪU", "BAI TU LONG FOODS")


@pytest.fixture
def event(db):
    return make_fair(1, slug="ocop", code="HCKC26")[0]


@pytest.fixture
def exhibitor(event):
    """X4 at the corner stand A12."""
    booth = BoothFactory(event_id=event.id, code="A12", sort_key="A000012", x_m=40)
    return book(event, booth, name="Công ty CP Thực phẩm Bái Tử Long Mẫu", fascia_vi=A12[1], fascia_en=A12[2])


@pytest.fixture
def organiser(client, event):
    person = person_with(Role.ORGANISER, event)
    client.sign_in(person)
    return person


def close(event) -> None:
    set_terms(event, Terms(fascia_due_at=clock.now() - timedelta(hours=1), staff_due_at=None, products_due_at=None), by="test")


def rows_of(content: bytes) -> list[tuple]:
    return list(openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True))


def test_what_the_exhibitor_enters_is_what_is_printed(client, event, exhibitor) -> None:
    """Also letters of the Central Highlands, in NFC however they were typed."""
    path = f"/exhibitor/{secret_of(exhibitor)}/fascia"
    answer = client.submit(path, {"boards-0-text_vi": "CÀ PHÊ H’Lan AYU\u0306N", "boards-0-text_en": "Coffee"})
    assert answer.status_code == 303
    board = queries.boards_of(event)[0]
    assert (board.text_vi, board.text_en) == ("CÀ PHÊ H’Lan AYŬN", "Coffee")


def test_the_stand_builder_gets_the_line_of_the_scenario(client, event, exhibitor, organiser) -> None:
    fascia.set_booth_text(event, exhibitor, exhibitor.booths[0].claim, A12[1], "H’Lan AYŬN", by="x")
    fascia.set_booth_text(event, exhibitor, exhibitor.booths[0].claim, A12[1], A12[2], by="x")
    table = rows_of(client.get("/manage/events/ocop/fascia/current.xlsx").data)
    assert table[1][:3] == A12
    assert list(exports.LISTS["fascia"].table(event, True)[1]) == [list(A12)]


def test_thirty_one_characters_are_a_warning_and_a_wider_booth_carries_more(event, exhibitor, client) -> None:
    texts = ("B" * 30, "B" * 31)
    assert [_board(event, exhibitor, text).is_long for text in texts] == [False, True]
    exhibitor.booths[0].claim.booth.width_m = 6
    assert not _board(event, exhibitor, texts[1]).is_long
    page = client.submit(f"/exhibitor/{secret_of(exhibitor)}/fascia", {"boards-0-text_vi": "X" * 61})
    assert page.status_code == 422


def _board(event, exhibitor, text: str):
    fascia.set_booth_text(event, exhibitor, exhibitor.booths[0].claim, text, "", by="x")
    return queries.boards_of(event)[0]


def test_after_the_last_day_only_an_organiser_with_a_reason_changes_it(client, app, event, exhibitor, db) -> None:
    close(event)
    path = f"/exhibitor/{secret_of(exhibitor)}/fascia"
    phone = app.test_client()
    assert phone.submit(path, {"boards-0-text_vi": "KHÁC"}).status_code == 422
    client.sign_in(person_with(Role.ORGANISER, event))
    board = f"/manage/events/ocop/fascia/boards/{exhibitor.booths[0].claim_id}"
    assert client.submit(board, {"fascia_vi": "KHÁC"}).status_code == 422
    assert client.submit(board, {"fascia_vi": "KHÁC", "reason": "công văn 12"}).status_code == 303
    change = db.scalars(sa.select(FasciaChange)).one()
    assert (change.booths, change.old_vi, change.new_vi, change.reason) == ("A12", A12[1], "KHÁC", "công văn 12")
    assert change.changed_by.full_name in client.get("/manage/events/ocop/fascia/log").text


def test_a_list_that_was_sent_never_changes_and_the_next_marks_what_does(client, event, exhibitor, organiser, db) -> None:
    a13, a14 = (BoothFactory(event_id=event.id, code=f"A{n}", sort_key=f"A0000{n}", x_m=4 * n) for n in (13, 14))
    other = book(event, a13, name="Gốm Mẫu", fascia_vi="GỐM")
    assert client.submit("/manage/events/ocop/fascia/send", {"sent_to": "Công ty Thi công Mẫu"}).status_code == 303
    fascia.set_booth_text(event, exhibitor, exhibitor.booths[0].claim, "KHÁC", "", by="x")
    db.delete(other.booths[0])
    book(event, a14, name="Mật ong", fascia_vi="MẬT ONG")
    assert db.scalars(sa.select(FasciaChange)).one().since_list == 1
    client.submit("/manage/events/ocop/fascia/send", {"sent_to": "Công ty Thi công Mẫu"})
    first, second = (rows_of(client.get(f"/manage/events/ocop/fascia/lists/{number}.xlsx").data) for number in (1, 2))
    assert [row[:3] for row in first[1:]] == [A12, ("A13", "GỐM", None)]
    with force_locale("vi"):
        changed, new, gone = (str(state.label) for state in (State.CHANGED, State.NEW, State.GONE))
    assert [(row[0], row[1], row[5], row[6]) for row in second[1:]] == [
        ("A12", "KHÁC", changed, f"{A12[1]} | {A12[2]}"),
        ("A14", "MẬT ONG", new, None),
        ("A13", None, gone, "GỐM"),
    ]
    printed = pdf.text(client.get("/manage/events/ocop/fascia/lists/2.pdf").data)
    assert [word in printed for word in ("KHÁC", changed, "MẬT ONG")] == [True] * 3
    assert [client.get(f"/manage/events/ocop/fascia/lists/{path}").status_code for path in ("3.xlsx", "1.docx")] == [404, 404]


def test_strange_letters_are_printed_with_our_own_fonts(client, event, exhibitor, organiser) -> None:
    fascia.set_booth_text(event, exhibitor, exhibitor.booths[0].claim, "CÀ PHÊ H’Lan AYŬN", "", by="x")
    made = client.get("/manage/events/ocop/fascia/current.pdf").data
    assert ("H’Lan AYŬN" in pdf.text(made), all(pdf.fonts(made).values())) == (True, True)


def test_of_two_firms_on_a_booth_only_the_changed_one_is_marked(event, exhibitor) -> None:
    board = queries.boards_of(event)[0]
    sent = [["A12", "HAI", "", 3.0], ["A12", A12[1], A12[2], 3.0]]
    assert [row.state for row in compare([board], sent)] == [State.SAME, State.GONE]


def test_the_page_asks_as_often_for_three_boards_as_for_one(client, event, exhibitor, organiser) -> None:
    def asked() -> int:
        with count_queries() as seen:
            assert client.get("/manage/events/ocop/fascia").status_code == 200
        return len(seen)

    asked()
    one = asked()
    for number in (1, 2):
        book(
            event, BoothFactory(event_id=event.id, code=f"A2{number}", x_m=50 + 4 * number), name=f"Mẫu {number}", fascia_vi="X"
        )
    assert asked() == one


def test_the_manual_shows_the_own_booth_and_what_is_to_do(client, event, exhibitor) -> None:
    close(event)
    path = f"/exhibitor/{secret_of(exhibitor)}/manual"
    page = client.get(path).text
    assert [word in page for word in ("A12", A12[1], "Sọt rác", "1 sọt rác", "Nội quy nhà trưng bày")] == [
        True,
        True,
        False,
        True,
        True,
    ]
    printed = pdf.text(client.get(f"{path}.pdf").data)
    assert ("A12" in printed, "Nội quy nhà trưng bày" in printed) == (True, True)
    assert client.get("/exhibitor/x/manual").status_code == 404


def test_the_organiser_writes_a_chapter_and_sets_last_days(client, event, exhibitor, organiser, db) -> None:
    told = {"title_vi": "Nội quy", "body_vi": "- Không hút thuốc\n- Không đốt lửa\n\nXin cảm ơn."}
    assert client.submit("/manage/events/ocop/manual/rules", told).status_code == 303
    page = client.get(f"/exhibitor/{secret_of(exhibitor)}/manual").text
    assert ("<li>Không hút thuốc</li>" in page, "Không đóng đinh" in page) == (True, False)
    terms = {"fascia_due_at": "2026-11-20T17:00", "fascia_chars": "28", "staff_per_9m2": "3"}
    assert client.submit("/manage/events/ocop/exhibitor-terms", terms).status_code == 303
    kept = db.get(ExhibitorTerms, event.id)
    assert (kept.fascia_due_at.isoformat(), kept.fascia_chars) == ("2026-11-20T10:00:00+00:00", 28)
    assert client.submit("/manage/events/ocop/exhibitor-terms", {"fascia_chars": "999"}).status_code == 422
    assert client.get("/manage/events/ocop/manual/nonsense").status_code == 404


def test_two_officers_never_send_the_same_number(event, exhibitor, organiser, db) -> None:
    made = [fascia.send_list(event, sent_to="x", by=organiser).number for _turn in range(2)]
    assert (made, db.scalar(sa.select(sa.func.count()).select_from(FasciaList))) == ([1, 2], 2)


def test_an_accepted_exhibitor_names_products_until_their_last_day(client, app, event, exhibitor) -> None:
    path = f"/exhibitor/{secret_of(exhibitor)}/products"
    assert client.submit(path, {"products-0-name_vi": "Miến dong", "products-0-stars": "5"}).status_code == 303
    assert exhibitor.details["products"] == [{"name_vi": "Miến dong", "name_en": "", "stars": 5}]
    past = clock.now() - timedelta(hours=1)
    set_terms(event, Terms(fascia_due_at=None, staff_due_at=past, products_due_at=past), by="test")
    shown = client.get(path).text
    assert ("<fieldset disabled>" in shown, "/manual#chapter-contacts" in shown) == (True, True)
    names = html.parse(client.get(f"/exhibitor/{secret_of(exhibitor)}/staff").text)
    field = next(item for item in names.iter("textarea") if item.get("name") == "names")
    assert (field.get("readonly") is not None, "Hạn cuối điền tên là" in html.words(names)) == (True, True)
    values = {"products-0-name_vi": "Khác", "products-0-stars": "0"}
    assert client.post(path, data=values).status_code == 422
    staff = client.post(f"/exhibitor/{secret_of(exhibitor)}/staff", data={"names": "Páo"})
    assert (staff.status_code, "Đã hết hạn điền tên" in staff.text) == (422, True)


def test_the_next_edition_takes_over_what_was_written_but_no_last_day(event, organiser, db) -> None:
    manual.write_chapter(
        event, "rules", {"vi": ("Nội quy", "- Không hút thuốc"), "en": ("Rules", "- No smoking")}, by=organiser
    )
    set_terms(event, Terms(fascia_due_at=clock.now(), staff_due_at=None, products_due_at=None, fascia_chars=25), by=organiser)
    following = EventFactory(slug="ocop-2027")
    manual.copy_to_next(event, following)
    chapter = next(item for item in queries.sections_of(following, "en") if item.key == "rules")
    terms = db.get(ExhibitorTerms, following.id)
    assert (chapter.title, terms.fascia_chars, terms.fascia_due_at) == ("Rules", 25, None)
