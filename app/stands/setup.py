"""What stands put into pages of lower features: menus, deeds, the exhibitor's page, cloning."""

from typing import Any

from flask import Flask

from app.core import registry
from app.core.db import db
from app.core.i18n import _l
from app.core.navigation import add_manage_item
from app.core.registry import Cloner, Section
from app.events.models import Event
from app.registrations import queries as registrations
from app.registrations.links import secret_for
from app.registrations.models import Application, ApplicationState
from app.registrations.parts import exhibitor_parts
from app.stands import queries, tasks
from app.stands.models import ServiceNeed
from app.stands.policies import StandPermission
from app.stands.queries import orders
from app.stands.services.manual import copy_to_next
from app.stands.services.orders import clone_services


def init_app(app: Flask) -> None:
    """Let templates ask for the permissions of stands, and add the menu entries."""
    app.jinja_env.globals |= {"StandPermission": StandPermission}
    add_manage_item(41, "fascia.index", _l("Fascia boards"), StandPermission.SEE)
    add_manage_item(42, "handover.index", _l("Handover of booths"), StandPermission.HAND_OVER)
    add_manage_item(44, "services.index", _l("Services"), StandPermission.SEE)
    add_manage_item(43, "manual.index", _l("Exhibitor manual"), StandPermission.SEE)


@exhibitor_parts.provide(order=10)
def stand_of_exhibitor(application: Application) -> Section | None:
    """What an accepted exhibitor has to do, and the way to the manual, co-exhibitors and protocols."""
    if application.state is not ApplicationState.ACCEPTED:
        return None
    event = db.session.get_one(Event, application.event_id)
    secret = secret_for(application.code)
    todo = tasks.tasks_of(event, application, secret)
    context: dict[str, Any] = {"tasks": tasks.items_of(todo, event.timezone), "secret": secret}
    context["handovers"] = queries.handovers_of(application)
    context["co_exhibitors"] = registrations.co_exhibitors_of(application)
    return Section("stands/_exhibitor.html", context)


@exhibitor_parts.provide(order=20)
def services_of_exhibitor(application: Application) -> Section | None:
    """What an accepted exhibitor has ordered, and the way to the list of services."""
    event = db.session.get_one(Event, application.event_id)
    if application.state is not ApplicationState.ACCEPTED or not orders.count_services(event):
        return None
    rows = orders.orders_of(application)
    return Section("stands/services/_exhibitor.html", {"orders": rows, "secret": secret_for(application.code)})


registry.add_cloner(
    Cloner(
        "stands.services",
        _l("List of services, dates moved"),
        count=orders.count_services,
        copy=clone_services,
        order=46,
    )
)
registry.add_cloner(
    Cloner(
        "stands.manual",
        _l("Exhibitor manual and terms"),
        count=lambda event: sum(not chapter.is_default for chapter in queries.sections_of(event, "vi")),
        copy=lambda source, target, _run: copy_to_next(source, target),
        order=45,
    )
)

registry.name_fixed({"withdrawn": _l("Application withdrawn")})
registry.name_subjects(
    {
        "fascia_change": _l("fascia text"),
        "fascia_list": _l("fascia list"),
        "handover": _l("handover"),
        "stand_service": _l("service"),
    }
)
registry.name_deeds(
    {
        "stands.co_exhibitor_named": _l("Co-exhibitor named"),
        "stands.co_exhibitor_changed": _l("Co-exhibitor changed"),
        "stands.co_exhibitor_filled_in": _l("Co-exhibitor's part filled in"),
        "stands.co_exhibitor_invited": _l("Link sent to a co-exhibitor"),
        "stands.co_exhibitor_removed": _l("Co-exhibitor removed"),
        "stands.fascia_changed": _l("Text of a fascia board changed"),
        "stands.fascia_list_sent": _l("Fascia list sent"),
        "stands.booth_handover": _l("Booth handed over"),
        "stands.booth_return": _l("Booth taken back"),
        "stands.products_changed": _l("Products changed"),
        "stands.terms_set": _l("Terms for exhibitors set"),
        "stands.manual_written": _l("Exhibitor manual written"),
        "stands.service_set": _l("Service of the list changed"),
        "stands.service_deleted": _l("Service deleted"),
        "stands.service_ordered": _l("Service ordered"),
        "stands.services_asked_for": _l("Payment of services requested"),
        "stands.services_cancelled": _l("Orders of services cancelled"),
    }
)

registry.name_details(
    {
        "boards": _l("Boards"),
        "channel": _l("By way of"),
        "chapter": _l("Chapter"),
        "closes_on": _l("Orders until"),
        "deadline_on": _l("Standard price until"),
        "fascia_chars": _l("Letters on the fascia"),
        "fascia_due_at": _l("Fascia text until"),
        "early_until_on": _l("Early price until"),
        "faults": _l("Faults"),
        "is_offered": _l("On offer"),
        "link": _l("Number of the link"),
        "most": _l("At most"),
        "name_en": _l("Name in English"),
        "needs": _l("Needs"),
        "open_vnd": _l("Not paid"),
        "orders": _l("Orders"),
        "products": _l("Products"),
        "products_due_at": _l("Products until"),
        "service": _l("Service"),
        "staff_due_at": _l("Booth staff until"),
        "staff_per_9m2": _l("Staff for 9 m²"),
        "standard_vnd": _l("Standard price"),
        "unit": _l("Unit of measure"),
    }
)
registry.name_values("stands", {"needs": ServiceNeed})
