"""The organiser's list of people: find, add, change, cancel, block, erase."""

from flask import flash, request
from flask.typing import ResponseReturnValue

from app.accounts.access import me
from app.audit import queries as audit
from app.core.access import allows
from app.core.errors import DomainError
from app.core.i18n import _
from app.core.paging import paginate
from app.core.web import go, page
from app.documents import qr
from app.events.access import event_permission
from app.events.models import Event
from app.registrations import notices, queries, services
from app.registrations.consent_texts import label_of
from app.registrations.forms.people import AddPersonForm, EditPersonForm, ReasonForm, person_values
from app.registrations.models import Registration
from app.registrations.parts import person_parts
from app.registrations.policies import RegistrationPermission
from app.registrations.terms import REGISTRATION_TONES, Category, ConsentPurpose, RegistrationState
from app.registrations.views.blueprint import bp

_LIST = "/manage/events/<string:event_slug>/people"
_ONE = f"{_LIST}/<string:code>"


@bp.route(_LIST)
@event_permission(RegistrationPermission.SEE_PEOPLE)
def people(event: Event) -> ResponseReturnValue:
    text = request.args.get("q", "").strip()[:200]
    chosen, wanted, after = (request.args.get(name, "") for name in ("category", "state", "after"))
    category = Category(chosen) if chosen in list(Category) else None
    state = RegistrationState(wanted) if wanted in list(RegistrationState) else None
    if text:
        found = queries.search(event, text, category=category, state=state, after=after)
    else:
        found = queries.people(event, category=category, state=state, after=after)
    return page(
        "registrations/people/index.html",
        fragment="registrations/people/_list.html",
        event=event,
        found=found,
        text=text,
        category=category,
        state=state,
        after=after,
        categories=Category,
        states=RegistrationState,
        tones=REGISTRATION_TONES,
        see_contacts=allows(me(), RegistrationPermission.SEE_CONTACTS, event),
        may_manage=allows(me(), RegistrationPermission.MANAGE_PEOPLE, event),
        grouped=notices.grouped,
    )


@bp.route(f"{_LIST}/new", methods=["GET", "POST"])
@event_permission(RegistrationPermission.MANAGE_PEOPLE)
def add_person(event: Event) -> ResponseReturnValue:
    form = AddPersonForm.from_request()
    if form.submitted_and_valid():
        try:
            registration = services.register(
                event,
                form.person(note=form.note.data or ""),
                category=Category(form.category.data),
                party_size=form.party_size.data,
                source="staff",
            )
        except DomainError as error:
            form.refuse(error.field, error.message)
        else:
            services.note_added(registration, by=me(), basis=form.basis.data)
            flash(_("%(name)s is registered.", name=registration.full_name))
            return go("registrations.person", event_slug=event.slug, code=registration.short_code)
    return page("registrations/people/new.html", status=form.status, event=event, form=form)


@bp.route(_ONE)
@event_permission(RegistrationPermission.SEE_PEOPLE)
def person(event: Event, code: str) -> ResponseReturnValue:
    registration = queries.get_registration(event, code)
    return page(
        "registrations/people/person.html",
        event=event,
        registration=registration,
        short_code=notices.grouped(registration.short_code),
        picture=qr.svg(registration.badge_code, label=_("QR code of the badge")),
        consents=queries.history_of(registration),
        label_of=label_of,
        history=paginate(audit.entries(event, subject=registration), 1).rows,
        tones=REGISTRATION_TONES,
        see_contacts=allows(me(), RegistrationPermission.SEE_CONTACTS, event),
        may_manage=allows(me(), RegistrationPermission.MANAGE_PEOPLE, event),
        states=RegistrationState,
        parts=person_parts.collect(registration),
    )


@bp.route(f"{_ONE}/edit", methods=["GET", "POST"])
@event_permission(RegistrationPermission.MANAGE_PEOPLE)
def edit_person(event: Event, code: str) -> ResponseReturnValue:
    registration = queries.get_registration(event, code)
    form = EditPersonForm.from_request(data=person_values(registration))
    if form.submitted_and_valid():
        services.change_person(registration, form.person(note=form.note.data or ""), by=me())
        flash(_("The data are changed."))
        return go("registrations.person", event_slug=event.slug, code=registration.short_code)
    return page("registrations/people/edit.html", status=form.status, event=event, registration=registration, form=form)


@bp.route(f"{_ONE}/cancel", methods=["GET", "POST"])
@event_permission(RegistrationPermission.MANAGE_PEOPLE)
def cancel_person(event: Event, code: str) -> ResponseReturnValue:
    return _with_reason(event, code, "cancel")


@bp.route(f"{_ONE}/block", methods=["GET", "POST"])
@event_permission(RegistrationPermission.MANAGE_PEOPLE)
def block_person(event: Event, code: str) -> ResponseReturnValue:
    return _with_reason(event, code, "block")


@bp.route(f"{_ONE}/unblock", methods=["GET", "POST"])
@event_permission(RegistrationPermission.MANAGE_PEOPLE)
def unblock_person(event: Event, code: str) -> ResponseReturnValue:
    return _with_reason(event, code, "unblock")


@bp.route(f"{_ONE}/erase", methods=["GET", "POST"])
@event_permission(RegistrationPermission.MANAGE_PEOPLE)
def erase_person(event: Event, code: str) -> ResponseReturnValue:
    return _with_reason(event, code, "erase")


def _with_reason(event: Event, code: str, deed: str) -> ResponseReturnValue:
    registration = queries.get_registration(event, code)
    form = ReasonForm.from_request()
    if form.submitted_and_valid():
        _do(event, registration, deed, form.reason.data)
        flash(_("Done and noted in the history."))
        return go("registrations.person", event_slug=event.slug, code=registration.short_code)
    return page(
        "registrations/people/reason.html", status=form.status, event=event, registration=registration, form=form, deed=deed
    )


def _do(event: Event, registration: Registration, deed: str, reason: str) -> None:
    match deed:
        case "cancel":
            services.cancel(registration, by=me(), reason=reason)
        case "block":
            services.block(registration, by=me(), reason=reason)
        case "unblock":
            services.unblock(event, registration, by=me(), reason=reason)
        case _:
            services.erase(registration, by=me(), reason=reason)


@bp.route(f"{_ONE}/withdraw-consents", methods=["POST"])
@event_permission(RegistrationPermission.MANAGE_PEOPLE)
def withdraw_for_person(event: Event, code: str) -> ResponseReturnValue:
    """Note a withdrawal that the person told the desk."""
    registration = queries.get_registration(event, code)
    given = {ConsentPurpose.PHOTOS: False, ConsentPurpose.MESSAGES: False}
    services.record_consents(registration, given, channel="desk", by=me())
    flash(_("The withdrawal is noted."))
    return go("registrations.person", event_slug=event.slug, code=registration.short_code)
