"""The door to WeasyPrint: templates become PDFs. Jinja runs here, the layout in the walled-in drawing program.

Templates extend pdf/document.html (letterhead, with pdf/a4.css); official papers (R-80) begin with pdf/_motto.html and take
pdf/official.css instead.
"""

import logging
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import current_app

from app.core.i18n import _, force_locale, language
from app.documents import fonts, process

log = logging.getLogger(__name__)
TIMEOUT_S = 30.0
BASE_CSS = ("pdf/base.css",)


@dataclass(frozen=True)
class Sheet:
    """One HTML document to lay out."""

    html: str


def render(
    template: str,
    context: Mapping[str, Any],
    *,
    css: Sequence[str] = (),
    locale: str | None = None,
    assets: Mapping[str, bytes] | None = None,
    timeout_s: float = TIMEOUT_S,
) -> bytes:
    """Return the PDF of a template. Above 20 pages use a job.

    Args:
        css: templates of style sheets, after pdf/base.css.
        locale: language of the document; default the language of the request.
        assets: pictures that the template may name as `asset:NAME`; nothing else can be loaded.
    Raises:
        PdfFailed: too large or too slow for the limits.
    """
    sheet = Sheet(html(template, context, locale=locale))
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
) -> bytes:
    """Return the PDF of one sheet. See `render`."""
    header = {"html": unicodedata.normalize("NFC", sheet.html), "css": list(css)}
    answer, results = process.worker("pdf").call("draw", header, dict(assets or {}), timeout_s=timeout_s)
    if answer["refused"]:
        log.warning("a document asked for foreign addresses", extra={"addresses": answer["refused"][:5]})
    return results["pdf"]
