"""The draft of the plan as a table: every act of the editor as a form, for keyboards and without JavaScript."""

from typing import Any

from flask import Response, flash, request
from flask.typing import ResponseReturnValue

from app.accounts.access import me
from app.booths import queries, services
from app.booths.bulk import new_key, operations_for
from app.booths.document import problems_of
from app.booths.errors import DraftConflict, DraftRefused
from app.booths.items import FIELDS, Data, WrongValue, name_of
from app.booths.models import ItemType
from app.booths.pages import desk_page
from app.booths.plan_forms import TYPES, BulkForm, ItemForm, form_for, page_of
from app.booths.policies import BoothPermission
from app.booths.queries.drafts import DraftItem
from app.core.errors import NotFound
from app.core.i18n import _, _n
from app.core.text import fold
from app.core.web import FeatureBlueprint, go
from app.events.access import event_permission
from app.events.models import Event

bp = FeatureBlueprint("plan_table", __name__, url_prefix="/manage/events/<string:event_slug>/booths/plan-table")
_NEW: dict[str, Data] = {
    "booth": {"width": 3, "depth": 3, "x": 0, "y": 0, "open_sides": 1, "power_points": 0, "water_points": 0, "angle": 0},
    "object": {"width": 1, "depth": 1, "x": 0, "y": 0, "angle": 0, "audience": None},
    "hall": {"width": 60, "depth": 40, "floor": 1, "position": 0},
    "background": {"width": 60, "depth": 40, "x": 0, "y": 0, "angle": 0, "opacity": 50},
}


@bp.get("")
@event_permission(BoothPermission.MANAGE)
def index(event: Event) -> ResponseReturnValue:
    return _table_page(event, BulkForm.make())


def _table_page(event: Event, form: BulkForm, *, status: int = 200, refusals: list[str] | None = None) -> Response:
    items = queries.draft_items(event)
    halls = {item.key: item.data["name"] for item in items if item.type == ItemType.HALL and item.data}
    zones = list(dict.fromkeys(item.data["zone"] for item in items if item.type == ItemType.BOOTH and item.data))
    problems: dict[str, list[str]] = {}
    for problem in problems_of(event, items):
        problems.setdefault(problem["key"], []).append(problem["message"])
    return desk_page(
        "booths/plan_table.html",
        status=status,
        event=event,
        lines=page_of([item for item in items if _is_wanted(item, problems)], request.args.get("page", 1, type=int)),
        halls=halls,
        zones=zones,
        types=TYPES,
        problems=problems,
        draft=queries.find_draft(event.id),
        changed=sum(item.is_changed for item in items),
        form=form,
        refusals=refusals or [],
        name_of=name_of,
    )


def _is_wanted(item: DraftItem, problems: dict[str, Any]) -> bool:
    if item.data is None:
        return False
    asked = request.args
    text = fold(asked.get("q", ""))
    wanted = (
        asked.get("type", "") in ("", item.type),
        asked.get("hall", "") in ("", item.data.get("hall", item.key)),
        asked.get("zone", "") in ("", item.data.get("zone", "")),
        not text or text in fold(name_of(item.type, item.data)),
        not asked.get("wrong") or item.key in problems,
        not asked.get("changed") or item.is_changed,
    )
    return all(wanted)


@bp.post("")
@event_permission(BoothPermission.MANAGE)
def bulk(event: Event) -> ResponseReturnValue:
    """One act on the rows that were ticked."""
    form = BulkForm.make()
    keys = set(request.form.getlist("key"))
    items = [item for item in queries.draft_items(event) if item.key in keys and item.data is not None]
    if not items:
        return _table_page(event, form, status=422, refusals=[_("Please tick at least one row.")])
    if not form.submitted_and_valid():
        return _table_page(event, form, status=422)
    try:
        operations = operations_for(form.act.data, items, value=form.value.data, dx=form.dx.data, dy=form.dy.data)
        services.save_draft(event, _base(form.base.data), operations, by=me()) if operations else None
    except WrongValue as error:
        return _table_page(event, form, status=422, refusals=[str(error)])
    except DraftRefused as error:
        return _table_page(event, form, status=422, refusals=[item["message"] for item in error.errors[:10]])
    except DraftConflict as error:
        return _table_page(event, form, status=409, refusals=[str(error.message), *_told(error)])
    flash(_n("%(num)s row was changed in the draft.", "%(num)s rows were changed in the draft.", len(operations)), "success")
    return go(".index", event_slug=event.slug, **{name: value for name, value in request.args.items() if value})


def _base(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0


@bp.route("/new/<string:item_type>", methods=["GET", "POST"])
@event_permission(BoothPermission.MANAGE)
def add(event: Event, item_type: str) -> ResponseReturnValue:
    if item_type not in list(ItemType):
        raise NotFound
    form = _form(event, item_type, _NEW[item_type])
    if not form.submitted_and_valid():
        return _item_page(event, item_type, form, None)
    key = new_key()
    refusal = _save(event, form, item_type, {"op": "add", "key": key, "type": item_type, "data": form.typed(item_type)})
    if refusal is not None:
        return _item_page(event, item_type, form, None, **refusal)
    flash(_("Saved in the draft."), "success")
    return go(".index", event_slug=event.slug, type=item_type)


@bp.route("/<string:key>", methods=["GET", "POST"])
@event_permission(BoothPermission.MANAGE)
def change(event: Event, key: str) -> ResponseReturnValue:
    item = _get(event, key)
    form = _form(event, item.type, item.data or {})
    if not form.submitted_and_valid():
        return _item_page(event, item.type, form, item)
    refusal = _save(event, form, item.type, {"op": "set", "key": key, "data": form.typed(item.type)})
    if refusal is not None:
        return _item_page(event, item.type, form, item, **refusal)
    flash(_("Saved in the draft."), "success")
    return go(".index", event_slug=event.slug, type=item.type)


@bp.post("/<string:key>/remove")
@event_permission(BoothPermission.MANAGE)
def remove(event: Event, key: str) -> ResponseReturnValue:
    item = _get(event, key)
    draft = queries.find_draft(event.id)
    services.save_draft(event, draft.revision if draft else 0, [{"op": "remove", "key": key}], by=me())
    flash(_("%(name)s was removed from the draft.", name=name_of(item.type, item.data or {})), "success")
    return go(".index", event_slug=event.slug, type=item.type)


def _get(event: Event, key: str) -> DraftItem:
    found = next((item for item in queries.draft_items(event) if item.key == key and item.data is not None), None)
    if found is None:
        raise NotFound
    return found


def _form(event: Event, item_type: str, data: Data) -> ItemForm:
    halls = [(item.key, item.data["name"]) for item in queries.draft_items(event) if item.type == "hall" and item.data]
    pictures = [(str(picture.id), picture.name) for picture in queries.pictures_of(event)]
    return form_for(item_type, halls=halls, pictures=pictures, data=data)


def _save(event: Event, form: ItemForm, item_type: str, operation: dict[str, Any]) -> dict[str, Any] | None:
    """Save one operation; return what the page says when it was refused."""
    try:
        services.save_draft(event, form.base_revision(), [operation], by=me())
    except DraftRefused as error:
        form.refuse_all({item["field"]: item["message"] for item in error.errors})
        return {"status": 422}
    except DraftConflict as error:
        # What was typed stays; sent again it is meant to win over what the others did.
        form.base.data = str(error.revision)
        return {"status": 409, "refusals": [str(error.message), *_told(error)]}
    return None


def _told(error: DraftConflict) -> list[str]:
    return [
        _(
            "%(name)s, %(field)s: you %(mine)s, %(who)s %(theirs)s",
            name=it.name,
            field=it.field_name,
            mine=it.mine,
            who=it.by,
            theirs=it.theirs,
        )
        for it in error.differences
    ]


def _item_page(
    event: Event, item_type: str, form: ItemForm, item: DraftItem | None, *, status: int = 0, refusals: list[str] | None = None
) -> Response:
    draft = queries.find_draft(event.id)
    if request.method == "GET":
        form.base.data = str(draft.revision if draft else 0)
    return desk_page(
        "booths/plan_item.html",
        status=status or form.status,
        event=event,
        form=form,
        item=item,
        item_type=item_type,
        type_name=dict(TYPES)[item_type],
        fields=FIELDS[item_type],
        refusals=refusals or [],
        name=name_of(item_type, item.data) if item and item.data else "",
    )
