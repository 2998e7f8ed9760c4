"""Visitors and delegates register on one short page and see their code at once."""

import re
from datetime import timedelta

from flask import request
from flask.typing import ResponseReturnValue

from app.accounts import throttle
from app.core import clock
from app.core.codes import new_secret
from app.core.errors import Conflict, DomainError
from app.core.i18n import language
from app.core.web import go, page
from app.events.access import public_event
from app.events.acts import register_until
from app.events.models import Event, EventKind
from app.registrations import queries, services
from app.registrations.consent_texts import VISITOR
from app.registrations.errors import RegistrationsClosed
from app.registrations.forms.people import VisitForm
from app.registrations.terms import Category
from app.registrations.views.blueprint import bp

# One address may register a family or a class; a script may not fill the fair.
PER_ADDRESS = 60
PER_EMAIL = 5
_KEY = re.compile(r"[A-Za-z0-9_-]{43}")


def categories_of(event: Event) -> list[Category]:
    """Return what people may register as: visitors at fairs, delegates elsewhere, both where a fair expects delegates."""
    if event.kind is not EventKind.FAIR:
        return [Category.DELEGATE]
    return [Category.VISITOR, Category.DELEGATE] if event.delegate_capacity is not None else [Category.VISITOR]


@bp.route("/events/<string:event_slug>/register", methods=["GET", "POST"])
@public_event
def register(event: Event) -> ResponseReturnValue:
    if register_until(event, clock.now()) is None:
        if request.method == "POST":
            raise RegistrationsClosed
        return page("registrations/visit/closed.html", event=event)
    form = VisitForm.from_request(categories=categories_of(event), data={"key": new_secret()})
    if form.submitted_and_valid():
        try:
            secret = _register(event, form)
        except DomainError as error:
            if error.field is None:
                raise
            form.refuse(error.field, error.message)
        else:
            return go("registrations.ticket", event_slug=event.slug, secret=secret)
    left = queries.places_left(event) if Category.DELEGATE in categories_of(event) else None
    return page("registrations/visit/register.html", status=form.status, event=event, form=form, texts=VISITOR, left=left)


def _register(event: Event, form: VisitForm) -> str:
    """Register the person and return the secret of the ticket page; the same form sent twice gives the same ticket."""
    secret = form.key.data if _KEY.fullmatch(form.key.data or "") else new_secret()
    if form.homepage.data:
        # A program that filled in the trap gets a page that looks like a ticket's address and is none.
        return new_secret()
    throttle.count(throttle.address_key("register", request.remote_addr), PER_ADDRESS, timedelta(hours=1))
    person = form.person()
    if person.email:
        throttle.count(throttle.key_of(f"register:{event.id}", person.email), PER_EMAIL, timedelta(days=1))
    known = bool(person.email) and services.is_known(event, person.email)
    try:
        registration = services.register(
            event, person, category=Category(form.category.data), locale=language(), link_secret=secret
        )
    except Conflict as error:
        if error.code != Conflict.code:
            raise
        return secret
    services.record_consents(registration, form.given())
    services.tell_ticket(registration, event, secret, again=known)
    return secret
