"""The door to Pillow for drawn pages: stored pictures become what a page draws, and photos what is worth keeping."""

import io
from typing import Any

from app.documents.picture import Image

_FORMATS = ("PNG", "JPEG", "WEBP")


def drawable(content: bytes, media_type: str, *, most: int = 1600) -> Image:
    """Return a stored picture as a page draws it: JPEG as it is, others as PNG; at most `most` pixels a side.

    Args:
        content: written by ourselves when it was uploaded, so it decodes.
    """
    from PIL import Image as Raster  # noqa: PLC0415 -- slow import

    with Raster.open(io.BytesIO(content), formats=_FORMATS) as opened:
        small = max(opened.size) <= most
        if small and media_type == "image/jpeg" and opened.mode == "RGB":
            return Image(content, media_type, *opened.size)
        if small and media_type == "image/png":
            return Image(content, media_type, *opened.size)
        opened.thumbnail((most, most))
        return _written(opened, "JPEG" if media_type == "image/jpeg" else "PNG")


def portrait(content: bytes, *, most: int = 600) -> Image:
    """Return a photo as JPEG of at most `most` pixels a side: 300 dpi on 50 mm."""
    from PIL import Image as Raster  # noqa: PLC0415 -- slow import

    with Raster.open(io.BytesIO(content), formats=_FORMATS) as opened:
        opened.thumbnail((most, most))
        return _written(opened, "JPEG")


def _written(picture: Any, kind: str) -> Image:
    output = io.BytesIO()
    if kind == "JPEG":
        picture.convert("RGB").save(output, "JPEG", quality=86)
    else:
        picture.convert("RGBA").save(output, "PNG", optimize=True)
    return Image(output.getvalue(), f"image/{kind.lower()}", *picture.size)
