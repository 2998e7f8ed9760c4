"""Members of organisations. An organisation that has an administrator keeps one."""

import sqlalchemy as sa

from app.accounts.errors import AlreadyMember, LastAdmin
from app.accounts.models import Membership, MembershipRole, Organisation, User
from app.audit import services as audit
from app.core import clock
from app.core.db import db, refusing


def add(organisation: Organisation, user: User, role: MembershipRole, *, by: User | None) -> Membership:
    """Make `user` a member. Returns: the flushed row.

    Raises:
        AlreadyMember: in any role.
    """
    with refusing("uq_membership_user_id_organisation_id", AlreadyMember()):
        membership = Membership(user_id=user.id, organisation_id=organisation.id, role=role, created_at=clock.now())
        db.session.add(membership)
    audit.record(by, "accounts.member_added", membership, data={"organisation": organisation.id, "role": role.value})
    return membership


def change_role(membership: Membership, role: MembershipRole, *, by: User) -> None:
    """Give the member another role.

    Raises:
        LastAdmin: they are the only administrator.
    """
    if membership.role == role:
        return
    _keep_an_admin(membership)
    audit.record(by, "accounts.member_role_changed", membership, data={"from": membership.role.value, "to": role.value})
    membership.role = role


def remove(membership: Membership, *, by: User) -> None:
    """End the membership.

    Raises:
        LastAdmin: they are the only administrator.
    """
    _keep_an_admin(membership)
    audit.record(by, "accounts.member_removed", membership, data={"organisation": membership.organisation_id})
    db.session.delete(membership)
    db.session.flush()


def _keep_an_admin(membership: Membership) -> None:
    """Refuse to lose the last administrator. All administrators are locked in one order, so that two cannot leave at once."""
    if membership.role != MembershipRole.ADMIN:
        return
    admins = db.session.scalars(
        sa.select(Membership.id)
        .where(Membership.organisation_id == membership.organisation_id, Membership.role == MembershipRole.ADMIN)
        .order_by(Membership.id)
        .with_for_update()
    ).all()
    if set(admins) <= {membership.id}:
        raise LastAdmin
