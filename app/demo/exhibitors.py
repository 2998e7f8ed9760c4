"""Exhibitors of the fair: those of the scenario, provincial pavilions, and invented firms of two dozen provinces."""

import random

import sqlalchemy as sa

from app.accounts.models import MembershipRole, OrganisationKind, TaxIdKind
from app.accounts.services.organisations import OrganisationDetails
from app.booths import queries as booths
from app.booths.models import BoothKind
from app.core import clock
from app.core.db import db
from app.demo import names
from app.demo.story import on
from app.demo.world import FIRMS, LAI_CHAU, Firm, World, join
from app.events.models import Event, EventInvitee
from app.payments.models import Invoice
from app.payments.services import bank
from app.payments.services.ledger import receive
from app.payments.statements import Credit
from app.places import queries as places
from app.registrations.models import Application
from app.registrations.services import applications, consents, decisions
from app.registrations.services.applications import Wishes
from app.registrations.terms import ConsentPurpose

# The scenario's own assignments and what became of the others.
_BOOTHS = {"X1": "B07", "X3": "D01", "X4": "A12", "X6": "C05", "X7": "B40"}
# province code, booths of its pavilion
_PAVILIONS = (
    (LAI_CHAU, ("B01", "B02", "B03", "B04")),
    (11, ("B12", "B13")),
    (14, ("B14", "B15", "B16")),
    (15, ("B23", "B24", "B25")),
    (4, ("B34", "B35")),
    (20, ("B36", "B37", "B38")),
    (8, ("B45", "B46")),
)
# Where the other firms come from, and how many: nearly half are from the host province and its neighbour.
_ORIGINS = (
    (22, 34),
    (31, 9),
    (25, 6),
    (19, 6),
    (24, 5),
    (15, 4),
    (14, 4),
    (33, 3),
    (37, 3),
    (38, 3),
    (40, 3),
    (42, 2),
    (1, 4),
    (20, 2),
    (8, 2),
    (4, 2),
    (44, 1),
    (46, 1),
)


def apply_all(world: World, event: Event, rng: random.Random) -> None:
    """Let everybody apply, decide as the scenario says, and book what was paid."""
    with on("2026-10-05 09:00"):
        scenario = {firm.key: _apply_firm(world, event, firm) for firm in FIRMS}
        world.organisations |= {key: application.organisation for key, application in scenario.items()}
        pavilions = [_apply_pavilion(world, event, code) for code, _codes in _PAVILIONS]
    with on("2026-10-12 10:00"):
        others = [_apply_invented(world, event, rng, code, number) for code, number in _numbered_origins()]
    with on("2026-10-16 15:00"):
        _decide_scenario(world, event, scenario)
        for application, (_code, codes) in zip(pavilions, _PAVILIONS, strict=True):
            _accept(world, event, application, codes)
        _decide_others(world, event, others)
    with on("2026-10-19 11:00"):
        _book_payments(world, event, rng)
    _invite(event, [application.organisation_id for application in [*scenario.values(), *others]])
    join(world.people["exhibitor"], scenario["X4"].organisation, MembershipRole.ADMIN)
    join(world.people["exhibitor_staff"], scenario["X4"].organisation, MembershipRole.STAFF)


def _numbered_origins() -> list[tuple[int, str]]:
    numbers = names.tax_numbers(249990010)
    return [(code, next(numbers)) for code, count in _ORIGINS for _ in range(count)]


def _apply_firm(world: World, event: Event, firm: Firm) -> Application:
    wishes = Wishes(
        contact_name=firm.contact,
        contact_phone=firm.phone,
        contact_email=firm.email,
        booth_kind="raw" if firm.key == "X3" else "standard",
        wants_corner=firm.key in ("X1", "X4"),
        fascia_vi=firm.details.name.upper()[:60],
        fascia_en=firm.details.name_en.upper()[:60],
        details={"products": [{"name_vi": firm.product, "name_en": "", "stars": 0}]},
    )
    return _apply(world, event, firm.details, wishes)


def _apply_pavilion(world: World, event: Event, code: int) -> Application:
    province = places.get_province(code)
    details = OrganisationDetails(
        kind=OrganisationKind.STATE_BODY,
        name=f"Gian hàng chung tỉnh {province.name} (mẫu)",
        legal_form="state_body",
        tax_id_kind=TaxIdKind.BUDGET_UNIT,
        tax_id="1099999" if code == LAI_CHAU else f"10990{code:02d}",
        province_code=code,
    )
    wishes = Wishes(
        contact_name="Phạm Thu Hà" if code == LAI_CHAU else "Văn phòng Sở (mẫu)",
        contact_phone="+84912345008",
        booth_count=4,
        fascia_vi=f"TỈNH {province.name.upper()}",
    )
    return _apply(world, event, details, wishes)


def _apply_invented(world: World, event: Event, rng: random.Random, code: int, tax_id: str) -> Application:
    place = rng.choice(places.communes_of(code))
    details, goods = names.firm(rng, place.name, code, tax_id)
    wishes = Wishes(
        contact_name=names.person(rng),
        contact_phone=details.phone,
        fascia_vi=details.name.removesuffix(" Mẫu").upper()[:60],
        details={"products": [{"name_vi": goods, "name_en": "", "stars": 0}]},
    )
    return _apply(world, event, details, wishes)


def _apply(world: World, event: Event, details: OrganisationDetails, wishes: Wishes) -> Application:
    officer = world.people["organiser"]
    application = applications.start(event, details, assisted_by=officer)
    applications.save_wishes(application, wishes)
    given = {ConsentPurpose.PARTICIPATION: True, ConsentPurpose.CATALOGUE: True}
    consents.record_consents(application, given, channel="phone", by=officer, basis="A-23")
    applications.submit(event, application, by=officer)
    return application


def _decide_scenario(world: World, event: Event, scenario: dict[str, Application]) -> None:
    reviewer = world.people["reviewer"]
    for key, code in _BOOTHS.items():
        _accept(world, event, scenario[key], (code,))
    decisions.ask_for_changes(
        event, scenario["X5"], by=reviewer, note="Đề nghị gửi quyết định công nhận làng nghề, nếu có, để xét hỗ trợ."
    )


def _decide_others(world: World, event: Event, others: list[Application]) -> None:
    """Accept most; the last ones wait for review, one is declined, two are on the waiting list."""
    reviewer = world.people["reviewer"]
    free = _free_codes(event)
    for application in others[:-10]:
        _accept(world, event, application, (free.pop(0),))
    for application in others[-10:-8]:
        decisions.waitlist(event, application, by=reviewer)
    decisions.decline(event, others[-8], by=reviewer, reason="Hàng hóa không thuộc chủ đề hội chợ.")


def _free_codes(event: Event) -> list[str]:
    """Return free standard booths in a mixed order, as choices of many people look on a real plan."""
    taken = {code for _province, pavilion in _PAVILIONS for code in pavilion} | set(_BOOTHS.values())
    codes = [booth.code for booth in booths.booths_of(event) if booth.kind is BoothKind.STANDARD and booth.code not in taken]
    random.Random(7).shuffle(codes)
    return codes


def _accept(world: World, event: Event, application: Application, codes: tuple[str, ...]) -> None:
    for code in codes:
        decisions.assign_booth(event, application, code, by=world.people["organiser"])
    decisions.accept(event, application, by=world.people["reviewer"])


def _book_payments(world: World, event: Event, rng: random.Random) -> None:
    """Book what came in: half pay all, a quarter the deposit, the rest not yet; two credits fit nothing."""
    finance = world.people["finance"]
    for invoice in db.session.scalars(sa.select(Invoice).where(Invoice.event_id == event.id).order_by(Invoice.id)).all():
        draw = rng.random()
        if draw < 0.75 and invoice.total_vnd:
            amount = invoice.total_vnd if draw < 0.5 else invoice.deposit_vnd
            receive(event, invoice, amount, by=finance, memo=invoice.code)
    memos = ((4_860_000, "MBVCB.7788 HCKC 26 DK TA LENG XANH CT TU 0123"), (2_430_000, "NOP TIEN GIAN HANG HOI CHO OCOP"))
    strange = [
        Credit(line=line, reference=f"FT2629{line:04d}", amount_vnd=amount, memo=memo, occurred_at=clock.now())
        for line, (amount, memo) in enumerate(memos, start=1)
    ]
    bank.import_credits(event, strange, by=finance)


def _invite(event: Event, organisation_ids: list[int]) -> None:
    rows = [EventInvitee(event_id=event.id, organisation_id=number) for number in dict.fromkeys(organisation_ids)]
    db.session.add_all(rows)
    db.session.flush()
