"""Money of exhibitors for organisers: prices computed anew, terms of withdrawal, refunds, booths taken back."""

from typing import Any

from flask import flash, request
from flask.typing import ResponseReturnValue

from app.accounts.access import me
from app.booths import queries as booth_queries
from app.booths import services as booths
from app.booths.models import BoothClaim
from app.booths.policies import BoothPermission
from app.core.errors import NotFound
from app.core.i18n import _, _n
from app.core.paging import paginate
from app.core.web import go, page
from app.events.access import event_permission
from app.events.models import Event
from app.payments import queries as payments
from app.payments.policies import PaymentPermission
from app.payments.services import refunds as refunding
from app.registrations import queries
from app.registrations.errors import PricesChanged
from app.registrations.forms.money import PayOutForm, PricesForm, ReleaseForm, TermsForm
from app.registrations.services import billing, repricing
from app.registrations.views.blueprint import bp


@bp.route("/manage/events/<string:event_slug>/booths/agreed-prices", methods=["GET", "POST"])
@event_permission(BoothPermission.MANAGE)
def agreed_prices(event: Event) -> ResponseReturnValue:
    """Preview of what new rates would change for open orders; the chosen ones get their new price, with a reason."""
    basis = "today" if request.args.get("basis") == "today" else "booked"
    form = PricesForm.from_request(data={"basis": basis})
    if form.submitted_and_valid():
        today = form.basis.data == "today"
        try:
            number = repricing.recompute(event, form.chosen.data, by=me(), reason=form.reason.data, today=today)
        except PricesChanged as error:
            form.refuse("chosen", error.message)
        else:
            flash(_n("%(num)s booth has its new price.", "%(num)s booths have their new price.", number), "success")
            return go(".agreed_prices", event_slug=event.slug)
    basis = form.basis.data or basis
    rows = repricing.preview(event, today=basis == "today")
    ticked = set(form.chosen.data or [])
    context: dict[str, Any] = {
        "rows": rows,
        "ticked": ticked,
        "basis": basis,
        "total": sum(row.difference.total_vnd for row in rows),
    }
    return page("registrations/money/agreed_prices.html", status=form.status, event=event, form=form, **context)


@bp.route("/manage/events/<string:event_slug>/payments/refunds")
@event_permission(PaymentPermission.SEE)
def refunds(event: Event) -> ResponseReturnValue:
    rows = paginate(payments.refunds(event), request.args.get("page", 1, type=int))
    tiers, due = payments.refund_tiers_of(event), payments.refunds_due(event)
    return page("registrations/money/refunds.html", event=event, rows=rows, tiers=tiers, due=due)


@bp.route("/manage/events/<string:event_slug>/payments/refunds/<int:refund_id>", methods=["GET", "POST"])
@event_permission(PaymentPermission.MANAGE)
def pay_refund(event: Event, refund_id: int) -> ResponseReturnValue:
    found = payments.get_refund(event, refund_id)
    form = PayOutForm.from_request()
    if form.submitted_and_valid():
        refunding.pay_out(event, found, by=me(), reference=form.reference.data)
        flash(_("The refund is booked as paid out."), "success")
        return go(".refunds", event_slug=event.slug)
    return page("registrations/money/pay_refund.html", status=form.status, event=event, refund=found, form=form)


@bp.route("/manage/events/<string:event_slug>/payments/refund-terms", methods=["GET", "POST"])
@event_permission(PaymentPermission.MANAGE)
def refund_terms(event: Event) -> ResponseReturnValue:
    form = TermsForm.from_request(data=TermsForm.values_of(payments.refund_tiers_of(event)))
    if form.submitted_and_valid() and form.fits():
        refunding.set_tiers(event, form.tiers(), by=me())
        flash(_("The terms of withdrawal are saved."), "success")
        return go(".refunds", event_slug=event.slug)
    return page("registrations/money/refund_terms.html", status=form.status, event=event, form=form)


@bp.route("/manage/events/<string:event_slug>/booths/claims/<int:claim_id>/release", methods=["GET", "POST"])
@event_permission(BoothPermission.ASSIGN)
def release_booth(event: Event, claim_id: int) -> ResponseReturnValue:
    """Take a booth back: what is paid back stands on the page before it happens."""
    claim = booth_queries.get_claim(event, claim_id)
    if not booth_queries.may_be_released(claim):
        raise NotFound
    application = queries.find_application_of(claim)
    form = ReleaseForm.from_request()
    told = billing.preview_release(event, application, claim) if application is not None else []
    if form.submitted_and_valid():
        _release(claim, form)
        flash(_("Booth %(code)s is free again.", code=claim.booth.code), "success")
        return go("booth_desk.show", event_slug=event.slug, code=claim.booth.code)
    context: dict[str, Any] = {
        "claim": claim,
        "application": application,
        "told": told,
        "tiers": payments.refund_tiers_of(event),
    }
    context["days"] = refunding.days_until(event)
    return page("registrations/money/release.html", status=form.status, event=event, form=form, **context)


def _release(claim: BoothClaim, form: ReleaseForm) -> None:
    booths.take_back(claim, by=me(), reason=form.reason.data, by_terms=form.whose.data == "exhibitor")
