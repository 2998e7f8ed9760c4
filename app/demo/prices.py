"""Prices of the fair beyond its rates: bands of dates, a support, terms of withdrawal, services and what was ordered."""

from datetime import date

import sqlalchemy as sa

from app.accounts.models import User
from app.booths.models import Booth, BoothClaim, BoothKind, FirmClass, PriceTier
from app.booths.rate_card import Days
from app.booths.services import rates
from app.booths.services.rates import LineKey, Rates, SubsidyTerms
from app.booths.services.schemes import SchemeTerms, save_scheme
from app.core.db import db
from app.demo.story import on
from app.demo.world import World
from app.events.models import Event
from app.payments.services import refunds
from app.payments.services.refunds import Tier
from app.registrations.models import Application, ApplicationBooth, ApplicationState
from app.stands.queries import orders as queries
from app.stands.services import orders
from app.stands.usual_services import usual_services

# What exhibitors ordered: the booth, and numbers by the place in the usual list.
_ORDERS = (("D01", {0: 2, 1: 10, 2: 1}), ("A12", {0: 1, 4: 4}), ("C05", {5: 2, 7: 3}), ("B12", {3: 2, 6: 18}))


def set_terms(people: World, fair: Event) -> None:
    """Set before the first application what everybody then agrees to."""
    organiser = people.people["organiser"]
    with on("2026-08-20 11:00"):
        _set_card(fair, organiser)
        refunds.set_tiers(fair, [Tier(60, 50, 100), Tier(30, 0, 50)], by=organiser)
        _set_schemes(fair, organiser)
        orders.add_usual(fair, usual_services(fair), by=organiser)


def _set_schemes(fair: Event, organiser: User) -> None:
    """The two schemes of A-22."""
    national = SchemeTerms(
        "Khuyến công quốc gia – hội chợ khác trong nước", "Mức chi theo quy định khuyến công (mẫu)", rent_pct=80
    )
    province = SchemeTerms(
        "Hỗ trợ của tỉnh (mẫu)",
        "Quyết định 00/2026/QĐ-UBND (mẫu)",
        rent_pct=50,
        freight_pct=100,
        subsistence_pct=100,
        travel_pct=100,
        most_booths=1,
        most_people=1,
        cap_vnd=10_000_000,
        most_a_year=2,
    )
    for terms in (national, province):
        save_scheme(fair, terms, by=organiser)


def _set_card(fair: Event, organiser: User) -> None:
    last = date(2026, 8, 31)
    rates.set_bands(fair, [Days(PriceTier.EARLY, None, last), Days(PriceTier.STANDARD, date(2026, 9, 1), None)], by=organiser)
    booth = Rates(per_booth_vnd=4_500_000, early_vnd=4_200_000, corner_pct=10, island_pct=20)
    raw = Rates(per_m2_vnd=400_000, early_vnd=370_000, min_area_m2=36)
    rates.set_rates(fair, {BoothKind.STANDARD: booth, BoothKind.RAW: raw}, by=organiser)
    entrance = Rates(per_booth_vnd=5_000_000, early_vnd=4_700_000, corner_pct=10, island_pct=20)
    rates.save_line(fair, LineKey(BoothKind.STANDARD, "Cổng chính"), entrance, by=organiser)


def order_services(people: World, fair: Event) -> None:
    """Let exhibitors order services; one of them is asked to pay. A support comes late, for households."""
    organiser = people.people["organiser"]
    with on("2026-11-05 10:00"):
        listed = queries.services_of(fair)
        for code, wanted in _ORDERS:
            application = _application_at(fair, code)
            if application is not None:
                numbers = {listed[place].id: number for place, number in wanted.items()}
                orders.order(fair, application, numbers, by=application.contact_name)
    with on("2026-11-21 10:00"):
        asked = _application_at(fair, "A12")
        if asked is not None and queries.orders_of(asked):
            orders.ask_for_payment(fair, asked, by=organiser)
        terms = SubsidyTerms(
            "Hỗ trợ hộ kinh doanh vùng dân tộc thiểu số 2026",
            "Trung tâm Xúc tiến thương mại và Phát triển Công Thương Quảng Ninh (mẫu)",
            "Quyết định 000/QĐ-SCT (mẫu)",
            FirmClass.HOUSEHOLD,
            pct=50,
        )
        rates.save_subsidy(fair, terms, by=organiser)


def _application_at(fair: Event, code: str) -> Application | None:
    chosen = (
        sa.select(Application)
        .join(ApplicationBooth, ApplicationBooth.application_id == Application.id)
        .join(BoothClaim, BoothClaim.id == ApplicationBooth.claim_id)
        .join(Booth, Booth.id == BoothClaim.booth_id)
        .where(Application.event_id == fair.id, Booth.code == code, Application.state == ApplicationState.ACCEPTED)
    )
    return db.session.scalar(chosen.order_by(Application.id.desc()).limit(1))
