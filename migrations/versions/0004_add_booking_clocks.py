"""add booking clocks: states of claims, clocks, merged stands, price changes"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

OLD = sa.text("state IN ('held', 'applied', 'reserved', 'confirmed')")
NEW = sa.text("state IN ('held', 'applied', 'reserved', 'confirmed', 'sold', 'occupied', 'vacated')")


def _make_live_index(predicate: sa.TextClause) -> None:
    op.create_index(
        "uq_booth_claim_live",
        "booth_claim",
        ["booth_id"],
        unique=True,
        sqlite_where=predicate,
        postgresql_where=predicate,
    )


def upgrade() -> None:
    op.create_table(
        "booth_booking_rules",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("hold_minutes", sa.Integer(), nullable=False),
        sa.Column("most_held", sa.Integer(), nullable=False),
        sa.Column("most_per_firm", sa.Integer(), nullable=False),
        sa.Column("releases_itself", sa.Boolean(), nullable=False),
        sa.Column("grace_days", sa.Integer(), nullable=False),
        sa.CheckConstraint("grace_days BETWEEN 0 AND 60", name=op.f("ck_booth_booking_rules_grace_days")),
        sa.CheckConstraint("hold_minutes BETWEEN 5 AND 60", name=op.f("ck_booth_booking_rules_hold_minutes")),
        sa.CheckConstraint("most_held BETWEEN 1 AND 20", name=op.f("ck_booth_booking_rules_most_held")),
        sa.CheckConstraint("most_per_firm BETWEEN 1 AND 500", name=op.f("ck_booth_booking_rules_most_per_firm")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_booth_booking_rules_event_id")),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_booth_booking_rules")),
    )
    with op.batch_alter_table("invoice") as batch:
        batch.add_column(sa.Column("replaced_by_id", sa.Integer(), nullable=True))
        batch.create_foreign_key("fk_invoice_replaced_by", "invoice", ["event_id", "replaced_by_id"], ["event_id", "id"])
    op.create_index("ix_invoice_replaced_by_id", "invoice", ["replaced_by_id"])
    with op.batch_alter_table("booth") as batch:
        batch.add_column(sa.Column("is_internal", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch.add_column(sa.Column("merged_into_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("label", sa.String(80), nullable=False, server_default=""))
        batch.add_column(sa.Column("unit_count", sa.Integer(), nullable=False, server_default="1"))
        batch.add_column(sa.Column("unmerged", sa.JSON(), nullable=True))
        batch.create_foreign_key("fk_booth_merged_into", "booth", ["event_id", "merged_into_id"], ["event_id", "id"])
        batch.create_check_constraint(op.f("ck_booth_unit_count"), "unit_count >= 1")
        batch.create_check_constraint(op.f("ck_booth_not_part_of_itself"), "merged_into_id <> id")
    op.create_index("ix_booth_merged", "booth", ["merged_into_id"])
    op.drop_index("uq_booth_claim_live", "booth_claim")
    with op.batch_alter_table("booth_claim") as batch:
        batch.add_column(sa.Column("invoice_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("deposit_due_on", sa.Date(), nullable=True))
        batch.add_column(sa.Column("balance_due_on", sa.Date(), nullable=True))
        batch.add_column(sa.Column("reminded_on", sa.Date(), nullable=True))
        batch.create_foreign_key("fk_booth_claim_invoice", "invoice", ["event_id", "invoice_id"], ["event_id", "id"])
    op.create_index("ix_booth_claim_invoice_id", "booth_claim", ["invoice_id"])
    op.create_index("ix_booth_claim_due", "booth_claim", ["state", "deposit_due_on", "balance_due_on"])
    _make_live_index(NEW)
    _link_invoices()


def _link_invoices() -> None:
    """Name for each booking the request of its application, with its days; what is paid in full is sold."""
    op.execute(
        """
        UPDATE booth_claim SET invoice_id = (
            SELECT application.invoice_id FROM application
            JOIN application_booth ON application_booth.application_id = application.id
            JOIN invoice ON invoice.id = application.invoice_id
            WHERE application_booth.claim_id = booth_claim.id AND booth_claim.created_at <= invoice.created_at
        ) WHERE state IN ('reserved', 'confirmed')
        """
    )
    for column in ("deposit_due_on", "balance_due_on"):
        op.execute(
            f"UPDATE booth_claim SET {column} = (SELECT invoice.{column} FROM invoice WHERE invoice.id = invoice_id)"  # noqa: S608
            " WHERE invoice_id IS NOT NULL"
        )
    op.execute(
        "UPDATE booth_claim SET state = 'sold' WHERE state = 'confirmed' AND invoice_id IN"
        " (SELECT id FROM invoice WHERE state IN ('paid', 'overpaid'))"
    )


def downgrade() -> None:
    op.execute("UPDATE booth_claim SET state = 'confirmed' WHERE state IN ('sold', 'occupied', 'vacated')")
    op.drop_index("uq_booth_claim_live", "booth_claim")
    op.drop_index("ix_booth_claim_due", "booth_claim")
    op.drop_index("ix_booth_claim_invoice_id", "booth_claim")
    with op.batch_alter_table("booth_claim") as batch:
        batch.drop_constraint("fk_booth_claim_invoice", type_="foreignkey")
        for name in ("reminded_on", "balance_due_on", "deposit_due_on", "invoice_id"):
            batch.drop_column(name)
    _make_live_index(OLD)
    op.drop_index("ix_booth_merged", "booth")
    with op.batch_alter_table("booth") as batch:
        batch.drop_constraint(op.f("ck_booth_not_part_of_itself"), type_="check")
        batch.drop_constraint(op.f("ck_booth_unit_count"), type_="check")
        batch.drop_constraint("fk_booth_merged_into", type_="foreignkey")
        for name in ("unmerged", "unit_count", "label", "merged_into_id", "is_internal"):
            batch.drop_column(name)
    op.drop_index("ix_invoice_replaced_by_id", "invoice")
    with op.batch_alter_table("invoice") as batch:
        batch.drop_constraint("fk_invoice_replaced_by", type_="foreignkey")
        batch.drop_column("replaced_by_id")
    op.drop_table("booth_booking_rules")
