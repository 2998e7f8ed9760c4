"""Pages of finance."""

import io

import pytest

from app.events.models import Role
from app.payments import queries
from app.payments.models import InvoiceState
from tests.factories.events import EventFactory, person_with
from tests.factories.payments import make_invoice
from tests.payments.test_statements import STATEMENT
from tests.support.queries import count_queries


@pytest.fixture
def event(db):
    return EventFactory(code="HCKC26", bank_bin="970405", bank_account="1900201234567", bank_account_name="TRUNG TAM MAU")


@pytest.fixture
def desk(client, event):
    client.sign_in(person_with(Role.FINANCE, event))
    return f"/manage/events/{event.slug}/payments"


@pytest.fixture
def invoice(event):
    return make_invoice(event, code="HCKC26DK0203")


def test_the_list_sums_what_is_due_and_received(client, desk, event, invoice) -> None:
    cancelled = make_invoice(event, code="HCKC26DK0300")
    client.submit(f"{desk}/{cancelled.code}/cancel", {"reason": "rút lui"}, form="reason")
    page = client.get(desk).text
    assert [word in page for word in ("HCKC26DK0203", "trên 5,3\xa0tr ₫ phải thu", "đã hủy đề nghị")] == [True] * 3


FILTERS = [("state=paid", False), ("state=open", True), ("q=dk0203", True), ("q=zzz", False)]


@pytest.mark.parametrize(("query", "shown"), FILTERS)
def test_the_list_is_filtered(client, desk, invoice, query: str, shown: bool) -> None:
    assert (invoice.code in client.get(f"{desk}?{query}").text.replace(query, "")) is shown


def test_payers_are_found_without_accents(client, desk, invoice) -> None:
    assert invoice.code in client.get(f"{desk}?q=cong ty").text


@pytest.mark.parametrize("page", ["", "/bank?show=all"])
def test_one_and_three_rows_cost_the_same(client, desk, event, page: str) -> None:
    counts = []
    for wanted in (1, 3):
        for number in range(0 if wanted == 1 else 1, wanted):
            code = make_invoice(event, code=f"HCKC26DK000{number}").code
            transfer(client, desk, code, reference=f"FT{number}")
        with count_queries() as seen:
            assert client.get(desk + page).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]


def transfer(client, desk: str, code: str, amount: str = "5.346.000", reference: str = ""):
    told = {"amount": amount, "received_at": "2026-10-20T08:00", "reference": reference, "memo": "CT DEN"}
    return client.submit(f"{desk}/{code}", told, form="/transfers")


def test_a_transfer_is_noted_with_its_time(client, desk, event, invoice) -> None:
    assert transfer(client, desk, invoice.code, "2.673.000").status_code == 303
    found = queries.get_invoice(event, invoice.code)
    entry = queries.entries_of(found)[-1]
    assert (found.state, found.paid_vnd, entry.occurred_at.isoformat()) == (
        InvoiceState.PART_PAID,
        2_673_000,
        "2026-10-20T01:00:00+00:00",
    )


@pytest.mark.parametrize(("amount", "field"), [("0", "amount"), ("1e6", "amount"), ("", "amount")])
def test_a_wrong_amount_is_refused_at_its_field(client, desk, invoice, amount: str, field: str) -> None:
    answer = transfer(client, desk, invoice.code, amount)
    assert (answer.status_code, f'id="{field}-error"' in answer.text) == (422, True)


def test_the_same_reference_twice_is_refused_at_its_field(client, desk, invoice) -> None:
    transfer(client, desk, invoice.code, "1.000.000", "FT1")
    answer = transfer(client, desk, invoice.code, "1.000.000", "FT1")
    assert (answer.status_code, 'id="reference-error"' in answer.text) == (422, True)
    assert "1.000.000" in client.get(f"{desk}/{invoice.code}").text


def test_cancelling_needs_a_reason(client, desk, event, invoice) -> None:
    assert client.submit(f"{desk}/{invoice.code}/cancel", form="reason").status_code == 422
    assert client.submit(f"{desk}/{invoice.code}/cancel", {"reason": "rút lui"}, form="reason").status_code == 303
    assert queries.get_invoice(event, invoice.code).state == InvoiceState.CANCELLED


def send(client, desk: str, text: str):
    return client.submit(f"{desk}/import", {"file": (io.BytesIO(text.encode()), "sao-ke.csv")}, form="file")


def test_a_statement_is_shown_then_booked_and_again_changes_nothing(client, desk, event, invoice) -> None:
    for number in ("0147", "0148", "0149"):
        make_invoice(event, code=f"HCKC26DK{number}")
    preview = send(client, desk, STATEMENT)
    assert (preview.status_code, queries.sums_of(event).received_vnd) == (200, 0)
    assert "Ghi sổ 5 khoản tiền" in preview.text
    packed = preview.text.partition('name="content" value="')[2].partition('"')[0]
    import html

    assert client.post(f"{desk}/import", data={"content": html.unescape(packed)}).status_code == 303
    sums = queries.sums_of(event)
    assert (sums.received_vnd, sums.unmatched) == (3 * 5_346_000 + 4_946_000, 1)
    assert "Ghi sổ 0 khoản tiền" in send(client, desk, STATEMENT).text


@pytest.mark.parametrize("text", ["", "nonsense", "Ngày,Nội dung\n20/10/2026,a\n", "Ngày,Ghi có,Nội dung\n20/10/2026,1e6,a\n"])
def test_a_bad_statement_says_why(client, desk, text: str) -> None:
    assert send(client, desk, text).status_code == 422


def test_a_statement_without_credits_says_so(client, desk) -> None:
    answer = send(client, desk, "Ngày,Ghi có,Nội dung\n20/10/2026,-5,a\n")
    assert (answer.status_code, "Sao kê không có khoản ghi có" in answer.text) == (200, True)


def test_damaged_content_is_refused(client, desk) -> None:
    assert client.post(f"{desk}/import", data={"content": "không"}).status_code == 422


def test_a_waiting_credit_is_assigned(client, desk, event, invoice) -> None:
    send(client, desk, STATEMENT)
    from app.documents.spreadsheet import read_table
    from app.payments.services import bank
    from app.payments.statements import read_statement

    found, _problems = read_statement(read_table(b"Date,Credit,Memo\n20/10/2026,5346000,HCKC26DKO203\n"), event.timezone)
    bank.import_credits(event, found, by=None)
    page = client.get(f"{desk}/bank").text
    assert f"Gợi ý: {invoice.code}" in page
    path = page.partition(f'href="{desk}/bank/')[2].partition('"')[0]
    assert client.submit(f"{desk}/bank/{path}", {"code": "HCKC26XX9999"}, form=-1).status_code == 422
    assert client.submit(f"{desk}/bank/{path}", {"code": "hckc26 dk0203"}, form=-1).status_code == 303
    assert queries.get_invoice(event, invoice.code).state == InvoiceState.PAID


def test_auditors_read_and_others_do_not(client, desk, event, invoice) -> None:
    statuses = {}
    for role in (Role.ORGANISER, Role.FINANCE, Role.AUDITOR, Role.PROGRAMME_CHAIR):
        client.sign_in(person_with(role, event))
        paths = (desk, f"{desk}/{invoice.code}", f"{desk}/bank", f"{desk}/import", f"{desk}/{invoice.code}/cancel")
        statuses[role] = [client.get(path).status_code for path in paths]
    all_of_it, reading = [200] * 5, [200, 200, 200, 403, 403]
    assert statuses == {
        Role.ORGANISER: all_of_it,
        Role.FINANCE: all_of_it,
        Role.AUDITOR: reading,
        Role.PROGRAMME_CHAIR: [403] * 5,
    }


def test_a_request_of_another_event_is_not_found(client, invoice, db) -> None:
    foreign = EventFactory()
    client.sign_in(person_with(Role.FINANCE, foreign))
    assert client.get(f"/manage/events/{foreign.slug}/payments/{invoice.code}").status_code == 404


def test_the_overview_names_money_and_unmatched_credits(client, event, invoice) -> None:
    from app.core import clock
    from app.payments.services import bank
    from app.payments.statements import Credit

    bank.import_credits(event, [Credit(2, "FT1", 5, "?", clock.now())], by=None)
    client.sign_in(person_with(Role.ORGANISER, event))
    page = client.get(f"/manage/events/{event.slug}").text
    assert ["1 khoản tiền chưa khớp" in page, "trên 5,3\xa0tr ₫ phải thu" in page] == [True, True]
