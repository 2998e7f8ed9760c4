"""What all commands share: the groups `import` and `export` that features fill, and how a refusal ends.

Exit 0 done, 1 refused with one clear line, 2 wrong use (click's own).
"""

import contextlib
import sys
from collections.abc import Iterable, Iterator
from typing import TypeVar

import click
import tqdm
from flask import Flask
from flask.cli import AppGroup

from app.core.errors import DomainError

T = TypeVar("T")

# In a feature's cli.py: `@importing.command("booths")`, `@exporting.command("booths")`.
importing = AppGroup("import", help="Bring rows of a file into an event.")
exporting = AppGroup("export", help="Write rows of an event to a file.")


@contextlib.contextmanager
def refusals() -> Iterator[None]:
    """End the command with exit 1 and one line when the block meets a domain error."""
    try:
        yield
    except DomainError as error:
        raise click.ClickException(str(error.message or error.code)) from error


def progress(items: Iterable[T], *, label: str, total: int | None = None, quiet: bool = False) -> Iterator[T]:
    """Give `items` one by one and show how far it is: a bar on a terminal, a plain line every few seconds elsewhere."""
    terminal = sys.stderr.isatty()
    yield from tqdm.tqdm(
        items, desc=label, total=total, disable=quiet, mininterval=0.2 if terminal else 5, delay=2, dynamic_ncols=terminal
    )


def init_app(app: Flask) -> None:
    """Offer the shared groups."""
    app.cli.add_command(importing)
    app.cli.add_command(exporting)
