"""The door to pypdfium2: a page of a PDF as a picture, for printers that a browser tab feeds."""

import io
import threading

# Label and card printers have 203 or 300 points an inch.
DPI = 300
# The library may work for one thread at a time.
_turn = threading.Lock()


def page_png(content: bytes, page: int = 0, *, dpi: int = DPI) -> tuple[bytes, int]:
    """Return the page as PNG and how many pages there are.

    Raises:
        IndexError: there is no such page.
    """
    import pypdfium2  # type: ignore[import-untyped]  # noqa: PLC0415 -- slow import

    with _turn:
        document = pypdfium2.PdfDocument(content)
        try:
            number = len(document)
            if not 0 <= page < number:
                raise IndexError(page)
            width, height = (round(points * dpi / 72) for points in document[page].get_size())
            # The library rounds up; a page one point too wide would begin a second sheet.
            picture = document[page].render(scale=dpi / 72).to_pil().crop((0, 0, width, height))
        finally:
            document.close()
    output = io.BytesIO()
    picture.save(output, "PNG", dpi=(dpi, dpi), compress_level=4)
    return output.getvalue(), number
