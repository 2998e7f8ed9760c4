"""The exhibitor's wish, and the answer to an offer."""

from flask import flash
from flask.typing import ResponseReturnValue

from app.accounts.session import current_user
from app.allocation import queries, services
from app.allocation.errors import WishRefused
from app.allocation.forms import AnswerForm, WishForm
from app.allocation.models import WISH_TONES, WishState
from app.allocation.views.blueprint import bp
from app.booths.plan import load_plan
from app.core.errors import NotFound
from app.core.i18n import _
from app.core.web import go, page
from app.events.models import Event
from app.registrations.access import application_link
from app.registrations.models import Application
from app.registrations.services import actor_of


@bp.route("/exhibitor/<string:secret>/wish", methods=["GET", "POST"])
@application_link
def wish(event: Event, application: Application, secret: str) -> ResponseReturnValue:
    zones = load_plan(event).zones
    found = queries.find_wish(application)
    first = {"kind": application.booth_kind, "count": application.booth_count, "wants_corner": application.wants_corner}
    form = WishForm.of(found, zones, **first)
    if form.submitted_and_valid():
        try:
            services.save_wish(application, form.wish(zones), by=current_user() or actor_of(application))
        except WishRefused as error:
            form.refuse(error.field, error.message)
        else:
            flash(_("Your wish is on the waiting list."), "success")
            return go(".wish", secret=secret)
    return _wish_page(event, application, secret, form, AnswerForm.from_request(formdata=None))


def _wish_page(
    event: Event, application: Application, secret: str, form: WishForm, answer: AnswerForm, *, status: int = 200
) -> ResponseReturnValue:
    found = queries.find_wish(application)
    return page(
        "allocation/wish.html",
        status=422 if form.errors or answer.errors else status,
        event=event,
        application=application,
        secret=secret,
        wish=found,
        offer=queries.open_offers(event, [found.id]).get(found.id) if found else None,
        form=form if form.errors or not answer.errors else answer,
        wishes=form,
        answer=answer,
        tones=WISH_TONES,
        waits=found is not None and found.state is WishState.WAITING,
    )


@bp.post("/exhibitor/<string:secret>/offers/<int:offer_id>")
@application_link
def answer(event: Event, application: Application, secret: str, offer_id: int) -> ResponseReturnValue:
    offer = queries.get_offer(event, offer_id)
    if offer.wish.application_id != application.id:
        raise NotFound
    form = AnswerForm.from_request()
    by = current_user() or actor_of(application)
    if not form.submitted_and_valid():
        zones = load_plan(event).zones
        unchanged = WishForm.of(offer.wish, zones)
        return _wish_page(event, application, secret, unchanged, form)
    if form.answer.data == "accept":
        services.accept(event, offer, by=by)
        flash(_("The booth is yours. What to pay and when stands on your page."), "success")
        return go("registrations.application", secret=secret)
    services.decline(event, offer, stays=form.answer.data == "pass", by=by)
    flash(_("Thank you for the answer; the booth goes to the next in turn."), "success")
    return go(".wish", secret=secret)


@bp.post("/exhibitor/<string:secret>/wish/withdraw")
@application_link
def withdraw(event: Event, application: Application, secret: str) -> ResponseReturnValue:
    services.withdraw_wish(event, application, by=current_user() or actor_of(application))
    flash(_("Your wish is off the waiting list."), "success")
    return go(".wish", secret=secret)
