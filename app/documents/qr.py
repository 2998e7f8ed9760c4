"""The door to qrcode and zxing-cpp: codes as SVG, PNG or rows of modules, and codes read from a photo.

Level M, quiet zone of four modules (ISO/IEC 18004), black on white.
"""

import io
import re

from markupsafe import Markup, escape
from PIL import Image, UnidentifiedImageError

QUIET_ZONE = 4  # modules
LARGEST_PHOTO = 40_000_000  # pixels
_FORMATS = ("PNG", "JPEG", "WEBP")
Matrix = tuple[str, ...]


def matrix(text: str, *, mask: int | None = None) -> Matrix:
    """Return the rows of the code of `text` as strings of 0 and 1, quiet zone included.

    Args:
        mask: 0–7 saves the search for the best mask, five sixths of the time; every mask can be read.
    """
    import qrcode  # noqa: PLC0415 -- slow import

    code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M, border=QUIET_ZONE, mask_pattern=mask)
    code.add_data(text)
    code.make(fit=True)
    return tuple("".join("1" if dark else "0" for dark in row) for row in code.get_matrix())


def svg(text: str, *, label: str = "", css_class: str = "qr") -> Markup:
    """Return the code as inline SVG without style or script, one unit a module; its size comes from the style sheet.

    Args:
        label: what a person who cannot see the code hears; empty: the code is decoration beside its text.
    """
    rows = matrix(text)
    size = len(rows)
    path = "".join(
        f"M{run.start()} {y}h{len(run[0])}v1h-{len(run[0])}z" for y, row in enumerate(rows) for run in re.finditer("1+", row)
    )
    spoken = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
    return Markup(  # noqa: S704 -- only escaped and computed parts
        f'<svg xmlns="http://www.w3.org/2000/svg" class="{escape(css_class)}" viewBox="0 0 {size} {size}" {spoken} '
        f'shape-rendering="crispEdges"><path fill="#fff" d="M0 0h{size}v{size}H0z"/><path fill="#000" d="{path}"/></svg>'
    )


def png(text: str, *, scale: int = 8) -> bytes:
    """Return the code as 1-bit PNG, `scale` pixels a module."""
    rows = matrix(text)
    image = Image.new("1", (len(rows), len(rows)), 1)
    image.putdata([0 if dark == "1" else 255 for row in rows for dark in row])
    output = io.BytesIO()
    image.resize((len(rows) * scale, len(rows) * scale), Image.Resampling.NEAREST).save(output, "PNG", optimize=True)
    return output.getvalue()


def decode(photo: bytes) -> str | None:
    """Return the text of the first QR code in a PNG, JPEG or WebP picture; None when there is none or it is no picture."""
    import zxingcpp  # noqa: PLC0415 -- slow import

    try:
        with Image.open(io.BytesIO(photo), formats=_FORMATS) as image:
            if image.width * image.height > LARGEST_PHOTO:
                return None
            found = zxingcpp.read_barcodes(image.convert("L"), formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode))
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError):
        return None
    return next((code.text for code in found if code.text), None)
