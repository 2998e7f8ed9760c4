"""The door to WeasyPrint: templates become PDFs. Jinja runs here, the layout in the walled-in drawing program.

Templates extend pdf/document.html (letterhead, with pdf/a4.css); official papers (R-80) begin with pdf/_motto.html and take
pdf/official.css instead.
"""

import itertools
import logging
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from flask import current_app

from app.core.i18n import _, force_locale, language
from app.documents import fonts, process
from app.documents.qr import Matrix

log = logging.getLogger(__name__)
TIMEOUT_S = 30.0
BASE_CSS = ("pdf/base.css",)


@dataclass(frozen=True)
class Sheet:
    """One HTML document to lay out.

    Attributes:
        qr: codes by the id of the element whose box they fill; much faster than inline SVG for hundreds of pages.
    """

    html: str
    qr: Mapping[str, Matrix] | None = None


def render(
    template: str,
    context: Mapping[str, Any],
    *,
    css: Sequence[str] = (),
    locale: str | None = None,
    assets: Mapping[str, bytes] | None = None,
    qr: Mapping[str, Matrix] | None = None,
    timeout_s: float = TIMEOUT_S,
) -> bytes:
    """Return the PDF of a template. Above 20 pages use a job.

    Args:
        css: templates of style sheets, after pdf/base.css.
        locale: language of the document; default the language of the request.
        assets: pictures that the template may name as `asset:NAME`; nothing else can be loaded.
        qr: see Sheet.
    Raises:
        PdfFailed: too large or too slow for the limits.
    """
    sheet = Sheet(html(template, context, locale=locale), qr)
    return draw(sheet, css=style_sheets(*css, locale=locale), assets=assets, timeout_s=timeout_s)


def html(template: str, context: Mapping[str, Any], *, locale: str | None = None) -> str:
    """Return the HTML of a PDF template in `locale`, without anything of the request."""
    with force_locale(locale or language()):
        return current_app.jinja_env.get_template(template).render(context)


def style_sheets(*names: str, locale: str | None = None) -> list[str]:
    """Return pdf/base.css and the named style sheets, with their few words in `locale`."""
    with force_locale(locale or language()):
        words = {"sans": fonts.stack(fonts.SANS), "serif": fonts.stack(fonts.SERIF), "page_label": _("Page")}
        return [current_app.jinja_env.get_template(name).render(words) for name in dict.fromkeys((*BASE_CSS, *names))]


def draw(
    sheet: Sheet,
    *,
    css: Sequence[str],
    assets: Mapping[str, bytes] | None = None,
    timeout_s: float = TIMEOUT_S,
    place: int = 0,
) -> bytes:
    """Return the PDF of one sheet. See `render`."""
    header = {"html": unicodedata.normalize("NFC", sheet.html), "css": list(css), "qr": list((sheet.qr or {}).items())}
    answer, results = process.worker("pdf", place).call("draw", header, dict(assets or {}), timeout_s=timeout_s)
    if answer["refused"]:
        log.warning("a document asked for foreign addresses", extra={"addresses": answer["refused"][:5]})
    return results["pdf"]


def render_pages(
    sheets: Iterable[Sheet],
    *,
    css: Sequence[str],
    assets: Mapping[str, bytes] | None = None,
    workers: int = 2,
    timeout_s: float = TIMEOUT_S,
    progress: Callable[[int], None] | None = None,
) -> bytes:
    """Return one PDF of many sheets, laid out by several programs at once.

    Args:
        sheets: best of 100 to 250 pages each; taken one by one, so that a generator can make them meanwhile.
        css: from `style_sheets`.
        timeout_s: for one sheet.
        progress: told the number of finished sheets after each.
    Raises:
        PdfFailed: one sheet failed; nothing is returned then.
    """
    parts: dict[int, bytes] = {}
    pending: dict[Future[bytes], int] = {}
    free = set(range(1, workers + 1))
    places: dict[Future[bytes], int] = {}

    def collect() -> None:
        for future in wait(pending, return_when=FIRST_COMPLETED).done:
            parts[pending.pop(future)] = future.result()
            free.add(places.pop(future))
            if progress is not None:
                progress(len(parts))

    with ThreadPoolExecutor(workers) as pool:
        try:
            for number, sheet in enumerate(sheets):
                while not free:
                    collect()
                place = free.pop()
                future = pool.submit(draw, sheet, css=css, assets=assets, timeout_s=timeout_s, place=place)
                pending[future], places[future] = number, place
            while pending:
                collect()
        finally:
            for place in range(1, workers + 1):
                process.worker("pdf", place).stop()  # also ends what still runs after a failure
    return join([parts[number] for number in sorted(parts)])


def join(parts: Sequence[bytes]) -> bytes:
    """Return one PDF of several, in their order."""
    import pikepdf  # noqa: PLC0415 -- slow import

    if len(parts) == 1:
        return parts[0]
    with pikepdf.new() as whole:
        for part in parts:
            with pikepdf.open(BytesIO(part)) as opened:
                whole.pages.extend(opened.pages)
        output = BytesIO()
        whole.save(output, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
        return output.getvalue()


def batches(items: Sequence[Any], size: int) -> Iterable[list[Any]]:
    """Cut `items` into lists of at most `size`."""
    iterator = iter(items)
    while batch := list(itertools.islice(iterator, size)):
        yield batch
