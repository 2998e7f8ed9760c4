"""Offers: booths that are free are kept for the next on the waiting list, for some hours.

An offer holds its booths by claims, so the unique index of live claims lets one place have one offer and keeps the public
sale out (I5). All who give offers in an event take turns; the order is that of `queries.turn_of`.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.accounts.models import Organisation, User
from app.allocation import notices, queries
from app.allocation.errors import NothingFits, OfferOver, OfferStands
from app.allocation.models import BoothOffer, BoothWish, OfferedClaim, OfferState, WishState
from app.allocation.vacancies import Vacancies
from app.audit import services as audit
from app.booths import services as booths
from app.booths.locks import take_turn
from app.booths.models import BOOKED, Booth, BoothClaim, ClaimState
from app.booths.services.claiming import claim, price_now, require_for_sale
from app.core import clock
from app.core.db import db, refusing
from app.events.models import Event
from app.jobs import services as jobs
from app.registrations import services as registrations
from app.registrations.models import Application
from app.registrations.services.acceptance import request_payment
from app.registrations.terms import ApplicationState

# What booths tell when one becomes free; this feature looks for the next in turn.
BOOTH_FREED = "booths.booth_freed"


def offer_booths(event: Event) -> list[BoothOffer]:
    """Offer what is free to the waiting list, in its order; each gets at most one offer.

    Nobody is passed over who could use a booth: a later wish gets only what no earlier one wants. Upgrades are offered
    until the organiser's day.
    """
    end_overdue()
    take_turn(f"allocation {event.id}")
    rules = queries.rules_of(event)
    today = clock.today(event.timezone)
    vacancies = Vacancies(event)
    made = []
    for wish in queries.waiting_wishes(event, rules):
        if wish.is_upgrade and (rules.upgrades_until_on is None or today > rules.upgrades_until_on):
            continue
        chosen = vacancies.best_for(wish)
        if chosen:
            made.append(_offer(event, wish, chosen, hours=rules.offer_hours, by=None))
            vacancies.take(wish, chosen)
    # What nobody in the queue can use is everybody's now.
    freed = sa.update(Booth).where(Booth.event_id == event.id, Booth.waits_until.is_not(None)).values(waits_until=None)
    db.session.execute(freed, execution_options={"synchronize_session": False})
    return made


def offer_to(event: Event, wish: BoothWish, booth_codes: Sequence[str], *, by: User) -> BoothOffer:
    """Offer booths to one wish as an officer, whatever its turn; without codes the best that is free.

    Raises:
        OfferStands: it has an offer. NothingFits: nothing free meets the wish. NotFound: no such booth.
        BoothTaken, BoothBlocked, PriceMissing: as booths say.
    """
    end_overdue()
    take_turn(f"allocation {event.id}")
    db.session.refresh(wish)
    if wish.state is not WishState.WAITING:
        raise OfferStands
    vacancies = Vacancies(event)
    chosen = vacancies.named(booth_codes) if booth_codes else vacancies.best_for(wish)
    if not chosen:
        raise NothingFits
    return _offer(event, wish, chosen, hours=queries.rules_of(event).offer_hours, by=by)


def _offer(event: Event, wish: BoothWish, booth_ids: Sequence[int], *, hours: int, by: User | None) -> BoothOffer:
    now = clock.now()
    until = now + timedelta(hours=hours)
    unit = wish.application.organisation
    claims = [_keep(booth, unit, until=until, by=by) for booth in _booths(event, booth_ids)]
    with refusing("uq_booth_offer_open", OfferStands()):
        offer = BoothOffer(event_id=event.id, wish_id=wish.id, made_at=now, expires_at=until, made_by_id=by.id if by else None)
        db.session.add(offer)
    db.session.add_all(OfferedClaim(offer_id=offer.id, claim_id=each.id, event_id=event.id) for each in claims)
    wish.state = WishState.OFFERED
    db.session.flush()
    codes = [each.booth.code for each in claims]
    audit.record(by, "allocation.offer_made", offer, data={"application": wish.application.code, "booths": codes})
    notices.offer_made(wish.application, event, offer, codes)
    return offer


def _booths(event: Event, booth_ids: Sequence[int]) -> list[Booth]:
    """Return the booths in order of their keys: everybody claims in this order, so nobody waits for each other."""
    statement = sa.select(Booth).where(Booth.event_id == event.id, Booth.id.in_(booth_ids)).order_by(Booth.id)
    return list(db.session.scalars(statement.options(joinedload(Booth.event))))


def _keep(booth: Booth, unit: Organisation, *, until: Any, by: User | None) -> BoothClaim:
    require_for_sale(booth, by_officer=True)
    held = {"organisation_id": unit.id, "made_by_id": by.id if by else None, "expires_at": until}
    return claim(booth, ClaimState.HELD, price_now(booth), **held)


def accept(event: Event, offer: BoothOffer, *, by: Any) -> Application:
    """Take the offer: the booths belong to the exhibitor, who is accepted with it and asked to pay.

    Who wished for a better place gives the old one back; the price is then that of the new one.

    Args:
        by: user, or the name of the exhibitor for the trail.
    Raises:
        OfferOver: answered before, or its time is over.
    """
    _end(offer, OfferState.ACCEPTED, in_time=True)
    wish, application = offer.wish, offer.wish.application
    claims = [row.claim for row in offer.claims]
    person = by if isinstance(by, User) else None
    if wish.is_upgrade and _booked(application):
        _exchange(application, claims, by=person)
    else:
        for each in claims:
            booths.apply(each, application.organisation, by=by)
        registrations.attach_holds(application, claims)
        if application.state is ApplicationState.ACCEPTED:
            for each in claims:
                booths.reserve(each, by=by)
            request_payment(event, application, claims, by=person)
        else:
            registrations.accept(event, application, by=person)
    wish.state, wish.is_upgrade = WishState.MET, False
    db.session.flush()
    audit.record(by, "allocation.offer_accepted", offer, data={"application": application.code})
    return application


def _booked(application: Application) -> list[BoothClaim]:
    return sorted((row.claim for row in application.booths if row.claim.state in BOOKED), key=lambda claim: claim.booth_id)


def _exchange(application: Application, offered: list[BoothClaim], *, by: User | None) -> None:
    """Move the exhibitor's bookings to the offered booths; what it has beyond them is given back."""
    places = [each.booth for each in offered]
    for each in offered:
        booths.let_go(each)
    present = _booked(application)
    for old, booth in zip(present, places, strict=False):
        booths.move(old, booth, by=by, reason="better place from the waiting list")
    for old in present[len(places) :]:
        booths.release(old, by=by, reason="better place from the waiting list")


def decline(event: Event, offer: BoothOffer, *, stays: bool, by: Any) -> None:
    """Let the offer pass. The wish goes to the end of the queue, or leaves it.

    Raises:
        OfferOver: answered before, or its time is over.
    """
    _end(offer, OfferState.DECLINED, in_time=True)
    for row in offer.claims:
        booths.let_go(row.claim)
    _requeue(offer.wish, WishState.WAITING if stays else WishState.WITHDRAWN)
    audit.record(by, "allocation.offer_declined", offer, data={"stays": stays})
    _wake(event.id)


def end_overdue() -> int:
    """End the offers whose time is over; their wishes go to the end of the queue, the booths to the next. Returns: how many."""
    overdue = queries.overdue_offers()
    for offer in overdue:
        try:
            _end(offer, OfferState.EXPIRED, in_time=False)
        except OfferOver:
            continue
        for row in offer.claims:
            booths.let_go(row.claim)
        wish = db.session.get_one(BoothWish, offer.wish_id)
        _requeue(wish, WishState.WAITING)
        event = db.session.get_one(Event, offer.event_id)
        audit.record(None, "allocation.offer_expired", offer)
        notices.offer_expired(db.session.get_one(Application, wish.application_id), event)
        _wake(event.id)
    return len(overdue)


def _end(offer: BoothOffer, state: OfferState, *, in_time: bool) -> None:
    """End the offer once: of answer and expiry, or of two answers, one wins."""
    now = clock.now()
    time_ = BoothOffer.expires_at > now if in_time else BoothOffer.expires_at <= now
    changed = db.session.execute(
        sa.update(BoothOffer)
        .where(BoothOffer.id == offer.id, BoothOffer.state == OfferState.OPEN, time_)
        .values(state=state, ended_at=now),
        execution_options={"synchronize_session": False},
    )
    if changed.rowcount != 1:  # type: ignore[attr-defined]
        raise OfferOver
    db.session.refresh(offer)


def _requeue(wish: BoothWish, state: WishState) -> None:
    wish.state, wish.queued_at = state, clock.now()
    db.session.flush()


def _wake(event_id: int) -> None:
    jobs.tell(BOOTH_FREED, event_id=event_id)


def offer_by_itself(event_id: int) -> list[BoothOffer]:
    """Offer what became free, where the organiser wants that."""
    event = db.session.get_one(Event, event_id)
    return offer_booths(event) if queries.rules_of(event).offers_itself and clock.now() < event.ends_at else []


def stop_offers(application: Application, *, by: Any) -> None:
    """End what stands for an application that has ended: its offer and its wish."""
    wish = queries.find_wish(application)
    if wish is None or wish.state is WishState.WITHDRAWN:
        return
    for offer in db.session.scalars(
        sa.select(BoothOffer)
        .where(BoothOffer.wish_id == wish.id, BoothOffer.state == OfferState.OPEN)
        .options(joinedload(BoothOffer.claims).joinedload(OfferedClaim.claim))
    ).unique():
        offer.state, offer.ended_at = OfferState.DECLINED, clock.now()
        for row in offer.claims:
            booths.let_go(row.claim)
    wish.state = WishState.WITHDRAWN
    audit.record(by, "allocation.wish_withdrawn", wish)
    _wake(wish.event_id)
