"""Presentations: uploaded, kept in versions, packed for the projector."""

import tempfile
import zipfile
from typing import IO, BinaryIO, cast
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from app.accounts.models import User
from app.agenda import notices, queries
from app.agenda.errors import TalkClosed
from app.agenda.models import Presentation, Talk, TalkState
from app.audit import services as audit
from app.core import clock
from app.core.db import db
from app.core.i18n import _
from app.events.models import Event
from app.events.terms import FROZEN
from app.files import services as files
from app.files.names import clean_name
from app.files.policies import PRESENTATION

_TRIES = 5


def submit_presentation(
    event: Event, talk: Talk, stream: IO[bytes], filename: str, *, by: User | None, is_public: bool
) -> Presentation:
    """Keep an uploaded file as the next version; older ones stay (A-61). A late one is taken, but marked.

    Args:
        by: the organiser who uploads for the speaker; None for the speaker's private link.
        is_public: the speaker agrees that visitors may download it after the session.
    Raises:
        TalkClosed: the talk was declined, or the event is closed for good. FileTooLarge, EmptyFile, WrongType.
    """
    if talk.state == TalkState.DECLINED or event.state in FROZEN:
        raise TalkClosed(_("Nothing can be uploaded for this talk any more."))
    stored = files.accept_upload(cast(BinaryIO, stream), filename, PRESENTATION, by=by, event=event)
    presentation = _next_version(talk, stored.id, is_public)
    told = {"version": presentation.version, "late": presentation.is_late, "public": is_public}
    audit.record(by or talk.speaker.full_name, "agenda.presentation_uploaded", presentation, event=event, data=told)
    notices.presentation_uploaded(presentation, talk, event)
    return presentation


def _next_version(talk: Talk, file_id: int, is_public: bool) -> Presentation:
    """Add version n+1. Two uploads at once both count to n: the unique constraint lets one wait and count again."""
    now = clock.now()
    newest = sa.select(sa.func.coalesce(sa.func.max(Presentation.version), 0)).where(Presentation.talk_id == talk.id)
    for attempt in range(_TRIES):
        try:
            with db.session.begin_nested():
                presentation = Presentation(
                    event_id=talk.event_id,
                    talk_id=talk.id,
                    version=int(db.session.scalar(newest) or 0) + 1,
                    file_id=file_id,
                    is_late=now > talk.due_at,
                    is_public=is_public,
                    uploaded_at=now,
                )
                db.session.add(presentation)
            return presentation
        except IntegrityError:
            if attempt == _TRIES - 1:
                raise
    raise AssertionError("unreachable")


def pack(event: Event) -> BinaryIO:
    """Return a ZIP of the newest presentation of each talk, named and numbered in the order of the agenda (UP06).

    Names are made here from safe parts only. The content is on disk, at its beginning; the caller closes it.
    """
    zone = ZoneInfo(event.timezone)
    newest = queries.newest_presentations(event)
    package = tempfile.TemporaryFile()  # noqa: SIM115 -- the answer closes it
    # Office files and PDFs are packed already.
    with zipfile.ZipFile(package, "w", zipfile.ZIP_STORED) as bundle:
        given = [talk for talk in queries.talks_in_order(event) if talk.id in newest]
        for number, talk in enumerate(given, start=1):
            stored = newest[talk.id].file
            time = talk.session.starts_at.astimezone(zone).strftime("%m-%d %Hh%M")
            room = clean_name(talk.session.room.name.replace("/", "-"))
            speaker = clean_name(talk.speaker.full_name.replace("/", "-"))
            name = _for_any_system(f"{number:03d} {time} {room} {speaker} v{newest[talk.id].version} {stored.display_name}")
            with files.open_content(stored) as content, bundle.open(zipfile.ZipInfo(name), "w", force_zip64=True) as part:
                while chunk := content.read(2**18):
                    part.write(chunk)
    package.seek(0)
    return package


def _for_any_system(name: str) -> str:
    return clean_name("".join("-" if char in '<>:"/\\|?*' else char for char in name))
