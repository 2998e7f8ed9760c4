"""`flask badges print EVENT`: all badges of an event as one PDF, for the print shop or a machine without a browser."""

import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import click
from flask.cli import AppGroup

from app.audit import services as audit
from app.badges import designs, queries, services
from app.badges.errors import NobodyToPrint
from app.badges.models import BadgeDesign
from app.badges.queries import Selection
from app.core.cli import progress, refusals
from app.core.db import db, intent, transaction
from app.core.errors import NotFound
from app.events.models import Event
from app.events.queries import get_event
from app.registrations.terms import Category

badges = AppGroup("badges", help="Print badges.")
commands = [badges]


@badges.command("print")
@click.argument("event")
@click.option("--out", type=click.Path(dir_okay=False, writable=True, path_type=Path), required=True)
@click.option("--category", type=click.Choice([category.value for category in Category]), help="Only these people.")
@click.option("--only-new", is_flag=True, help="Only badges that were never printed.")
@click.option("--design", "name", help="Name of the design. Default: what the event offers first.")
@click.option("--reason", default="", help="Why again, when printed badges are among them.")
@click.option("--quiet", is_flag=True, help="Say nothing when all is well.")
def print_badges(
    event: str, *, out: Path, category: str | None, only_new: bool, name: str | None, reason: str, quiet: bool
) -> None:
    """Print the badges of the confirmed people of EVENT into one PDF, in the order of given names."""
    selection = Selection(Category(category) if category else None, only_new=only_new)
    with refusals():
        with intent("read"):
            found = _event(event)
            design = _design(found, name)
            people = services.sign_holders(found, queries.holders(found, selection))
            if not people:
                raise NobodyToPrint
            services.require_reason(found, selection, reason)
            content = services.draw_badges(found, design.drawn, people, progress=_teller(len(people), quiet))
            db.session.rollback()
        # The file is there first: a print that is not logged can be made again, a logged one that does not exist cannot.
        _write(out, content)
        with transaction():
            services.log_prints(found, people, reason=reason)
            data = {"total": len(people), "only_new": only_new}
            audit.record("command line", "badges.printed_all", found, reason=reason, data=data)
    if not quiet:
        click.echo(f"{len(people)} badges written to {out}.")


def _teller(total: int, quiet: bool) -> Callable[[int, int], None]:
    """Return what moves the progress bar to a number of badges."""
    bar: Iterator[int] = progress(range(total), label="badges", total=total, quiet=quiet)
    reached = 0

    def tell(done: int, _total: int) -> None:
        nonlocal reached
        while reached < done:
            reached += 1
            next(bar, None)
        if reached == total:
            next(bar, None)

    return tell


def _write(out: Path, content: bytes) -> None:
    """Put the whole file in place at once."""
    try:
        handle, name = tempfile.mkstemp(dir=out.parent, prefix=f".{out.name}.")
        try:
            with os.fdopen(handle, "wb") as copy:
                copy.write(content)
            Path(name).chmod(0o644)
            Path(name).replace(out)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise click.ClickException(f"{out} cannot be written: {error.strerror}") from error


def _design(event: Event, name: str | None) -> BadgeDesign:
    known = designs.designs_of(event)
    found = next((design for design in known if name in (None, design.name)), None)
    if found is None:
        raise NotFound(f"There is no design {name}. There are: {', '.join(design.name for design in known)}.")
    return found


def _event(slug: str) -> Event:
    try:
        return get_event(slug)
    except NotFound:
        raise NotFound(f"There is no event {slug}.") from None
