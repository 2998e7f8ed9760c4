"""Verbs on one or many booths, all or nothing, and their rehearsal: what would happen, computed by doing it and undoing it."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from app.accounts.models import User
from app.booths import queries
from app.booths.acts import Effect, Verb, View, Wanted
from app.booths.errors import ActUnfit, BoothMerged, BoothsChanged, NoSuchBooth
from app.booths.models import Booth, BoothClaim, ClaimState
from app.booths.services import bookings, clocks, merging, moving, naming, planning
from app.core.db import db
from app.core.i18n import _, _l, format_datetime
from app.events.models import Event


def rehearse(event: Event, verb: Verb, booths: Sequence[Booth], wanted: Wanted, *, by: User) -> list[Effect]:
    """Return what `act` would change, and leave everything as it was. Raises what `act` would raise."""
    try:
        return act(event, verb, booths, wanted, by=by)
    finally:
        db.session.rollback()


def act(event: Event, verb: Verb, booths: Sequence[Booth], wanted: Wanted, *, by: User) -> list[Effect]:
    """Do `verb` with all of `booths`, or nothing.

    Returns: what changed, by booth in natural order; for a move and a swap with the other booth.
    Raises:
        BoothsChanged: a booth is not as the officer saw it. Otherwise as the services of the single verbs.
    """
    target = _target(event, verb, booths, wanted)
    involved = [*booths, *([target] if target is not None else []), *_parts(verb, booths)]
    before = snapshot(event, involved)
    if any(before[booth.id].token != wanted.seen.get(booth.id, before[booth.id].token) for booth in booths):
        raise BoothsChanged
    with db.session.begin_nested():
        _do(verb, booths, wanted, target, by=by)
    after = snapshot(event, involved)
    ordered = sorted({booth.id: booth for booth in involved}.values(), key=lambda booth: booth.sort_key)
    return [Effect(booth.code, before[booth.id], after[booth.id]) for booth in ordered]


def _target(event: Event, verb: Verb, booths: Sequence[Booth], wanted: Wanted) -> Booth | None:
    if verb not in (Verb.MOVE, Verb.SWAP) or (verb is Verb.SWAP and len(booths) == 2):
        return None
    found = queries.find_booth(event, wanted.code)
    if found is None:
        raise NoSuchBooth(wanted.code)
    return found


def _parts(verb: Verb, booths: Sequence[Booth]) -> list[Booth]:
    return [part for booth in booths for part in queries.merged_parts_of(booth)] if verb is Verb.SPLIT else []


def _do(verb: Verb, booths: Sequence[Booth], wanted: Wanted, target: Booth | None, *, by: User) -> None:
    reason = wanted.reason
    match verb:
        case Verb.MERGE:
            merging.merge(booths, by=by, reason=reason, open_sides=wanted.open_sides)
        case Verb.SWAP:
            pair = [*booths, *([target] if target is not None else [])]
            if len(pair) != 2:
                raise BoothsChanged(_l("Please choose exactly two booths to swap."))
            moving.swap(_claim(verb, pair[0]), _claim(verb, pair[1]), by=by, reason=reason)
        case Verb.MOVE if target is not None:
            moving.move(_claim(verb, booths[0]), target, by=by, reason=reason)
        case _:
            # In order of keys, so that two officers with overlapping choices never wait for each other.
            for booth in sorted(booths, key=lambda booth: booth.id):
                _do_one(verb, booth, wanted, by=by)


def _do_one(verb: Verb, booth: Booth, wanted: Wanted, *, by: User) -> None:
    reason = wanted.reason
    match verb:
        case Verb.ASSIGN if wanted.organisation is not None:
            bookings.assign(booth, wanted.organisation, by=by, reason=reason)
        case Verb.HOLD if wanted.organisation is not None and wanted.until_at is not None:
            moving.hold_for(booth, wanted.organisation, wanted.until_at, by=by, reason=reason)
        case Verb.RELEASE:
            moving.take_back(_claim(verb, booth), by=by, reason=reason)
        case Verb.TIME if wanted.until_on is not None:
            clocks.give_time(_claim(verb, booth), wanted.until_on, by=by, reason=reason)
        case Verb.BLOCK:
            planning.block(booth, by=by, reason=reason)
        case Verb.UNBLOCK:
            planning.unblock(booth, by=by)
        case Verb.INTERNAL:
            planning.keep_internal(booth, by=by, reason=reason)
        case Verb.SPLIT:
            merging.split(booth, by=by, reason=reason)
        case Verb.RENAME:
            naming.rename(booth, wanted.new_code, by=by, reason=reason, follow=wanted.follow)
        case _:
            raise ValueError(f"{verb} misses what it needs")


def _claim(verb: Verb, booth: Booth) -> BoothClaim:
    """Return who has the booth. Raises: ActUnfit: nobody. BoothMerged: whoever has it has the whole stand."""
    whole = queries.find_whole(booth)
    if whole is not None:
        raise BoothMerged(booth.code, whole.name)
    found = queries.find_live_claim(booth)
    if found is None:
        raise ActUnfit(_nobody_there(verb, booth.name))
    return found


def _nobody_there(verb: Verb, code: str) -> Any:
    match verb:
        case Verb.RELEASE:
            return _l("Booth %(code)s has no exhibitor: nothing to release.", code=code)
        case Verb.SWAP:
            return _l("Booth %(code)s has no exhibitor: nothing to swap. Move the other exhibitor there instead.", code=code)
        case Verb.TIME:
            return _l("Booth %(code)s has no exhibitor: nobody has to pay for it.", code=code)
    return _l("Booth %(code)s has no exhibitor: nothing to move.", code=code)


def snapshot(event: Event, booths: Sequence[Booth]) -> dict[int, View]:
    """Return how these booths stand now, by id. Three queries."""
    ids = [booth.id for booth in booths]
    claims = queries.live_claims_of(event, ids)
    fresh = db.session.scalars(sa.select(Booth).where(Booth.id.in_(ids)), execution_options={"populate_existing": True})
    rows = {booth.id: booth for booth in fresh}
    heads = {booth.merged_into_id for booth in rows.values()} - {None}
    labels = db.session.execute(sa.select(Booth.id, Booth.label).where(Booth.id.in_(heads))) if heads else ()
    names = {head_id: label for head_id, label in labels}
    return {booth_id: _view(booth, claims.get(booth_id), names) for booth_id, booth in rows.items()}


def _view(booth: Booth, claim: BoothClaim | None, names: dict[int, str]) -> View:
    unit = claim.organisation.name if claim is not None and claim.organisation is not None else ""
    total = claim.total_vnd if claim is not None and claim.state is not ClaimState.HELD else None
    token = f"{claim.id}-{claim.state}" if claim is not None else f"{booth.is_blocked:d}{booth.is_internal:d}{booth.unit_count}"
    if booth.merged_into_id is not None:
        return View(booth.code, _("part of %(stand)s", stand=names.get(booth.merged_into_id, "")), "", None, "part")
    if claim is not None and claim.state is ClaimState.HELD:
        state = _("held until %(time)s", time=format_datetime(claim.expires_at, booth.event.timezone))
    elif claim is not None:
        state = str(claim.state.label)
    elif booth.is_blocked:
        state = _("not for sale")
    else:
        state = _("kept for the organisers") if booth.is_internal else _("free")
    return View(booth.name, state, unit, total, token)
