"""Reads of rules, wishes, offers and proposals."""

from collections.abc import Collection, Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from app.accounts.models import Organisation
from app.allocation.models import (
    AllocationRules,
    BoothOffer,
    BoothWish,
    OfferedClaim,
    OfferState,
    Proposal,
    ProposalLine,
    WishApart,
    WishState,
)
from app.booths.models import BoothClaim
from app.core import clock
from app.core.db import db
from app.core.errors import NotFound
from app.events.models import Event
from app.registrations.models import Application


def rules_of(event: Event) -> AllocationRules:
    """Return the event's rules; the defaults, not in the session, when nobody has set any."""
    found = db.session.get(AllocationRules, event.id)
    defaults = {"offers_itself": False, "offer_hours": 48, "priority_provinces": [], "seed": "", "weights": {}}
    return found or AllocationRules(event_id=event.id, **defaults)


def find_wish(application: Application) -> BoothWish | None:
    """Return the wish of an application, whom it keeps apart loaded."""
    statement = sa.select(BoothWish).where(BoothWish.application_id == application.id)
    return db.session.scalar(statement.options(selectinload(BoothWish.apart)))


def get_wish(event: Event, wish_id: int) -> BoothWish:
    """Return the wish of `event` with its application, whom it keeps apart loaded.

    Raises:
        NotFound: no such wish there.
    """
    found = db.session.scalar(_with_unit(sa.select(BoothWish)).where(BoothWish.event_id == event.id, BoothWish.id == wish_id))
    if found is None:
        raise NotFound
    return found


def _with_unit(statement: sa.Select[tuple[BoothWish]]) -> sa.Select[tuple[BoothWish]]:
    unit = joinedload(BoothWish.application).joinedload(Application.organisation)
    return statement.options(unit.joinedload(Organisation.province), selectinload(BoothWish.apart))


def queue(event: Event, rules: AllocationRules) -> sa.Select[tuple[BoothWish]]:
    """Return the statement for the waiting list in its order: who has an offer first, then as `turn_of` says."""
    statement = _with_unit(sa.select(BoothWish)).join(Application, Application.id == BoothWish.application_id)
    statement = statement.join(Organisation, Organisation.id == Application.organisation_id)
    waiting = BoothWish.state.in_((WishState.OFFERED, WishState.WAITING))
    has_offer = sa.case((BoothWish.state == WishState.OFFERED, 0), else_=1)
    return statement.where(BoothWish.event_id == event.id, waiting).order_by(has_offer, *turn_of(rules))


def turn_of(rules: AllocationRules) -> list[Any]:
    """Return the order of the waiting list: upgrades until their day, priority areas, then first come first served (I5)."""
    order: list[Any] = []
    if rules.upgrades_until_on is not None:
        order.append(sa.case((BoothWish.is_upgrade, 0), else_=1))
    if rules.priority_provinces:
        order.append(sa.case((Organisation.province_code.in_(rules.priority_provinces), 0), else_=1))
    return [*order, BoothWish.queued_at, BoothWish.id]


def waiting_wishes(event: Event, rules: AllocationRules) -> list[BoothWish]:
    """Return the wishes that wait for an offer, in their order."""
    return list(db.session.scalars(queue(event, rules).where(BoothWish.state == WishState.WAITING)))


def count_waiting(event: Event) -> int:
    """Return how many wishes wait or have an offer."""
    states = BoothWish.state.in_((WishState.WAITING, WishState.OFFERED))
    return (
        db.session.scalar(sa.select(sa.func.count()).select_from(BoothWish).where(BoothWish.event_id == event.id, states)) or 0
    )


def wishes_of(event: Event) -> dict[int, BoothWish]:
    """Return all wishes that were not withdrawn, by application."""
    statement = sa.select(BoothWish).where(BoothWish.event_id == event.id, BoothWish.state != WishState.WITHDRAWN)
    return {wish.application_id: wish for wish in db.session.scalars(statement.options(selectinload(BoothWish.apart)))}


def open_offers(event: Event, wish_ids: Collection[int]) -> dict[int, BoothOffer]:
    """Return the offers that stand now for these wishes, by wish, booths loaded. Two queries."""
    statement = _with_booths(sa.select(BoothOffer)).where(
        BoothOffer.event_id == event.id,
        BoothOffer.wish_id.in_(wish_ids),
        BoothOffer.state == OfferState.OPEN,
        BoothOffer.expires_at > clock.now(),
    )
    return {offer.wish_id: offer for offer in db.session.scalars(statement)}


def _with_booths(statement: sa.Select[tuple[BoothOffer]]) -> sa.Select[tuple[BoothOffer]]:
    return statement.options(selectinload(BoothOffer.claims).joinedload(OfferedClaim.claim).joinedload(BoothClaim.booth))


def get_offer(event: Event, offer_id: int) -> BoothOffer:
    """Return the offer of `event` with its booths and wish.

    Raises:
        NotFound: no such offer there.
    """
    statement = _with_booths(sa.select(BoothOffer)).where(BoothOffer.event_id == event.id, BoothOffer.id == offer_id)
    found = db.session.scalar(statement.options(joinedload(BoothOffer.wish).joinedload(BoothWish.application)))
    if found is None:
        raise NotFound
    return found


def overdue_offers(limit: int = 200) -> list[BoothOffer]:
    """Return open offers of all events whose time is over, the oldest first."""
    statement = _with_booths(sa.select(BoothOffer)).where(
        BoothOffer.state == OfferState.OPEN, BoothOffer.expires_at <= clock.now()
    )
    return list(db.session.scalars(statement.order_by(BoothOffer.expires_at, BoothOffer.id).limit(limit)))


def apart_pairs(event: Event) -> list[tuple[int, int]]:
    """Return the pairs of applications that must not stand side by side."""
    statement = sa.select(BoothWish.application_id, WishApart.application_id).join(BoothWish, BoothWish.id == WishApart.wish_id)
    return [(one, other) for one, other in db.session.execute(statement.where(WishApart.event_id == event.id))]


def proposals(event: Event) -> sa.Select[tuple[Proposal]]:
    """Return the statement for the list of proposals, the newest first."""
    return sa.select(Proposal).where(Proposal.event_id == event.id).order_by(Proposal.id.desc())


def get_proposal(event: Event, proposal_id: int) -> Proposal:
    """Return the proposal of `event`.

    Raises:
        NotFound: no such proposal there.
    """
    found = db.session.scalar(sa.select(Proposal).where(Proposal.event_id == event.id, Proposal.id == proposal_id))
    if found is None:
        raise NotFound
    return found


def lines(proposal: Proposal) -> sa.Select[tuple[ProposalLine]]:
    """Return the statement for the lines of a proposal in the order of turns, units loaded."""
    statement = sa.select(ProposalLine).where(ProposalLine.proposal_id == proposal.id)
    return statement.options(joinedload(ProposalLine.application).joinedload(Application.organisation)).order_by(
        ProposalLine.turn
    )


def get_line(proposal: Proposal, application_id: int) -> ProposalLine:
    """Return the line of one application.

    Raises:
        NotFound: the proposal says nothing of it.
    """
    found = db.session.get(ProposalLine, (proposal.id, application_id))
    if found is None:
        raise NotFound
    return found


def places_in(proposal: Proposal) -> dict[int, int]:
    """Return who has which booth in the proposal: application by booth."""
    rows = db.session.execute(
        sa.select(ProposalLine.application_id, ProposalLine.booth_ids).where(ProposalLine.proposal_id == proposal.id)
    )
    return {booth: application for application, booths in rows for booth in booths}


def names_and_booths(proposal: Proposal, codes: Mapping[int, str]) -> dict[int, tuple[str, list[str]]]:
    """Return the name and the booths of everybody in the proposal, by application.

    Args:
        codes: of all booths, by id.
    """
    statement = sa.select(ProposalLine.application_id, Organisation.name, ProposalLine.booth_ids)
    statement = statement.join(Application, Application.id == ProposalLine.application_id)
    statement = statement.join(Organisation, Organisation.id == Application.organisation_id)
    rows = db.session.execute(statement.where(ProposalLine.proposal_id == proposal.id))
    return {number: (name, [codes[booth] for booth in booths if booth in codes]) for number, name, booths in rows}
