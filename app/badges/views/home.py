"""What people print at home: their own badge, an exhibitor's passes."""

from flask import Response
from flask.typing import ResponseReturnValue

from app.badges import designs, services
from app.badges.views.blueprint import bp
from app.core.errors import NotFound
from app.events.access import public_event
from app.events.models import Event
from app.files.sending import send_document
from app.registrations import queries as registrations
from app.registrations.access import application_link
from app.registrations.models import Application, Registration, RegistrationState
from app.registrations.queries.contractors import contractors_of


@bp.route("/events/<string:event_slug>/ticket/<string:secret>/badge.pdf")
@public_event
def own_badge(event: Event, secret: str) -> ResponseReturnValue:
    """What a visitor prints at home, on A6 where the event has that."""
    registration = registrations.get_ticket(event, secret)
    return _for_home(event, [registration], f"{event.code}-{registration.short_code}.pdf")


@bp.route("/exhibitor/<string:secret>/passes.pdf")
@application_link
def staff_badges(event: Event, application: Application, secret: str) -> ResponseReturnValue:
    """What an exhibitor prints for the staff, at most as many as one go allows."""
    return _for_home(event, registrations.staff_of(application, everybody=True)[:24], f"{application.code}.pdf")


@bp.route("/exhibitor/<string:secret>/contractors.pdf")
@application_link
def contractor_badges(event: Event, application: Application, secret: str) -> ResponseReturnValue:
    """What an exhibitor prints for the contractors it named."""
    return _for_home(event, contractors_of(application)[:24], f"{application.code}-contractors.pdf")


def _for_home(event: Event, people: list[Registration], name: str) -> Response:
    confirmed = [person for person in people if person.state is RegistrationState.CONFIRMED]
    if not confirmed:
        raise NotFound
    return send_document(services.badge_pdf(event, confirmed, designs.home_design(event)), "application/pdf", name)
