"""Draws badges: people in the order given become pages of a PDF, or a picture for the browser."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from markupsafe import Markup

from app.badges.layouts.fields import GATE_LANGUAGE, Head, Holder, grouped
from app.badges.layouts.imposing import Imposer, Paper, count_pages
from app.badges.layouts.schema import Layout
from app.badges.layouts.setting import Setter
from app.core.i18n import _, force_locale
from app.documents import picture_pdf, picture_svg
from app.documents.picture import Image, Page
from app.documents.typefaces import missing_glyphs
from app.events.models import Event

__all__ = ["Holder", "Layout", "Paper", "doubts", "draw", "grouped", "picture", "setter_for"]

NO_IMAGES: Mapping[str, Image] = MappingProxyType({})


def draw(
    event: Event,
    layout: Layout,
    holders: Sequence[Holder],
    *,
    paper: Paper | None = None,
    images: Mapping[str, Image] = NO_IMAGES,
    progress: Callable[[int, int], None] | None = None,
) -> bytes:
    """Return one PDF with a badge for each of `holders`, in their order. Some 1.5 ms a badge.

    Args:
        images: photos and logos, see `services.images_of`.
        progress: told how many badges of how many are done.
    Raises:
        SheetTooSmall: the badge is larger than a label of the sheet.
    """
    chosen = paper or Paper()
    total = count_pages(layout, len(holders), chosen)

    def tell(pages: int) -> None:
        if progress is not None:
            progress(min(len(holders), pages * len(holders) // total), len(holders))

    with force_locale(GATE_LANGUAGE):
        imposer = Imposer(setter_for(event, layout, images), chosen)
        content = picture_pdf.write(
            imposer.pages(holders), images, title=f"{event.code} · {_('Badges')}", language=GATE_LANGUAGE, progress=tell
        )
    if progress is not None:
        progress(len(holders), len(holders))
    return content


def picture(setter: Setter, side: str, holder: Holder, address: Callable[[str], str], *, label: str) -> Markup:
    """Return one side of a badge as SVG, the same as on paper."""
    with force_locale(GATE_LANGUAGE):
        marks = setter.side(side, holder)
    return picture_svg.svg(Page(setter.layout.width, setter.layout.height, marks), address, label=label)


def setter_for(event: Event, layout: Layout, images: Mapping[str, Image] = NO_IMAGES) -> Setter:
    """Return what sets people into this layout for this event."""
    with force_locale(GATE_LANGUAGE):
        return Setter(layout, Head.of(event), images)


def doubts(holders: Sequence[Holder], *, most: int = 20) -> list[str]:
    """Return whose texts have characters that our fonts do not hold: "BCFGHJKL: 漢"."""
    found = ((holder.short_code, missing_glyphs(_text(holder))) for holder in holders)
    return [f"{code}: {chars}" for code, chars in found if chars][:most]


def _text(holder: Holder) -> str:
    return " ".join((holder.full_name, holder.title, holder.position, holder.unit))
