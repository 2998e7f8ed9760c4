"""What check-in puts into pages of lower features: menu, figures, steps, go-live check, cloning, invariants."""

from flask import Flask, url_for

from app.accounts.access import me
from app.checkin import checks
from app.checkin.policies import CheckinPermission
from app.checkin.queries import board, conflicts, devices, latest
from app.checkin.services import cloning
from app.checkin.terms import AgainRule, ConflictKind, EntryRule, NoteKind, Resolution, WhenFull
from app.core import registry
from app.core.access import allows
from app.core.db import db
from app.core.doctor import check
from app.core.i18n import _, _l, _n, format_number
from app.core.navigation import add_manage_item
from app.core.registry import Check, Cloner, Section, Step, Tile, Urgency
from app.events.models import Event, EventState
from app.registrations.models import Registration
from app.registrations.parts import person_parts
from app.registrations.terms import Category


def init_app(app: Flask) -> None:
    """Register the place in the menu, the words for kinds of badges in templates, and those of the history."""
    app.jinja_env.filters["category_label"] = lambda value: Category(value).label
    add_manage_item(60, "checkin.board", _l("Check-in"), CheckinPermission.SEE)
    registry.name_deeds(
        {
            "checkin.conflict_settled": _l("Conflict at the gates settled"),
            "checkin.device_paired": _l("Device paired with a gate"),
            "checkin.device_revoked": _l("Device removed"),
            "checkin.gate_added": _l("Gate added"),
            "checkin.gate_changed": _l("Gate changed"),
            "checkin.gate_hours_added": _l("Hours of a gate added"),
            "checkin.gate_hours_removed": _l("Hours of a gate removed"),
            "checkin.gate_removed": _l("Gate removed"),
            "checkin.note_removed": _l("Note for the gate removed"),
            "checkin.note_written": _l("Note for the gate written"),
            "checkin.pairing_offered": _l("Code for a device shown"),
            "checkin.scan_undone": _l("Scan taken back"),
            "checkin.walked_in": _l("Registered at the gate"),
            "checkin.zone_added": _l("Area added"),
            "checkin.zone_changed": _l("Area changed"),
            "checkin.zone_removed": _l("Area removed"),
        }
    )


@person_parts.provide(order=70)
def scans_of_person(person: Registration) -> Section | None:
    event = db.session.get_one(Event, person.event_id)
    if not allows(me(), CheckinPermission.SUPERVISE, event):
        return None
    found = latest.latest_scans(event, people=[person.id], limit=10)
    return Section("checkin/_person.html", {"event": event, "scans": found, "code": person.short_code}) if found.rows else None


registry.name_subjects({"gate": _l("gate"), "zone": _l("zone"), "device": _l("device"), "scan": _l("scan")})


@registry.tiles.provide(order=70, permission=CheckinPermission.SEE)
def visitors(event: Event) -> Tile | None:
    total = board.count_visitors(event)
    if not total:
        return None
    url = url_for("checkin.board", event_slug=event.slug)
    return Tile(_("Visitors who came"), format_number(total), _("on all days, by code and by counter"), url=url)


@registry.steps.provide(order=70, permission=CheckinPermission.SUPERVISE)
def unsettled(event: Event) -> Step | None:
    if event.state not in (EventState.RUNNING, EventState.ENDED):
        return None
    number = conflicts.count_open(event)
    if not number:
        return None
    title = _n("%(num)s conflict at the gates to settle", "%(num)s conflicts at the gates to settle", number)
    return Step(title, url_for("checkin.review", event_slug=event.slug), urgency=Urgency.SOON)


@registry.checks.provide(order=70)
def has_gate(event: Event) -> Check:
    url = url_for("checkin.gate_list", event_slug=event.slug)
    return Check(_("A gate exists"), bool(devices.gates_of(event)), url, blocks=False)


registry.add_cloner(
    Cloner("checkin.gates", _l("Gates"), count=lambda event: len(devices.gates_of(event)), copy=cloning.clone_gates, order=70)
)

check("I7", "each entry has its scan")(checks.find_entries_without_scan)
check("I8", "nobody is counted more often than they have entries")(checks.find_double_counts)
check("I8", "only visitors are counted as visitors")(checks.find_wrong_counted)
check("I9", "the first scan of a person is an entry")(checks.find_late_entries)
check("I10", "who was let in has an entry")(checks.find_admitted_without_entry)

registry.name_details(
    {
        "again": _l("Again"),
        "day": _l("Day"),
        "gate": _l("Gate"),
        "gate_id": _l("Number of the gate"),
        "has_own_door": _l("Has a door of its own"),
        "host": _l("Host (number)"),
        "list_name": _l("List"),
        "part_of_id": _l("Part of zone (number)"),
        "replaces": _l("In the place of"),
        "resolution": _l("Settled as"),
        "room_id": _l("Number of the room"),
        "rule": _l("Rule"),
        "scan": _l("Number of the scan"),
        "station_id": _l("Number of the station"),
        "when_full": _l("When full"),
        "zone_id": _l("Number of the zone"),
    }
)
registry.name_values("checkin", {"category": Category, "categories": Category, "rule": EntryRule, "again": AgainRule})
registry.name_values("checkin", {"when_full": WhenFull, "kind": NoteKind, "resolution": Resolution})
registry.name_values("checkin", {"kind": ConflictKind})
