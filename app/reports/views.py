"""The summary: for organisers under /manage, for leaders under /leadership, and as files."""

from flask import flash, request
from flask.typing import ResponseReturnValue

from app.accounts.access import me, signed_in
from app.core.access import allows
from app.core.db import db
from app.core.errors import NotFound
from app.core.i18n import _, _l, language
from app.core.navigation import add_account_item, add_manage_item
from app.core.web import FeatureBlueprint, go, page
from app.events.access import event_permission
from app.events.models import Event
from app.files.sending import send_document
from app.reports import documents, leadership, queries, services
from app.reports.policies import ReportPermission

bp = FeatureBlueprint("reports", __name__)
add_manage_item(80, "reports.summary", _l("Report"), ReportPermission.READ)
add_account_item(20, "reports.events", _l("Leadership"))

# Where a figure's source rows are listed.
SOURCES = {
    "booths": "booth_desk.index",
    "applications": "registrations.applications",
    "payments": "payments.invoices",
    "people": "registrations.people",
    "agenda": "agenda.plan",
    "checkin": "checkin.board",
}


@bp.get("/manage/events/<string:event_slug>/report")
@event_permission(ReportPermission.READ)
def summary(event: Event) -> ResponseReturnValue:
    return _show(event, "reports/summary_manage.html")


@bp.get("/leadership/events/<string:event_slug>")
@event_permission(ReportPermission.READ)
def lead(event: Event) -> ResponseReturnValue:
    return _show(event, "reports/summary.html")


def _show(event: Event, template: str) -> ResponseReturnValue:
    number = request.args.get("number", type=int)
    return page(
        template,
        event=event,
        summary=documents.summary_of(event, language(), number),
        frozen=queries.frozen_of(event),
        sources=SOURCES,
        previous=queries.previous_edition(event),
        may_freeze=allows(me(), ReportPermission.FREEZE, event),
        formats=tuple(documents.FORMATS),
    )


@bp.post("/manage/events/<string:event_slug>/report/freeze")
@event_permission(ReportPermission.FREEZE)
def freeze(event: Event) -> ResponseReturnValue:
    frozen = services.freeze(event, by=me())
    flash(_("Summary no. %(number)s is frozen. Its figures stay as they are now.", number=frozen.number), "success")
    return go("reports.summary", event_slug=event.slug, number=frozen.number)


@bp.get("/manage/events/<string:event_slug>/report/summary.<string:kind>")
@event_permission(ReportPermission.READ)
def download(event: Event, kind: str) -> ResponseReturnValue:
    if kind not in documents.FORMATS:
        raise NotFound
    write, media_type = documents.FORMATS[kind]
    number = request.args.get("number", type=int)
    content = write(event, language(), number)
    # The document is read from, not written to, the database.
    db.session.rollback()
    return send_document(content, media_type, f"{event.code} {_('Summary')}.{kind}")


@bp.get("/leadership")
@signed_in
def events() -> ResponseReturnValue:
    return page("reports/events.html", rows=leadership.overview(me()))
