"""`flask import booths EVENT FILE` and `flask export booths EVENT`."""

from pathlib import Path

import click

from app.booths import queries, services
from app.booths.errors import BoothsRefused
from app.booths.services.seeding import ground_of, refused
from app.booths.sheets import MOST_ROWS, Problem, read_booths, table_of
from app.core.cli import exporting, importing, refusals
from app.core.db import intent, transaction
from app.core.errors import NotFound
from app.documents.spreadsheet import Sheet, read_table, write_csv, write_xlsx
from app.events.models import Event
from app.events.queries import get_event

_MOST_SHOWN = 200


@importing.command("booths")
@click.argument("event")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Check only; take nothing over.")
@click.option("--quiet", is_flag=True, help="Say nothing when all is well.")
def import_booths(event: str, file: Path, *, dry_run: bool, quiet: bool) -> None:
    """Bring the booths of a CSV or XLSX FILE into the plan of EVENT, all or none."""
    with refusals():
        try:
            with transaction():
                number = _import(_event(event), file, dry_run=dry_run)
        except BoothsRefused as error:
            _tell(error.problems)
            raise
    if not quiet:
        click.echo(f"{number} booths {'can be taken over' if dry_run else 'added'}.")


def _import(event: Event, file: Path, *, dry_run: bool) -> int:
    rows, problems = read_booths(read_table(file.read_bytes(), file.name, most_rows=MOST_ROWS), ground_of(event))
    if problems:
        raise refused(problems)
    return len(rows) if dry_run else services.add_booths(event, rows, by="command line", source="import")


def _tell(problems: list[Problem]) -> None:
    for problem in problems[:_MOST_SHOWN]:
        click.echo(f"{problem.line}: {problem.field or '-'}: {problem.message}", err=True)
    if len(problems) > _MOST_SHOWN:
        click.echo(f"… {len(problems) - _MOST_SHOWN} more", err=True)


@exporting.command("booths")
@click.argument("event")
@click.option("--format", "kind", type=click.Choice(["csv", "xlsx"]), default="csv", show_default=True)
@click.option("--out", type=click.Path(dir_okay=False, writable=True, path_type=Path), required=True)
@click.option("--quiet", is_flag=True, help="Say nothing when all is well.")
def export_booths(event: str, *, kind: str, out: Path, quiet: bool) -> None:
    """Write the booths of EVENT in the columns that `import booths` reads."""
    with refusals(), intent("read"):
        headers, rows = table_of(queries.booths_of(_event(event)))
    out.write_bytes(write_csv(headers, rows) if kind == "csv" else write_xlsx([Sheet("booths", headers, rows)]))
    if not quiet:
        click.echo(f"{len(rows)} booths written to {out}.")


def _event(slug: str) -> Event:
    try:
        return get_event(slug)
    except NotFound:
        raise NotFound(f"There is no event {slug}.") from None
