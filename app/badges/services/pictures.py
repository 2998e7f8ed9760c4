"""The PDFs of single badges. They only read: a print is logged before its PDF is asked for."""

from collections.abc import Iterable
from datetime import timedelta

from app.accounts.models import User
from app.badges import drawing, print_queue, queries
from app.badges.drawing import Holder, Look
from app.badges.errors import NobodyToPrint, PrintOver
from app.badges.models import BadgeDesign, BadgePrint, PrintJob
from app.badges.services.signing import sign_holders
from app.core import clock
from app.core.i18n import _
from app.events.models import Event
from app.registrations.models import Category, Registration

# Long enough for a jammed printer; later copies need a reason.
PRINT_LINK = timedelta(minutes=10)


def look_of(design: BadgeDesign, *, sheet: bool = False) -> Look:
    """Return how badges of this design look."""
    shown = frozenset(field for field in queries.FIELDS if design.fields.get(field))
    return Look(design.size, shown, sheet=sheet)


def badge_pdf(event: Event, registrations: Iterable[Registration], design: BadgeDesign) -> bytes:
    """Return the badges of a few people (at most 24; more are a batch) without logging a print: what they may print at home.

    Raises:
        NobodyToPrint: no registration given.
        PdfFailed.
    """
    people = sign_holders(event, queries.holders_of(registrations))
    if not people:
        raise NobodyToPrint
    return drawing.draw(event, look_of(design), people)


def pdf_of_print(event: Event, logged: BadgePrint, design: BadgeDesign, *, reader: User) -> bytes:
    """Return the badge of a print just made by `reader`.

    Raises:
        PrintOver: somebody else's, older than ten minutes, or its code was replaced since.
    """
    too_old = clock.now() - logged.printed_at > PRINT_LINK
    people = sign_holders(event, queries.holders_of([logged.registration]))
    if logged.printed_by_id != reader.id or too_old or not people or people[0].badge_code != logged.badge_code:
        raise PrintOver
    return drawing.draw(event, look_of(design), people)


def pdf_of_job(event: Event, job: PrintJob, design: BadgeDesign | None) -> bytes:
    """Return the badge as it was when the station took it.

    Args:
        design: of what lies in the station's printer; None: what the event offers first.
    """
    if design is None:
        designs = queries.designs_of(event)
        design = designs[queries.default_size(designs)]
    return drawing.draw(event, look_of(design), [print_queue.thaw(job.frozen)])


def sample_pdf(event: Event, design: BadgeDesign) -> bytes:
    """Return a badge of an invented person with a code that opens nothing."""
    sample = Holder(
        id=0,
        badge_code="EV1" + "X" * 20,
        short_code="XXXXXXXX",
        category=Category.DELEGATE,
        full_name="Tẩn Mẩy Mẩy",
        title="TS.",
        position=_("Job title"),
        unit="Hợp tác xã Chè Shan Tả Lèng Xanh",
        province="Lai Châu",
        party_size=1,
        locale="vi",
    )
    return drawing.draw(event, look_of(design), [sample])
