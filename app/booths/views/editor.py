"""The page of the plan editor. What it loads and saves are the endpoints of the draft (docs/plan-document.md)."""

from flask import url_for
from flask.typing import ResponseReturnValue

from app.accounts.access import me
from app.booths import editor_texts, queries
from app.booths.items import Audience, ObjectKind
from app.booths.models import BoothKind
from app.booths.pages import desk_page
from app.booths.policies import BoothPermission
from app.core.web import FeatureBlueprint
from app.events.access import event_permission
from app.events.models import Event

bp = FeatureBlueprint("booth_editor", __name__, url_prefix="/manage/events/<string:event_slug>/booths")


@bp.get("/plan")
@event_permission(BoothPermission.MANAGE)
def plan(event: Event) -> ResponseReturnValue:
    return desk_page(
        "booths/editor.html",
        event=event,
        texts=editor_texts.texts(),
        object_kinds=[(kind.value, kind.label) for kind in ObjectKind],
        audiences=[(audience.value, audience.label) for audience in Audience],
        booth_kinds=[(kind.value, kind.label) for kind in BoothKind],
        price_groups=queries.price_groups_of(event),
        owner=f"{event.id}-{me().id}",
        base=url_for("booth_desk.index", event_slug=event.slug),
    )
