"""Proposals: asked for by a person, worked out by a job, changed by hand, taken over whole or not at all."""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any

import sqlalchemy as sa

from app.accounts.models import User
from app.allocation import queries
from app.allocation.errors import ProposalChanged, ProposalOver, ProposalRefused
from app.allocation.figures import figures_of
from app.allocation.models import Proposal, ProposalLine, ProposalState
from app.allocation.problem import Problem
from app.allocation.reasons import Verdict, explain
from app.allocation.situation import problem_of
from app.allocation.solver import first_come, solve
from app.audit import services as audit
from app.booths import services as booth_services
from app.booths.errors import BoothBlocked, BoothTaken, ClaimChanged
from app.booths.locks import take_turn
from app.booths.models import LIVE, Booth
from app.core import clock
from app.core.codes import random_code
from app.core.db import db
from app.core.i18n import _, force_locale
from app.events.models import Event
from app.jobs import progress
from app.jobs import services as jobs
from app.registrations import services as registrations
from app.registrations.models import Application
from app.registrations.queries.applications import loaded

PROPOSAL_JOB = "allocation.proposal_requested"
LANGUAGES = ("vi", "en", "de")
# What the search may take; reading and explaining come on top, together under 30 s.
SEARCH_SECONDS = 18


def ask_for_proposal(event: Event, *, keeps_placed: bool, by: User, based_on: Proposal | None = None) -> Proposal:
    """Ask the engine for a placement of everybody who takes part.

    Args:
        based_on: an earlier proposal whose lines that were placed by hand stay as they are.
    Returns: the flushed proposal, waiting.
    """
    rules = queries.rules_of(event)
    proposal = Proposal(
        event_id=event.id,
        seed=rules.seed or random_code(12),
        weights=rules.weights,
        keeps_placed=keeps_placed,
        created_by_id=by.id,
        created_at=clock.now(),
    )
    db.session.add(proposal)
    db.session.flush()
    for line in _pinned(based_on) if based_on else ():
        copied = {name: getattr(line, name) for name in ("application_id", "event_id", "turn", "draw", "booth_ids")}
        db.session.add(ProposalLine(proposal_id=proposal.id, is_pinned=True, **copied))
    proposal.job_id = jobs.enqueue(PROPOSAL_JOB, proposal_id=proposal.id).id
    data = {"seed": proposal.seed, "keeps_placed": keeps_placed, "based_on": based_on.id if based_on else None}
    audit.record(by, "allocation.proposal_requested", proposal, data=data)
    return proposal


def _pinned(proposal: Proposal) -> list[ProposalLine]:
    statement = sa.select(ProposalLine).where(ProposalLine.proposal_id == proposal.id, ProposalLine.is_pinned)
    return list(db.session.scalars(statement))


def make_proposal(proposal_id: int) -> Callable[[], None] | None:
    """Work a proposal out without holding the database; return what stores it in the job's last transaction."""
    proposal = db.session.get_one(Proposal, proposal_id)
    if proposal.state is not ProposalState.WAITING:
        return None
    event = db.session.get_one(Event, proposal.event_id)
    problem = problem_of(event, proposal)
    by_hand = {line.application_id for line in _pinned(proposal)}
    progress.report(1, 4)
    placement = solve(problem, seconds=SEARCH_SECONDS)
    progress.report(3, 4)
    simple = first_come(problem)
    figures = {"ours": asdict(figures_of(problem, placement)), "first_come": asdict(figures_of(problem, simple))}
    told = {language: _verdicts(problem, placement, language) for language in LANGUAGES}
    progress.report(4, 4)
    return lambda: _store(proposal_id, problem, told, figures, placement.seconds, by_hand)


def _verdicts(problem: Problem, placement: Any, language: str) -> list[Verdict]:
    with force_locale(language):
        return explain(problem, placement)


def _store(
    proposal_id: int,
    problem: Problem,
    told: dict[str, list[Verdict]],
    figures: dict[str, dict[str, Any]],
    seconds: float,
    by_hand: set[int],
) -> None:
    proposal = db.session.get_one(Proposal, proposal_id, populate_existing=True)
    if proposal.state is not ProposalState.WAITING:
        return
    drawn = problem.draw_order()
    db.session.execute(sa.delete(ProposalLine).where(ProposalLine.proposal_id == proposal_id))
    rows = []
    for turn, verdicts in enumerate(zip(*(told[language] for language in LANGUAGES), strict=True), start=1):
        first = verdicts[0]
        key = first.party.key
        rows.append(
            {
                "proposal_id": proposal_id,
                "application_id": key,
                "event_id": proposal.event_id,
                "turn": turn,
                "draw": drawn[key],
                "booth_ids": [place.key for place in first.places],
                "is_kept": bool(first.party.kept) and key not in by_hand,
                "is_pinned": key in by_hand,
                "told": {language: verdict.told for language, verdict in zip(LANGUAGES, verdicts, strict=True)},
                "refused": {language: verdict.refused for language, verdict in zip(LANGUAGES, verdicts, strict=True)},
            }
        )
    if rows:
        db.session.execute(sa.insert(ProposalLine), rows)
    proposal.state, proposal.finished_at, proposal.seconds = ProposalState.READY, clock.now(), seconds
    proposal.figures, proposal.first_come = figures["ours"], figures["first_come"]
    audit.record(None, "allocation.proposal_made", proposal, data=figures["ours"])


def fail_proposal(proposal_id: int) -> None:
    """Note that the proposal will never be ready."""
    proposal = db.session.get_one(Proposal, proposal_id)
    if proposal.state is ProposalState.WAITING:
        proposal.state, proposal.finished_at = ProposalState.FAILED, clock.now()
        db.session.flush()


def place_by_hand(
    event: Event, proposal: Proposal, application_id: int, booth_ids: Sequence[int], *, seen: int, by: User
) -> None:
    """Give the booths to one application in the proposal; who had them there has them no more.

    Without booths the application is not placed. The next run leaves both as they are.

    Args:
        seen: the revision that the organiser saw.
    Raises:
        ProposalOver: taken over or discarded. ProposalChanged: somebody else was faster. NotFound: no such line.
    """
    _next_revision(proposal, seen)
    line = queries.get_line(proposal, application_id)
    holders = queries.places_in(proposal)
    for other_id in {holders[booth] for booth in booth_ids if booth in holders} - {application_id}:
        other = queries.get_line(proposal, other_id)
        _replace(other, [booth for booth in other.booth_ids if booth not in booth_ids])
    _replace(line, list(booth_ids))
    line.is_pinned = True
    db.session.flush()
    audit.record(by, "allocation.placed_by_hand", proposal, data={"application": application_id, "booths": list(booth_ids)})


def _replace(line: ProposalLine, booth_ids: list[int]) -> None:
    line.booth_ids = booth_ids
    sentences = {}
    for language in LANGUAGES:
        with force_locale(language):
            sentences[language] = _("Placed by hand.") if booth_ids else _("Not placed.")
    line.told, line.refused, line.is_kept = sentences, {}, False


def _next_revision(proposal: Proposal, seen: int) -> None:
    changed = db.session.execute(
        sa.update(Proposal)
        .where(Proposal.id == proposal.id, Proposal.revision == seen, Proposal.state == ProposalState.READY)
        .values(revision=seen + 1),
        execution_options={"synchronize_session": False},
    )
    db.session.refresh(proposal)
    if proposal.state is not ProposalState.READY:
        raise ProposalOver(proposal.state.label)
    if changed.rowcount != 1:  # type: ignore[attr-defined]
        raise ProposalChanged


def apply_proposal(event: Event, proposal: Proposal, *, seen: int, by: User) -> int:
    """Give everybody what the proposal says, in one transaction.

    Who is moved gives the old booths back. Exhibitors that are accepted are asked to pay; the others keep the booths as part
    of their application until the review.

    Returns: how many exhibitors got booths.
    Raises:
        ProposalOver, ProposalChanged: as `place_by_hand`. ProposalRefused: booths were taken meanwhile; names them.
    """
    take_turn(f"allocation {event.id}")
    _next_revision(proposal, seen)
    lines = list(db.session.scalars(queries.lines(proposal).order_by(None).order_by(ProposalLine.application_id)))
    applications = _applications(event, [line.application_id for line in lines])
    codes = _codes(event)
    wanted = [(applications[line.application_id], set(line.booth_ids)) for line in lines]
    changed = [(application, booths) for application, booths in wanted if booths - _has(application)]
    refused: list[str] = []
    for application, booths in changed:
        _give_back(application, booths, by=by)
    for application, booths in changed:
        wanted_codes = [codes[booth_id] for booth_id in booths - _has(application)]
        try:
            with db.session.begin_nested():
                registrations.assign_booths(event, application, wanted_codes, by=by)
        except (BoothTaken, BoothBlocked, ClaimChanged):
            refused += wanted_codes
    if refused:
        raise ProposalRefused(sorted(refused))
    proposal.state = ProposalState.APPLIED
    db.session.flush()
    audit.record(by, "allocation.proposal_applied", proposal, data={"exhibitors": len(changed)})
    return len(changed)


def _applications(event: Event, ids: Sequence[int]) -> dict[int, Application]:
    statement = loaded().where(Application.event_id == event.id, Application.id.in_(ids))
    return {application.id: application for application in db.session.scalars(statement)}


def _codes(event: Event) -> dict[int, str]:
    return {key: code for key, code in db.session.execute(sa.select(Booth.id, Booth.code).where(Booth.event_id == event.id))}


def _has(application: Application) -> set[int]:
    return {row.claim.booth_id for row in application.booths if row.claim.state in LIVE}


def _give_back(application: Application, wanted: set[int], *, by: User) -> None:
    for row in application.booths:
        if row.claim.state in LIVE and row.claim.booth_id not in wanted:
            booth_services.release(row.claim, by=by, reason="moved by the allotment")


def discard(proposal: Proposal, *, by: User) -> None:
    """Put the proposal aside; nobody gets anything by it.

    Raises:
        ProposalOver: it was taken over.
    """
    if proposal.state is ProposalState.APPLIED:
        raise ProposalOver(proposal.state.label)
    proposal.state = ProposalState.DISCARDED
    audit.record(by, "allocation.proposal_discarded", proposal)
