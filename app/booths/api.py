"""Booths for programs: the list for everybody, holding with the bearer token of a person."""

from typing import Any

from flask import request
from pydantic import BaseModel, ConfigDict, Field

from app.accounts.access import load_api_token, me
from app.accounts.idempotency import idempotent
from app.booths import holds, queries, services
from app.booths.models import BoothClaim, BoothState, ClaimState
from app.booths.plan import PlanBooth, load_plan
from app.booths.policies import BoothPermission
from app.booths.pricing import Price
from app.core.api import Answer, operation
from app.core.codes import new_secret
from app.core.errors import NotFound
from app.core.web import FeatureBlueprint
from app.events.access import event_token, public_event
from app.events.models import Event
from app.events.roles import roles_of

bp = FeatureBlueprint("booths_api", __name__, url_prefix="/api/v1/events/<string:event_slug>/booths")


class PriceAnswer(Answer):
    """Whole đồng; total = rent + corner + VAT."""

    rent_vnd: int
    corner_vnd: int
    vat_pct: int
    vat_vnd: int
    total_vnd: int


class BoothAnswer(Answer):
    code: str
    zone: str
    hall: str
    kind: str
    x_m: float
    y_m: float
    width_m: float
    depth_m: float
    area_m2: float
    open_sides: int
    is_corner: bool
    state: str
    price: PriceAnswer | None


class BoothsAnswer(Answer):
    event: str
    booths: list[BoothAnswer]


class HoldAnswer(Answer):
    """`secret` continues the hold elsewhere; it is told only here."""

    claim: int
    booth: str
    secret: str
    expires_at: str
    price: PriceAnswer


class ReleaseAnswer(Answer):
    booth: str
    state: str


@bp.get("")
@public_event
@operation("List the booths of an event with place, price and state", answer=BoothsAnswer, errors=(404,))
def list_booths(event: Event) -> Any:
    if not event.is_published:
        _require_token_of_a_member(event)
    states = queries.states_of(event)
    booths = [_told(booth, states.get(booth.id, BoothState.FREE)) for booth in load_plan(event).booths]
    # Thousands of rows: a plain dict of the declared shape, not a model each.
    return {"event": event.slug, "booths": booths}


def _require_token_of_a_member(event: Event) -> None:
    """Cookies open nothing in the API, also not what is not public yet."""
    if "Authorization" not in request.headers:
        raise NotFound
    token = load_api_token()
    if token.event_id not in (None, event.id) or not roles_of(token.user, event):
        raise NotFound


def _told(booth: PlanBooth, state: BoothState) -> dict[str, Any]:
    return {
        "code": booth.code,
        "zone": booth.zone,
        "hall": booth.hall,
        "kind": booth.kind.value,
        "x_m": booth.x_m,
        "y_m": booth.y_m,
        "width_m": booth.width_m,
        "depth_m": booth.depth_m,
        "area_m2": booth.area_m2,
        "open_sides": booth.open_sides,
        "is_corner": booth.is_corner,
        "state": state.value,
        "price": _price(booth.price) if booth.price else None,
    }


def _price(price: Price) -> dict[str, int]:
    return {
        "rent_vnd": price.rent_vnd,
        "corner_vnd": price.corner_vnd,
        "vat_pct": price.vat_pct,
        "vat_vnd": price.vat_vnd,
        "total_vnd": price.total_vnd,
    }


@bp.post("/<string:code>/hold")
@event_token(BoothPermission.HOLD)
@idempotent
@operation("Hold a booth for a few minutes", answer=HoldAnswer, status=201, errors=(409,))
def hold(event: Event, code: str) -> Any:
    booth = queries.get_booth(event, code)
    secret = new_secret()
    claim = services.hold(booth, services.Holder(secret, person=me()), lasts=holds.hold_time(event))
    return _hold_answer(claim, secret)


def _hold_answer(claim: BoothClaim, secret: str) -> HoldAnswer:
    assert claim.expires_at is not None  # noqa: S101 -- a hold has an end, see the table's check
    return HoldAnswer(
        claim=claim.id,
        booth=claim.booth.code,
        secret=secret,
        expires_at=claim.expires_at.isoformat(),
        price=PriceAnswer(**_price(Price.of(claim))),
    )


class HoldsBody(BaseModel):
    """Codes of the booths to hold together."""

    model_config = ConfigDict(extra="forbid")

    booths: list[str] = Field(min_length=1, max_length=20)


class HoldsAnswer(Answer):
    """All of them, or the request was refused."""

    secret: str
    expires_at: str
    holds: list[HoldAnswer]


@bp.post("/holds")
@event_token(BoothPermission.HOLD)
@idempotent
@operation("Hold several booths, all or none", body=HoldsBody, answer=HoldsAnswer, status=201, errors=(404, 409))
def hold_together(event: Event, body: HoldsBody) -> Any:
    booths = queries.booths_with(event, body.booths)
    secret = new_secret()
    claims = services.hold_all(booths, services.Holder(secret, person=me()), lasts=holds.hold_time(event))
    answers = [_hold_answer(claim, secret) for claim in claims]
    return HoldsAnswer(secret=secret, expires_at=min(one.expires_at for one in answers), holds=answers)


@bp.delete("/<string:code>/hold")
@event_token(BoothPermission.HOLD)
@operation("Release one's own hold of a booth", answer=ReleaseAnswer, errors=(409,))
def release(event: Event, code: str) -> Any:
    booth = queries.get_booth(event, code)
    claim = queries.find_live_claim(booth)
    if claim is None or claim.made_by_id != me().id or claim.state != ClaimState.HELD:
        raise NotFound
    services.let_go(claim)
    return ReleaseAnswer(booth=booth.code, state=queries.state_of(booth).value)
