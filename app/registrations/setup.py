"""What this feature puts into pages of lower ones: menus, figures, what to do next, newest applications."""

from datetime import datetime

from flask import Flask, url_for

from app.accounts import session
from app.booths import occupants
from app.core import registry
from app.core.doctor import check
from app.core.forms import format_phone
from app.core.i18n import _, _l, _n, format_number
from app.core.navigation import add_account_item, add_manage_item
from app.core.registry import Fact, Section, Step, Tile, Urgency
from app.events.models import Event, EventKind
from app.payments import queries as payments
from app.payments.policies import PaymentPermission
from app.registrations import checks, queries
from app.registrations.links import SESSION_KEY
from app.registrations.policies import RegistrationPermission
from app.registrations.terms import APPLICATION_TONES, ApplicationState, Category


def init_app(app: Flask) -> None:
    """Register the menu entries, the way phone numbers are shown, and what outlives signing in."""
    session.keep_over_sign_in(SESSION_KEY)
    occupants.add_source(queries.names_on_plan)
    app.jinja_env.filters["phone"] = format_phone
    see = RegistrationPermission.SEE_APPLICATIONS
    add_manage_item(40, "registrations.applications", _l("Applications"), see, count=_waiting)
    add_manage_item(45, "registrations.people", _l("People"), RegistrationPermission.SEE_PEOPLE)
    add_manage_item(46, "registrations.contractors", _l("Contractors"), RegistrationPermission.MANAGE_PEOPLE)
    registry.name_subjects({"application": _l("application"), "registration": _l("person"), "co_exhibitor": _l("co-exhibitor")})
    registry.name_fixed(
        {
            "staff list changed": _l("Staff list changed"),
            "contractor removed": _l("Contractor removed"),
            "own request": _l("Own request"),
            "waiting list": _l("Waiting list"),
        }
    )
    registry.name_deeds(
        {
            "registrations.link_shown": _l("Private link shown to an officer"),
            "registrations.contractor_named": _l("Contractor named"),
            "registrations.contractor_days_changed": _l("Days of contractors changed"),
        }
    )
    add_account_item(30, "registrations.my_applications", _l("Applications of your unit"))


def _waiting(event: Event) -> int:
    return queries.applications_by_state(event).get(ApplicationState.SUBMITTED, 0)


@registry.fascia_deadlines.provide(order=40)
def fascia_deadline(event: Event) -> datetime | None:
    return queries.terms_of(event.id).fascia_due_at


@registry.tiles.provide(order=40, permission=RegistrationPermission.SEE_APPLICATIONS)
def accepted_exhibitors(event: Event) -> Tile | None:
    if event.kind is not EventKind.FAIR:
        return None
    counts = queries.applications_by_state(event)
    sent = sum(number for state, number in counts.items() if state is not ApplicationState.DRAFT)
    accepted = counts.get(ApplicationState.ACCEPTED, 0)
    base = _n("of %(num)s application sent", "of %(num)s applications sent", sent)
    url = url_for("registrations.applications", event_slug=event.slug)
    return Tile(_("Exhibitors accepted"), format_number(accepted), base, accepted / sent if sent else None, url)


@registry.tiles.provide(order=41, permission=RegistrationPermission.SEE_PEOPLE)
def expected_people(event: Event) -> Tile | None:
    counts = queries.count_people(event)
    delegates = counts.get(Category.DELEGATE, 0)
    url = url_for("registrations.people", event_slug=event.slug)
    most = event.delegate_capacity
    if event.kind is not EventKind.FAIR and most:
        base = _("of %(most)s places", most=format_number(most))
        return Tile(_("Delegates registered"), format_number(delegates), base, min(1.0, delegates / most), url)
    total = sum(counts.values())
    base = _("of them %(staff)s exhibitors' staff", staff=format_number(counts.get(Category.EXHIBITOR, 0)))
    return Tile(_("People registered"), format_number(total), base, None, url)


@registry.facts.provide(order=40)
def exhibitors_and_provinces(event: Event) -> list[Fact] | None:
    """Who takes part, once somebody does."""
    if event.kind is not EventKind.FAIR:
        return None
    exhibitors, provinces = queries.count_exhibitors(event)
    if not exhibitors:
        return None
    return [
        Fact(format_number(provinces), _n("province or city takes part", "provinces and cities take part", provinces)),
        Fact(format_number(exhibitors), _n("exhibitor", "exhibitors", exhibitors)),
    ]


@registry.hearers.provide(order=45)
def registered_told(event: Event) -> list[Fact]:
    """Exhibitors and the addresses of everybody else."""
    applications, people = queries.count_to_tell(event)
    exhibitors = Fact(format_number(applications), _n("exhibitor", "exhibitors", applications))
    others = Fact(format_number(people), _n("person who has registered", "people who have registered", people))
    return [fact for fact, number in ((exhibitors, applications), (others, people)) if number]


@registry.sections.provide(order=40)
def first_exhibitors(event: Event) -> Section | None:
    """The beginning of the catalogue, with the way to all of it."""
    if event.kind is not EventKind.FAIR:
        return None
    rows = queries.first_in_catalogue(event)
    return Section("registrations/catalogue/_teaser.html", {"applications": rows}, aside=True) if rows else None


@registry.steps.provide(order=40, permission=RegistrationPermission.REVIEW)
def applications_to_review(event: Event) -> Step | None:
    waiting = _waiting(event)
    if not waiting:
        return None
    title = _n("%(num)s application awaits review", "%(num)s applications await review", waiting)
    url = url_for("registrations.applications", event_slug=event.slug, state=ApplicationState.SUBMITTED.value)
    return Step(title, url, urgency=Urgency.SOON)


@registry.steps.provide(order=21, permission=PaymentPermission.MANAGE)
def money_without_a_booth(event: Event) -> Step | None:
    count = payments.count_credits_left(event)
    if not count:
        return None
    title = _n("%(num)s payment has no booth any more", "%(num)s payments have no booth any more", count)
    return Step(title, url_for("payment_attention.index", event_slug=event.slug), urgency=Urgency.SOON)


@registry.panels.provide(order=40, permission=RegistrationPermission.SEE_APPLICATIONS)
def newest_applications(event: Event) -> Section | None:
    rows = queries.newest_applications(event)
    context = {"applications": rows, "tones": APPLICATION_TONES}
    return Section("registrations/review/_newest.html", context) if rows else None


check("I2", "the places of delegates are counted right")(checks.find_wrong_capacity)
check("I5", "an application that ended has no booth and no payment request")(checks.find_booths_without_application)
check("I21", "somebody decided every decided application")(checks.find_undecided_reviews)


registry.name_deeds(
    {
        "registrations.application_started": _l("Application begun"),
        "registrations.application_sent": _l("Application sent"),
        "registrations.application_accepted": _l("Application accepted"),
        "registrations.application_needs_changes": _l("Changes asked for"),
        "registrations.application_waitlisted": _l("Put on the waiting list"),
        "registrations.application_declined": _l("Application declined"),
        "registrations.application_withdrawn": _l("Application withdrawn"),
        "registrations.late_money_used": _l("Late money used for booths"),
        "registrations.booth_assigned": _l("Booth assigned"),
        "registrations.exhibitors_imported": _l("Exhibitors imported"),
        "registrations.people_imported": _l("People imported"),
        "registrations.person_added": _l("Person added"),
        "registrations.person_changed": _l("Data of a person changed"),
        "registrations.cancelled": _l("Registration cancelled"),
        "registrations.blocked": _l("Person blocked"),
        "registrations.unblocked": _l("Block lifted"),
        "registrations.erased": _l("Personal data erased"),
    }
)

registry.name_details(
    {
        "build_from_on": _l("Build: from"),
        "build_until_on": _l("Build: until"),
        "created": _l("Newly entered"),
        "fields": _l("Fields"),
        "lost_booths": _l("Booths lost"),
        "per_exhibitor": _l("People for one exhibitor"),
        "request": _l("Payment request"),
        "skipped": _l("Left out"),
        "strike_from_on": _l("Strike: from"),
        "strike_until_on": _l("Strike: until"),
    }
)
registry.name_values("registrations", {"from": ApplicationState, "category": Category})
