"""Who may see and keep organisations, and see tax numbers of persons."""

from enum import StrEnum

from app.accounts.belonging import has_members, is_member, line_above
from app.accounts.models import AUTHORITIES, MembershipRole, Organisation, OrganisationKind, TaxIdKind, User
from app.accounts.tax_ids import mask
from app.core.access import rule


class OrganisationPermission(StrEnum):
    LIST = "organisations.list"
    CREATE = "organisations.create"
    SEE = "organisations.see"
    MANAGE = "organisations.manage"


class OperatorPermission(StrEnum):
    OPERATE = "operator.operate"


@rule(OperatorPermission.OPERATE)
def may_operate(user: User | None, _subject: object = None) -> bool:
    """Operators see background work, retry what is parked, and keep the installation running."""
    return user is not None and user.is_admin


def _is_authority_admin(user: User) -> bool:
    return any(
        membership.role == MembershipRole.ADMIN and membership.organisation.kind in AUTHORITIES
        for membership in user.memberships
    )


@rule(OrganisationPermission.LIST)
def may_list(user: User | None, _subject: object = None) -> bool:
    """Operators and admins of ministries, agencies, departments, centres and communes search organisations."""
    return user is not None and (user.is_admin or _is_authority_admin(user))


@rule(OrganisationPermission.CREATE)
def may_create(user: User | None, _subject: object = None) -> bool:
    """Who may search organisations may add one."""
    return may_list(user)


@rule(OrganisationPermission.SEE)
def may_see(user: User | None, organisation: Organisation) -> bool:
    """Members open their organisation's page, and who may search organisations opens each."""
    return user is not None and (is_member(user, organisation) or may_list(user))


@rule(OrganisationPermission.MANAGE)
def may_manage(user: User | None, organisation: Organisation) -> bool:
    """Operators, the organisation's own admins, admins of an authority above it; also admins of authorities, while
    an organisation that is no authority has no members of its own."""
    if user is None:
        return False
    if user.is_admin:
        return True
    own = {
        membership.organisation_id: membership.organisation.kind
        for membership in user.memberships
        if membership.role == MembershipRole.ADMIN
    }
    if organisation.id in own:
        return True
    authorities = {organisation_id for organisation_id, kind in own.items() if kind in AUTHORITIES}
    if not authorities:
        return False
    if authorities & set(line_above(organisation.parent_id)):
        return True
    return organisation.kind not in AUTHORITIES and not has_members(organisation)


def may_give_kind(user: User, kind: OrganisationKind, parent: Organisation | None) -> bool:
    """Tell whether `user` may make an organisation of this kind under `parent`: an authority opens doors to events.

    Ministries, agencies and departments are made by operators; centres and communes also by who manages what they stand under.
    """
    if kind not in AUTHORITIES or user.is_admin:
        return True
    if kind not in (OrganisationKind.CENTRE, OrganisationKind.COMMUNE) or parent is None:
        return False
    return parent.kind in AUTHORITIES and may_manage(user, parent)


def may_read_tax_id(user: User | None, organisation: Organisation) -> bool:
    """Tell whether `user` reads the whole tax id: one of a person only members and who manages it (R-53)."""
    if organisation.tax_id_kind != TaxIdKind.PERSONAL:
        return True
    return user is not None and (is_member(user, organisation) or may_manage(user, organisation))


def shown_tax_id(user: User | None, organisation: Organisation) -> str:
    """Return the tax id as `user` may read it: masked when it is a person's."""
    if not organisation.tax_id or organisation.tax_id_kind is None or may_read_tax_id(user, organisation):
        return organisation.tax_id or ""
    return mask(organisation.tax_id_kind, organisation.tax_id)
