"""One line of migrations; up from nothing is what the models say; down and up again loses nothing that it must keep."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import downgrade, upgrade

from app.core.db import db
from tests.support.race import make_app

MIGRATIONS = Path(__file__).parents[2] / "migrations"
pytestmark = [pytest.mark.own_database]


@pytest.fixture
def fresh(empty_database: str, tmp_path: Path) -> Flask:
    app = make_app(empty_database, tmp_path)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def differences() -> list:
    with db.engine.connect() as connection:
        options = {"compare_type": True, "include_object": _ours}
        return compare_metadata(MigrationContext.configure(connection, opts=options), db.metadata)


def _ours(item: object, name: str | None, kind: str, _reflected: bool, _other: object) -> bool:
    # The search index of people is raw SQL: a virtual table on SQLite, an index on an expression on PostgreSQL.
    return not (kind in ("table", "index") and "registration_search" in (name or ""))


def test_there_is_one_head() -> None:
    assert len(ScriptDirectory(str(MIGRATIONS)).get_heads()) == 1


def test_up_from_nothing_is_what_the_models_say(fresh: Flask) -> None:
    upgrade()
    assert differences() == []


def test_down_and_up_again(fresh: Flask) -> None:
    upgrade()
    downgrade(revision="base")
    left = [name for name in sa.inspect(db.engine).get_table_names() if name != "alembic_version"]
    assert left == []
    upgrade()
    assert differences() == []


def test_migrations_do_not_import_the_app() -> None:
    sources = {path.name: path.read_text(encoding="utf-8") for path in MIGRATIONS.glob("versions/*.py")}
    importing = [name for name, text in sources.items() if "from app" in text or "import app" in text]
    assert importing == []


def triggers() -> set[str]:
    names = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
    }
    with db.engine.connect() as connection:
        return set(connection.scalars(sa.text(names[db.engine.dialect.name])))


def test_the_migrated_database_has_the_triggers_of_the_models(fresh: Flask) -> None:
    """Autogenerate does not see them: app/audit/ddl.py and its kind are copied into a migration by hand."""
    upgrade()
    migrated = triggers()
    downgrade(revision="base")
    db.create_all()
    assert migrated == triggers()
