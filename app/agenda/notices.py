"""Mails to speakers and programme chairs, in their language, in the transaction of what they tell."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from app.agenda import ical, links, queries
from app.agenda.models import Presentation, Session, Speaker, Talk, TalkState
from app.core.i18n import _, force_locale
from app.events import notices as event_notices
from app.events.models import Event
from app.events.notices import Hearer
from app.events.terms import News
from app.mail import services as mail
from app.mail.errors import BadAddress
from app.mail.services import Attachment


def speaker_invited(speaker: Speaker, event: Event) -> None:
    """Send the private link and the sessions as calendar entries."""
    _to_speaker("speaker_invited", speaker, event, _taking_part(queries.talks_of(speaker)))


def session_moved(session: Session, event: Event) -> None:
    """Tell the invited speakers of a session its new time or room; the calendar entry follows by its SEQUENCE (A-62)."""
    for talk in queries.talks_in(session):
        if talk.state != TalkState.DECLINED and talk.speaker.link_number:
            _to_speaker("session_moved", talk.speaker, event, [talk])


def event_news(speaker: Speaker, event: Event, news: News, reason: str) -> None:
    """Tell that the event is called off or has a new date, with the sessions as the calendar shall show them."""
    talks = _taking_part(queries.talks_of(speaker))
    with force_locale(speaker.locale):
        facts = [(_("Talk"), talk.name(speaker.locale)) for talk in talks]
    address, name = links.link_address(speaker), speaker.display_name
    to = Hearer(name, speaker.email, speaker.locale, address, facts, confidential=True)
    event_notices.news(event, news, reason, to, _calendar(talks, event, speaker.locale))


def _calendar(talks: Sequence[Talk], event: Event, locale: str) -> list[Attachment]:
    with force_locale(locale):
        content = ical.render_sessions([talk.session for talk in talks], event)
    return [Attachment("agenda.ics", "text/calendar; charset=utf-8; method=PUBLISH", content)] if talks else []


def _taking_part(talks: Sequence[Talk]) -> list[Talk]:
    return [talk for talk in talks if talk.state != TalkState.DECLINED]


def _to_speaker(template: str, speaker: Speaker, event: Event, talks: Sequence[Talk]) -> None:
    if not speaker.email:
        return
    with force_locale(speaker.locale):
        context = _facts(event, speaker.locale) | {
            "name": speaker.display_name,
            "address": links.link_address(speaker),
            "talks": [_told(talk, speaker.locale) for talk in talks],
        }
    _send(template, speaker.email, speaker.locale, event, context, _calendar(talks, event, speaker.locale))


def _told(talk: Talk, locale: str) -> dict[str, Any]:
    return {
        "title": talk.name(locale),
        "room": talk.session.room.name,
        "starts_at": talk.session.starts_at,
        "ends_at": talk.session.ends_at,
        "upload_until": talk.due_at,
    }


def presentation_uploaded(presentation: Presentation, talk: Talk, event: Event) -> None:
    """Tell the programme chairs that a version has arrived, and whether it is late."""
    for person in queries.programme_chairs(event):
        context = _facts(event, person.locale) | {
            "name": person.full_name,
            "speaker": talk.speaker.display_name,
            "title": talk.name(person.locale),
            "version": presentation.version,
            "file_name": presentation.file.display_name,
            "late": presentation.is_late,
            "slug": event.slug,
        }
        _send("presentation_uploaded", person.email, person.locale, event, context)


def speaker_answered(talk: Talk, event: Event) -> None:
    """Tell the programme chairs that a speaker confirmed or declined."""
    for person in queries.programme_chairs(event):
        context = _facts(event, person.locale) | {
            "name": person.full_name,
            "speaker": talk.speaker.display_name,
            "title": talk.name(person.locale),
            "agreed": talk.state == TalkState.CONFIRMED,
            "slug": event.slug,
        }
        _send("speaker_answered", person.email, person.locale, event, context)


def _facts(event: Event, locale: str) -> dict[str, Any]:
    return {
        "event_name": event.text("name", locale),
        "host_name": event.owner.name,
        "place": event.place,
        "zone": event.timezone,
    }


def _send(
    template: str, to: str, locale: str, event: Event, context: dict[str, Any], attachments: Sequence[Attachment] = ()
) -> None:
    try:
        mail.send(template=f"agenda/{template}", to=to, locale=locale, context=context, event=event, attachments=attachments)
    except BadAddress:
        # An address that no server would take: the organiser sees the link on the speaker's page and sends it otherwise.
        return


_WHEN = datetime(2026, 11, 12, 7, 40, tzinfo=UTC)
_EVENT = {
    "event_name": "Hội nghị công tác khuyến công (mẫu)",
    "host_name": "Sở Công Thương (mẫu)",
    "place": "Hội trường mẫu",
    "zone": "Asia/Ho_Chi_Minh",
}
_TALK = {"title": "Tham luận 3", "room": "Phòng A", "starts_at": _WHEN, "ends_at": _WHEN, "upload_until": _WHEN}
_FOR_SPEAKER = _EVENT | {"name": "TS. Đặng Ngọc Ánh", "address": "http://localhost/speaker/example", "talks": [_TALK]}
_FOR_CHAIR = _EVENT | {"name": "Vũ Quốc Trí", "speaker": "TS. Đặng Ngọc Ánh", "title": "Tham luận 3", "slug": "hoi-nghi-mau"}
# One sample for each template: tests render every mail in every language with it.
SAMPLES: dict[str, dict[str, Any]] = {
    "agenda/speaker_invited": _FOR_SPEAKER,
    "agenda/session_moved": _FOR_SPEAKER,
    "agenda/presentation_uploaded": _FOR_CHAIR | {"version": 2, "file_name": "Báo cáo.docx", "late": True},
    "agenda/speaker_answered": _FOR_CHAIR | {"agreed": True},
}
