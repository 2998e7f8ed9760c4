"""Take files in, keep produced ones, read them again, sweep what no row names."""

import hashlib
import io
import itertools
import tempfile
from datetime import timedelta
from typing import Any, BinaryIO

from app.core import clock, failpoints
from app.core.db import db
from app.core.i18n import _
from app.files import names, queries
from app.files.errors import EmptyFile, FileTooLarge, NoContent, WrongType
from app.files.kinds import Kind
from app.files.models import StoredFile
from app.files.policies import UploadPolicy
from app.files.storage import storage

CHUNK_BYTES = 2**18
# Longer than any transaction or backup between "content stored" and "row committed".
ORPHAN_AGE = timedelta(hours=24)
_BOM = b"\xef\xbb\xbf"


def accept_upload(stream: BinaryIO, filename: str, policy: UploadPolicy, *, by: Any = None, event: Any = None) -> StoredFile:
    """Check an upload and keep it. The content is stored before the row exists, so that no row ever names half a file.

    Args:
        stream: read once, only as far as the policy allows.
        by: the user, None for a person with a private link.
    Returns: the flushed row; pictures are stored as written again.
    Raises:
        FileTooLarge, EmptyFile, WrongType.
    """
    with tempfile.SpooledTemporaryFile(max_size=2**20) as copy:
        size, head = _copy_within(stream, copy, policy.max_bytes)
        if not size or head.removeprefix(_BOM).strip() == b"" and size <= len(head):
            raise EmptyFile
        shown = names.clean_name(filename)
        kind = _kind_of(shown, head, policy)
        copy.seek(0)
        replaced = kind.check(copy, size)  # type: ignore[arg-type]
        if names.extension(shown) not in kind.extensions:
            shown = f"{shown.rpartition('.')[0]}.{kind.extensions[0]}"
        content = copy if replaced is None else io.BytesIO(replaced)
        return _keep(content, kind.media_type, shown, by=by, event=event)  # type: ignore[arg-type]


def keep_document(content: bytes, media_type: str, display_name: str, *, by: Any = None, event: Any = None) -> StoredFile:
    """Keep a file that we made ourselves. Returns: the flushed row."""
    return _keep(io.BytesIO(content), media_type, names.clean_name(display_name), by=by, event=event)


def _copy_within(stream: BinaryIO, copy: Any, max_bytes: int) -> tuple[int, bytes]:
    """Copy at most `max_bytes`; return the size and the first bytes."""
    size, head = 0, b""
    while chunk := stream.read(CHUNK_BYTES):
        size += len(chunk)
        if size > max_bytes:
            raise FileTooLarge(max_bytes)
        head = head or chunk[:1024]
        copy.write(chunk)
    return size, head


def _kind_of(name: str, head: bytes, policy: UploadPolicy) -> Kind:
    """Return the kind that the name claims; among pictures the content decides, phones mislabel them."""
    claimed = next((kind for kind in policy.kinds if names.extension(name) in kind.extensions), None)
    if claimed is None:
        raise WrongType(_("Accepted are: %(kinds)s.", kinds=policy.names))
    if not claimed.media_type.startswith("image/"):
        return claimed
    signatures = {b"\x89PNG": "image/png", b"\xff\xd8\xff": "image/jpeg", b"RIFF": "image/webp"}
    found = next((media_type for mark, media_type in signatures.items() if head.startswith(mark)), "")
    return next((kind for kind in policy.kinds if kind.media_type == found), claimed)


def _keep(content: BinaryIO, media_type: str, display_name: str, *, by: Any, event: Any) -> StoredFile:
    content.seek(0)
    digest = hashlib.file_digest(content, "sha256").hexdigest()  # type: ignore[arg-type]
    size = content.seek(0, io.SEEK_END)
    content.seek(0)
    storage().put(digest, content)
    failpoints.reach("upload.after_store")
    stored = StoredFile(
        sha256=digest,
        size_bytes=size,
        media_type=media_type,
        display_name=display_name,
        event_id=event.id if event is not None else None,
        uploaded_by_id=by.id if by is not None else None,
        created_at=clock.now(),
    )
    db.session.add(stored)
    db.session.flush()
    failpoints.reach("upload.before_commit")
    return stored


def open_content(stored: StoredFile) -> BinaryIO:
    """Return the content, seekable; the caller closes it.

    Raises:
        NoContent: the storage lost it.
    """
    try:
        return storage().open(stored.sha256)
    except FileNotFoundError as error:
        raise NoContent from error


def read_content(stored: StoredFile) -> bytes:
    """Return the whole content."""
    with open_content(stored) as content:
        return content.read()


def sweep() -> tuple[int, int]:
    """Remove contents that no row has named for 24 hours, and what interrupted uploads left (I17).

    Returns: how many contents and how many leftovers.
    """
    limit = clock.now() - ORPHAN_AGE
    removed = 0
    old = (sha256 for sha256, modified in storage().stored() if modified < limit)
    while batch := list(itertools.islice(old, 500)):
        orphans = set(batch) - queries.hashes_in_use(batch)
        removed += sum(storage().delete(sha256, older_than=limit) for sha256 in sorted(orphans))
    return removed, storage().clear_unfinished(older_than=limit)
