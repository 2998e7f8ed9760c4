"""What must hold of badges at every committed state, for `flask doctor`."""

from collections.abc import Iterable

import sqlalchemy as sa

from app.badges.models import BadgeBatch, BadgePrint, BatchState, RevokedCode
from app.core.db import db
from app.registrations.models import Registration


def find_strange_prints() -> Iterable[str]:
    """Prints whose code is neither the person's nor a replaced one of the same person."""
    replaced = sa.exists().where(
        RevokedCode.badge_code == BadgePrint.badge_code, RevokedCode.registration_id == BadgePrint.registration_id
    )
    statement = (
        sa.select(BadgePrint.id)
        .join(Registration, Registration.id == BadgePrint.registration_id)
        .where(BadgePrint.badge_code != Registration.badge_code, ~replaced)
    )
    for print_id in db.session.scalars(statement.limit(100)):
        yield f"badge_print {print_id} has a code that is nobody's"


def find_living_revoked_codes() -> Iterable[str]:
    """Replaced codes that a registration still has."""
    statement = sa.select(Registration.id).join(RevokedCode, RevokedCode.badge_code == Registration.badge_code)
    for registration_id in db.session.scalars(statement.limit(100)):
        yield f"registration {registration_id} has a code that was replaced"


def find_batches_without_file() -> Iterable[str]:
    """Batches that are ready and have no file, or have one and are not ready (I18)."""
    wrong = (BadgeBatch.state == BatchState.READY) != BadgeBatch.file_id.is_not(None)
    for batch_id in db.session.scalars(sa.select(BadgeBatch.id).where(wrong).limit(100)):
        yield f"badge_batch {batch_id} is not what its file says"
