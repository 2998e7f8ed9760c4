"""Money without a booth: give the booth back, give another, or pay the money back."""

from typing import Any

from flask import Response, flash
from flask.typing import ResponseReturnValue

from app.accounts.access import me
from app.core.access import allows
from app.core.errors import DomainError
from app.core.i18n import _
from app.core.web import FeatureBlueprint, go, page
from app.events.access import event_permission
from app.events.models import Event
from app.payments import queries as payments
from app.payments.policies import PaymentPermission
from app.registrations.forms.attention import AttentionForm
from app.registrations.services import late

bp = FeatureBlueprint("payment_attention", __name__, url_prefix="/manage/events/<string:event_slug>/payments/attention")


@bp.get("")
@event_permission(PaymentPermission.SEE)
def index(event: Event) -> ResponseReturnValue:
    may_manage = allows(me(), PaymentPermission.MANAGE, event)
    return page("registrations/attention/index.html", event=event, cases=late.cases_of(event), may_manage=may_manage)


@bp.route("/<string:code>", methods=["GET", "POST"])
@event_permission(PaymentPermission.MANAGE)
def decide(event: Event, code: str) -> ResponseReturnValue:
    """The three acts. Two at once: the slower one learns that nothing waits any more."""
    case = late.case_of(event, payments.get_invoice(event, code))
    form = AttentionForm.for_case(case)
    if form.submitted_and_valid():
        try:
            told = _do(event, case, form)
        except DomainError as error:
            form.refuse(error.field or "what", error.message or _("There is no booth of this code."))
            return _case_page(event, case, form, status=error.status, refusal=error)
        flash(told, "success")
        return go(".index", event_slug=event.slug)
    return _case_page(event, case, form, status=form.status)


def _do(event: Event, case: late.Case, form: AttentionForm) -> str:
    reason = form.reason.data
    if form.what.data == "refund":
        late.pay_back(event, case, by=me(), reference=reason)
        return _("The money is booked as paid back.")
    if form.what.data == "back":
        made = late.give_back(event, case, by=me(), reason=reason)
    else:
        made = late.give_other(event, case, form.codes(), by=me(), reason=reason)
    return _("%(unit)s has %(booths)s now.", unit=case.invoice.payer.name, booths=", ".join(claim.booth.name for claim in made))


def _case_page(
    event: Event, case: late.Case, form: AttentionForm, *, status: int, refusal: DomainError | None = None
) -> Response:
    context: dict[str, Any] = {"case": case, "form": form}
    context["alternatives"] = refusal.extra.get("alternatives", ()) if refusal is not None else ()
    return page("registrations/attention/decide.html", status=status, event=event, **context)
