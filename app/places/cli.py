"""Commands: `flask places load`, `flask places check`."""

import click
from flask.cli import AppGroup

from app.core.db import intent, transaction
from app.places import services
from app.places.checks import find_problems

places = AppGroup("places", help="Administrative units and regions.")
commands = [places]


@places.command()
def load() -> None:
    """Bring provinces, communes and their history to the state of the files; edited region sets stay."""
    with transaction():
        counts = services.load()
    click.echo(", ".join(f"{table} {number}" for table, number in counts.items()))


@places.command()
def check() -> None:
    """Compare the tables with what is known of the country; exit 1 and the rows where something is wrong."""
    with intent("read"):
        problems = find_problems()
    for problem in problems:
        click.echo(problem)
    if problems:
        raise SystemExit(1)
    click.echo("34 provinces, 3,321 communes, 63 former units, region sets complete.")
