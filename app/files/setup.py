"""What operators ask of the storage."""

from collections.abc import Iterable

import sqlalchemy as sa

from app.core import doctor, health
from app.core.db import db
from app.files.models import StoredFile
from app.files.storage import storage


@health.probe("storage")
def _storage_answers() -> None:
    # An unknown hash: the answer does not matter, only that there is one.
    storage().exists("0" * 64)


@doctor.check("I17", "each file that a row names is in the storage, whole")
def _files_are_stored() -> Iterable[str]:
    named = sa.select(sa.func.min(StoredFile.id), StoredFile.sha256, StoredFile.size_bytes)
    for row_id, sha256, size in db.session.execute(named.group_by(StoredFile.sha256, StoredFile.size_bytes)):
        try:
            with storage().open(sha256) as content:
                if content.seek(0, 2) != size:
                    yield f"stored_file {row_id} has another size than its content"
        except FileNotFoundError:
            yield f"stored_file {row_id} has no content"
