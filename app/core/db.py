"""The database door: typed base, aware UTC times, one transaction, constraint names turned into refusals."""

import contextlib
import contextvars
import enum
import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Annotated, Any, TypeVar, cast

import sqlalchemy as sa
import tenacity
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import event, orm
from sqlalchemy.engine import Engine
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from app.core.errors import DomainError, Unavailable
from app.core.turns import QueuingConnection

T = TypeVar("T")


class UTCDateTime(sa.types.TypeDecorator[datetime]):
    """An aware instant, kept and given back in UTC; a naive value is a programming error."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"naive datetime {value!r}")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


# Whole đồng. 64 bits: national budgets pass 2^31.
Vnd = Annotated[int, mapped_column(sa.BigInteger)]
# ASCII order on every database, see app.core.text.sort_key.
SortKey = Annotated[str, mapped_column(sa.String(400).with_variant(sa.String(400, collation="C"), "postgresql"))]


class Base(DeclarativeBase):
    metadata = sa.MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {
        datetime: UTCDateTime(),
        dict[str, Any]: sa.JSON(),
        list[str]: sa.JSON(),
        list[Any]: sa.JSON(),
        # Without values_callable SQLAlchemy stores the name, and an index WHERE state = 'held' never matches.
        enum.Enum: sa.Enum(
            enum.Enum, native_enum=False, length=40, values_callable=lambda kind: [member.value for member in kind]
        ),
    }


class WithId:
    """An integer key, never shown where guessing it would tell something."""

    id: Mapped[int] = mapped_column(primary_key=True)


# A session bound to a connection with an open transaction (tests) works in savepoints; in production this changes nothing.
# expire_on_commit=False: the answer is rendered before the commit, nothing is read after it.
db = SQLAlchemy(
    metadata=Base.metadata,
    session_options={"join_transaction_mode": "create_savepoint", "expire_on_commit": False},
    engine_options={"pool_pre_ping": True},
)

_intent: contextvars.ContextVar[str] = contextvars.ContextVar("database_intent", default="write")


class WriteOnRead(RuntimeError):
    """A GET tried to change the database: a programming error."""


# Milliseconds that a writer waits for others.
_BUSY_MS = 5000


@event.listens_for(Engine, "do_connect")
def _queue_on_sqlite(dialect: sa.Dialect, _record: Any, _arguments: Any, options: dict[str, Any]) -> None:
    if dialect.name == "sqlite":
        options.setdefault("factory", QueuingConnection)


@event.listens_for(Engine, "connect")
def _prepare_sqlite(connection: Any, _record: Any) -> None:
    if isinstance(connection, sqlite3.Connection):
        # SQLAlchemy then leaves BEGIN to us, see _begin_sqlite.
        connection.isolation_level = None
        for pragma in ("foreign_keys=ON", "journal_mode=WAL", "synchronous=FULL", f"busy_timeout={_BUSY_MS}"):
            connection.execute(f"PRAGMA {pragma}")
        if isinstance(connection, QueuingConnection):
            connection.find_file()


@event.listens_for(Engine, "begin")
def _begin_sqlite(connection: sa.Connection) -> None:
    if connection.dialect.name != "sqlite":
        return
    if _intent.get() != "write":
        connection.exec_driver_sql("BEGIN")
        return
    driver: Any = connection.connection.dbapi_connection
    if not isinstance(driver, QueuingConnection):
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        return
    in_time = driver.begin_writing(seconds=_BUSY_MS / 1000)
    if not in_time:
        driver.execute("PRAGMA busy_timeout=0")  # we have waited long enough
    try:
        # IMMEDIATE: a lock upgrade in the middle of a transaction fails at once or loses an update.
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    except BaseException:
        driver.end_turn()
        raise
    finally:
        if not in_time:
            driver.execute(f"PRAGMA busy_timeout={_BUSY_MS}")


@event.listens_for(orm.Session, "before_flush")
def _refuse_flush_on_read(session: orm.Session, _context: Any, _instances: Any) -> None:
    if _intent.get() == "read" and (session.new or session.deleted or any(map(session.is_modified, session.dirty))):
        raise WriteOnRead("a GET request tried to write")


@event.listens_for(orm.Session, "do_orm_execute")
def _refuse_statement_on_read(state: orm.ORMExecuteState) -> None:
    if _intent.get() == "read" and (state.is_insert or state.is_update or state.is_delete):
        raise WriteOnRead("a GET request tried to write")


@contextlib.contextmanager
def intent(kind: str) -> Iterator[None]:
    """Declare what the block does to the database: "read" or "write"."""
    token = _intent.set(kind)
    try:
        yield
    finally:
        _intent.reset(token)


@contextlib.contextmanager
def transaction() -> Iterator[None]:
    """Commit once at the end of the block, roll back on any exception. For jobs and commands."""
    with intent("write"):
        try:
            yield
            db.session.commit()
        except BaseException:
            db.session.rollback()
            raise


def unit_of_work(work: Callable[[], T], *, keep: Callable[[T], bool] = lambda _: True) -> T:
    """Run `work` in one transaction and retry it when the database asks for that.

    Args:
        work: free of outside effects (mails and jobs are rows), since it may run several times.
        keep: whether the result is committed; otherwise it is returned after a rollback.
    Raises:
        Unavailable: busy, serialization failure, deadlock or lost connection in 5 tries within 5 s.
    """
    try:
        return cast(T, _retrying(_one_try, work, keep))
    except DBAPIError as error:
        if is_transient(error):
            raise Unavailable(None) from error
        raise


def _one_try(work: Callable[[], T], keep: Callable[[T], bool]) -> T:
    with intent("write"):
        try:
            result = work()
            if keep(result):
                db.session.commit()
            else:
                db.session.rollback()
        except BaseException:
            db.session.rollback()
            raise
        return result


def is_transient(error: BaseException) -> bool:
    """Tell whether the database asks to try again: busy, 40001, 40P01, connection lost."""
    if not isinstance(error, DBAPIError):
        return False
    if error.connection_invalidated:
        return True
    if isinstance(error.orig, sqlite3.OperationalError):
        return "database is locked" in str(error.orig)
    return getattr(error.orig, "sqlstate", None) in ("40001", "40P01", "57P01", "57P03", "08006", "08001")


_retrying = tenacity.Retrying(
    retry=tenacity.retry_if_exception(is_transient),
    stop=tenacity.stop_after_attempt(5) | tenacity.stop_after_delay(5),
    wait=tenacity.wait_random_exponential(multiplier=0.02, max=1),
    reraise=True,
)


@contextlib.contextmanager
def refusing(constraint: str, error: DomainError) -> Iterator[None]:
    """Turn the violation of the named constraint or unique index into `error`.

    Create the objects inside the block: it is a savepoint, flushed at its end.
    """
    try:
        with db.session.begin_nested():
            yield
    except IntegrityError as violation:
        if _violates(violation, constraint):
            raise error from violation
        raise


def _violates(violation: IntegrityError, constraint: str) -> bool:
    diagnosis = getattr(violation.orig, "diag", None)
    if diagnosis is not None:
        return bool(diagnosis.constraint_name == constraint)
    message = str(violation.orig)
    if constraint in message:  # SQLite names CHECK constraints and indexes on expressions
        return True
    # ... but of a unique index it names only the columns.
    columns = _unique_columns(constraint)
    return bool(columns) and message.endswith("failed: " + ", ".join(columns))


def _unique_columns(constraint: str) -> list[str]:
    for table in Base.metadata.tables.values():
        named: list[Any] = [*table.indexes, *table.constraints]
        for item in named:
            if item.name == constraint:
                return [f"{table.name}.{column.name}" for column in item.columns]
    raise LookupError(f"no constraint named {constraint}")
