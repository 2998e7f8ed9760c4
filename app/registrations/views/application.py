"""The exhibitor's own pages: where the application stands, staff passes, withdrawing."""

from flask import flash
from flask.typing import ResponseReturnValue

from app.accounts.access import me, signed_in
from app.accounts.session import current_user
from app.core.access import allows
from app.core.db import db
from app.core.errors import DomainError, NotFound
from app.core.i18n import _, language
from app.core.web import go, page
from app.events.models import Event
from app.files import sending
from app.payments import documents
from app.payments import queries as payments
from app.payments.models import Invoice
from app.payments.services.refunds import days_until
from app.registrations import queries, services
from app.registrations.access import application_link
from app.registrations.answers import answers_of
from app.registrations.consent_texts import EXHIBITOR
from app.registrations.forms.consents import OwnConsentsForm
from app.registrations.forms.review import StaffForm, WithdrawForm
from app.registrations.links import secret_for
from app.registrations.models import Application
from app.registrations.parts import exhibitor_parts
from app.registrations.policies import RegistrationPermission
from app.registrations.terms import APPLICATION_TONES, EDITABLE, TRANSITIONS, ApplicationState
from app.registrations.views.blueprint import bp


@bp.route("/exhibitor")
@signed_in
def my_applications() -> ResponseReturnValue:
    rows = queries.applications_of(me())
    secrets = {application.id: secret_for(application.code) for application, _event in rows}
    return page("registrations/application/mine.html", rows=rows, secrets=secrets, tones=APPLICATION_TONES)


@bp.route("/exhibitor/<string:secret>")
@application_link
def application(event: Event, application: Application, secret: str) -> ResponseReturnValue:
    invoice = db.session.get(Invoice, application.invoice_id) if application.invoice_id else None
    return page(
        "registrations/application/status.html",
        event=event,
        application=application,
        secret=secret,
        groups=answers_of(application, full_tax_id=True),
        missing=services.missing_steps(application),
        editable=application.state in EDITABLE,
        booths=queries.booths_of(application),
        claims=services.live_claims(application),
        parts=exhibitor_parts.collect(application),
        invoice=invoice,
        staff=queries.staff_of(application),
        quota=services.own_quota(application),
        consents=queries.consents_of(application),
        texts=EXHIBITOR,
        tones=APPLICATION_TONES,
        may_withdraw=ApplicationState.WITHDRAWN in TRANSITIONS[application.state],
    )


def _invoice_of(application: Application) -> Invoice:
    found = db.session.get(Invoice, application.invoice_id) if application.invoice_id else None
    if found is None:
        raise NotFound
    return found


@bp.route("/exhibitor/<string:secret>/payment")
@application_link
def payment(event: Event, application: Application, secret: str) -> ResponseReturnValue:
    asked = documents.payment_request(_invoice_of(application), event)
    return page("registrations/application/payment.html", event=event, application=application, secret=secret, asked=asked)


@bp.route("/exhibitor/<string:secret>/payment.pdf")
@application_link
def payment_file(event: Event, application: Application, secret: str) -> ResponseReturnValue:
    found = _invoice_of(application)
    content = documents.request_pdf(found, event, language())
    return sending.send_document(content, "application/pdf", documents.file_name(found))


@bp.route("/exhibitor/<string:secret>/staff", methods=["GET", "POST"])
@application_link
def staff(event: Event, application: Application, secret: str) -> ResponseReturnValue:
    if application.state is not ApplicationState.ACCEPTED:
        return go("registrations.application", secret=secret)
    present = queries.staff_of(application)
    form = StaffForm.from_request(data={"names": "\n".join(row.full_name for row in present)})
    quota = services.own_quota(application)
    if form.submitted_and_valid():
        try:
            by = current_user() or services.actor_of(application)
            services.set_staff(event, application, form.lines(), by=by, officer=_is_officer(event))
        except DomainError as error:
            form.refuse(error.field, error.message)
        else:
            flash(_("The staff list is saved."))
            return go("registrations.application", secret=secret)
    return page(
        "registrations/application/staff.html",
        status=form.status,
        event=event,
        application=application,
        secret=secret,
        form=form,
        quota=quota,
        due=queries.terms_of(event.id).staff_due_at,
        locked=not (_is_officer(event) or services.names_are_open(event)),
    )


def _is_officer(event: Event) -> bool:
    user = current_user()
    return user is not None and allows(user, RegistrationPermission.REVIEW, event)


@bp.route("/exhibitor/<string:secret>/withdraw", methods=["GET", "POST"])
@application_link
def withdraw(event: Event, application: Application, secret: str) -> ResponseReturnValue:
    form = WithdrawForm.from_request()
    if form.submitted_and_valid():
        services.withdraw(event, application, by=current_user(), reason=form.reason.data or "")
        flash(_("The application has been withdrawn."))
        return go("registrations.application", secret=secret)
    return page(
        "registrations/application/withdraw.html",
        status=form.status,
        event=event,
        application=application,
        secret=secret,
        booths=queries.booths_of(application),
        form=form,
        told=services.preview_withdrawal(event, application),
        tiers=payments.refund_tiers_of(event),
        days=days_until(event),
    )


@bp.route("/exhibitor/<string:secret>/own-consents", methods=["GET", "POST"])
@application_link
def own_consents(event: Event, application: Application, secret: str) -> ResponseReturnValue:
    now = {purpose.value: granted for purpose, granted in queries.consents_of(application).items()}
    form = OwnConsentsForm.from_request(data=now)
    if form.submitted_and_valid():
        services.record_consents(application, form.given())
        flash(_("Your choice is noted and holds from now on."))
        return go("registrations.application", secret=secret)
    return page(
        "registrations/application/consents.html",
        status=form.status,
        event=event,
        application=application,
        secret=secret,
        texts=EXHIBITOR,
        form=form,
    )
