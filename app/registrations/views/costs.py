"""What the exhibitor's participation costs: lines, payment requests, what was paid and given back."""

from typing import Any

from flask.typing import ResponseReturnValue

from app.booths.quotes import printed_claim
from app.core.errors import NotFound
from app.core.i18n import language
from app.core.web import page
from app.events.models import Event
from app.files import sending
from app.payments import documents
from app.payments import queries as payments
from app.payments.models import Invoice
from app.registrations import queries, services
from app.registrations.access import application_link
from app.registrations.models import Application
from app.registrations.views.blueprint import bp


@bp.route("/exhibitor/<string:secret>/costs")
@application_link
def costs(event: Event, application: Application, secret: str) -> ResponseReturnValue:
    claims = services.live_claims(application)
    lines = [line for claim in sorted(claims, key=lambda one: one.booth.sort_key) for line in printed_claim(claim)]
    invoices = queries.requests_of(application)
    return page(
        "registrations/money/costs.html",
        event=event,
        application=application,
        secret=secret,
        lines=lines,
        net=sum(line.net_vnd for line in lines),
        vat=sum(line.vat_vnd for line in lines),
        invoices=invoices,
        refunds=payments.refunds_of([invoice.id for invoice in invoices]),
        tiers=payments.refund_tiers_of(event),
    )


def _request(application: Application, code: str) -> Invoice:
    found = next((invoice for invoice in queries.requests_of(application) if invoice.code == code), None)
    if found is None:
        raise NotFound
    return found


@bp.route("/exhibitor/<string:secret>/payments/<string:code>")
@application_link
def payment_request(event: Event, application: Application, secret: str, code: str) -> ResponseReturnValue:
    asked = documents.payment_request(_request(application, code), event)
    context: dict[str, Any] = {"secret": secret, "asked": asked, "code": code}
    return page("registrations/application/payment.html", event=event, application=application, **context)


@bp.route("/exhibitor/<string:secret>/payments/<string:code>/request.pdf")
@application_link
def payment_request_file(event: Event, application: Application, secret: str, code: str) -> ResponseReturnValue:
    found = _request(application, code)
    content = documents.request_pdf(found, event, language())
    return sending.send_document(content, "application/pdf", documents.file_name(found))
