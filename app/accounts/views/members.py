"""Members of an organisation: invited, given another role, removed."""

from flask import flash
from flask.typing import ResponseReturnValue

from app.accounts import queries, services
from app.accounts.access import me, signed_in
from app.accounts.errors import AlreadyMember, LastAdmin
from app.accounts.forms import MemberForm, MemberRoleForm
from app.accounts.models import MembershipRole
from app.accounts.policies import OrganisationPermission
from app.accounts.services import invitations
from app.accounts.views.organisations import load, show_with
from app.core.errors import NotFound
from app.core.i18n import _
from app.core.web import FeatureBlueprint, go

bp = FeatureBlueprint("members", __name__, url_prefix="/organisations/<int:organisation_id>")


@bp.route("/members", methods=["POST"])
@signed_in
def invite(organisation_id: int) -> ResponseReturnValue:
    organisation = load(organisation_id, OrganisationPermission.MANAGE)
    form = MemberForm.from_request()
    if form.submitted_and_valid():
        if any(row.user.email == form.email.data for row in queries.members_of(organisation)):
            form.refuse("email", AlreadyMember().message)
        else:
            role = MembershipRole(form.role.data)
            services.invite(form.email.data, by=me(), organisation=organisation, membership_role=role)
            flash(_("We have sent an invitation to %(email)s.", email=form.email.data), "success")
            return go("organisations.show", organisation_id=organisation.id)
    return show_with(organisation, form)


@bp.route("/members/<int:membership_id>/role", methods=["POST"])
@signed_in
def change_role(organisation_id: int, membership_id: int) -> ResponseReturnValue:
    organisation = load(organisation_id, OrganisationPermission.MANAGE)
    membership = queries.get_membership(organisation, membership_id)
    form = MemberRoleForm.from_request()
    if form.submitted_and_valid():
        try:
            services.members.change_role(membership, MembershipRole(form.role.data), by=me())
        except LastAdmin as error:
            flash(str(error.message), "danger")
        else:
            flash(_("Saved."), "success")
    return go("organisations.show", organisation_id=organisation.id)


@bp.route("/members/<int:membership_id>/remove", methods=["POST"])
@signed_in
def remove(organisation_id: int, membership_id: int) -> ResponseReturnValue:
    organisation = load(organisation_id, OrganisationPermission.MANAGE)
    membership = queries.get_membership(organisation, membership_id)
    try:
        services.members.remove(membership, by=me())
    except LastAdmin as error:
        flash(str(error.message), "danger")
    else:
        flash(_("%(name)s is no longer a member.", name=membership.user.full_name), "success")
    return go("organisations.show", organisation_id=organisation.id)


@bp.route("/invitations/<int:invitation_id>/withdraw", methods=["POST"])
@signed_in
def withdraw(organisation_id: int, invitation_id: int) -> ResponseReturnValue:
    organisation = load(organisation_id, OrganisationPermission.MANAGE)
    row = next((row for row in queries.open_invitations(organisation) if row.id == invitation_id), None)
    if row is None:
        raise NotFound
    invitations.withdraw(row, by=me())
    flash(_("The invitation is withdrawn."), "success")
    return go("organisations.show", organisation_id=organisation.id)
