"""Zip containers (Office files) judged by their directory, before anything is unpacked (UP06, UP10)."""

import zipfile
from typing import BinaryIO

MAX_PARTS = 2_000
MAX_UNPACKED_BYTES = 300 * 2**20
MAX_RATIO = 100


class BadArchive(ValueError):
    """Not a zip, encrypted, with unsafe names, or it unpacks to far too much."""


def open_archive(content: BinaryIO, size_bytes: int, *, max_unpacked: int = MAX_UNPACKED_BYTES) -> zipfile.ZipFile:
    """Return the archive after looking at its directory. Reading a part later stops at the size the directory told.

    Raises:
        BadArchive: see there.
    """
    try:
        archive = zipfile.ZipFile(content)
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise BadArchive("no zip") from error
    parts = archive.infolist()
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > MAX_PARTS or unpacked > max_unpacked or unpacked > MAX_RATIO * size_bytes:
        raise BadArchive("unpacks to too much")
    if any(part.flag_bits & 1 for part in parts):
        raise BadArchive("encrypted")
    names = [part.filename for part in parts]
    if len(set(names)) < len(names) or any(map(_is_unsafe, names)):
        raise BadArchive("unsafe names")
    if sum(part.compress_size for part in parts) > size_bytes:
        raise BadArchive("overlapping parts")
    return archive


def _is_unsafe(name: str) -> bool:
    steps = name.split("/")
    return name.startswith("/") or "\\" in name or ":" in steps[0] or ".." in steps or "\0" in name
