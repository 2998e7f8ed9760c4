"""add gate rules: zones, windows, undo, notices"""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_CHUNK = 5000


def upgrade() -> None:
    _add_zones()
    _add_gate_rules()
    _add_hours()
    with op.batch_alter_table("device") as batch:
        batch.add_column(sa.Column("battery_pct", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("waiting", sa.Integer(), nullable=True))
    with op.batch_alter_table("conflict_review") as batch:
        batch.add_column(sa.Column("visits_before", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("visits_after", sa.Integer(), nullable=True))
    _widen_scans()
    _widen_entries()
    _add_undo()
    _add_notes()


def _add_zones() -> None:
    op.create_table(
        "zone",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("part_of_id", sa.Integer(), nullable=True),
        sa.Column("has_own_door", sa.Boolean(), nullable=False),
        sa.Column("most", sa.Integer(), nullable=True),
        sa.Column("when_full", sa.String(length=40), nullable=False),
        sa.Column("categories", sa.JSON(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint("most IS NULL OR most > 0", name=op.f("ck_zone_most_is_positive")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_zone_event_id")),
        sa.ForeignKeyConstraint(["event_id", "part_of_id"], ["zone.event_id", "zone.id"], name=op.f("fk_zone_event_id_part_of_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_zone")),
        sa.UniqueConstraint("event_id", "id", name=op.f("uq_zone_event_id_id")),
        sa.UniqueConstraint("event_id", "name", name=op.f("uq_zone_event_id_name")),
    )


def _add_gate_rules() -> None:
    with op.batch_alter_table("gate") as batch:
        batch.add_column(sa.Column("again", sa.String(length=40), nullable=False, server_default="after_exit"))
        batch.add_column(sa.Column("zone_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("room_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("station_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("list_name", sa.String(length=30), nullable=False, server_default=""))
        batch.add_column(sa.Column("categories", sa.JSON(), nullable=False, server_default="[]"))
        batch.add_column(sa.Column("rules_key", sa.String(length=12), nullable=False, server_default="first"))
        batch.create_foreign_key("fk_gate_zone", "zone", ["event_id", "zone_id"], ["event_id", "id"])
        batch.create_foreign_key("fk_gate_room", "room", ["event_id", "room_id"], ["event_id", "id"])
        batch.create_foreign_key("fk_gate_station", "print_station", ["event_id", "station_id"], ["event_id", "id"])


def _add_hours() -> None:
    op.create_table(
        "gate_hours",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("gate_id", sa.Integer(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=True),
        sa.Column("from_minute", sa.Integer(), nullable=False),
        sa.Column("until_minute", sa.Integer(), nullable=False),
        sa.Column("categories", sa.JSON(), nullable=False),
        sa.CheckConstraint(
            "from_minute >= 0 AND from_minute < until_minute AND until_minute <= 1440", name=op.f("ck_gate_hours_within_a_day")
        ),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_gate_hours_event_id")),
        sa.ForeignKeyConstraint(
            ["event_id", "gate_id"], ["gate.event_id", "gate.id"], name=op.f("fk_gate_hours_event_id_gate_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gate_hours")),
    )
    op.create_index("ix_gate_hours_gate", "gate_hours", ["event_id", "gate_id"])


def _widen_scans() -> None:
    with op.batch_alter_table("scan") as batch:
        batch.add_column(sa.Column("window", sa.String(length=48), nullable=False, server_default=""))
        batch.add_column(sa.Column("place", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("why", sa.JSON(), nullable=True))
    op.execute("UPDATE scan SET place = CASE WHEN direction = 'entry' THEN 0 ELSE -1 END")
    _fill_windows()
    only_zones = sa.text("place > 0")
    op.create_index("ix_scan_place", "scan", ["place", "scanned_at"], sqlite_where=only_zones, postgresql_where=only_zones)


def _widen_entries() -> None:
    with op.batch_alter_table("entry") as batch:
        batch.alter_column("window", type_=sa.String(length=48), existing_type=sa.String(length=10), existing_nullable=False)
        batch.add_column(sa.Column("entered_on", sa.Date(), nullable=False, server_default="2000-01-01"))
    _fill_days()


def _fill_windows() -> None:
    """Note for each scan the window that its gate's rule meant: the day of the event's place, or the whole event."""
    scan = sa.table("scan", *map(sa.column, ("id", "event_id", "gate_id", "window")), _instant("scanned_at"))
    gate = sa.table("gate", *map(sa.column, ("id", "rule")))
    query = sa.select(scan.c.id, scan.c.event_id, scan.c.scanned_at, gate.c.rule).join(gate, gate.c.id == scan.c.gate_id)
    update = sa.update(scan).where(scan.c.id == sa.bindparam("row_id")).values(window=sa.bindparam("name"))
    zones, last, connection = _zones(), 0, op.get_bind()
    while rows := connection.execute(query.where(scan.c.id > last).order_by(scan.c.id).limit(_CHUNK)).all():
        names = [("event" if row.rule == "once_per_event" else _day(row.scanned_at, zones[row.event_id]).isoformat()) for row in rows]
        connection.execute(update, [{"row_id": row.id, "name": name} for row, name in zip(rows, names, strict=True)])
        last = rows[-1].id


def _fill_days() -> None:
    key = ("registration_id", "window")
    entry = sa.table("entry", *map(sa.column, (*key, "event_id")), _instant("entered_at"), sa.column("entered_on", sa.Date()))
    update = (
        sa.update(entry)
        .where(entry.c.registration_id == sa.bindparam("person"), entry.c.window == sa.bindparam("name"))
        .values(entered_on=sa.bindparam("day"))
    )
    zones, connection = _zones(), op.get_bind()
    rows = connection.execute(sa.select(entry.c.registration_id, entry.c.window, entry.c.event_id, entry.c.entered_at)).all()
    days = [{"person": row[0], "name": row[1], "day": _day(row.entered_at, zones[row.event_id])} for row in rows]
    for begin in range(0, len(days), _CHUNK):
        connection.execute(update, days[begin : begin + _CHUNK])


def _instant(name: str) -> sa.ColumnClause[datetime]:
    return sa.column(name, sa.DateTime(timezone=True))


def _zones() -> dict[int, ZoneInfo]:
    event = sa.table("event", sa.column("id"), sa.column("timezone"))
    return {row.id: ZoneInfo(row.timezone) for row in op.get_bind().execute(sa.select(event.c.id, event.c.timezone))}


def _day(at: datetime, zone: ZoneInfo):  # type: ignore[no-untyped-def]
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(zone).date()


def _add_undo() -> None:
    op.create_table(
        "scan_undo",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("device_id", sa.Integer(), nullable=False),
        sa.Column("undo_uuid", sa.String(length=36), nullable=False),
        sa.Column("scan_uuid", sa.String(length=36), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("covers_from_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_scan_undo_event_id")),
        sa.ForeignKeyConstraint(
            ["event_id", "device_id"], ["device.event_id", "device.id"], name=op.f("fk_scan_undo_event_id_device_id")
        ),
        sa.ForeignKeyConstraint(["undone_by_id"], ["user.id"], name=op.f("fk_scan_undo_undone_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scan_undo")),
        sa.UniqueConstraint("device_id", "undo_uuid", name=op.f("uq_scan_undo_device_id_undo_uuid")),
    )
    op.create_index("ix_scan_undo_scan", "scan_undo", ["device_id", "scan_uuid"])
    op.create_index("ix_scan_undo_event", "scan_undo", ["event_id", "undone_at"])


def _add_notes() -> None:
    op.create_table(
        "gate_note",
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("text", sa.String(length=200), nullable=False),
        sa.Column("host_id", sa.Integer(), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("written_by_id", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_gate_note_event_id")),
        sa.ForeignKeyConstraint(
            ["event_id", "registration_id"],
            ["registration.event_id", "registration.id"],
            name=op.f("fk_gate_note_event_id_registration_id"),
        ),
        sa.ForeignKeyConstraint(["host_id"], ["user.id"], name=op.f("fk_gate_note_host_id")),
        sa.ForeignKeyConstraint(["written_by_id"], ["user.id"], name=op.f("fk_gate_note_written_by_id")),
        sa.PrimaryKeyConstraint("registration_id", name=op.f("pk_gate_note")),
    )
    op.create_index("ix_gate_note_event", "gate_note", ["event_id", "registration_id"])


def downgrade() -> None:
    op.drop_table("gate_note")
    op.drop_table("scan_undo")
    # What was counted in zones, lists and sessions has no place in the narrower table.
    op.execute("DELETE FROM entry WHERE length(\"window\") > 10 OR \"window\" LIKE '%|%' OR \"window\" LIKE 's%'")
    with op.batch_alter_table("entry") as batch:
        batch.drop_column("entered_on")
        batch.alter_column("window", type_=sa.String(length=10), existing_type=sa.String(length=48), existing_nullable=False)
    op.drop_index("ix_scan_place", table_name="scan")
    with op.batch_alter_table("scan") as batch:
        for name in ("why", "place", "window"):
            batch.drop_column(name)
    with op.batch_alter_table("conflict_review") as batch:
        batch.drop_column("visits_after")
        batch.drop_column("visits_before")
    with op.batch_alter_table("device") as batch:
        batch.drop_column("waiting")
        batch.drop_column("battery_pct")
    op.drop_table("gate_hours")
    op.execute("UPDATE gate SET rule = 'once_per_day' WHERE rule = 'once_per_session'")
    with op.batch_alter_table("gate") as batch:
        batch.drop_constraint("fk_gate_station", type_="foreignkey")
        batch.drop_constraint("fk_gate_room", type_="foreignkey")
        batch.drop_constraint("fk_gate_zone", type_="foreignkey")
        for name in ("rules_key", "categories", "list_name", "station_id", "room_id", "zone_id", "again"):
            batch.drop_column(name)
    op.drop_table("zone")
