"""Organisations: search, page, details, members."""

from flask import flash, request
from flask.typing import ResponseReturnValue

from app.accounts import policies, queries, services
from app.accounts.access import me, signed_in
from app.accounts.belonging import is_member
from app.accounts.errors import CycleInTree, KindReserved, ParentUnknown
from app.accounts.forms import MemberForm, OrganisationForm
from app.accounts.models import MembershipRole, Organisation, OrganisationKind
from app.accounts.policies import OrganisationPermission
from app.core.access import allows, require
from app.core.errors import NotFound
from app.core.forms import format_phone
from app.core.i18n import _
from app.core.paging import paginate
from app.core.web import FeatureBlueprint, go, page

bp = FeatureBlueprint("organisations", __name__, url_prefix="/organisations")


@bp.route("")
@signed_in
def index() -> ResponseReturnValue:
    require(me(), OrganisationPermission.LIST, None)
    text = request.args.get("q", "")[:100]
    kind = request.args.get("kind", "")
    wanted = OrganisationKind(kind) if kind in list(OrganisationKind) else None
    rows = paginate(queries.organisations_matching(text, wanted), request.args.get("page", 1, type=int))
    return page(
        "accounts/organisations.html",
        fragment="accounts/_organisations.html",
        page=rows,
        q=text,
        kind=kind,
        kinds=list(OrganisationKind),
    )


def load(organisation_id: int, permission: OrganisationPermission) -> Organisation:
    """Return the organisation; to people who may not even see it, it does not exist."""
    organisation = queries.get_organisation(organisation_id)
    if not allows(me(), OrganisationPermission.SEE, organisation):
        raise NotFound
    if permission != OrganisationPermission.SEE:
        require(me(), permission, organisation)
    return organisation


@bp.route("/<int:organisation_id>")
@signed_in
def show(organisation_id: int) -> ResponseReturnValue:
    organisation = load(organisation_id, OrganisationPermission.SEE)
    return show_with(organisation, MemberForm.from_request())


def show_with(organisation: Organisation, form: MemberForm) -> ResponseReturnValue:
    """Return the page of `organisation` with the form that invites members."""
    may_manage = allows(me(), OrganisationPermission.MANAGE, organisation)
    return page(
        "accounts/organisation.html",
        organisation=organisation,
        tax_id=policies.shown_tax_id(me(), organisation),
        phone=format_phone(organisation.phone) if organisation.phone else "",
        units=queries.units_of(organisation),
        # Names and addresses of persons are for the organisation itself and for who keeps it.
        members=queries.members_of(organisation) if may_manage or is_member(me(), organisation) else None,
        invitations=queries.open_invitations(organisation) if may_manage else [],
        may_manage=may_manage,
        form=form,
        roles=list(MembershipRole),
        status=form.status,
    )


@bp.route("/choices")
@signed_in
def choices() -> ResponseReturnValue:
    """Names for the field "stands under", while somebody types."""
    require(me(), OrganisationPermission.LIST, None)
    text = request.args.get("parent", "")[:100]
    found = queries.find_organisations(text, limit=10) if text.strip() else []
    return page("accounts/_organisation_choices.html", organisations=found)


def _place(form: OrganisationForm, organisation: Organisation | None) -> Organisation | None:
    """Return the organisation above that the form names.

    Raises:
        ParentUnknown: none or several. KindReserved: this would make an authority.
    """
    parent = None
    if form.parent.data:
        same = organisation is not None and organisation.parent is not None and organisation.parent.name == form.parent.data
        parent = organisation.parent if organisation is not None and same else queries.find_only_organisation(form.parent.data)
        if parent is None:
            raise ParentUnknown
    kind = OrganisationKind(form.kind.data)
    unchanged = organisation is not None and organisation.kind == kind and organisation.parent == parent
    if not unchanged and not policies.may_give_kind(me(), kind, parent):
        raise KindReserved
    return parent


@bp.route("/new", methods=["GET", "POST"])
@signed_in
def create() -> ResponseReturnValue:
    require(me(), OrganisationPermission.CREATE, None)
    form = OrganisationForm.from_request()
    if form.submitted_and_valid():
        try:
            organisation = services.organisations.create(form.details(), by=me(), parent=_place(form, None))
        except (ParentUnknown, KindReserved) as error:
            form.refuse(error.field, error.message)
        else:
            flash(_("%(name)s was added.", name=organisation.name), "success")
            return go("organisations.show", organisation_id=organisation.id)
    return _form_page(form, None)


@bp.route("/<int:organisation_id>/edit", methods=["GET", "POST"])
@signed_in
def edit(organisation_id: int) -> ResponseReturnValue:
    organisation = load(organisation_id, OrganisationPermission.MANAGE)
    form = OrganisationForm.showing(organisation)
    if form.submitted_and_valid():
        try:
            parent = _place(form, organisation)
            services.organisations.change(organisation, form.details(), by=me(), parent=parent)
        except (ParentUnknown, KindReserved, CycleInTree) as error:
            form.refuse(error.field, error.message)
        else:
            flash(_("Saved."), "success")
            return go("organisations.show", organisation_id=organisation.id)
    return _form_page(form, organisation)


def _form_page(form: OrganisationForm, organisation: Organisation | None) -> ResponseReturnValue:
    return page(
        "accounts/organisation_form.html",
        form=form,
        organisation=organisation,
        can_search=allows(me(), OrganisationPermission.LIST, None),
        status=form.status,
    )
