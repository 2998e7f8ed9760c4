"""The organiser's waiting list: its order, offers, rules, and what is known of each wish."""

from typing import Any

import sqlalchemy as sa
from flask import Response, flash, request
from flask.typing import ResponseReturnValue

from app.accounts.access import me
from app.allocation import queries, services
from app.allocation.errors import WishRefused
from app.allocation.forms import WEIGHT_WORDS, CodesForm, JudgeForm, RulesForm, codes_in
from app.allocation.models import WISH_TONES
from app.allocation.policies import AllocationPermission
from app.allocation.views.blueprint import MANAGE, bp
from app.booths.plan import load_plan
from app.core.access import allows
from app.core.db import db
from app.core.errors import DomainError
from app.core.i18n import _, _n
from app.core.paging import paginate
from app.core.web import go, page
from app.events.access import event_permission
from app.events.models import Event
from app.registrations.models import Application


def allotment_page(template: str, *, event: Event, **context: Any) -> Response:
    """Render a page of the organiser with `may_allot`."""
    return page(template, event=event, may_allot=allows(me(), AllocationPermission.ALLOT, event), **context)


@bp.get(MANAGE)
@event_permission(AllocationPermission.SEE)
def index(event: Event) -> ResponseReturnValue:
    return _list_page(event)


def _list_page(event: Event, *, status: int = 200, refusal: DomainError | None = None) -> Response:
    rules = queries.rules_of(event)
    wishes = paginate(queries.queue(event, rules), request.args.get("page", 1, type=int))
    return allotment_page(
        "allocation/index.html",
        status=status,
        event=event,
        rules=rules,
        wishes=wishes,
        offers=queries.open_offers(event, [wish.id for wish in wishes.rows]),
        refusal=str(refusal.message) if refusal else "",
        tones=WISH_TONES,
    )


@bp.post(MANAGE + "/offers")
@event_permission(AllocationPermission.ALLOT)
def offer_round(event: Event) -> ResponseReturnValue:
    made = services.offer_booths(event)
    told = _n("%(num)s offer was made.", "%(num)s offers were made.", len(made))
    flash(told if made else _("No free booth meets a waiting wish now."), "success" if made else "info")
    return go(".index", event_slug=event.slug)


@bp.post(MANAGE + "/wishes/<int:wish_id>/offer")
@event_permission(AllocationPermission.ALLOT)
def offer(event: Event, wish_id: int) -> ResponseReturnValue:
    wish = queries.get_wish(event, wish_id)
    form = CodesForm.from_request()
    if not form.submitted_and_valid():
        return _wish_page(event, wish_id, codes=form)
    try:
        services.offer_to(event, wish, form.codes(), by=me())
    except DomainError as error:
        form.refuse("booths", error.message or _("There is no booth of this code."))
        return _wish_page(event, wish_id, codes=form, status=error.status)
    flash(_("The offer is made; the exhibitor got a mail."), "success")
    return go(".index", event_slug=event.slug)


@bp.route(MANAGE + "/wishes/<int:wish_id>", methods=["GET", "POST"])
@event_permission(AllocationPermission.ALLOT)
def judge(event: Event, wish_id: int) -> ResponseReturnValue:
    wish = queries.get_wish(event, wish_id)
    zones = load_plan(event).zones
    form = JudgeForm.of(wish, zones)
    if form.submitted_and_valid():
        codes = codes_in(form.apart.data or "")
        apart = _applications(event, codes)
        if len(apart) < len(codes):
            form.refuse(
                "apart",
                _("Please write codes of applications of this event, for example %(code)s.", code=wish.application.code),
            )
        else:
            chosen = [zone for zone in form.group_zones.data or [] if zone in zones]
            try:
                services.judge_wish(wish, points=form.points.data or 0, group_zones=chosen, apart=apart, by=me())
            except WishRefused as error:
                form.refuse(error.field, error.message)
            else:
                flash(_("Saved."), "success")
                return go(".index", event_slug=event.slug)
    return _wish_page(event, wish_id, judgement=form)


def _applications(event: Event, codes: list[str]) -> list[Application]:
    return list(db.session.scalars(sa.select(Application).where(Application.event_id == event.id, Application.code.in_(codes))))


def _wish_page(
    event: Event, wish_id: int, *, judgement: JudgeForm | None = None, codes: CodesForm | None = None, status: int = 200
) -> Response:
    wish = queries.get_wish(event, wish_id)
    form = judgement or JudgeForm.of(wish, load_plan(event).zones)
    named = codes or CodesForm.from_request(formdata=None)
    return allotment_page(
        "allocation/judge.html",
        status=422 if status == 200 and (form.errors or named.errors) else status,
        event=event,
        wish=wish,
        form=named if named.errors else form,
        judgement=form,
        codes=named,
        tones=WISH_TONES,
    )


@bp.route(MANAGE + "/rules", methods=["GET", "POST"])
@event_permission(AllocationPermission.ALLOT)
def rules(event: Event) -> ResponseReturnValue:
    present = queries.rules_of(event)
    form = RulesForm.of(present)
    if form.submitted_and_valid():
        try:
            services.set_rules(event, form.rules(), by=me())
        except WishRefused as error:
            form.refuse(error.field, error.message)
        else:
            flash(_("The rules are saved."), "success")
            return go(".rules", event_slug=event.slug)
    return allotment_page(
        "allocation/rules.html", status=form.status, event=event, rules=present, form=form, weights=list(WEIGHT_WORDS)
    )


@bp.post(MANAGE + "/seed")
@event_permission(AllocationPermission.ALLOT)
def publish_seed(event: Event) -> ResponseReturnValue:
    try:
        services.publish_seed(event, by=me())
    except WishRefused as error:
        flash(error.message, "danger")
    else:
        flash(_("The seed and the order of the draw are public now."), "success")
    return go(".rules", event_slug=event.slug)
