"""Where contents are kept: by their hash, in a folder or in an S3 bucket, chosen by STORAGE_URL."""

import contextlib
import fcntl
import os
import secrets
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO, Protocol
from urllib.parse import urlsplit

from flask import current_app


class Storage(Protocol):
    """Four verbs on contents, and a list for the sweep. Keys are SHA-256 in hex."""

    def put(self, sha256: str, content: BinaryIO) -> None:
        """Keep `content` durably under its hash; when it is already there, make it young again."""

    def open(self, sha256: str) -> BinaryIO:
        """Return the content, seekable. Raises FileNotFoundError."""

    def delete(self, sha256: str, *, older_than: datetime) -> bool:
        """Remove the content unless it was put again since; tell whether it is gone."""

    def exists(self, sha256: str) -> bool:
        """Tell whether the content is here."""

    def stored(self) -> Iterator[tuple[str, datetime]]:
        """Yield each hash with the instant of its last `put`."""

    def clear_unfinished(self, *, older_than: datetime) -> int:
        """Remove what interrupted `put`s left; return how many."""


class LocalStorage:
    """A folder: `ab/abcdef…`, mode 0640, written to `tmp/`, synced and renamed, so that no half content is ever seen."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.unfinished = root / "tmp"
        self.unfinished.mkdir(parents=True, exist_ok=True, mode=0o750)

    def put(self, sha256: str, content: BinaryIO) -> None:
        target = self._path(sha256)
        with self._locked(fcntl.LOCK_SH):
            if target.exists():
                os.utime(target)
                return
        temporary = self.unfinished / f"{sha256}.{secrets.token_hex(8)}"
        try:
            descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o640)
            with os.fdopen(descriptor, "wb") as output:
                shutil.copyfileobj(content, output, 2**20)
                output.flush()
                os.fsync(output.fileno())
            with self._locked(fcntl.LOCK_SH):
                target.parent.mkdir(exist_ok=True, mode=0o750)
                temporary.replace(target)
                _sync_folder(target.parent)
                _sync_folder(self.root)
        finally:
            temporary.unlink(missing_ok=True)

    def open(self, sha256: str) -> BinaryIO:
        return self._path(sha256).open("rb")

    def delete(self, sha256: str, *, older_than: datetime) -> bool:
        path = self._path(sha256)
        # An upload of the same content cannot come between the look and the deed.
        with self._locked(fcntl.LOCK_EX), contextlib.suppress(FileNotFoundError):
            if _modified(path) >= older_than:
                return False
            path.unlink()
        return True

    def exists(self, sha256: str) -> bool:
        return self._path(sha256).exists()

    def stored(self) -> Iterator[tuple[str, datetime]]:
        for path in sorted(self.root.glob("[0-9a-f][0-9a-f]/*")):
            with contextlib.suppress(FileNotFoundError):
                yield path.name, _modified(path)

    def clear_unfinished(self, *, older_than: datetime) -> int:
        old = [path for path in self.unfinished.iterdir() if _modified(path) < older_than]
        for path in old:
            path.unlink(missing_ok=True)
        return len(old)

    def _path(self, sha256: str) -> Path:
        if len(sha256) != 64 or not set(sha256) <= set("0123456789abcdef"):
            raise ValueError("not a hash")
        return self.root / sha256[:2] / sha256

    @contextlib.contextmanager
    def _locked(self, mode: int) -> Iterator[None]:
        descriptor = os.open(self.root / ".lock", os.O_RDWR | os.O_CREAT, 0o640)
        try:
            fcntl.flock(descriptor, mode)
            yield
        finally:
            os.close(descriptor)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _modified(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)


class S3Storage:
    """A bucket, `PREFIX/ab/abcdef…`. The service itself makes a put whole or nothing."""

    def __init__(self, client: Any, bucket: str, prefix: str) -> None:
        self.client = client
        self.bucket = bucket
        self.prefix = prefix

    def put(self, sha256: str, content: BinaryIO) -> None:
        # Written even when it exists: that makes it young again, as the sweep needs.
        self.client.put_object(Bucket=self.bucket, Key=self._key(sha256), Body=content)

    def open(self, sha256: str) -> BinaryIO:
        if not self.exists(sha256):
            raise FileNotFoundError(sha256)
        import tempfile  # noqa: PLC0415 -- only for this storage

        copy = tempfile.SpooledTemporaryFile(max_size=2**20)  # noqa: SIM115 -- the caller closes it
        self.client.download_fileobj(self.bucket, self._key(sha256), copy)
        copy.seek(0)
        return copy  # type: ignore[return-value]

    def delete(self, sha256: str, *, older_than: datetime) -> bool:
        found = dict(self._listed(self._key(sha256)))
        if any(modified >= older_than for modified in found.values()):
            return False
        self.client.delete_object(Bucket=self.bucket, Key=self._key(sha256))
        return True

    def exists(self, sha256: str) -> bool:
        return any(True for _found in self._listed(self._key(sha256)))

    def stored(self) -> Iterator[tuple[str, datetime]]:
        yield from self._listed(self.prefix)

    def clear_unfinished(self, *, older_than: datetime) -> int:
        return 0

    def _listed(self, prefix: str) -> Iterator[tuple[str, datetime]]:
        for answer in self.client.get_paginator("list_objects_v2").paginate(Bucket=self.bucket, Prefix=prefix):
            for item in answer.get("Contents", ()):
                yield item["Key"].rpartition("/")[2], item["LastModified"]

    def _key(self, sha256: str) -> str:
        return f"{self.prefix}{sha256[:2]}/{sha256}"


def storage() -> Storage:
    """Return the storage of this application."""
    held: Storage | None = current_app.extensions.get("fairground_storage")
    if held is None:
        held = current_app.extensions["fairground_storage"] = open_storage(
            current_app.config["STORAGE_URL"], Path(current_app.root_path)
        )
    return held


def open_storage(url: str, root: Path = Path()) -> Storage:
    """Return the storage at `file:/path`, `file:path` below `root`, or `s3://bucket/prefix`.

    Raises:
        ValueError: another scheme.
    """
    parts = urlsplit(url)
    if parts.scheme == "s3":
        import boto3  # noqa: PLC0415 -- optional dependency

        prefix = parts.path.strip("/")
        return S3Storage(boto3.client("s3"), parts.netloc, f"{prefix}/" if prefix else "")
    if parts.scheme == "file":
        return LocalStorage(root / parts.path)
    raise ValueError("STORAGE_URL must start with file: or s3://")
