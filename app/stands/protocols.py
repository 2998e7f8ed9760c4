"""The protocol of a handover as PDF, with signature and photos."""

import io

from PIL import Image

from app.documents import pdf
from app.events.models import Event
from app.files.services import read_content
from app.stands.models import Handover
from app.stands.sheets import letterhead

# Pixels: enough for half a page; ten photos of a phone would be forty megabytes.
_PHOTO_SIDE = 1_000


def protocol_pdf(event: Event, found: Handover) -> bytes:
    """Return the protocol; it reads the same for both sides, for ever."""
    assets = {f"photo-{number}": _small(read_content(row.file)) for number, row in enumerate(found.photos, start=1)}
    if found.signature is not None:
        assets["signature"] = read_content(found.signature)
    context = letterhead(event, found.booth_code) | {"found": found, "photos": [name for name in assets if name != "signature"]}
    css = ("pdf/a4.css", "pdf/stands/handover.css")
    return pdf.render("pdf/stands/handover.html", context, css=css, assets=assets)


def _small(content: bytes) -> bytes:
    with Image.open(io.BytesIO(content)) as picture:
        picture.thumbnail((_PHOTO_SIDE, _PHOTO_SIDE))
        output = io.BytesIO()
        picture.convert("RGB").save(output, "JPEG", quality=82)
    return output.getvalue()
