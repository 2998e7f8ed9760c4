"""A credit that was assigned to the wrong payment request is taken back, with what depends on it."""

from typing import Any

from flask import Response, flash
from flask.typing import ResponseReturnValue

from app.accounts.access import me
from app.core.errors import DomainError
from app.core.i18n import _
from app.core.web import FeatureBlueprint, go, page
from app.events.access import event_permission
from app.events.models import Event
from app.payments import queries as payments
from app.payments.models import BankTransaction
from app.payments.policies import PaymentPermission
from app.registrations.forms.attention import TakeBackForm
from app.registrations.services import taking_back

bp = FeatureBlueprint("payment_taking_back", __name__, url_prefix="/manage/events/<string:event_slug>/payments/<string:code>")


@bp.route("/credits/<int:credit_id>/take-back", methods=["GET", "POST"])
@event_permission(PaymentPermission.MANAGE)
def take_back(event: Event, code: str, credit_id: int) -> ResponseReturnValue:
    """First what would happen, then the act. The address names the request: who is slow never undoes a later assignment."""
    credit, invoice = payments.get_transaction(event, credit_id), payments.get_invoice(event, code)
    form = TakeBackForm.from_request()
    if form.submitted_and_valid():
        try:
            changed = taking_back.take_back(event, credit, invoice, by=me(), reason=form.reason.data)
        except DomainError as error:
            return _refused(event, credit, error)
        names = ", ".join(claim.booth.name for claim in changed)
        told = _("These booths wait for payment again: %(booths)s.", booths=names) if names else ""
        flash(f"{_('The assignment is taken back; the credit waits to be assigned.')} {told}".strip(), "success")
        return go("payments.credits", event_slug=event.slug)
    try:
        outlook = taking_back.foresee(credit, invoice)
    except DomainError as error:
        return _refused(event, credit, error)
    context: dict[str, Any] = {"credit": credit, "named": invoice, "outlook": outlook, "form": form}
    return page("registrations/attention/take_back.html", status=form.status, event=event, **context)


def _refused(event: Event, credit: BankTransaction, error: DomainError) -> Response:
    context: dict[str, Any] = {"credit": credit, "refusal": error.message}
    return page("registrations/attention/take_back.html", status=error.status, event=event, **context)
