"""Publishing the draft, and the versions that were published."""

from flask import Response, flash, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.access import me
from app.booths import queries, services
from app.booths.comparison import compare
from app.booths.document import problems_of
from app.booths.drawing import draw
from app.booths.errors import DraftMoved, NothingToPublish, PlanRefused, ReasonMissing
from app.booths.items import Audience
from app.booths.pages import desk_page
from app.booths.plan_forms import PublishForm
from app.booths.policies import BoothPermission
from app.booths.shapes import plan_of_items
from app.core.errors import DomainError
from app.core.i18n import _
from app.core.web import FeatureBlueprint, go
from app.events.access import event_permission
from app.events.models import Event

bp = FeatureBlueprint("plan_versions", __name__, url_prefix="/manage/events/<string:event_slug>/booths")
MOST_SHOWN = 300


@bp.route("/publish", methods=["GET", "POST"])
@event_permission(BoothPermission.MANAGE)
def publish(event: Event) -> ResponseReturnValue:
    """Show what would change; the same page sent back publishes exactly that."""
    form = PublishForm.from_request()
    if not form.submitted_and_valid():
        return _publish_page(event, form, form.status)
    revision = form.revision.data or ""
    try:
        seen = int(revision) if revision.isascii() and revision.isdigit() and len(revision) < 10 else -1
        version = services.publish(event, seen, by=me(), note=form.note.data, reason=form.reason.data)
    except ReasonMissing as error:
        form.refuse("reason", error.message)
        return _publish_page(event, form, 422)
    except PlanRefused:
        return _publish_page(event, form, 422)
    except (DraftMoved, NothingToPublish) as error:
        return _publish_page(event, form, 409, error)
    flash(_("Version %(number)s of the plan is public now.", number=version.number), "success")
    return go(".index", event_slug=event.slug)


def _publish_page(event: Event, form: PublishForm, status: int, refusal: DomainError | None = None) -> Response:
    items = queries.draft_items(event)
    changes = compare(items, queries.claimed_booths(event), numbers_closed=queries.numbers_closed(event))
    problems = problems_of(event, items)
    draft = queries.find_draft(event.id)
    form.revision.data = str(draft.revision if draft else 0)
    drawn = [(item.type, item.id, item.key, item.data) for item in items if item.data is not None]
    marked = [item.id for item in items if item.is_changed and item.id is not None and item.type == "booth"]
    plan = plan_of_items(event.id, drawn)
    drawing = draw(plan, {}, base=url_for("booth_desk.index", event_slug=event.slug), chosen=marked, chosen_word=_("changed"))
    return desk_page(
        "booths/publish.html",
        status=status,
        event=event,
        form=form,
        changes=changes[:MOST_SHOWN],
        change_count=len(changes),
        needing=[change for change in changes if change.needs_reason],
        blocking=[problem for problem in problems if not problem["is_warning"]],
        draft=draft,
        latest=queries.latest_version(event),
        drawing=drawing if changes else "",
        refusal=str(refusal.message) if refusal else "",
    )


@bp.get("/versions")
@event_permission(BoothPermission.SEE)
def index(event: Event) -> ResponseReturnValue:
    return desk_page(
        "booths/versions.html", event=event, versions=queries.versions_of(event), draft=queries.find_draft(event.id)
    )


@bp.get("/versions/<int:number>")
@event_permission(BoothPermission.SEE)
def show(event: Event, number: int) -> ResponseReturnValue:
    version = queries.get_version(event, number)
    plan = plan_of_items(event.id, [(it["type"], it["id"], it["key"], it["data"]) for it in version.items])
    audience = Audience(request.args["for"]) if request.args.get("for") in list(Audience) else Audience.EXHIBITORS
    base = url_for("booth_desk.index", event_slug=event.slug)
    drawing = draw(plan, {}, base=base, audience=audience)
    return desk_page(
        "booths/version.html",
        event=event,
        version=version,
        plan=plan,
        drawing=drawing,
        audience=audience,
        audiences=list(Audience),
    )


@bp.post("/versions/<int:number>/restore")
@event_permission(BoothPermission.MANAGE)
def restore(event: Event, number: int) -> ResponseReturnValue:
    services.restore(event, number, by=me())
    flash(
        _("Version %(number)s is in the draft now. Look through it and publish it when it is right.", number=number), "success"
    )
    return go(".publish", event_slug=event.slug)
