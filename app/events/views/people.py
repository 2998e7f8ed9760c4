"""Who has which role in an event: given and taken by its organisers."""

from flask import flash
from flask.typing import ResponseReturnValue

from app.accounts.access import me
from app.core.errors import DomainError
from app.core.i18n import _
from app.core.web import go, page
from app.events import queries
from app.events.access import event_permission
from app.events.forms import RoleForm
from app.events.models import Event, Role
from app.events.policies import EventPermission
from app.events.services import granting
from app.events.views.blueprint import bp


@bp.route("/manage/events/<string:event_slug>/roles", methods=["GET", "POST"])
@event_permission(EventPermission.GRANT_ROLES)
def roles(event: Event) -> ResponseReturnValue:
    form = RoleForm.from_request()
    if form.submitted_and_valid():
        try:
            row = granting.give_role(event, form.email.data, Role(form.role.data), by=me())
        except DomainError as error:
            form.refuse(error.field, error.message)
        else:
            _tell(form.email.data, Role(form.role.data), was_invited=row is None)
            return go("events.roles", event_slug=event.slug)
    return page("events/roles.html", status=form.status, event=event, form=form, rows=queries.roles_given(event))


def _tell(email: str, role: Role, *, was_invited: bool) -> None:
    if was_invited:
        flash(_("%(email)s has no account yet and got an invitation by mail.", email=email), "success")
    else:
        flash(_("%(email)s now has the role “%(role)s”.", email=email, role=role.label), "success")


@bp.post("/manage/events/<string:event_slug>/roles/<int:role_id>/take")
@event_permission(EventPermission.GRANT_ROLES)
def take_role(event: Event, role_id: int) -> ResponseReturnValue:
    granting.take_role(queries.get_role(event, role_id), by=me())
    flash(_("The role is taken away."), "success")
    return go("events.roles", event_slug=event.slug)
