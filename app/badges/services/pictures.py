"""PDFs of badges. They only read: a print is logged before its PDF is asked for."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import timedelta

from app.accounts.models import User
from app.badges import answers, designs, drawing, print_queue, queries
from app.badges.errors import NobodyToPrint, PrintOver
from app.badges.layouts import preflight
from app.badges.layouts.calibration import calibration_page
from app.badges.layouts.fields import GATE_LANGUAGE, Holder
from app.badges.layouts.imposing import Paper, sheet_of
from app.badges.layouts.preflight import Report
from app.badges.layouts.schema import Layout
from app.badges.models import BadgeDesign, BadgePrint, PrintJob
from app.badges.services.signing import sign_holders
from app.core import clock
from app.core.i18n import _, force_locale
from app.documents import picture_pdf
from app.documents.picture import Image
from app.documents.picture_files import drawable
from app.events.models import Event
from app.files.services import read_content
from app.registrations.models import Category, Registration

# Long enough for a jammed printer; later copies need a reason.
PRINT_LINK = timedelta(minutes=10)


def draw_badges(
    event: Event,
    layout: Layout,
    holders: Sequence[Holder],
    *,
    paper: Paper | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> bytes:
    """Return one PDF with a badge for each of `holders` (signed where the event signs), with all that the layout shows.

    Raises:
        SheetTooSmall.
    """
    people = answers.completed(holders, layout)
    return drawing.draw(event, layout, people, paper=paper, images=images_of(event, [layout], people), progress=progress)


def images_of(event: Event, layouts: Iterable[Layout], holders: Iterable[Holder]) -> Mapping[str, Image]:
    """Return the pictures that badges of these layouts show, by the names that drawings use."""
    wanted = {element.image for layout in layouts for element in layout.elements() if element.kind == "image"}
    found = {
        f"image:{number}": drawable(read_content(stored), stored.media_type)
        for number, stored in (designs.image_files(event, wanted) if wanted else {}).items()
    }
    for number, stored in designs.photo_files({holder.photo for holder in holders} - {0}).items():
        found[f"photo:{number}"] = drawable(read_content(stored), stored.media_type)
    return found


def badge_pdf(event: Event, registrations: Iterable[Registration], design: BadgeDesign) -> bytes:
    """Return the badges of a few people (at most 24; more are a batch) without logging a print: what they may print at home.

    Raises:
        NobodyToPrint: no registration given.
    """
    people = sign_holders(event, queries.holders_of(registrations))
    if not people:
        raise NobodyToPrint
    return draw_badges(event, design.drawn, people)


def pdf_of_print(event: Event, logged: BadgePrint, design: BadgeDesign, *, reader: User) -> bytes:
    """Return the badge of a print just made by `reader`.

    Raises:
        PrintOver: somebody else's, older than ten minutes, or its code was replaced since.
    """
    too_old = clock.now() - logged.printed_at > PRINT_LINK
    people = sign_holders(event, queries.holders_of([logged.registration]))
    if logged.printed_by_id != reader.id or too_old or not people or people[0].badge_code != logged.badge_code:
        raise PrintOver
    return draw_badges(event, design.drawn, people)


def pdf_of_job(event: Event, job: PrintJob, design: BadgeDesign | None = None, paper: Paper | None = None) -> bytes:
    """Return the badge as it was when the station took it.

    Args:
        design: of what lies in the station's printer; None: what the event offers first.
    """
    chosen = design or designs.default_design(event)
    return draw_badges(event, chosen.drawn, [print_queue.thaw(job.frozen)], paper=paper)


def sample_pdf(event: Event, design: BadgeDesign, *, paper: Paper | None = None) -> bytes:
    """Return a badge of an invented person with a code that opens nothing."""
    layout = design.drawn
    return drawing.draw(event, layout, [sample_holder()], paper=paper, images=images_of(event, [layout], ()))


def sample_holder(category: Category = Category.DELEGATE) -> Holder:
    """Return an invented person whose code opens nothing."""
    return Holder(
        id=0,
        badge_code="EV1" + "X" * 20,
        short_code="XXXXXXXX",
        category=category,
        full_name="Tẩn Mẩy Mẩy",
        title="TS.",
        position=_("Job title"),
        unit="Hợp tác xã Chè Shan Tả Lèng Xanh",
        province="Lai Châu",
        party_size=1,
        locale="vi",
    )


def test_page(design: BadgeDesign, paper: Paper) -> bytes:
    """Return the test page of a printer for the paper that this design is printed on.

    Raises:
        SheetTooSmall.
    """
    with force_locale(GATE_LANGUAGE):
        page = calibration_page(sheet_of(design.drawn, paper), paper)
        return picture_pdf.write([page], {}, title=_("Test page"), language=GATE_LANGUAGE)


def check_badges(event: Event, layout: Layout, holders: Sequence[Holder]) -> Report:
    """Return what would be printed badly."""
    return preflight.check(drawing.setter_for(event, layout), holders)
