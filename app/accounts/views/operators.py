"""Operators of the installation: who has an account, and closing one."""

from flask import flash, request
from flask.typing import ResponseReturnValue

from app.accounts import queries, services
from app.accounts.access import admin_only, me
from app.accounts.forms import ReasonForm
from app.core.i18n import _
from app.core.paging import paginate
from app.core.web import FeatureBlueprint, go, page

bp = FeatureBlueprint("operators", __name__, url_prefix="/admin/users")


@bp.route("")
@admin_only
def users() -> ResponseReturnValue:
    text = request.args.get("q", "")[:100]
    rows = paginate(queries.users_matching(text), request.args.get("page", 1, type=int))
    return page("accounts/users.html", page=rows, q=text)


@bp.route("/<int:user_id>/close", methods=["GET", "POST"])
@admin_only
def close(user_id: int) -> ResponseReturnValue:
    user = queries.get_user(user_id)
    form = ReasonForm.from_request()
    if form.submitted_and_valid():
        services.people.close(user, by=me(), reason=form.reason.data or "")
        flash(_("The account of %(name)s is closed; all its sessions have ended.", name=user.full_name), "success")
        return go("operators.users")
    return page("accounts/close_user.html", form=form, user=user, status=form.status)


@bp.route("/<int:user_id>/reopen", methods=["POST"])
@admin_only
def reopen(user_id: int) -> ResponseReturnValue:
    user = queries.get_user(user_id)
    services.people.reopen(user, by=me())
    flash(_("The account of %(name)s is open again.", name=user.full_name), "success")
    return go("operators.users")
