"""The organiser's rooms."""

from flask import flash
from flask.typing import ResponseReturnValue

from app.accounts.access import me
from app.agenda import queries
from app.agenda.forms import RoomForm
from app.agenda.policies import AgendaPermission
from app.agenda.services import sessions as services
from app.agenda.views.blueprint import bp
from app.core.errors import DomainError
from app.core.i18n import _
from app.core.web import go, page
from app.events.access import event_permission
from app.events.models import Event

ROOT = "/manage/events/<string:event_slug>/agenda/rooms"


def _saved(event: Event) -> ResponseReturnValue:
    flash(_("Saved."), "success")
    return go("agenda.rooms", event_slug=event.slug)


@bp.route(ROOT, methods=["GET", "POST"])
@event_permission(AgendaPermission.MANAGE)
def rooms(event: Event) -> ResponseReturnValue:
    form = RoomForm.from_request()
    if form.submitted_and_valid():
        try:
            services.add_room(event, form.name.data, form.capacity.data, by=me())
        except DomainError as error:
            form.refuse(error.field, error.message)
        else:
            return _saved(event)
    return page("agenda/rooms.html", status=form.status, event=event, form=form, rooms=queries.rooms_of(event))


@bp.route(f"{ROOT}/<int:room_id>", methods=["GET", "POST"])
@event_permission(AgendaPermission.MANAGE)
def room(event: Event, room_id: int) -> ResponseReturnValue:
    found = queries.get_room(event, room_id)
    name = found.name
    form = RoomForm.from_request(obj=found)
    if form.submitted_and_valid():
        try:
            services.change_room(event, found, form.name.data, form.capacity.data, by=me())
        except DomainError as error:
            form.refuse(error.field, error.message)
        else:
            return _saved(event)
    return page("agenda/room.html", status=form.status, event=event, form=form, name=name, room_id=room_id)


@bp.post(f"{ROOT}/<int:room_id>/remove")
@event_permission(AgendaPermission.MANAGE)
def remove_room(event: Event, room_id: int) -> ResponseReturnValue:
    services.remove_room(event, queries.get_room(event, room_id), by=me())
    return _saved(event)
