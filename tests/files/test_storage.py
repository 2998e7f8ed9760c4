import io
import os
from datetime import UTC, datetime, timedelta

import pytest

from app.files.storage import LocalStorage, S3Storage, Storage, open_storage

KEY = "ab" + "0" * 62
FUTURE = datetime(2100, 1, 1, tzinfo=UTC)
PAST = datetime(2000, 1, 1, tzinfo=UTC)


class FakeBucket:
    """What of an S3 client the storage uses."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def put_object(self, *, Bucket, Key, Body):
        self.kept[Key] = Body.read()

    def download_fileobj(self, bucket, key, output):
        output.write(self.kept[key])

    def delete_object(self, *, Bucket, Key):
        del self.kept[Key]

    def get_paginator(self, _name):
        return self

    def paginate(self, *, Bucket, Prefix):
        moment = datetime(2026, 1, 1, tzinfo=UTC)
        found = [{"Key": key, "LastModified": moment} for key in sorted(self.kept) if key.startswith(Prefix)]
        return [{"Contents": found}] if found else [{}]


@pytest.fixture(params=["folder", "bucket"])
def kept(request, tmp_path) -> Storage:
    return LocalStorage(tmp_path) if request.param == "folder" else S3Storage(FakeBucket(), "bucket", "fair/")


def test_content_comes_back(kept):
    kept.put(KEY, io.BytesIO(b"content"))

    with kept.open(KEY) as content:
        assert content.read() == b"content"
        assert content.seek(3) == 3
        assert content.read() == b"tent"
    assert kept.exists(KEY)
    assert [sha256 for sha256, _modified in kept.stored()] == [KEY]


def test_missing_content_is_not_found(kept):
    assert not kept.exists(KEY)
    with pytest.raises(FileNotFoundError):
        kept.open(KEY)


def test_content_put_again_since_is_not_deleted(kept):
    kept.put(KEY, io.BytesIO(b"content"))

    assert not kept.delete(KEY, older_than=PAST)
    assert kept.exists(KEY)
    assert kept.delete(KEY, older_than=FUTURE)
    assert not kept.exists(KEY)


def test_folder_keeps_names_and_modes_of_its_own(tmp_path):
    LocalStorage(tmp_path).put(KEY, io.BytesIO(b"content"))

    path = tmp_path / "ab" / KEY
    assert path.stat().st_mode & 0o777 == 0o640
    assert list((tmp_path / "tmp").iterdir()) == []


@pytest.mark.parametrize("key", ["../../etc/passwd", "AB" + "0" * 62, "ab"])
def test_folder_refuses_what_is_no_hash(tmp_path, key):
    with pytest.raises(ValueError):
        LocalStorage(tmp_path).open(key)


def test_interrupted_put_leaves_nothing_visible(tmp_path):
    class Broken(io.RawIOBase):
        def read(self, size=-1):
            raise ConnectionResetError

    held = LocalStorage(tmp_path)

    with pytest.raises(ConnectionResetError):
        held.put(KEY, Broken())
    assert not held.exists(KEY)
    assert list((tmp_path / "tmp").iterdir()) == []


def test_leftovers_of_killed_puts_are_cleared_when_old(tmp_path):
    held = LocalStorage(tmp_path)
    leftover = tmp_path / "tmp" / "half"
    leftover.write_bytes(b"x")
    modified = datetime.fromtimestamp(leftover.stat().st_mtime, UTC)

    assert held.clear_unfinished(older_than=modified - timedelta(hours=1)) == 0
    assert held.clear_unfinished(older_than=modified + timedelta(hours=1)) == 1
    assert not leftover.exists()


def test_second_put_makes_content_young_again(tmp_path):
    held = LocalStorage(tmp_path)
    held.put(KEY, io.BytesIO(b"content"))
    os.utime(tmp_path / "ab" / KEY, (0, 0))

    held.put(KEY, io.BytesIO(b"content"))

    assert not held.delete(KEY, older_than=PAST)


def test_folder_may_be_named_below_the_application(tmp_path):
    held = open_storage("file:instance/files", tmp_path)

    assert isinstance(held, LocalStorage)
    assert held.root == tmp_path / "instance" / "files"


def test_unknown_storage_is_refused():
    with pytest.raises(ValueError):
        open_storage("ftp://example.com/")
