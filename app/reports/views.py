"""The summary: for organisers under /manage, for leaders under /leadership, and as files; lists to take away."""

from flask import current_app, flash, g, request
from flask.typing import ResponseReturnValue

from app.accounts.access import me, signed_in
from app.core.access import allows, rules
from app.core.errors import NotFound
from app.core.i18n import _, _l, language
from app.core.navigation import add_account_item, add_manage_item
from app.core.web import FeatureBlueprint, go, page
from app.events.access import event_permission
from app.events.models import Event
from app.files.sending import send_document
from app.registrations.policies import RegistrationPermission
from app.reports import documents, exports, leadership, queries, services
from app.reports.policies import ReportPermission

bp = FeatureBlueprint("reports", __name__)
add_manage_item(80, "reports.summary", _l("Report"), ReportPermission.READ)
add_manage_item(85, "reports.lists", _l("Exports"), ReportPermission.EXPORT)
add_account_item(20, "reports.events", _l("Events at a glance"), ReportPermission.OVERVIEW)

# Where a figure's source rows are listed, and who may open them.
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
    return _show(event, "reports/summary_manage.html", request.args.get("number", type=int))


@bp.get("/leadership/events/<string:event_slug>")
@event_permission(ReportPermission.READ)
def lead(event: Event) -> ResponseReturnValue:
    """Show what was reported; before that, or with ?live=1, what stands now."""
    number = request.args.get("number", type=int)
    if number is None and "live" not in request.args:
        number = next((row.number for row in queries.frozen_of(event)), None)
    return _show(event, "reports/summary.html", number)


def _show(event: Event, template: str, number: int | None) -> ResponseReturnValue:
    told = documents.summary_of(event, language(), number)
    return page(
        template,
        event=event,
        summary=told,
        line=documents.line_of(told),
        frozen=queries.frozen_of(event),
        sources=SOURCES,
        has_source=_has_source,
        may_freeze=allows(me(), ReportPermission.FREEZE, event),
        is_over=services.is_over(event),
        formats=tuple(documents.FORMATS),
    )


def _has_source(source: str) -> bool:
    """Tell whether there is a page behind a figure that the reader may open."""
    access = getattr(current_app.view_functions.get(SOURCES.get(source, "")), "access", None)
    rule = rules().get(access.permission) if access is not None else None
    return rule is not None and rule(me(), g.event)


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
    content = write(event, language(), request.args.get("number", type=int))
    return send_document(content, media_type, f"{event.code} {_('Summary')}.{kind}")


@bp.get("/leadership")
@signed_in
def events() -> ResponseReturnValue:
    return page("reports/events.html", rows=leadership.overview(me()))


@bp.get("/manage/events/<string:event_slug>/exports")
@event_permission(ReportPermission.EXPORT)
def lists(event: Event) -> ResponseReturnValue:
    return page("reports/exports.html", event=event, rows=exports.offered(event))


@bp.post("/manage/events/<string:event_slug>/exports/<string:name>")
@event_permission(ReportPermission.EXPORT)
def export(event: Event, name: str) -> ResponseReturnValue:
    kind = request.form.get("format", "csv")
    if name not in exports.LISTS or kind not in exports.MEDIA_TYPES:
        raise NotFound
    with_contacts = allows(me(), RegistrationPermission.SEE_CONTACTS, event)
    content = services.export(event, name, kind, with_contacts=with_contacts, by=me())
    return send_document(content, exports.MEDIA_TYPES[kind], f"{event.code} {exports.LISTS[name].label}.{kind}")
