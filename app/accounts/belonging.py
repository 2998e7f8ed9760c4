"""Who belongs to what, and what stands above what: asked by rules and by queries."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.accounts.models import Membership, Organisation, User
from app.core.db import db


def memberships_of(user: User) -> Sequence[Membership]:
    """Return the memberships of `user` with their organisations, in Vietnamese order of names; one query."""
    return db.session.scalars(
        sa.select(Membership)
        .join(Organisation, Organisation.id == Membership.organisation_id)
        .options(joinedload(Membership.organisation))
        .where(Membership.user_id == user.id)
        .order_by(Organisation.sort_key, Organisation.id)
    ).all()


def line_above(organisation_id: int | None) -> list[int]:
    """Return the ids of the organisation itself and of all above it, lowest first; one query."""
    if organisation_id is None:
        return []
    line = sa.select(Organisation.id, Organisation.parent_id, sa.literal(0).label("height")).where(
        Organisation.id == organisation_id
    )
    line_cte = line.cte("line", recursive=True)
    above = sa.select(Organisation.id, Organisation.parent_id, line_cte.c.height + 1).join(
        line_cte, Organisation.id == line_cte.c.parent_id
    )
    # A circle, which services refuse, would end here too.
    line_cte = line_cte.union_all(above.where(line_cte.c.height < 20))
    return list(db.session.scalars(sa.select(line_cte.c.id).order_by(line_cte.c.height)))


def is_member(user: User, organisation: Organisation) -> bool:
    """Tell whether `user` belongs to `organisation` in any role."""
    return bool(
        db.session.scalar(
            sa.select(sa.exists().where(Membership.user_id == user.id, Membership.organisation_id == organisation.id))
        )
    )


def has_members(organisation: Organisation) -> bool:
    """Tell whether anybody belongs to `organisation`."""
    return bool(db.session.scalar(sa.select(sa.exists().where(Membership.organisation_id == organisation.id))))
