"""What must hold of badges at every committed state, for `flask doctor`."""

from collections.abc import Iterable

import sqlalchemy as sa

from app.badges import keys, signing
from app.badges.models import (
    BadgeBatch,
    BadgePrint,
    BadgeSettings,
    BatchState,
    PrintJob,
    PrintState,
    RevokedCode,
    SigningKey,
)
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


def find_weak_keys() -> Iterable[str]:
    """Keys with which anybody could sign, and current keys whose sealed half is not theirs or cannot be opened here."""
    for key in db.session.scalars(sa.select(SigningKey)):
        if not signing.is_sound(bytes.fromhex(key.public_key)):
            yield f"signing_key {key.id} is not a sound key"
        if key.sealed_key is not None and keys.open_key(key) is None:
            yield f"signing_key {key.id} cannot be opened with this SECRET_KEY"


def find_missing_keys() -> Iterable[str]:
    """Events that sign without a key, and prints signed by a key that their event never had."""
    current = sa.exists().where(SigningKey.event_id == BadgeSettings.event_id, SigningKey.replaced_at.is_(None))
    for event_id in db.session.scalars(sa.select(BadgeSettings.event_id).where(BadgeSettings.signs_codes, ~current)):
        yield f"event {event_id} signs codes and has no key"
    known = sa.exists().where(SigningKey.event_id == BadgePrint.event_id, SigningKey.number == BadgePrint.key_number)
    statement = sa.select(BadgePrint.id).where(BadgePrint.key_number.is_not(None), ~known)
    for print_id in db.session.scalars(statement.limit(100)):
        yield f"badge_print {print_id} was signed by a key that its event never had"


def find_strange_jobs() -> Iterable[str]:
    """Jobs of printers that are printed and not logged, or logged and not printed."""
    wrong = (PrintJob.state == PrintState.PRINTED) != PrintJob.print_id.is_not(None)
    for job_id in db.session.scalars(sa.select(PrintJob.id).where(wrong).limit(100)):
        yield f"print_job {job_id} and the log of prints do not agree"
