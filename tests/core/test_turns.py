"""Writers of an SQLite file take turns, and a turn never outlives who had it."""

import multiprocessing
import os
import signal
import sqlite3
import threading
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.core import turns
from app.core.db import intent

FORK = multiprocessing.get_context("fork")


@pytest.fixture
def engine(tmp_path: Path):
    made = sa.create_engine(f"sqlite:///{tmp_path}/turns.sqlite")
    with made.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE counter (n INTEGER NOT NULL)")
        connection.exec_driver_sql("INSERT INTO counter VALUES (0)")
    yield made
    made.dispose()


def count_up(engine: sa.Engine, times: int) -> None:
    for _ in range(times):
        with engine.begin() as connection:
            number = connection.exec_driver_sql("SELECT n FROM counter").scalar_one()
            connection.exec_driver_sql(f"UPDATE counter SET n = {number + 1}")


def count_in_a_process(path: str) -> None:
    engine = sa.create_engine(f"sqlite:///{path}")
    threads = [threading.Thread(target=count_up, args=(engine, 10)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    os._exit(0)


def is_free(engine: sa.Engine) -> bool:
    turn = turns.take(engine.url.database, seconds=0.01)
    if turn is None:
        return False
    turn.end()
    return True


def test_threads_and_processes_lose_no_update(engine) -> None:
    processes = [FORK.Process(target=count_in_a_process, args=(engine.url.database,)) for _ in range(2)]
    for process in processes:
        process.start()
    count_up(engine, 10)
    for process in processes:
        process.join(timeout=60)
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT n FROM counter").scalar_one() == 70


@pytest.mark.parametrize("ending", ["commit", "rollback", "close", "failure"])
def test_a_turn_ends_with_its_transaction(engine, ending) -> None:
    connection = engine.connect()
    transaction = connection.begin()
    assert is_free(engine) is False
    if ending == "failure":
        with pytest.raises(sa.exc.IntegrityError), transaction:
            connection.exec_driver_sql("INSERT INTO counter VALUES (NULL)")
    else:
        getattr(connection if ending == "close" else transaction, ending)()
    assert is_free(engine) is True
    connection.close()


def test_readers_take_no_turn(engine) -> None:
    with intent("read"), engine.connect() as connection:
        connection.exec_driver_sql("SELECT n FROM counter").all()
        assert is_free(engine) is True


def test_a_connection_that_is_forgotten_gives_its_turn_back(engine) -> None:
    connection = sqlite3.connect(engine.url.database, factory=turns.QueuingConnection)
    connection.find_file()
    assert (connection.begin_writing(seconds=1), is_free(engine)) == (True, False)
    connection.close()
    del connection
    assert is_free(engine) is True


def hold_and_die(path: str, ready) -> None:
    turn = turns.take(path, seconds=1)
    ready.set()
    signal.pause()
    turn.end()


def test_a_killed_process_gives_its_turn_back(engine) -> None:
    ready = FORK.Event()
    process = FORK.Process(target=hold_and_die, args=(engine.url.database, ready))
    process.start()
    assert ready.wait(timeout=30)
    process.kill()
    process.join(timeout=30)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE counter SET n = 1")


def leave_at_once() -> None:
    os._exit(0)


def test_a_forked_child_does_not_end_its_parents_turn(engine) -> None:
    turn = turns.take(engine.url.database, seconds=1)
    child = FORK.Process(target=leave_at_once)
    child.start()
    child.join(timeout=30)
    assert is_free(engine) is False
    turn.end()
    assert is_free(engine) is True


def test_a_database_in_memory_needs_no_turns() -> None:
    engine = sa.create_engine("sqlite://")
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE t (n INTEGER)")
        assert connection.connection.dbapi_connection.turn is None
    engine.dispose()
