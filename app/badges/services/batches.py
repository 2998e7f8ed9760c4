"""Many badges in one PDF: asked for by a person, made by a job, published whole or not at all."""

from collections.abc import Callable, Sequence
from typing import Any

import sqlalchemy as sa

from app.accounts.models import User
from app.audit import services as audit
from app.badges import drawing, keys, queries
from app.badges.drawing import Holder
from app.badges.errors import FeeEach, NobodyToPrint, ReasonMissing
from app.badges.layouts.imposing import Paper, Sides, sheet_of
from app.badges.models import BadgeBatch, BadgeDesign, BadgePrint, BatchState
from app.badges.queries import Selection
from app.badges.services.designs import ensure_design
from app.badges.services.pictures import draw_badges
from app.badges.services.signing import sign_holders
from app.core import clock
from app.core.db import db
from app.events.models import Event
from app.files import services as files
from app.jobs import progress
from app.jobs import services as jobs
from app.registrations.models import Category

BATCH_JOB = "badges.batch_requested"
# Badges that the page shows while the others are drawn.
FIRST = 24


def ask_for_batch(
    event: Event, selection: Selection, design: BadgeDesign, *, by: User, paper: Paper | None = None, reason: str = ""
) -> BadgeBatch:
    """Ask for one PDF with the badges of the selected people, in the order of given names.

    Args:
        paper: where they lie; default one badge a page.
        reason: why again, for those who have a badge already.
    Returns: the flushed batch, waiting.
    Raises:
        NobodyToPrint: nobody is selected.
        ReasonMissing: some were printed before. FeeEach: and a further print has its price.
        SheetTooSmall: the badge is larger than the labels of the sheet.
    """
    chosen = paper or Paper()
    sheet_of(design.drawn, chosen)
    total = queries.count_chosen(event, selection)
    if not total:
        raise NobodyToPrint
    require_reason(event, selection, reason)
    batch = BadgeBatch(
        event_id=event.id,
        design=ensure_design(event, design),
        selection={
            "category": selection.category.value if selection.category else "",
            "only_new": selection.only_new,
            "letter": selection.letter,
            "people": list(selection.people),
            "reason": reason,
        }
        | paper_as_kept(chosen),
        total=total,
        created_by_id=by.id,
        created_at=clock.now(),
    )
    db.session.add(batch)
    db.session.flush()
    batch.job_id = jobs.enqueue(BATCH_JOB, batch_id=batch.id).id
    audit.record(by, "badges.batch_requested", batch, data=batch.selection | {"design": batch.design.name, "total": total})
    return batch


def require_reason(event: Event, selection: Selection, reason: str) -> None:
    """Refuse further prints without a reason, and those that each have their price."""
    if selection.only_new or not queries.count_printed_among(event, selection):
        return
    if not reason:
        raise ReasonMissing
    if keys.settings_of(event).reprint_fee_vnd:
        raise FeeEach


def paper_as_kept(paper: Paper) -> dict[str, Any]:
    """Return the paper as a batch keeps it."""
    return {"sheet": paper.sheet, "start_at": paper.start_at, "sides": paper.sides.value, "offset": list(paper.offset)}


def paper_of(batch: BadgeBatch) -> Paper:
    """Return what the batch is printed on. Batches of old say only whether four lay on A4."""
    kept = batch.selection
    sheet = kept.get("sheet") or ""
    x, y = kept.get("offset") or (0.0, 0.0)
    return Paper("a4_a6" if sheet is True else sheet, kept.get("start_at", 1), Sides(kept.get("sides", Sides.LONG)), (x, y))


def selection_of(batch: BadgeBatch) -> Selection:
    """Return whose badges the batch has."""
    kept = batch.selection
    category = Category(kept["category"]) if kept.get("category") else None
    people = tuple(kept.get("people") or ())
    return Selection(category, only_new=bool(kept.get("only_new")), letter=kept.get("letter", ""), people=people)


def make_batch(batch_id: int) -> Callable[[], None] | None:
    """Draw the PDF of a batch without holding the database; return what publishes it in the job's last transaction.

    Done again after a crash it draws again: nothing is visible before the publication, which happens once.
    """
    batch = db.session.get_one(BadgeBatch, batch_id)
    event = db.session.get_one(Event, batch.event_id)
    if batch.state is not BatchState.WAITING:
        return None
    people = sign_holders(event, queries.holders(event, selection_of(batch)))
    if not people:
        return lambda: fail_batch(batch_id)
    doubts = drawing.doubts(people)
    content = draw_badges(event, batch.design.drawn, people, paper=paper_of(batch), progress=progress.report)
    return lambda: _publish(batch_id, event, people, content, doubts)


def first_pages(event: Event, batch: BadgeBatch) -> bytes:
    """Return the first badges of a batch at once: what the file will begin with, for eyes and the first sheets.

    Raises:
        NobodyToPrint: nobody is selected any more.
    """
    people = sign_holders(event, queries.holders(event, selection_of(batch), limit=FIRST))
    if not people:
        raise NobodyToPrint
    return draw_badges(event, batch.design.drawn, people, paper=paper_of(batch))


def _publish(batch_id: int, event: Event, people: Sequence[Holder], content: bytes, doubts: list[str]) -> None:
    batch = db.session.get_one(BadgeBatch, batch_id, populate_existing=True)
    if batch.state is not BatchState.WAITING:
        return
    name = f"{event.code}-badges-{batch.id}.pdf"
    author = db.session.get(User, batch.created_by_id)
    stored = files.keep_document(content, "application/pdf", name, by=author, event=event)
    log_prints(event, people, batch=batch, by=author, reason=batch.selection.get("reason", ""))
    batch.file_id, batch.doubts = stored.id, doubts
    batch.done = batch.total = len(people)
    batch.state, batch.finished_at = BatchState.READY, clock.now()
    audit.record(author, "badges.batch_made", batch, data={"total": batch.total})


def log_prints(
    event: Event, people: Sequence[Holder], *, batch: BadgeBatch | None = None, by: User | None = None, reason: str = ""
) -> None:
    """Log one print for each of these people, with the code that is on the paper; who has none yet needs no reason."""
    shared: dict[str, Any] = {
        "event_id": event.id,
        "batch_id": batch.id if batch else None,
        "printed_by_id": by.id if by else None,
        "waived_because": "",
        "printed_at": clock.now(),
    }
    again = queries.printed_ids(event, [person.id for person in people]) if reason else set()
    rows = [
        shared
        | {
            "registration_id": person.id,
            "badge_code": person.badge_code,
            "key_number": person.key_number,
            "reason": reason if person.id in again else "",
        }
        for person in people
    ]
    for place in range(0, len(rows), 1000):
        db.session.execute(sa.insert(BadgePrint), rows[place : place + 1000])


def fail_batch(batch_id: int) -> None:
    """Note that the batch will never be ready."""
    batch = db.session.get_one(BadgeBatch, batch_id)
    if batch.state is BatchState.WAITING:
        batch.state, batch.finished_at = BatchState.FAILED, clock.now()
        db.session.flush()
