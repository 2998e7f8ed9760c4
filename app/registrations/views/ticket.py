"""The ticket of a visitor or delegate: a large code, and everything a person may do with the own data."""

from flask import Response, flash, jsonify
from flask.typing import ResponseReturnValue

from app.core.i18n import _
from app.core.web import go, page
from app.documents import qr
from app.events.access import public_event
from app.events.models import Event
from app.registrations import notices, queries, services
from app.registrations.consent_texts import VISITOR, label_of
from app.registrations.forms.people import EditPersonForm, EmptyForm, OptionalReasonForm, OwnConsentForm, person_values
from app.registrations.models import Registration, RegistrationState
from app.registrations.views.blueprint import bp

_PATH = "/events/<string:event_slug>/ticket/<string:secret>"


@bp.route(_PATH)
@public_event
def ticket(event: Event, secret: str) -> ResponseReturnValue:
    registration = queries.get_ticket(event, secret)
    return page(
        "registrations/ticket/ticket.html",
        event=event,
        registration=registration,
        secret=secret,
        short_code=notices.grouped(registration.short_code),
        picture=qr.svg(registration.badge_code, label=_("QR code of your ticket"), css_class="qr ticket-qr"),
        is_valid=registration.state is RegistrationState.CONFIRMED,
    )


@bp.route(f"{_PATH}/change", methods=["GET", "POST"])
@public_event
def change_ticket(event: Event, secret: str) -> ResponseReturnValue:
    registration = queries.get_ticket(event, secret)
    form = EditPersonForm.from_request(data=person_values(registration))
    if form.submitted_and_valid():
        # What officers noted about the person is theirs.
        services.change_person(registration, form.person(note=registration.note), by=_owner(registration))
        flash(_("Your data are changed."))
        return go("registrations.ticket", event_slug=event.slug, secret=secret)
    return page(
        "registrations/ticket/change.html", status=form.status, event=event, registration=registration, secret=secret, form=form
    )


@bp.route(f"{_PATH}/cancel", methods=["GET", "POST"])
@public_event
def cancel_ticket(event: Event, secret: str) -> ResponseReturnValue:
    registration = queries.get_ticket(event, secret)
    form = OptionalReasonForm.from_request()
    if form.submitted_and_valid():
        services.cancel(registration, by=_owner(registration), reason=form.reason.data or "")
        flash(_("Your registration is cancelled."))
        return go("registrations.ticket", event_slug=event.slug, secret=secret)
    return page(
        "registrations/ticket/cancel.html", status=form.status, event=event, registration=registration, secret=secret, form=form
    )


@bp.route(f"{_PATH}/data", methods=["GET", "POST"])
@public_event
def ticket_data(event: Event, secret: str) -> ResponseReturnValue:
    registration = queries.get_ticket(event, secret)
    now = {purpose.value: granted for purpose, granted in queries.consents_of(registration).items()}
    form = OwnConsentForm.from_request(data=now)
    if form.submitted_and_valid():
        services.record_consents(registration, form.given())
        flash(_("Your choice is noted and holds from now on."))
        return go("registrations.ticket_data", event_slug=event.slug, secret=secret)
    return page(
        "registrations/ticket/data.html",
        status=form.status,
        event=event,
        registration=registration,
        secret=secret,
        form=form,
        texts=VISITOR,
        history=queries.history_of(registration),
        label_of=label_of,
    )


@bp.route(f"{_PATH}/data.json")
@public_event
def ticket_export(event: Event, secret: str) -> ResponseReturnValue:
    registration = queries.get_ticket(event, secret)
    response: Response = jsonify(own_data(event, registration))
    response.headers["Content-Disposition"] = f"attachment; filename=registration-{registration.short_code}.json"
    return response


def own_data(event: Event, registration: Registration) -> dict[str, object]:
    """Return everything that is kept about the person, for the person (R-67)."""
    names: tuple[str, ...] = (
        "short_code",
        "badge_code",
        "category",
        "state",
        "title",
        "full_name",
        "position",
        "unit",
        "country",
    )
    names += ("province_code", "email", "phone", "locale", "party_size", "source")
    kept: dict[str, object] = {name: getattr(registration, name) for name in names}
    kept["registered_at"] = registration.created_at.isoformat()
    statements = [
        {
            "purpose": row.purpose.value,
            "granted": row.granted,
            "text_version": row.text_version,
            "channel": row.channel,
            "at": row.given_at.isoformat(),
        }
        for row in queries.history_of(registration)
    ]
    return {"event": event.name, "registration": kept, "consents": statements}


@bp.route(f"{_PATH}/erase", methods=["GET", "POST"])
@public_event
def erase_ticket(event: Event, secret: str) -> ResponseReturnValue:
    registration = queries.get_ticket(event, secret)
    form = EmptyForm.from_request()
    if form.submitted_and_valid():
        services.erase(registration, by=_owner(registration), reason="own request")
        flash(_("Your data are erased. The code stays valid without your name; this link has ended."))
        return go("registrations.register", event_slug=event.slug)
    return page("registrations/ticket/erase.html", event=event, registration=registration, secret=secret, form=form)


def _owner(registration: Registration) -> str:
    return f"ticket {registration.short_code}"
