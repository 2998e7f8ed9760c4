"""Checks of what must hold at every committed state. Features add theirs; `flask doctor` runs them all."""

import itertools
import json
import sys
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from typing import Any, TypeVar

import click
import sqlalchemy as sa
from flask import Flask, current_app

from app.core.db import db, intent

Function = TypeVar("Function", bound=Callable[[], Iterable[Any]])
MOST_ROWS = 100
_SECRETS = ("SECRET_KEY", "METRICS_TOKEN")


@dataclass(frozen=True)
class Check:
    """An invariant: what it promises, and the function that yields the rows that break it."""

    key: str
    promise: str
    function: Callable[[], Iterable[Any]]


@dataclass(frozen=True)
class Finding:
    """What one check found; `rows` are the first that break it."""

    key: str
    promise: str
    ok: bool
    rows: list[str]


_checks: dict[str, Check] = {}


def check(key: str, promise: str) -> Callable[[Function], Function]:
    """Register the function below, which yields what breaks the promise: one short text a row, naming table and id.

    Put it into `<feature>/setup.py`. It only reads, and reads little memory: large tables are asked for offenders, not walked.
    """

    def register(function: Function) -> Function:
        name = f"{key} {promise}"
        if name in _checks:
            raise RuntimeError(f"two checks {name}")
        _checks[name] = Check(key, promise, function)
        return function

    return register


def examine() -> list[Finding]:
    """Run all checks, each in a reading transaction of its own."""
    return [_examine(item) for _name, item in sorted(_checks.items())]


def _examine(item: Check) -> Finding:
    with intent("read"):
        try:
            rows = [str(row) for row in itertools.islice(item.function(), MOST_ROWS)]
        except Exception as error:
            rows = [f"the check itself failed: {type(error).__name__}: {str(error).splitlines()[0] if str(error) else ''}"]
        finally:
            db.session.rollback()
    return Finding(item.key, item.promise, not rows, rows)


@check("I0", "the database file and its references are whole")
def _database_is_whole() -> Iterable[str]:
    if db.engine.dialect.name != "sqlite":
        return
    for (answer,) in db.session.execute(sa.text("PRAGMA integrity_check(100)")):
        if answer != "ok":
            yield answer
    for table, row, parent, _key in db.session.execute(sa.text("PRAGMA foreign_key_check")):
        yield f"{table} {row} refers to a row of {parent} that is not there"


def masked_settings(app: Flask) -> dict[str, str]:
    """Return the configuration as text, secrets and passwords masked."""
    shown = {}
    for key, value in sorted(app.config.items()):
        text = str(value)
        if key in _SECRETS:
            text = "***" if value else ""
        elif key.endswith(("_URL", "_URI")) and "@" in text:
            text = _without_password(text)
        shown[key] = text
    return shown


def _without_password(url: str) -> str:
    scheme, _mark, rest = url.partition("://")
    account, _at, place = rest.rpartition("@")
    return f"{scheme}://{account.partition(':')[0]}:***@{place}" if ":" in account else url


@click.command("doctor")
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
@click.option("--config", "with_settings", is_flag=True, help="Print the settings too, secrets masked.")
def doctor(as_json: bool, with_settings: bool) -> None:
    """Check what must always hold. Exit 1 and the rows where something is broken."""
    findings = examine()
    settings = masked_settings(current_app._get_current_object()) if with_settings else {}  # type: ignore[attr-defined]
    ok = all(finding.ok for finding in findings)
    if as_json:
        told = {"ok": ok, "checks": [asdict(finding) for finding in findings]}
        click.echo(json.dumps(told | ({"config": settings} if settings else {}), ensure_ascii=False, indent=2))
    else:
        for key, value in settings.items():
            click.echo(f"{key} = {value}")
        for finding in findings:
            click.echo(f"{'ok    ' if finding.ok else 'BROKEN'} {finding.key:<4} {finding.promise}")
            for row in finding.rows:
                click.echo(f"         {row}")
    sys.exit(0 if ok else 1)


def init_app(app: Flask) -> None:
    """Offer `flask doctor`."""
    app.cli.add_command(doctor)
