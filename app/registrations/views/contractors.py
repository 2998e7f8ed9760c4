"""Contractors: the organiser's list with the days of build and strike, and the exhibitor's own."""

from typing import Any

from flask import flash
from flask.typing import ResponseReturnValue

from app.accounts.access import me
from app.accounts.session import current_user
from app.core.access import allows
from app.core.errors import DomainError, NotFound
from app.core.i18n import _
from app.core.web import go, page
from app.events.access import event_permission
from app.events.models import Event
from app.registrations import notices, services
from app.registrations.access import application_link
from app.registrations.forms.contractors import ContractorDaysForm, ContractorForm
from app.registrations.models import Application
from app.registrations.policies import RegistrationPermission
from app.registrations.queries import contractors as queries
from app.registrations.terms import ApplicationState
from app.registrations.views.blueprint import bp

_LIST = "/manage/events/<string:event_slug>/contractors"


@bp.route(_LIST, methods=["GET", "POST"])
@event_permission(RegistrationPermission.MANAGE_PEOPLE)
def contractors(event: Event) -> ResponseReturnValue:
    form = ContractorForm.from_request()
    if form.submitted_and_valid():
        try:
            row = services.name_contractor(event, form.person(), by=me())
        except DomainError as error:
            form.refuse(error.field, error.message)
        else:
            flash(_("%(name)s has a pass.", name=row.full_name), "success")
            return go("registrations.contractors", event_slug=event.slug)
    return _page(event, form.status, form=form)


def _page(event: Event, status: int = 200, **forms: Any) -> ResponseReturnValue:
    terms = queries.terms_of_contractors(event)
    shown = {"form": ContractorForm(formdata=None), "days_form": ContractorDaysForm(formdata=None, obj=terms)}
    return page(
        "registrations/contractors/index.html",
        status=status,
        event=event,
        terms=terms,
        rows=queries.contractors(event),
        grouped=notices.grouped,
        may_set_days=allows(me(), RegistrationPermission.REVIEW, event),
        **(shown | forms),
    )


@bp.post(f"{_LIST}/days")
@event_permission(RegistrationPermission.REVIEW)
def contractor_days(event: Event) -> ResponseReturnValue:
    form = ContractorDaysForm.from_request()
    if form.submitted_and_valid():
        try:
            services.set_contractor_days(event, form.days(), by=me())
        except DomainError as error:
            form.refuse(error.field, error.message)
        else:
            flash(_("The days are saved; passes given before follow them."), "success")
            return go("registrations.contractors", event_slug=event.slug)
    return _page(event, form.status, days_form=form)


@bp.post(f"{_LIST}/<string:code>/remove")
@event_permission(RegistrationPermission.MANAGE_PEOPLE)
def contractor_remove(event: Event, code: str) -> ResponseReturnValue:
    row = queries.get_contractor(event, code)
    services.cancel(row, by=me(), reason="contractor removed")
    flash(_("The pass of %(name)s is cancelled.", name=row.full_name), "success")
    return go("registrations.contractors", event_slug=event.slug)


@bp.route("/exhibitor/<string:secret>/contractors", methods=["GET", "POST"])
@application_link
def own_contractors(event: Event, application: Application, secret: str) -> ResponseReturnValue:
    if application.state is not ApplicationState.ACCEPTED:
        return go("registrations.application", secret=secret)
    form = ContractorForm.from_request()
    if form.submitted_and_valid():
        by = current_user() or services.actor_of(application)
        try:
            row = services.name_contractor(event, form.person(), by=by, application=application, locale=application.locale)
        except DomainError as error:
            form.refuse(error.field, error.message)
        else:
            flash(_("%(name)s has a pass.", name=row.full_name), "success")
            return go("registrations.own_contractors", secret=secret)
    return page(
        "registrations/contractors/own.html",
        status=form.status,
        event=event,
        application=application,
        secret=secret,
        terms=queries.terms_of_contractors(event),
        rows=queries.contractors_of(application),
        grouped=notices.grouped,
        form=form,
    )


@bp.post("/exhibitor/<string:secret>/contractors/<string:code>/remove")
@application_link
def own_contractor_remove(event: Event, application: Application, secret: str, code: str) -> ResponseReturnValue:
    row = queries.get_contractor(event, code)
    if row.application_id != application.id:
        raise NotFound
    services.cancel(row, by=current_user() or services.actor_of(application), reason="contractor removed")
    flash(_("The pass of %(name)s is cancelled.", name=row.full_name), "success")
    return go("registrations.own_contractors", secret=secret)
