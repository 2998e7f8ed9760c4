"""add print stations: stations, print jobs, signing keys, contractors' days"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "badge_settings",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("signs_codes", sa.Boolean(), nullable=False),
        sa.Column("reprint_fee_vnd", sa.BigInteger(), nullable=False),
        sa.Column("reprint_vat_pct", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_badge_settings_event_id")),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_badge_settings")),
    )
    op.create_table(
        "contractor_terms",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("build_from_on", sa.Date(), nullable=True),
        sa.Column("build_until_on", sa.Date(), nullable=True),
        sa.Column("strike_from_on", sa.Date(), nullable=True),
        sa.Column("strike_until_on", sa.Date(), nullable=True),
        sa.Column("per_exhibitor", sa.Integer(), nullable=False),
        sa.CheckConstraint("build_until_on >= build_from_on", name=op.f("ck_contractor_terms_build_in_order")),
        sa.CheckConstraint("per_exhibitor BETWEEN 0 AND 200", name=op.f("ck_contractor_terms_per_exhibitor")),
        sa.CheckConstraint("strike_until_on >= strike_from_on", name=op.f("ck_contractor_terms_strike_in_order")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_contractor_terms_event_id")),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_contractor_terms")),
    )
    op.create_table(
        "signing_key",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("public_key", sa.String(length=64), nullable=False),
        sa.Column("sealed_key", sa.String(length=300), nullable=True),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("retired_because", sa.String(length=200), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(sealed_key IS NULL) = (replaced_at IS NOT NULL)", name=op.f("ck_signing_key_sealed_while_current")
        ),
        sa.CheckConstraint(
            "retired_at IS NULL OR replaced_at IS NOT NULL", name=op.f("ck_signing_key_replaced_before_retired")
        ),
        sa.ForeignKeyConstraint(["created_by_id"], ["user.id"], name=op.f("fk_signing_key_created_by_id")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_signing_key_event_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signing_key")),
        sa.UniqueConstraint("event_id", "number", name=op.f("uq_signing_key_event_id_number")),
        sa.UniqueConstraint("public_key", name=op.f("uq_signing_key_public_key")),
    )
    with op.batch_alter_table("signing_key", schema=None) as batch_op:
        batch_op.create_index(
            "uq_signing_key_current",
            ["event_id"],
            unique=True,
            sqlite_where=sa.text("replaced_at IS NULL"),
            postgresql_where=sa.text("replaced_at IS NULL"),
        )
    op.create_table(
        "print_station",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("design_id", sa.Integer(), nullable=True),
        sa.Column("printer_id", sa.Integer(), nullable=True),
        sa.Column(
            "on_entry", sa.Enum("never", "once", "always", name="printonentry", native_enum=False, length=40), nullable=False
        ),
        sa.Column("pairing_digest", sa.String(length=64), nullable=True),
        sa.Column("pairing_expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("token_digest", sa.String(length=64), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("paired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["design_id"], ["badge_design.id"], name=op.f("fk_print_station_design_id")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_print_station_event_id")),
        sa.ForeignKeyConstraint(
            ["event_id", "printer_id"],
            ["badge_printer.event_id", "badge_printer.id"],
            name=op.f("fk_print_station_event_id_printer_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_print_station")),
        sa.UniqueConstraint("event_id", "id", name=op.f("uq_print_station_event_id_id")),
        sa.UniqueConstraint("pairing_digest", name=op.f("uq_print_station_pairing_digest")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_print_station_token_digest")),
    )
    with op.batch_alter_table("print_station", schema=None) as batch_op:
        batch_op.create_index(
            "uq_print_station_name",
            ["event_id", "name"],
            unique=True,
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )
    op.create_table(
        "print_job",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("station_id", sa.Integer(), nullable=True),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("waiting", "sent", "printed", "failed", "cancelled", name="printstate", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column(
            "origin", sa.Enum("desk", "selection", "check_in", name="printorigin", native_enum=False, length=40), nullable=False
        ),
        sa.Column("device", sa.String(length=80), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("invoice_id", sa.Integer(), nullable=True),
        sa.Column("waived_because", sa.String(length=200), nullable=False),
        sa.Column("queued_by_id", sa.Integer(), nullable=True),
        sa.Column("queued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("lease", sa.String(length=12), nullable=False),
        sa.Column("leased_to_id", sa.Integer(), nullable=True),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "trouble",
            sa.Enum(
                "jam",
                "no_paper",
                "unreadable",
                "timeout",
                "no_answer",
                "not_printable",
                name="printtrouble",
                native_enum=False,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("frozen", sa.JSON(), nullable=False),
        sa.Column("print_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id", "invoice_id"], ["invoice.event_id", "invoice.id"], name=op.f("fk_print_job_event_id_invoice_id")
        ),
        sa.ForeignKeyConstraint(
            ["event_id", "leased_to_id"],
            ["print_station.event_id", "print_station.id"],
            name=op.f("fk_print_job_event_id_leased_to_id"),
        ),
        sa.ForeignKeyConstraint(
            ["event_id", "registration_id"],
            ["registration.event_id", "registration.id"],
            name=op.f("fk_print_job_event_id_registration_id"),
        ),
        sa.ForeignKeyConstraint(
            ["event_id", "station_id"],
            ["print_station.event_id", "print_station.id"],
            name=op.f("fk_print_job_event_id_station_id"),
        ),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_print_job_event_id")),
        sa.ForeignKeyConstraint(["print_id"], ["badge_print.id"], name=op.f("fk_print_job_print_id")),
        sa.ForeignKeyConstraint(["queued_by_id"], ["user.id"], name=op.f("fk_print_job_queued_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_print_job")),
    )
    with op.batch_alter_table("print_job", schema=None) as batch_op:
        batch_op.create_index("ix_print_job_event", ["event_id", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_print_job_invoice_id"), ["invoice_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_print_job_print_id"), ["print_id"], unique=False)
        batch_op.create_index("ix_print_job_queue", ["event_id", "state", "id"], unique=False)
        batch_op.create_index("ix_print_job_registration", ["registration_id"], unique=False)
        batch_op.create_index(
            "uq_print_job_open",
            ["registration_id"],
            unique=True,
            sqlite_where=sa.text("state IN ('waiting', 'sent')"),
            postgresql_where=sa.text("state IN ('waiting', 'sent')"),
        )
    with op.batch_alter_table("badge_print", schema=None) as batch_op:
        batch_op.add_column(sa.Column("invoice_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("waived_because", sa.String(length=200), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("station_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("key_number", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_badge_print_invoice_id"), ["invoice_id"], unique=False)
        batch_op.create_index("ix_badge_print_log", ["event_id", "id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_badge_print_event_id_invoice_id"), "invoice", ["event_id", "invoice_id"], ["event_id", "id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_badge_print_event_id_station_id"), "print_station", ["event_id", "station_id"], ["event_id", "id"]
        )


def downgrade() -> None:
    with op.batch_alter_table("badge_print", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_badge_print_event_id_station_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_badge_print_event_id_invoice_id"), type_="foreignkey")
        batch_op.drop_index("ix_badge_print_log")
        batch_op.drop_index(batch_op.f("ix_badge_print_invoice_id"))
        batch_op.drop_column("key_number")
        batch_op.drop_column("station_id")
        batch_op.drop_column("waived_because")
        batch_op.drop_column("invoice_id")
    with op.batch_alter_table("print_job", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_print_job_open",
            sqlite_where=sa.text("state IN ('waiting', 'sent')"),
            postgresql_where=sa.text("state IN ('waiting', 'sent')"),
        )
        batch_op.drop_index("ix_print_job_registration")
        batch_op.drop_index("ix_print_job_queue")
        batch_op.drop_index(batch_op.f("ix_print_job_print_id"))
        batch_op.drop_index(batch_op.f("ix_print_job_invoice_id"))
        batch_op.drop_index("ix_print_job_event")
    op.drop_table("print_job")
    with op.batch_alter_table("print_station", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_print_station_name", sqlite_where=sa.text("closed_at IS NULL"), postgresql_where=sa.text("closed_at IS NULL")
        )
    op.drop_table("print_station")
    with op.batch_alter_table("signing_key", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_signing_key_current",
            sqlite_where=sa.text("replaced_at IS NULL"),
            postgresql_where=sa.text("replaced_at IS NULL"),
        )
    op.drop_table("signing_key")
    op.drop_table("contractor_terms")
    op.drop_table("badge_settings")
