"""`flask db`, loaded when it is used: Alembic would cost every server a fourth of its start and 15 MB."""

from typing import Any

import click
from flask import Flask
from sqlalchemy.types import TypeDecorator

from app.core.db import db


class Extensions(dict[str, Any]):
    """Flask's table of extensions, in which Flask-Migrate appears when somebody asks for it."""

    def __init__(self, app: Flask) -> None:
        super().__init__(app.extensions)
        self._app = app

    def __missing__(self, name: str) -> Any:
        if name != "migrate":
            raise KeyError(name)
        from flask_migrate import Migrate  # noqa: PLC0415 -- slow import

        folder = f"{self._app.root_path}/migrations"
        Migrate(self._app, db, directory=folder, command="db-commands", render_item=_render_item, compare_type=True)
        return self[name]


def _render_item(kind: str, item: Any, context: Any) -> Any:
    """Write our column types into migrations as plain SQLAlchemy: a migration must not import the app."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl!r}"
    return False


@click.command("db", add_help_option=False, context_settings={"ignore_unknown_options": True})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
@click.pass_context
def migrations(context: click.Context, arguments: tuple[str, ...]) -> None:
    """Upgrade, downgrade and inspect the database; `flask db --help` lists more."""
    from flask_migrate.cli import db as commands  # noqa: PLC0415 -- slow import

    commands.main(args=list(arguments), prog_name="flask db", obj=context.obj)


def init_app(app: Flask) -> None:
    """Offer `flask db` and Flask-Migrate."""
    app.extensions = Extensions(app)
    app.cli.add_command(migrations)
