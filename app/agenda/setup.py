"""What the agenda offers to the pages of others: menus, figures, next steps, checks, the programme on the public page."""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from flask import Flask, url_for

from app.agenda import cloners, queries
from app.agenda.models import RoomSlot, Session, SpeakerSlot, Talk, TalkState
from app.agenda.policies import AgendaPermission
from app.agenda.services.sessions import slots_of
from app.core import clock, doctor, navigation, registry
from app.core.db import db
from app.core.i18n import _, _l, _n, format_datetime, format_number
from app.core.registry import Check, Fact, Section, Step, Tile, Urgency
from app.events.models import Event, EventKind

cloners.register()
TEASER_SESSIONS = 4


@registry.tiles.provide(order=40, permission=AgendaPermission.SEE)
def presentations_tile(event: Event) -> Tile | None:
    """Presentations that have arrived, of those awaited."""
    missing, talks = queries.count_missing(event)
    if not talks:
        return None
    url = url_for("agenda.speakers", event_slug=event.slug)
    base = _n("%(num)d talk without a presentation", "%(num)d talks without a presentation", missing)
    return Tile(_("Presentations"), f"{talks - missing} / {talks}", base=base, share=(talks - missing) / talks, url=url)


@registry.steps.provide(order=40, permission=AgendaPermission.MANAGE)
def missing_presentations(event: Event) -> Step | None:
    """Who has not uploaded yet, from a month before."""
    missing, _talks = queries.count_missing(event)
    if not missing or event.ends_at < clock.now():
        return None
    title = _n("%(num)d presentation is missing", "%(num)d presentations are missing", missing)
    url = url_for("agenda.speakers", event_slug=event.slug, show="missing")
    days = (event.starts_at - clock.now()).days
    urgency = Urgency.LATE if days < 2 else Urgency.SOON if days < 30 else Urgency.LATER
    return Step(title, url, _("The event begins %(at)s", at=format_datetime(event.starts_at)), urgency)


@registry.checks.provide(order=40)
def agenda_check(event: Event) -> Check | None:
    """Conferences, seminars and trainings have an agenda; it does not keep them from being opened."""
    if event.kind in (EventKind.FAIR, EventKind.DELEGATION):
        return None
    url = url_for("agenda.plan", event_slug=event.slug)
    return Check(_("The agenda has sessions"), queries.count_sessions(event) > 0, url, blocks=False)


@registry.hearers.provide(order=40)
def speakers_told(event: Event) -> Fact | None:
    """Speakers who have their private link."""
    number = len(queries.invited_speakers(event))
    return Fact(format_number(number), _n("speaker", "speakers", number)) if number else None


@registry.sections.provide(order=40)
def programme(event: Event) -> Section | None:
    """The next sessions on the public page."""
    sessions = queries.next_sessions(event, clock.now(), TEASER_SESSIONS)
    if not sessions:
        return None
    return Section("agenda/_programme.html", {"sessions": sessions}, aside=True)


@doctor.check("I18", "taken times of rooms and speakers are those of the sessions")
def _slots_follow_sessions() -> Iterable[str]:
    rooms = _slots(RoomSlot.session_id, RoomSlot.room_id, RoomSlot.slot_at)
    speakers = _slots(SpeakerSlot.session_id, SpeakerSlot.speaker_id, SpeakerSlot.slot_at)
    taking_part = _slots(Talk.session_id, Talk.speaker_id, where=Talk.state != TalkState.DECLINED)
    for session in db.session.scalars(sa.select(Session).order_by(Session.id)):
        slots = slots_of(session.starts_at, session.ends_at)
        if rooms.get(session.id, set()) != {(session.room_id, slot) for slot in slots}:
            yield f"agenda_session {session.id} does not take its room for its time"
        wanted = {(speaker, slot) for (speaker,) in taking_part.get(session.id, set()) for slot in slots}
        if speakers.get(session.id, set()) != wanted:
            yield f"agenda_session {session.id} does not take its speakers for its time"


def _slots(*columns: Any, where: sa.ColumnElement[bool] | None = None) -> dict[int, set[tuple[Any, ...]]]:
    statement = sa.select(*columns)
    found: dict[int, set[tuple[Any, ...]]] = {}
    for session_id, *rest in db.session.execute(statement if where is None else statement.where(where)):
        found.setdefault(session_id, set()).add(tuple(rest))
    return found


registry.name_subjects(
    {
        "room": _l("room"),
        "agenda_session": _l("session"),
        "talk": _l("talk"),
        "speaker": _l("speaker"),
        "presentation": _l("presentation"),
    }
)
registry.name_deeds(
    {
        "agenda.room_added": _l("Room added"),
        "agenda.room_changed": _l("Room changed"),
        "agenda.room_removed": _l("Room removed"),
        "agenda.session_added": _l("Session added"),
        "agenda.session_changed": _l("Session changed"),
        "agenda.session_removed": _l("Session removed"),
        "agenda.sessions_shifted": _l("Sessions shifted"),
        "agenda.speaker_added": _l("Speaker added"),
        "agenda.speaker_changed": _l("Speaker changed"),
        "agenda.speaker_removed": _l("Speaker removed"),
        "agenda.speaker_invited": _l("Private link sent"),
        "agenda.profile_changed": _l("Speaker told about himself or herself"),
        "agenda.talk_added": _l("Speaker put into a session"),
        "agenda.talk_changed": _l("Talk changed"),
        "agenda.talk_moved": _l("Order of talks changed"),
        "agenda.talk_removed": _l("Speaker taken out of a session"),
        "agenda.talk_confirmed": _l("Talk confirmed"),
        "agenda.talk_declined": _l("Talk declined"),
        "agenda.talk_released": _l("Presentation published early"),
        "agenda.talk_held_back": _l("Presentation held back until the end of the session"),
        "agenda.presentation_uploaded": _l("Presentation uploaded"),
    }
)


def init_app(app: Flask) -> None:
    """Put this feature's pages into the menus."""
    app.jinja_env.globals["AgendaPermission"] = AgendaPermission
    navigation.add_manage_item(60, "agenda.plan", _l("Agenda"), AgendaPermission.SEE)
    navigation.add_manage_item(62, "agenda.speakers", _l("Speakers, papers"), AgendaPermission.SEE)


registry.name_details(
    {
        "late": _l("Came late"),
        "link_number": _l("Number of the link"),
        "minutes": _l("Minutes"),
        "public": _l("Public"),
        "publish_consent": _l("Consent to publish"),
        "session": _l("Number of the session"),
        "speaker": _l("Number of the speaker"),
        "title": _l("Title of the session"),
    }
)
