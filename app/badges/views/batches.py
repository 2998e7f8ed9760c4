"""Pages of many badges in one file: asked for, watched, fetched."""

from flask.typing import ResponseReturnValue

from app.accounts.access import me
from app.badges import queries, services
from app.badges.errors import NotReady
from app.badges.forms import BatchForm
from app.badges.models import BATCH_TONES
from app.badges.policies import BadgePermission
from app.badges.views.blueprint import PREFIX, bp
from app.badges.words import describe
from app.core.errors import DomainError
from app.core.web import go, page
from app.events.access import event_permission
from app.events.models import Event
from app.files.queries import get_file
from app.files.sending import send


@bp.route(f"{PREFIX}/batches", methods=["GET", "POST"])
@event_permission(BadgePermission.PRINT)
def batches(event: Event) -> ResponseReturnValue:
    designs = queries.designs_of(event)
    form = BatchForm.from_request(data={"paper": queries.default_size(designs).value, "only_new": True})
    if form.submitted_and_valid():
        try:
            batch = services.ask_for_batch(event, form.selection, form.size, by=me(), sheet=form.sheet)
        except DomainError as error:
            form.refuse(error.field, error.message)
        else:
            return go("badges.batch", event_slug=event.slug, batch_id=batch.id)
    return page(
        "badges/batches.html",
        status=form.status,
        event=event,
        form=form,
        batches=[(row, describe(row)) for row in queries.batches_of(event)],
        tones=BATCH_TONES,
    )


@bp.route(f"{PREFIX}/batches/<int:batch_id>")
@event_permission(BadgePermission.PRINT)
def batch(event: Event, batch_id: int) -> ResponseReturnValue:
    row = queries.get_batch(event, batch_id)
    return page(
        "badges/batch.html",
        fragment="badges/_progress.html",
        event=event,
        batch=row,
        words=describe(row),
        progress=queries.progress_of(row),
        tones=BATCH_TONES,
    )


@bp.route(f"{PREFIX}/batches/<int:batch_id>.pdf")
@event_permission(BadgePermission.PRINT)
def batch_file(event: Event, batch_id: int) -> ResponseReturnValue:
    row = queries.get_batch(event, batch_id)
    if row.file_id is None:
        raise NotReady
    return send(get_file(row.file_id))
