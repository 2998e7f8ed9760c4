"""`flask backup create|verify|restore PATH`."""

import functools
import sys
from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import AppGroup

from app.core.cli import progress, refusals

backup = AppGroup("backup", help="Backups of database and files in one folder.")
commands = [backup]
_path = click.argument("path", type=click.Path(path_type=Path, file_okay=False))
_quiet = click.option("--quiet", is_flag=True, help="Say nothing but what is wrong.")


@backup.command("create")
@_path
@_quiet
def create(path: Path, quiet: bool) -> None:
    """Write a backup to the new folder PATH, also while people work."""
    from app.files import backup as backups  # noqa: PLC0415 -- slow import

    with refusals():
        manifest = backups.create(path.absolute())
    for sha256 in manifest.missing:
        click.echo(f"Missing in the storage: {sha256}", err=True)
    if not quiet:
        click.echo(f"Backup complete: {path}, {len(manifest.contents) - 1} files.")
    sys.exit(1 if manifest.missing else 0)


@backup.command("verify")
@_path
@_quiet
def verify(path: Path, quiet: bool) -> None:
    """Check the hashes of the backup and run the doctor on a copy of it."""
    from app.files import backup as backups  # noqa: PLC0415 -- slow import

    with refusals():
        problems = backups.verify(path.absolute(), _app())
    _end(problems, "The backup is whole and sound.", quiet)


@backup.command("restore")
@_path
@_quiet
@click.option("--yes", is_flag=True, help="Do not ask before present data is replaced.")
def restore(path: Path, quiet: bool, yes: bool) -> None:
    """Replace the database by the backup, add its files, and run the doctor."""
    from app.files import backup as backups  # noqa: PLC0415 -- slow import

    with refusals():
        if sys.stdin.isatty() and not yes and backups.replaces_data():
            click.confirm("The present database will be replaced. Go on?", abort=True)
        shown = functools.partial(progress, label="Files", quiet=quiet)
        manifest = backups.restore(path.absolute(), _app(), progress=shown)
        problems = backups.examine(_app())
    _end(
        problems, f"Restored the state of {manifest.created_at}. Now run `flask db upgrade` and restart web and worker.", quiet
    )


def _app() -> Flask:
    return current_app._get_current_object()  # type: ignore[attr-defined,no-any-return]


def _end(problems: list[str], success: str, quiet: bool) -> None:
    for problem in problems:
        click.echo(problem, err=True)
    if not problems and not quiet:
        click.echo(success)
    sys.exit(1 if problems else 0)
