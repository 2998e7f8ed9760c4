"""Pages of finance: payment requests, transfers, bank statements."""

from typing import Any

from flask import flash, request
from flask.typing import ResponseReturnValue

from app.accounts.access import me
from app.core import clock
from app.core.errors import DomainError
from app.core.forms import Form
from app.core.i18n import _, _n, language
from app.core.paging import paginate
from app.core.web import FeatureBlueprint, go, page
from app.documents.errors import TableRefused
from app.documents.spreadsheet import read_table
from app.events.access import event_permission
from app.events.models import Event
from app.files import sending
from app.payments import documents, queries
from app.payments.forms import AssignForm, CancelForm, FilterForm, StatementForm, TransferForm, pack
from app.payments.matching import match
from app.payments.models import BankTransaction, Invoice, InvoiceState, MatchState
from app.payments.policies import PaymentPermission
from app.payments.services import bank
from app.payments.services.invoices import cancel_invoice
from app.payments.statements import Credit, Problem, read_statement

bp = FeatureBlueprint("payments", __name__, url_prefix="/manage/events/<string:event_slug>/payments")
MOST_SHOWN = 200


@bp.get("")
@event_permission(PaymentPermission.SEE)
def invoices(event: Event) -> ResponseReturnValue:
    form = FilterForm(request.args)
    chosen = request.args.get("state", "")
    state = InvoiceState(chosen) if chosen in list(InvoiceState) else None
    found = queries.invoices(event, state=state, text=request.args.get("q", "")[:80])
    rows = paginate(found, request.args.get("page", 1, type=int))
    return page("payments/invoices.html", event=event, invoices=rows, form=form, sums=queries.sums_of(event))


@bp.get("/<string:code>")
@event_permission(PaymentPermission.SEE)
def invoice(event: Event, code: str) -> ResponseReturnValue:
    return _invoice_page(event, queries.get_invoice(event, code), _transfer_form(event))


def _transfer_form(event: Event) -> TransferForm:
    form = TransferForm.from_request(data={"received_at": clock.now()})
    if form.received_at.zone != event.timezone:
        form.received_at.zone = event.timezone
        form.received_at.process(request.form if request.method == "POST" else None, clock.now())
    return form


def _invoice_page(event: Event, found: Invoice, form: Form, status: int = 200) -> ResponseReturnValue:
    asked = documents.payment_request(found, event)
    context: dict[str, Any] = {"invoice": found, "asked": asked, "entries": queries.entries_of(found), "form": form}
    context["credits"] = queries.transactions_of(found)
    return page("payments/invoice.html", status=status, event=event, **context)


@bp.get("/<string:code>/request.pdf")
@event_permission(PaymentPermission.SEE)
def request_pdf(event: Event, code: str) -> ResponseReturnValue:
    found = queries.get_invoice(event, code)
    content = documents.request_pdf(found, event, language())
    return sending.send_document(content, "application/pdf", documents.file_name(found))


@bp.post("/<string:code>/transfers")
@event_permission(PaymentPermission.MANAGE)
def note_transfer(event: Event, code: str) -> ResponseReturnValue:
    found = queries.get_invoice(event, code)
    form = _transfer_form(event)
    if form.submitted_and_valid():
        told = {"memo": form.memo.data or "", "reference": form.reference.data or ""}
        amount = form.amount.data or 0
        try:
            bank.note_transfer(event, found, amount, by=me(), occurred_at=form.received_at.data, **told)
        except DomainError as error:
            form.refuse(error.field, error.message)
        else:
            flash(_("The transfer is booked."), "success")
            return go("payments.invoice", event_slug=event.slug, code=code)
    return _invoice_page(event, found, form, 422)


@bp.route("/<string:code>/cancel", methods=["GET", "POST"])
@event_permission(PaymentPermission.MANAGE)
def cancel(event: Event, code: str) -> ResponseReturnValue:
    found = queries.get_invoice(event, code)
    form = CancelForm.from_request()
    if form.submitted_and_valid():
        cancel_invoice(event, found, by=me(), reason=form.reason.data)
        flash(_("The payment request is cancelled."), "success")
        return go("payments.invoice", event_slug=event.slug, code=code)
    return page("payments/cancel.html", status=form.status, event=event, invoice=found, form=form)


@bp.get("/bank")
@event_permission(PaymentPermission.SEE)
def credits(event: Event) -> ResponseReturnValue:
    only_unmatched = request.args.get("show") != "all"
    found = queries.transactions(event, state=MatchState.UNMATCHED if only_unmatched else None)
    rows = paginate(found, request.args.get("page", 1, type=int))
    codes = queries.all_codes() if rows.rows else {}
    hints = {row.id: match(row.memo, event.id, codes).suggestions for row in rows.rows if row.invoice_id is None}
    context: dict[str, Any] = {"credits": rows, "hints": hints, "only_unmatched": only_unmatched}
    return page("payments/credits.html", event=event, count=queries.count_unmatched(event), **context)


@bp.route("/bank/<int:credit_id>", methods=["GET", "POST"])
@event_permission(PaymentPermission.MANAGE)
def assign(event: Event, credit_id: int) -> ResponseReturnValue:
    found = queries.get_transaction(event, credit_id)
    form = AssignForm.from_request()
    if form.submitted_and_valid():
        chosen = queries.find_invoice(event, form.code.data)
        if chosen is None:
            form.refuse("code", _("This event has no payment request with that code."))
        else:
            try:
                bank.assign(event, found, chosen, by=me())
            except DomainError as error:
                form.refuse("code", error.message)
            else:
                flash(_("The credit is assigned to %(code)s.", code=chosen.code), "success")
                return go("payments.credits", event_slug=event.slug)
    hints = _hints(event, found)
    return page("payments/assign.html", status=form.status, event=event, credit=found, form=form, hints=hints)


def _hints(event: Event, found: BankTransaction) -> list[Invoice]:
    """Return requests whose code is alike, then those that wait for just this amount."""
    alike = match(found.memo, event.id, queries.all_codes())
    named = queries.invoices_by_code(event, [*alike.suggestions, *([alike.code] if alike.code else [])])
    rest = [item for item in queries.awaiting_amount(event, found.amount_vnd) if item.code not in named]
    return [*named.values(), *rest]


@bp.route("/import", methods=["GET", "POST"])
@event_permission(PaymentPermission.MANAGE)
def upload(event: Event) -> ResponseReturnValue:
    """First post: a statement, answered by a preview that changes nothing. Second post: the same statement, booked."""
    form = StatementForm.from_request()
    if not form.submitted_and_valid():
        return _upload_page(event, form)
    content = form.table_bytes()
    if not content:
        form.refuse("file", _("Please choose a file."))
        return _upload_page(event, form)
    try:
        found, problems = read_statement(read_table(content), event.timezone)
    except TableRefused as error:
        form.refuse("file", error.message)
        return _upload_page(event, form)
    if problems or form.file.data:
        return _upload_page(event, form, found, problems, content)
    result = bank.import_credits(event, found, by=me())
    told = _n("%(num)d credit was booked.", "%(num)d credits were booked.", result.booked)
    flash(told, "success")
    return go("payments.credits", event_slug=event.slug)


def _upload_page(
    event: Event,
    form: StatementForm,
    found: list[Credit] | None = None,
    problems: list[Problem] | None = None,
    content: bytes = b"",
) -> ResponseReturnValue:
    proposals = bank.preview(event, found) if found and not problems else []
    result = bank.Result()
    for proposal in proposals:
        result.add(proposal.outcome)
    context: dict[str, Any] = {"proposals": proposals[:MOST_SHOWN], "result": result, "problems": (problems or [])[:MOST_SHOWN]}
    context |= {"was_read": found is not None, "packed": pack(content) if proposals else ""}
    return page("payments/import.html", status=422 if problems else form.status, event=event, form=form, **context)
