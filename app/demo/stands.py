"""What the fair's exhibitors do with their booths: Lai Châu's pavilion, fascia texts, a list that was sent, two handovers."""

import base64
import io
import math

import sqlalchemy as sa
from PIL import Image, ImageDraw

from app.accounts.models import Organisation
from app.booths.models import Booth, BoothClaim, ClaimState
from app.core.db import db
from app.demo.story import local, on
from app.demo.world import LAI_CHAU, World
from app.events.models import Event
from app.payments.models import Invoice
from app.registrations import queries as registrations
from app.registrations.models import Application, ApplicationBooth, ConsentPurpose
from app.stands.checklist import items_of
from app.stands.models import HandoverKind
from app.stands.services import co_exhibitors, fascia, handovers, manual
from app.stands.services.co_exhibitors import FirmDetails, OwnPart

_PAVILION = "Gian hàng chung tỉnh Lai Châu (mẫu)"
# key of the scenario or "", name, booth and part, fascia, in English, product, contact
_FIRMS = (
    ("X1", "", "B01", "", "HTX CHÈ SHAN TẢ LÈNG XANH", "TA LENG SHAN TEA", "Chè Shan tuyết cổ thụ", "Giàng A Páo"),
    ("X2", "", "B02", "nửa trái", "DỆT THỔ CẨM MẨY MẨY", "MAY MAY BROCADE", "Khăn, túi thổ cẩm", "Tẩn Mẩy Mẩy"),
    ("", "Hợp tác xã Mật ong Sìn Hồ (mẫu)", "B02", "nửa phải", "MẬT ONG SÌN HỒ", "SIN HO HONEY", "Mật ong bạc hà", "Lý A Sử"),
    ("", "Hợp tác xã Gạo Séng cù Than Uyên (mẫu)", "B03", "quầy 1", "GẠO SÉNG CÙ", "", "Gạo Séng cù", "Lò Thị Phương"),
    ("", "Hợp tác xã Miến dong Bình Lư (mẫu)", "B03", "quầy 2", "MIẾN DONG BÌNH LƯ", "", "Miến dong", "Vàng Thị Xuân"),
    ("", "Hợp tác xã Sâm Lai Châu Mường Tè (mẫu)", "B04", "nửa trái", "SÂM LAI CHÂU", "LAI CHAU GINSENG", "Sâm", "Pờ Lò Hừ"),
    ("", "Tổ hợp tác Rượu ngô Sùng Phài (mẫu)", "B04", "nửa phải", "", "", "", "Sùng A Dế"),
)
_A12 = ("CÔNG TY CP THỰC PHẨM BÁI TỬ LONG MẪU", "BAI TU LONG FOODS")


def furnish(people: World, fair: Event) -> None:
    """Let exhibitors, organiser and hall master do their part."""
    with on("2026-10-17 09:00"):
        terms = manual.Terms(
            fascia_due_at=local("2026-11-20 17:00"),
            staff_due_at=local("2026-11-28 17:00"),
            products_due_at=local("2026-11-25 17:00"),
        )
        manual.set_terms(fair, terms, by=people.people["organiser"])
    with on("2026-10-18 10:00"):
        _share_the_pavilion(people, fair)
        _write(fair, "A12", *_A12)
    with on("2026-11-21 09:00"):
        fascia.send_list(fair, sent_to="Công ty Thi công gian hàng Mẫu", by=people.people["organiser"])
    with on("2026-11-25 15:00"):
        _change_late(people, fair)
    with on("2026-12-03 14:00"):
        _hand_over(people, fair)


def _booth(fair: Event, code: str) -> tuple[Application, BoothClaim]:
    found = db.session.execute(
        sa.select(Application, BoothClaim)
        .join(ApplicationBooth, ApplicationBooth.application_id == Application.id)
        .join(BoothClaim, BoothClaim.id == ApplicationBooth.claim_id)
        .join(Booth, Booth.id == BoothClaim.booth_id)
        .where(Application.event_id == fair.id, Booth.code == code, BoothClaim.ended_at.is_(None))
    ).one()
    return found[0], found[1]


def _share_the_pavilion(people: World, fair: Event) -> None:
    application = db.session.scalars(
        sa.select(Application)
        .join(Organisation, Organisation.id == Application.organisation_id)
        .where(Application.event_id == fair.id, Organisation.name == _PAVILION)
    ).one()
    claims = {row.claim.booth.code: row.claim_id for row in application.booths}
    for key, name, booth, part, text_vi, text_en, product, contact in _FIRMS:
        unit = people.organisations.get(key)
        details = FirmDetails(
            name=unit.name if unit else name,
            province_code=LAI_CHAU,
            contact_name=contact,
            staff_most=1,
            booths={claims[booth]: part},
        )
        organisation_id = unit.id if unit else None
        firm = co_exhibitors.name_firm(
            fair, application, details, by=people.people["reporter"], organisation_id=organisation_id
        )
        co_exhibitors.invite(fair, firm, by=people.people["reporter"])
        if text_vi:
            said = OwnPart(
                fascia_vi=text_vi,
                fascia_en=text_en,
                products=({"name_vi": product, "name_en": ""},),
                staff=(contact,),
                consents={ConsentPurpose.PARTICIPATION: True, ConsentPurpose.CATALOGUE: True},
            )
            co_exhibitors.fill_in(fair, registrations.get_co_exhibitor(application, firm.id), said, by=firm.name)


def _write(fair: Event, code: str, text_vi: str, text_en: str) -> None:
    application, claim = _booth(fair, code)
    fascia.set_booth_text(fair, application, claim, text_vi, text_en, by=application.organisation.name)


def _change_late(people: World, fair: Event) -> None:
    """A change after the list was sent: with a reason, and a name of the Central Highlands (A-08)."""
    application, claim = _booth(fair, "B40")
    reason, organiser = "Đơn vị đề nghị bằng văn bản ngày 24/11/2026", people.people["organiser"]
    texts = ("CÀ PHÊ, MẮC CA H’Lan AYŬN", "H’LAN AYUN COFFEE")
    fascia.set_booth_text(fair, application, claim, *texts, by=organiser, officer=organiser, reason=reason)


def _hand_over(people: World, fair: Event) -> None:
    """Hand over the first two booths of which all is paid; their state follows the money a little later, by a job."""
    given = BoothClaim.state.in_((ClaimState.RESERVED, ClaimState.CONFIRMED, ClaimState.SOLD))
    paid = (
        sa.select(BoothClaim)
        .join(Booth, Booth.id == BoothClaim.booth_id)
        .join(Invoice, Invoice.id == BoothClaim.invoice_id)
        .where(BoothClaim.event_id == fair.id, given, Invoice.total_vnd > 0, Invoice.paid_vnd >= Invoice.total_vnd)
        .order_by(Booth.sort_key)
    )
    for number, claim in enumerate(db.session.scalars(paid.limit(2)).all()):
        items = [{"name": name, "state": "fine", "note": ""} for name in items_of(claim.booth, HandoverKind.HANDOVER)]
        if number:
            items[4] |= {"state": "damaged", "note": "1 bóng đèn không sáng, thay trước 17:00"}
        signer = ("Nguyễn Thị Hạnh", "Hoàng Văn Bình")[number]
        protocol = handovers.Protocol(items=items, signer_name=signer, signature=_signature(number))
        handovers.record(fair, claim, HandoverKind.HANDOVER, protocol, by=people.people["hall_master"])


def _signature(number: int) -> str:
    """Return a scribble as the canvas of a phone would give it."""
    picture = Image.new("RGBA", (600, 180), (0, 0, 0, 0))
    points = [(40 + x * 5, 90 + 45 * math.sin(x / (4 + number)) * math.cos(x / 11)) for x in range(100)]
    ImageDraw.Draw(picture).line(points, fill=(27, 36, 48, 255), width=5)
    output = io.BytesIO()
    picture.save(output, "PNG")
    return "data:image/png;base64," + base64.b64encode(output.getvalue()).decode()
