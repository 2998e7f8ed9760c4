"""Move what follows in a room by some minutes, in one act (A-62)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from app.accounts.models import User
from app.agenda import notices, queries
from app.agenda.errors import OffGrid, RoomTaken, SpeakerTaken
from app.agenda.models import SLOT_MINUTES, Session, TalkState
from app.agenda.services.sessions import AGENDA_VERSION, check_times, free_slots, slots_of, take_slots
from app.audit import services as audit
from app.core.db import db
from app.core.errors import DomainError
from app.core.i18n import _, format_time
from app.events.models import Event
from app.events.services import next_number

# Half a day either way; who needs more plans anew.
MOST_MINUTES = 720


@dataclass(frozen=True)
class Move:
    """One session with its new time; `problem` says what stands there, empty when it can be moved."""

    session: Session
    starts_at: datetime
    ends_at: datetime
    problem: str = ""


def preview_shift(event: Event, first: Session, minutes: int) -> list[Move]:
    """Return what `shift_sessions` would do, with what is in its way. Reads only."""
    _check_minutes(minutes)
    moved = _following(event, first)
    moving = {session.id for session in moved}
    return [_move(event, session, timedelta(minutes=minutes), moving) for session in moved]


def _move(event: Event, session: Session, step: timedelta, moving: set[int]) -> Move:
    starts_at, ends_at = session.starts_at + step, session.ends_at + step
    try:
        check_times(event, starts_at, ends_at)
        _check_room(session, starts_at, ends_at, moving)
        _check_speakers(session, starts_at, ends_at, moving)
    except DomainError as error:
        return Move(session, starts_at, ends_at, str(error.message))
    return Move(session, starts_at, ends_at)


def _check_room(session: Session, starts_at: datetime, ends_at: datetime, moving: set[int]) -> None:
    other = queries.session_in_room(session.room_id, moving, slots_of(starts_at, ends_at))
    if other is not None:
        told = {"title": other.title, "time": format_time(other.starts_at)}
        raise RoomTaken(_("The room is taken by “%(title)s” at %(time)s.", **told))


def _check_speakers(session: Session, starts_at: datetime, ends_at: datetime, moving: set[int]) -> None:
    for talk in session.talks:
        if talk.state == TalkState.DECLINED:
            continue
        other = queries.session_of_speaker(talk.speaker_id, moving, slots_of(starts_at, ends_at))
        if other is not None:
            told = {"speaker": talk.speaker.display_name, "title": other.title, "time": format_time(other.starts_at)}
            raise SpeakerTaken(_("%(speaker)s is in “%(title)s” at %(time)s.", **told))


def shift_sessions(event: Event, first: Session, minutes: int, *, by: User | None) -> list[Session]:
    """Move `first` and what follows it that day in its room by `minutes`; the speakers are told.

    Args:
        minutes: steps of five, negative moves forward in time.
    Returns: the moved sessions in order.
    Raises:
        OffGrid, OutsideEvent, RoomTaken, SpeakerTaken: nothing can be moved then; the caller rolls back.
    """
    _check_minutes(minutes)
    step = timedelta(minutes=minutes)
    moved = _following(event, first)
    for session in moved:
        check_times(event, session.starts_at + step, session.ends_at + step)
        free_slots(session)
    for session in moved:
        session.starts_at, session.ends_at = session.starts_at + step, session.ends_at + step
        session.sequence += 1
    db.session.flush()
    for session in moved:
        take_slots(session)
    next_number(event, AGENDA_VERSION)
    audit.record(by, "agenda.sessions_shifted", first, event=event, data={"minutes": minutes, "count": len(moved)})
    for session in moved:
        notices.session_moved(session, event)
    return moved


def _following(event: Event, first: Session) -> list[Session]:
    zone = ZoneInfo(event.timezone)
    day = first.starts_at.astimezone(zone).date()
    return [
        session
        for session in queries.sessions_of(event)
        if session.room_id == first.room_id
        and session.starts_at >= first.starts_at
        and session.starts_at.astimezone(zone).date() == day
    ]


def _check_minutes(minutes: int) -> None:
    if minutes == 0 or minutes % SLOT_MINUTES or abs(minutes) > MOST_MINUTES:
        raise OffGrid(_("Please use steps of five minutes, at most twelve hours."), field="minutes")
