"""Look into PDFs: text, boxes in millimetres, fonts, pictures, QR codes."""

from io import BytesIO

import pikepdf
import pypdfium2
import zxingcpp
from PIL import Image


def page_count(content: bytes) -> int:
    with pikepdf.open(BytesIO(content)) as document:
        return len(document.pages)


def texts(content: bytes) -> list[str]:
    """Return the text of each page, one space between words."""
    document = pypdfium2.PdfDocument(content)
    try:
        return [" ".join(page.get_textpage().get_text_range().split()) for page in document]
    finally:
        document.close()


def text(content: bytes) -> str:
    return " ".join(texts(content))


def page_sizes(content: bytes) -> list[tuple[int, int]]:
    """Return width and height of each page in whole millimetres."""
    with pikepdf.open(BytesIO(content)) as document:
        boxes = [page.trimbox for page in document.pages]
        return [(_mm(box[2] - box[0]), _mm(box[3] - box[1])) for box in boxes]


def _mm(points: object) -> int:
    return round(float(points) / 72 * 25.4)


def fonts(content: bytes) -> dict[str, bool]:
    """Return the fonts' names without the subset's prefix, and whether each is embedded."""
    found: dict[str, bool] = {}
    with pikepdf.open(BytesIO(content)) as document:
        for item in document.objects:
            if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/FontDescriptor":
                name = str(item.FontName).lstrip("/").partition("+")[2]
                found[name] = any(key in item for key in ("/FontFile", "/FontFile2", "/FontFile3"))
    return found


def picture(content: bytes, page: int = 0, *, dpi: int = 150) -> Image.Image:
    document = pypdfium2.PdfDocument(content)
    try:
        return document[page].render(scale=dpi / 72).to_pil()
    finally:
        document.close()


def codes(content: bytes, page: int = 0, *, dpi: int = 150) -> list[str]:
    """Return the texts of the QR codes that a reader finds on the page as printed in black and white at `dpi`."""
    printed = picture(content, page, dpi=dpi).convert("L").point(lambda value: 255 if value > 127 else 0)
    return [code.text for code in zxingcpp.read_barcodes(printed)]


def raw(content: bytes) -> bytes:
    """Return everything in the file, uncompressed: what nobody can hide from a search."""
    output = BytesIO()
    with pikepdf.open(BytesIO(content)) as document:
        document.save(output, stream_decode_level=pikepdf.StreamDecodeLevel.all, compress_streams=False)
    return output.getvalue()
