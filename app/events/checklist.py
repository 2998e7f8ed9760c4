"""What must be done before an event is opened, as far as this feature knows; and what the organiser should do next."""

from flask import url_for

from app.core import clock, registry
from app.core.i18n import _, format_dates
from app.core.registry import Check, Step, Urgency
from app.events import clocks, neighbours
from app.events.models import Event, EventKind, EventState
from app.events.policies import EventPermission
from app.places.countries import HOME


def register() -> None:
    """Offer the checks and steps of this feature."""
    registry.checks.provide(order=10)(basic_checks)
    registry.checks.provide(order=11)(duty_check)
    registry.checks.provide(order=12)(overlap_check)
    registry.steps.provide(order=10, permission=EventPermission.MANAGE)(next_state_step)
    registry.steps.provide(order=11, permission=EventPermission.MANAGE)(overlap_steps)
    registry.steps.provide(order=12, permission=EventPermission.MANAGE)(duty_steps)


def basic_checks(event: Event) -> list[Check]:
    """Dates ahead, a place, a text, whom to ask, deadlines."""
    slug = event.slug
    has_place = event.venue is not None or event.is_online
    checks = [
        Check(_("The dates lie ahead"), event.starts_at > clock.now(), url_for("events.settings_dates", event_slug=slug)),
        Check(
            _("The place is known"),
            has_place,
            url_for("events.settings_place", event_slug=slug),
            event.place if has_place else _("A venue, or online: a province alone is not enough for visitors."),
        ),
        Check(_("There is a description"), bool(event.description.strip()), url_for("events.settings_texts", event_slug=slug)),
        Check(_("Visitors know whom to ask"), bool(event.contact), url_for("events.settings", event_slug=slug), blocks=False),
    ]
    if event.kind is EventKind.FAIR:
        checks.append(
            Check(
                _("Applications have a deadline before the opening"),
                event.applications_close_at is not None and event.applications_close_at <= event.starts_at,
                url_for("events.settings_dates", event_slug=slug),
            )
        )
    return checks


def is_under_duty(event: Event) -> bool:
    """Tell whether the fair must be registered with an authority or be exempt (R-30)."""
    return event.kind is EventKind.FAIR and not event.is_online


def duty_check(event: Event) -> Check | None:
    """Fairs are confirmed by the authority, or exempt by a decision."""
    if not is_under_duty(event):
        return None
    title = _("Exempt from registration by decision") if event.duty_exempt else _("The authority has confirmed the fair")
    return Check(
        title,
        bool(event.duty_decision),
        url_for("events.settings", event_slug=event.slug),
        event.duty_decision or _("Enter the number of the confirmation or of the decision that exempts the fair."),
    )


def overlap_check(event: Event) -> Check:
    """Every overlap has an answer."""
    open_ones = [item for item in neighbours.warnings_of(event) if item.needs_answer]
    return Check(
        _("Overlaps with other events are answered"),
        not open_ones,
        url_for("events.overlaps", event_slug=event.slug),
        "; ".join(item.label for item in open_ones),
    )


def next_state_step(event: Event) -> Step | None:
    """What the state asks for."""
    url = url_for("events.go_live", event_slug=event.slug)
    titles = {
        EventState.DRAFT: _("Have the plan approved"),
        EventState.AWAITING_APPROVAL: _("Note the approval when it is there"),
        EventState.APPROVED: _("Open the event to the public"),
        EventState.POSTPONED: _("Set the new date"),
        EventState.ENDED: _("Write the result report"),
    }
    if event.state not in titles:
        return None
    if event.state is EventState.POSTPONED:
        url = url_for("events.settings_dates", event_slug=event.slug)
    return Step(titles[event.state], url, urgency=Urgency.SOON)


def overlap_steps(event: Event) -> list[Step]:
    """Each overlap without an answer."""
    url = url_for("events.overlaps", event_slug=event.slug)
    return [
        Step(_("Overlap with %(event)s", event=item.label), url, item.summary, Urgency.SOON)
        for item in neighbours.warnings_of(event)
        if item.needs_answer
    ][:3]


def duty_steps(event: Event) -> Step | None:
    """The registration that the law asks for, while it is not confirmed."""
    if not is_under_duty(event) or event.duty_decision or event.is_published:
        return None
    found = legal_dates(event)
    if found.registration is None:
        return None
    today = clock.today(event.timezone)
    state = found.registration.state(today)
    span = format_dates(found.registration.first, found.registration.last)
    late = state is clocks.WindowState.OVER
    return Step(
        _("The time for registering the fair is over") if late else _("Register the fair with the authority"),
        url_for("events.settings", event_slug=event.slug),
        _("Possible %(days)s", days=span),
        Urgency.LATE if late else Urgency.SOON if state is clocks.WindowState.OPEN else Urgency.LATER,
    )


def legal_dates(event: Event) -> clocks.LegalClocks:
    """Return the dates that the law ties to this fair."""
    abroad = event.venue is not None and event.venue.country != HOME
    return clocks.legal_clocks(*event.days, abroad=abroad, exempt=event.duty_exempt)
