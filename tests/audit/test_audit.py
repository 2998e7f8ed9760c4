"""The audit trail grows with the deed, cannot be changed, and shows when somebody did."""

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from app.audit import ddl, queries, sealing, services
from app.audit.models import AuditEntry
from app.jobs import services as jobs


@pytest.fixture
def subject(db):
    """Any row will do."""
    return jobs.enqueue("test.asked")


def trail(db) -> list[AuditEntry]:
    return list(db.scalars(sa.select(AuditEntry).order_by(AuditEntry.id)))


def test_a_deed_is_noted_with_actor_subject_reason_and_data(db, subject):
    entry = services.record("demo", "jobs.asked", subject, reason="because", data={"state": "held"})
    db.commit()
    assert (entry.actor_id, entry.actor_label, entry.action) == (None, "demo", "jobs.asked")
    assert (entry.subject_type, entry.subject_id) == ("job", str(subject.id))
    assert (entry.reason, entry.data, entry.position) == ("because", {"state": "held"}, 1)


def test_a_deed_that_is_rolled_back_leaves_no_note(db, subject):
    db.commit()
    services.record(None, "jobs.asked", subject)
    db.rollback()
    db.commit()
    assert trail(db) == []


def test_a_note_of_a_rolled_back_savepoint_is_not_sealed(db, subject):
    savepoint = db.begin_nested()
    services.record(None, "jobs.undone", subject)
    savepoint.rollback()
    services.record(None, "jobs.done", subject)
    db.commit()
    assert [entry.action for entry in trail(db)] == ["jobs.done"]
    assert list(sealing.broken_entries()) == []


def test_entries_are_chained_over_several_transactions(db, subject):
    for number in range(3):
        services.record(None, "jobs.asked", subject, data={"number": number, "text": "đã giữ chỗ"})
        services.record(None, "jobs.done", subject)
        db.commit()
    assert [entry.position for entry in trail(db)] == [1, 2, 3, 4, 5, 6]
    db.expire_all()
    assert list(sealing.broken_entries()) == []


@pytest.mark.parametrize("statement", ["UPDATE audit_entry SET reason = 'x'", "DELETE FROM audit_entry"])
def test_the_database_refuses_changes(db, subject, statement):
    services.record(None, "jobs.asked", subject)
    db.commit()
    with pytest.raises(DBAPIError, match="never"), db.begin_nested():
        db.execute(sa.text(statement))


@pytest.mark.parametrize(
    ("tampering", "found"),
    [
        ("UPDATE audit_entry SET reason = 'changed' WHERE position = 2", [(2, "was changed")]),
        ("DELETE FROM audit_entry WHERE position = 2", [(3, "entries before it are missing")]),
        ("UPDATE audit_entry SET position = NULL WHERE position = 3", [(3, "was never sealed")]),
        ("UPDATE audit_entry SET previous_hash = 'x' WHERE position = 3", [(3, "does not continue the entry before it")]),
    ],
)
def test_tampering_behind_the_triggers_is_found(db, subject, tampering, found):
    for _ in range(3):
        services.record(None, "jobs.asked", subject)
        db.commit()
    ids = {entry.position: entry.id for entry in trail(db)}
    postgresql = db.get_bind().dialect.name == "postgresql"
    for name in ("audit_entry_no_update", "audit_entry_no_delete"):
        db.execute(sa.text(f"DROP TRIGGER {name}{' ON audit_entry' if postgresql else ''}"))
    db.execute(sa.text(tampering))
    db.expire_all()
    assert list(sealing.broken_entries()) == [(ids[position], what) for position, what in found]


def test_entries_are_found_by_event_subject_and_action(db, subject):
    other = jobs.enqueue("test.asked")
    first = services.record(None, "jobs.asked", subject)
    second = services.record(None, "jobs.done", other)
    assert db.scalars(queries.entries()).all() == [second, first]
    assert db.scalars(queries.entries(subject=other)).all() == [second]
    assert db.scalars(queries.entries(action="jobs.asked")).all() == [first]


def test_the_ddl_knows_both_databases():
    assert set(ddl.STATEMENTS) == {"sqlite", "postgresql"}
