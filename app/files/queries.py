"""Reads of stored files."""

import sqlalchemy as sa

from app.core.db import db
from app.core.errors import NotFound
from app.files.models import StoredFile


def get_file(file_id: int) -> StoredFile:
    """Return the file. Whether the person may have it is for the feature that owns it to say: an id is not a permission."""
    found = db.session.get(StoredFile, file_id)
    if found is None:
        raise NotFound
    return found


def hashes_in_use(hashes: list[str]) -> set[str]:
    """Return those of `hashes` that a row names."""
    return set(db.session.scalars(sa.select(StoredFile.sha256).where(StoredFile.sha256.in_(hashes))))


def all_hashes() -> list[str]:
    """Return every hash that a row names, in order, for doctor and backup."""
    return list(db.session.scalars(sa.select(StoredFile.sha256).distinct().order_by(StoredFile.sha256)))
