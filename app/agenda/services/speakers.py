"""Speakers and their places in sessions; invitations by private link."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from app.accounts.models import User
from app.agenda import links, notices, queries
from app.agenda.errors import SpeakerTaken, TalkClosed
from app.agenda.models import Presentation, Session, Speaker, Talk, TalkState
from app.agenda.services.sessions import free_speaker_slots, take_speaker_slots
from app.audit import services as audit
from app.core import clock
from app.core.db import db, refusing
from app.core.i18n import _
from app.core.text import name_sort_key
from app.events.models import Event


@dataclass(frozen=True)
class Person:
    """What an organiser notes of a speaker. `title` stands before the name: TS., PGS.TS."""

    full_name: str
    title: str = ""
    position: str = ""
    unit: str = ""
    email: str = ""
    phone: str = ""
    locale: str = "vi"


@dataclass(frozen=True)
class Profile:
    """What a speaker says of himself or herself."""

    biography: str = ""
    needs: str = ""
    publish_consent: bool = False


def add_speaker(event: Event, person: Person, *, by: User | None) -> Speaker:
    """Add a speaker; nothing is sent yet. Returns: the flushed row."""
    speaker = Speaker(event_id=event.id)
    _apply(speaker, person)
    db.session.add(speaker)
    audit.record(by, "agenda.speaker_added", speaker, event=event)
    return speaker


def change_speaker(event: Event, speaker: Speaker, person: Person, *, by: User | None) -> None:
    """Change what is known of a speaker."""
    _apply(speaker, person)
    audit.record(by, "agenda.speaker_changed", speaker, event=event)


def _apply(speaker: Speaker, person: Person) -> None:
    for name, value in vars(person).items():
        setattr(speaker, name, value)
    speaker.sort_key = name_sort_key(person.full_name)


def remove_speaker(event: Event, speaker: Speaker, *, by: User | None) -> None:
    """Remove a speaker who is in no session. Raises: SpeakerTaken."""
    if db.session.scalar(sa.select(sa.exists().where(Talk.speaker_id == speaker.id))):
        raise SpeakerTaken(_("This speaker is planned in a session. Take the speaker out there first."))
    audit.record(by, "agenda.speaker_removed", speaker, event=event)
    db.session.delete(speaker)
    db.session.flush()


def invite(event: Event, speaker: Speaker, *, by: User | None) -> str:
    """Send a new private link; the one before ends with this. Without a mail address the organiser hands it over.

    Returns: the address of the speaker's page.
    """
    links.renew(speaker, event)
    notices.speaker_invited(speaker, event)
    audit.record(by, "agenda.speaker_invited", speaker, event=event, data={"link_number": speaker.link_number})
    return links.link_address(speaker)


def add_talk(
    event: Event, session: Session, speaker: Speaker, *, by: User | None, title: str = "", upload_until: datetime | None = None
) -> Talk:
    """Put a speaker into a session, behind those who are there.

    Raises:
        SpeakerTaken: in another session at that time, or in this one already.
    """
    again = SpeakerTaken(_("This speaker is in the session already."), field="speaker")
    if db.session.scalar(sa.select(sa.exists().where(Talk.session_id == session.id, Talk.speaker_id == speaker.id))):
        raise again
    take_speaker_slots(session, speaker.id)
    last = sa.select(sa.func.coalesce(sa.func.max(Talk.position), -1)).where(Talk.session_id == session.id)
    position = int(db.session.scalar(last) or 0) + 1
    with refusing("uq_talk_session_id_speaker_id", again):
        talk = Talk(event_id=event.id, session_id=session.id, speaker_id=speaker.id, position=position, title=title)
        talk.upload_until = upload_until
        db.session.add(talk)
    audit.record(by, "agenda.talk_added", talk, event=event, data={"session": session.id, "speaker": speaker.id})
    return talk


def remove_talk(event: Event, talk: Talk, *, by: User | None) -> None:
    """Take a speaker out of a session. Raises: TalkClosed: a presentation was uploaded; decline keeps it."""
    if db.session.scalar(sa.select(sa.exists().where(Presentation.talk_id == talk.id))):
        raise TalkClosed(_("A presentation was uploaded for this talk. Mark the talk as declined instead."))
    free_speaker_slots(talk.session, talk.speaker_id)
    audit.record(by, "agenda.talk_removed", talk, event=event, data={"session": talk.session_id, "speaker": talk.speaker_id})
    db.session.delete(talk)
    db.session.flush()


def move_talk_up(event: Event, talk: Talk, *, by: User | None) -> None:
    """Let a talk come one place earlier in its session; the first one stays."""
    talks = queries.talks_in(talk.session)
    place = next(index for index, item in enumerate(talks) if item.id == talk.id)
    if place:
        talks[place - 1], talks[place] = talks[place], talks[place - 1]
    for position, item in enumerate(talks):
        item.position = position
    audit.record(by, "agenda.talk_moved", talk, event=event)


def answer(event: Event, talk: Talk, state: TalkState, *, by: User | None) -> None:
    """Confirm or decline a place. Who declines is free for other sessions; the programme chairs are told.

    Raises:
        SpeakerTaken: confirmed again, but in another session at that time by now.
    """
    if talk.state == state:
        return
    if state == TalkState.DECLINED:
        free_speaker_slots(talk.session, talk.speaker_id)
    elif talk.state == TalkState.DECLINED:
        take_speaker_slots(talk.session, talk.speaker_id)
    talk.state = state
    audit.record(by or talk.speaker.full_name, f"agenda.talk_{state.value}", talk, event=event)
    if by is None:
        notices.speaker_answered(talk, event)


def change_talk(
    event: Event, talk: Talk, title: str, title_en: str, *, by: User | None, upload_until: datetime | None = None
) -> None:
    """Change the titles of a talk; `upload_until` only counts when an organiser changes it."""
    talk.title, talk.title_en = title, title_en
    if by is not None:
        talk.upload_until = upload_until
    audit.record(by or talk.speaker.full_name, "agenda.talk_changed", talk, event=event)


def change_profile(event: Event, speaker: Speaker, profile: Profile) -> None:
    """Keep what the speaker says; consent to publication is noted with its time in the audit trail."""
    for name, value in vars(profile).items():
        setattr(speaker, name, value)
    data = {"publish_consent": profile.publish_consent}
    audit.record(speaker.full_name, "agenda.profile_changed", speaker, event=event, data=data)


def release(event: Event, talk: Talk, *, by: User, released: bool) -> None:
    """Publish the presentation before the session has ended, or wait for its end again."""
    talk.released_at = clock.now() if released else None
    audit.record(by, "agenda.talk_released" if released else "agenda.talk_held_back", talk, event=event)
