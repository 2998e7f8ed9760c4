"""`flask import registrations|exhibitors EVENT FILE [--dry-run]`."""

from collections.abc import Sequence
from pathlib import Path

import click

from app.core.cli import importing, refusals
from app.core.db import transaction
from app.core.errors import NotFound
from app.documents.spreadsheet import read_table
from app.events.models import Event
from app.events.queries import get_event
from app.registrations import services
from app.registrations.errors import ListRefused
from app.registrations.exhibitor_lists import read_exhibitors
from app.registrations.importing import Problem, read_people
from app.registrations.services import Taken
from app.registrations.terms import Category

_MOST_SHOWN = 200
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_BASIS = "imported by the operator"


@importing.command("registrations")
@click.argument("event")
@click.argument("file", type=_FILE)
@click.option("--category", type=click.Choice([kind.value for kind in Category]), default="visitor", show_default=True)
@click.option("--basis", default=_BASIS, show_default=True, help="On what ground the data are used.")
@click.option("--dry-run", is_flag=True, help="Check only; take nothing over.")
@click.option("--quiet", is_flag=True, help="Say nothing when all is well.")
def import_registrations(event: str, file: Path, *, category: str, basis: str, dry_run: bool, quiet: bool) -> None:
    """Bring the people of a CSV or XLSX FILE into EVENT, all or none; who is there already is passed over."""
    with refusals(), transaction():
        found = _event(event)
        reading = read_people(read_table(file.read_bytes(), file.name), category=Category(category))
        _refuse(reading.problems)
        _tell(reading.warnings, quiet=quiet)
        taken = Taken(len(reading.entries), 0)
        if not dry_run:
            taken = services.import_people(found, services.imports_of(reading.entries), by="command line", basis=basis)
    _report(taken, "people", dry_run=dry_run, quiet=quiet)


@importing.command("exhibitors")
@click.argument("event")
@click.argument("file", type=_FILE)
@click.option("--basis", default=_BASIS, show_default=True, help="On what ground the data are used.")
@click.option("--dry-run", is_flag=True, help="Check only; take nothing over.")
@click.option("--quiet", is_flag=True, help="Say nothing when all is well.")
def import_exhibitors(event: str, file: Path, *, basis: str, dry_run: bool, quiet: bool) -> None:
    """Bring the exhibitors of a CSV or XLSX FILE into EVENT as sent applications, all or none."""
    with refusals(), transaction():
        found = _event(event)
        reading = read_exhibitors(read_table(file.read_bytes(), file.name))
        _refuse(reading.problems)
        _tell(reading.warnings, quiet=quiet)
        taken = Taken(len(reading.exhibitors), 0)
        if not dry_run:
            entries = [(entry.unit, entry.wishes) for entry in reading.exhibitors]
            taken = services.import_exhibitors(found, entries, by="command line", basis=basis)
    _report(taken, "exhibitors", dry_run=dry_run, quiet=quiet)


def _event(slug: str) -> Event:
    try:
        return get_event(slug)
    except NotFound:
        raise NotFound(f"There is no event {slug}.") from None


def _refuse(problems: Sequence[Problem]) -> None:
    if problems:
        _tell(problems, quiet=False)
        raise ListRefused(len(problems))


def _tell(lines: Sequence[Problem], *, quiet: bool) -> None:
    if quiet:
        return
    for line in lines[:_MOST_SHOWN]:
        click.echo(f"{line.line}: {line.column}: {line.message}", err=True)
    if len(lines) > _MOST_SHOWN:
        click.echo(f"… {len(lines) - _MOST_SHOWN} more", err=True)


def _report(taken: Taken, what: str, *, dry_run: bool, quiet: bool) -> None:
    if quiet:
        return
    if dry_run:
        click.echo(f"{taken.created} {what} can be taken over.")
    else:
        click.echo(f"{taken.created} {what} added, {taken.skipped} were there already.")
