"""A booth is handed over on the phone, against a signature, when all is paid; and given back (item 10, R-49)."""

import base64
import io

import pytest
import sqlalchemy as sa
from PIL import Image, ImageDraw

from app.audit.models import AuditEntry
from app.booths.models import BoothClaim, ClaimState
from app.events.models import Role
from app.stands.errors import HandedOverAlready
from app.stands.models import Handover, HandoverKind
from app.stands.services.handovers import Protocol, record
from tests.factories.booths import make_fair
from tests.factories.events import EventFactory, person_with
from tests.factories.stands import book, secret_of
from tests.support import pdf
from tests.support.queries import count_queries
from tests.support.samples import picture


def drawn(*, empty: bool = False) -> str:
    picture = Image.new("RGBA", (320, 120), (0, 0, 0, 0))
    if not empty:
        ImageDraw.Draw(picture).line([(20, 60), (120, 30), (280, 90)], fill=(0, 0, 0, 255), width=4)
    output = io.BytesIO()
    picture.save(output, "PNG")
    return "data:image/png;base64," + base64.b64encode(output.getvalue()).decode()


@pytest.fixture
def fair(db):
    return make_fair(3, slug="ocop")


@pytest.fixture
def master(client, fair):
    person = person_with(Role.HALL_MASTER, fair[0])
    client.sign_in(person)
    return person


def claim_of(application) -> BoothClaim:
    return application.booths[0].claim


def path_of(claim: BoothClaim) -> str:
    return f"/manage/events/ocop/handover/booths/{claim.id}"


def test_the_hall_master_hands_a_booth_over_and_takes_it_back(client, fair, master, db) -> None:
    event, booths = fair
    application = book(event, booths[0], fascia_vi="HTX CHÈ SHAN")
    claim = claim_of(application)
    page = client.get(path_of(claim)).text
    assert ("HTX CHÈ SHAN" in page, "1 quầy thông tin" in page) == (True, True)
    form = {"signer_name": "Giàng A Páo", "signature": drawn(), "items-2-state": "damaged", "items-2-note": "xước mặt quầy"}
    answer = client.submit(path_of(claim), form)
    assert answer.status_code == 303, answer.text
    kept = db.scalars(sa.select(Handover)).one()
    assert [(item["name"], item["state"], item["note"]) for item in kept.faults] == [
        ("1 quầy thông tin", "damaged", "xước mặt quầy")
    ]
    assert (kept.signer_name, kept.signature.media_type, kept.done_by_id) == ("Giàng A Páo", "image/png", master.id)
    assert db.get(BoothClaim, claim.id).state is ClaimState.OCCUPIED
    assert client.submit(path_of(claim), {"signer_name": "Giàng A Páo", "tick": "y"}).status_code == 303
    assert db.get(BoothClaim, claim.id).state is ClaimState.VACATED
    back = db.scalars(sa.select(Handover).where(Handover.kind == HandoverKind.RETURN)).one()
    assert (back.signature_id, back.signed_by_tick, back.items[-1]["name"]) == (None, True, "Sàn sạch, không để lại đồ")


def test_a_booth_is_handed_over_unpaid_only_with_a_reason(client, fair, master, db) -> None:
    event, booths = fair
    claim = claim_of(book(event, booths[0], claim=ClaimState.CONFIRMED))
    form = {"signer_name": "Giàng A Páo", "tick": "y", "remarks": "giao lúc mưa"}
    refused = client.submit(path_of(claim), form)
    assert (refused.status_code, "4.860.000" in refused.text, "giao lúc mưa" in refused.text) == (422, True, True)
    assert db.scalar(sa.select(sa.func.count()).select_from(Handover)) == 0
    reason = {"override_reason": "Sở cam kết chuyển tiền ngày 07/12"}
    assert client.submit(path_of(claim), form | reason).status_code == 303
    kept = db.scalars(sa.select(Handover)).one()
    assert (kept.open_vnd, kept.override_reason) == (4_860_000, reason["override_reason"])


def test_a_booth_that_costs_nothing_needs_no_reason_and_gets_none(client, fair, master, db) -> None:
    event, booths = fair
    claim = claim_of(book(event, booths[0], claim=ClaimState.RESERVED))
    claim.rent_vnd = claim.vat_vnd = claim.total_vnd = 0
    db.commit()
    assert client.submit(path_of(claim), {"signer_name": "Giàng A Páo", "tick": "y"}).status_code == 303
    told = db.scalars(sa.select(AuditEntry).where(AuditEntry.action == "booths.occupied")).one()
    assert told.reason in (None, "")


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ({"signer_name": "Páo"}, "Xin để đơn vị ký"),
        ({"signer_name": "", "tick": "y"}, "Vui lòng"),
        ({"signer_name": "Páo", "signature": "data:image/png;base64,AAAA"}, "Không đọc được chữ ký"),
        ({"signer_name": "Páo", "signature": "javascript:alert(1)"}, "Không đọc được chữ ký"),
        ({"signer_name": "Páo", "signature": drawn(empty=True)}, "Không đọc được chữ ký"),
        ({"signer_name": "Páo", "tick": "y", "items-0-state": "damaged"}, "Xin ghi rõ hư hỏng gì"),
    ],
)
def test_what_is_not_signed_or_said_is_refused_at_the_field(client, fair, master, form, told) -> None:
    event, booths = fair
    claim = claim_of(book(event, booths[0]))
    refused = client.submit(path_of(claim), form)
    assert (refused.status_code, told in refused.text) == (422, True)


def test_photos_go_into_the_protocol_and_only_into_it(client, app, fair, master, db) -> None:
    event, booths = fair
    claim = claim_of(application := book(event, booths[0]))
    items = {f"items-{number}-state": "fine" for number in range(8)}
    photo = (io.BytesIO(picture()), "den hong.png")
    sent = items | {"signer_name": "Páo", "signature": drawn(), "photos": photo}
    assert client.post(path_of(claim), data=sent, content_type="multipart/form-data").status_code == 303
    kept = db.scalars(sa.select(Handover)).one()
    protocol = f"/manage/events/ocop/handover/protocols/{kept.id}"
    pictures = [kept.signature_id, kept.photos[0].file_id]
    assert [client.get(f"{protocol}/pictures/{number}").status_code for number in pictures] == [200, 200]
    assert client.get(f"{protocol}/pictures/999999").status_code == 404
    text = pdf.text(client.get(f"{protocol}.pdf").data)
    assert [word in text for word in ("Páo", "1 quầy thông tin", booths[0].code)] == [True] * 3
    own = f"/exhibitor/{secret_of(application)}/handovers/{kept.id}.pdf"
    other = f"/exhibitor/{secret_of(book(event, booths[1], name='Gốm Mẫu'))}/handovers/{kept.id}.pdf"
    phone = app.test_client()
    assert [phone.get(path).status_code for path in (own, other)] == [200, 404]


def test_others_see_neither_list_nor_signature(client, fair, db) -> None:
    event, booths = fair
    claim = claim_of(book(event, booths[0]))
    officer = person_with(Role.ORGANISER, event)
    made = record(event, claim, HandoverKind.HANDOVER, Protocol(items=[], signer_name="Páo", signature=drawn()), by=officer)
    paths = ["/manage/events/ocop/handover", f"/manage/events/ocop/handover/protocols/{made.id}"]
    paths += [f"{paths[1]}/pictures/{made.signature_id}", f"{paths[1]}.pdf"]
    for role in (Role.REVIEWER, Role.STEWARD, Role.FINANCE):
        client.sign_in(person_with(role, event))
        assert [client.get(path).status_code for path in paths] == [403] * 4
    elsewhere = EventFactory(slug="khac")
    client.sign_in(person_with(Role.HALL_MASTER, elsewhere))
    assert [client.get(path.replace("ocop", "khac")).status_code for path in paths[1:]] == [404] * 3


def test_a_booth_is_handed_over_once(fair, db) -> None:
    event, booths = fair
    claim = claim_of(book(event, booths[0]))
    officer = person_with(Role.ORGANISER, event)
    signed = Protocol(items=[], signer_name="Páo", tick=True)
    record(event, claim, HandoverKind.HANDOVER, signed, by=officer)
    with pytest.raises(HandedOverAlready):
        record(event, claim, HandoverKind.HANDOVER, signed, by=officer)


def test_the_round_finds_booths_without_accents_and_asks_no_more_for_three(client, fair, master) -> None:
    event, booths = fair

    def asked(query: str = "") -> int:
        with count_queries() as seen:
            assert client.get(f"/manage/events/ocop/handover{query}").status_code == 200
        return len(seen)

    book(event, booths[0], name="Hợp tác xã Chè Shan")
    asked()
    one = asked()
    book(event, booths[1], name="Gốm Bát Tràng Mẫu")
    book(event, booths[2], name="Mật ong Sìn Hồ")
    assert asked() == one
    text = client.get("/manage/events/ocop/handover?q=gom+bat").text
    assert ("Gốm Bát Tràng Mẫu" in text, "Mật ong Sìn Hồ" in text) == (True, False)
