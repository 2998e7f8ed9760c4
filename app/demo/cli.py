"""`flask demo load`."""

import sys

import click
import tqdm
from flask.cli import AppGroup

from app.core.cli import refusals
from app.core.db import transaction
from app.demo import services

demo = AppGroup("demo", help="Sample data.")
commands = (demo,)


@demo.command("load")
@click.option("--size", type=click.Choice(["acceptance", "fair", "national"]), default="acceptance")
@click.option("--seed", type=int, default=2026, show_default=True)
@click.option("--quiet", is_flag=True, help="No progress.")
def load(size: str, seed: int, quiet: bool) -> None:
    """Load the sample data into an empty database."""
    bar = tqdm.tqdm(disable=quiet, mininterval=0.2 if sys.stderr.isatty() else 5, unit_scale=True)

    def told(label: str, done: int, total: int) -> None:
        if quiet:  # a switched-off bar has none of its attributes
            return
        bar.set_description(label, refresh=False)
        bar.total, bar.n = total, done
        bar.refresh()

    with refusals(), bar, transaction():
        services.load(size, seed=seed, progress=told)
