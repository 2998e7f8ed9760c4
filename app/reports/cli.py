"""`flask report EVENT` and `flask export exhibitors|registrations|scans|fascia EVENT`. Booths have their own in app.booths."""

import functools
from pathlib import Path
from typing import Any

import click
from flask.cli import with_appcontext

from app.core.cli import exporting, progress, refusals
from app.core.db import intent
from app.core.errors import NotFound
from app.core.i18n import force_locale
from app.documents.errors import PdfFailed
from app.events.models import Event
from app.events.queries import get_event
from app.reports import documents, exports, queries
from app.reports.errors import NoSuchSummary

_OUT = click.Path(dir_okay=False, writable=True, path_type=Path)
_LANGUAGES = click.Choice(list(queries.LANGUAGES))


@click.command("report")
@click.argument("event")
@click.option("--format", "kind", type=click.Choice(list(documents.FORMATS)), default="pdf", show_default=True)
@click.option("--lang", type=_LANGUAGES, default="vi", show_default=True)
@click.option("--number", type=click.IntRange(min=1), help="A frozen summary; without it the figures of now.")
@click.option("--out", type=_OUT, required=True)
@click.option("--quiet", is_flag=True, help="Say nothing when all is well.")
@with_appcontext
def report(event: str, *, kind: str, lang: str, number: int | None, out: Path, quiet: bool) -> None:
    """Write the summary of EVENT to a file."""
    with refusals(), intent("read"), force_locale(lang):
        try:
            content = documents.FORMATS[kind][0](_event(event), lang, number)
        except NoSuchSummary:
            raise NotFound(f"There is no frozen summary no. {number} of {event}.") from None
        except PdfFailed as error:
            raise click.ClickException(f"The document could not be made: {error}") from error
    _write(out, content)
    if not quiet:
        click.echo(f"Summary of {event} written to {out}.")


def _export(name: str, event: str, kind: str, lang: str, out: Path, *, quiet: bool) -> None:
    with refusals(), intent("read"), force_locale(lang):
        found = _event(event)
        watch = functools.partial(progress, label=name, total=exports.LISTS[name].count(found), quiet=quiet)
        content = exports.write(found, name, kind, with_contacts=True, watch=watch)
        number = exports.LISTS[name].count(found)
    _write(out, content)
    if not quiet:
        click.echo(f"{number} rows written to {out}.")


def _add_command(name: str, help_text: str) -> None:
    @exporting.command(name, help=help_text)
    @click.argument("event")
    @click.option("--format", "kind", type=click.Choice(list(exports.MEDIA_TYPES)), default="csv", show_default=True)
    @click.option("--lang", type=_LANGUAGES, default="vi", show_default=True, help="Language of the headers.")
    @click.option("--out", type=_OUT, required=True)
    @click.option("--quiet", is_flag=True, help="Say nothing when all is well.")
    def command(event: str, **options: Any) -> None:
        _export(name, event, options["kind"], options["lang"], options["out"], quiet=options["quiet"])


_add_command("exhibitors", "Write the applications of EVENT; personal tax numbers are masked.")
_add_command("registrations", "Write the registered people of EVENT.")
_add_command("scans", "Write the scans of EVENT with their answers, without names.")
_add_command("fascia", "Write the texts of the fascia boards of EVENT, booth by booth.")
commands = [report]


def _write(out: Path, content: bytes) -> None:
    try:
        out.write_bytes(content)
    except OSError as error:
        raise click.ClickException(f"{out} cannot be written: {error.strerror}") from error


def _event(slug: str) -> Event:
    try:
        return get_event(slug)
    except NotFound:
        raise NotFound(f"There is no event {slug}.") from None
