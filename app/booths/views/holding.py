"""Holding booths in the browser: one, several at once, a little longer, no longer."""

from collections.abc import Sequence

from flask import flash, request
from flask.typing import ResponseReturnValue

from app.booths import holds, queries, services
from app.booths.errors import BoothsNotChosen, HoldExpired
from app.booths.models import BoothClaim
from app.booths.views.public import NEXT_STEP, booth_page, bp, list_page, next_step
from app.core.errors import Conflict
from app.core.i18n import _, _n, format_time
from app.core.web import go
from app.events.access import public_event
from app.events.models import Event

__all__ = ["bp"]


@bp.post("/booths/hold")
@public_event
def hold_chosen(event: Event) -> ResponseReturnValue:
    """Hold all the booths that were ticked in the list, or none."""
    codes = list(dict.fromkeys(code.upper() for code in request.form.getlist("code")))
    if not codes:
        return list_page(event, refusal=BoothsNotChosen())
    booths = queries.booths_with(event, codes)
    holder = services.Holder(holds.make_hold_secret(), holds.origin_digest())
    try:
        claims = services.hold_all(booths, holder, lasts=holds.hold_time(event))
    except Conflict as error:
        return list_page(event, refusal=error)
    return _held(event, claims)


@bp.post("/booths/<string:code>/hold")
@public_event
def hold(event: Event, code: str) -> ResponseReturnValue:
    booth = queries.get_booth(event, code)
    holder = services.Holder(holds.make_hold_secret(), holds.origin_digest())
    try:
        claim = services.hold(booth, holder, lasts=holds.hold_time(event))
    except Conflict as error:
        return booth_page(event, booth, refusal=error)
    return _held(event, [claim])


def _held(event: Event, claims: Sequence[BoothClaim]) -> ResponseReturnValue:
    until = format_time(claims[0].expires_at, event.timezone)
    names = ", ".join(claim.booth.name for claim in claims)
    told = _n(
        "Booth %(code)s is held for you until %(time)s.",
        "Booths %(code)s are held for you until %(time)s.",
        len(claims),
        code=names,
        time=until,
    )
    flash(told, "success")
    if next_step(event):
        return go(NEXT_STEP, event_slug=event.slug)
    return go(".show", event_slug=event.slug, code=claims[0].booth.code)


@bp.post("/booths/<string:code>/extend")
@public_event
def extend(event: Event, code: str) -> ResponseReturnValue:
    booth = queries.get_booth(event, code)
    claim = queries.find_hold(booth, holds.hold_secret())
    if claim is None:
        raise HoldExpired(booth.code, queries.nearest_free(booth))
    services.extend(claim, lasts=holds.hold_time(event))
    until = format_time(claim.expires_at, event.timezone)
    flash(_("Booth %(code)s is held for you until %(time)s.", code=booth.code, time=until), "success")
    return go(".show", event_slug=event.slug, code=booth.code)


@bp.post("/booths/<string:code>/release")
@public_event
def release(event: Event, code: str) -> ResponseReturnValue:
    booth = queries.get_booth(event, code)
    claim = queries.find_hold(booth, holds.hold_secret())
    if claim is not None:
        services.let_go(claim)
    flash(_("You no longer hold booth %(code)s.", code=booth.code), "success")
    return go(".floor_plan", event_slug=event.slug)
