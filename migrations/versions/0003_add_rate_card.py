"""add rate card: rates, add-ons and their orders"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("booth", sa.Column("price_group", sa.String(length=30), server_default="", nullable=False))
    op.add_column("booth_claim", sa.Column("subsidy_vnd", sa.BigInteger(), server_default="0", nullable=False))
    op.add_column("booth_claim", sa.Column("quote", sa.JSON(), server_default="{}", nullable=False))
    op.add_column("invoice_line", sa.Column("source", sa.String(length=40), server_default="", nullable=False))
    _add_rate_card()
    _add_refunds()
    _add_orders()
    _add_schemes()


def _add_rate_card() -> None:
    with op.batch_alter_table("booth_price") as batch:
        batch.add_column(sa.Column("price_group", sa.String(length=30), server_default="", nullable=False))
        batch.add_column(sa.Column("area_from_m2", sa.Integer(), server_default="0", nullable=False))
        batch.add_column(sa.Column("corner_vnd", sa.BigInteger(), server_default="0", nullable=False))
        # No own surcharge for three and four open sides: that for two counts, as before.
        for name in ("early_vnd", "late_vnd", "head_pct", "head_vnd", "island_pct", "island_vnd"):
            batch.add_column(sa.Column(name, sa.BigInteger() if name.endswith("_vnd") else sa.Integer(), nullable=True))
        batch.drop_constraint("uq_booth_price_event_id_kind", type_="unique")
        batch.create_unique_constraint("uq_booth_price_line", ["event_id", "kind", "price_group", "area_from_m2"])
        batch.create_check_constraint(op.f("ck_booth_price_area_from"), "area_from_m2 >= 0")
    op.create_table(
        "booth_price_band",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("tier", sa.Enum("early", "standard", "late", name="pricetier", native_enum=False, length=40), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "starts_on IS NULL OR ends_on IS NULL OR starts_on <= ends_on", name=op.f("ck_booth_price_band_in_order")
        ),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_booth_price_band_event_id")),
        sa.PrimaryKeyConstraint("event_id", "tier", name=op.f("pk_booth_price_band")),
    )
    classes = ("any", "rural", "cooperative", "household", "craft_village", "small", "state_body")
    op.create_table(
        "booth_subsidy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("payer", sa.String(length=160), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("firm_class", sa.Enum(*classes, name="firmclass", native_enum=False, length=40), nullable=False),
        sa.Column("pct", sa.Integer(), nullable=False),
        sa.Column("amount_vnd", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("pct BETWEEN 0 AND 100", name=op.f("ck_booth_subsidy_pct")),
        sa.CheckConstraint("(pct > 0) <> (amount_vnd > 0)", name=op.f("ck_booth_subsidy_pct_or_amount")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_booth_subsidy_event_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booth_subsidy")),
        sa.UniqueConstraint("event_id", "name", name=op.f("uq_booth_subsidy_event_id_name")),
    )


def _add_refunds() -> None:
    op.create_table(
        "refund_tier",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("days_before", sa.Integer(), nullable=False),
        sa.Column("deposit_pct", sa.Integer(), nullable=False),
        sa.Column("balance_pct", sa.Integer(), nullable=False),
        sa.CheckConstraint("days_before >= 0", name=op.f("ck_refund_tier_days_before")),
        sa.CheckConstraint(
            "deposit_pct BETWEEN 0 AND 100 AND balance_pct BETWEEN 0 AND 100", name=op.f("ck_refund_tier_percents")
        ),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_refund_tier_event_id")),
        sa.PrimaryKeyConstraint("event_id", "days_before", name=op.f("pk_refund_tier")),
    )
    op.create_table(
        "refund",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("invoice_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=60), nullable=False),
        sa.Column("paid_vnd", sa.BigInteger(), nullable=False),
        sa.Column("refund_vnd", sa.BigInteger(), nullable=False),
        sa.Column("kept_vnd", sa.BigInteger(), nullable=False),
        sa.Column("days_before", sa.Integer(), nullable=True),
        sa.Column("deposit_pct", sa.Integer(), nullable=True),
        sa.Column("balance_pct", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("paid_out_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reference", sa.String(length=120), nullable=False),
        sa.CheckConstraint(
            "refund_vnd >= 0 AND kept_vnd >= 0 AND refund_vnd + kept_vnd = paid_vnd", name=op.f("ck_refund_adds_up")
        ),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_refund_event_id")),
        sa.ForeignKeyConstraint(
            ["event_id", "invoice_id"], ["invoice.event_id", "invoice.id"], name=op.f("fk_refund_event_id_invoice_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refund")),
        sa.UniqueConstraint("event_id", "source", name=op.f("uq_refund_event_id_source")),
    )
    op.create_index("ix_refund_due", "refund", ["event_id", "paid_out_at"])
    op.create_index(op.f("ix_refund_invoice_id"), "refund", ["invoice_id"])


def _add_orders() -> None:
    op.create_table(
        "stand_service",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("name_en", sa.String(length=160), nullable=False),
        sa.Column("unit", sa.String(length=40), nullable=False),
        sa.Column("standard_vnd", sa.BigInteger(), nullable=False),
        sa.Column("early_vnd", sa.BigInteger(), nullable=True),
        sa.Column("early_until_on", sa.Date(), nullable=True),
        sa.Column("deadline_on", sa.Date(), nullable=False),
        sa.Column("late_vnd", sa.BigInteger(), nullable=True),
        sa.Column("closes_on", sa.Date(), nullable=True),
        sa.Column("vat_pct", sa.Integer(), nullable=False),
        sa.Column("most", sa.Integer(), nullable=True),
        sa.Column("needs", sa.Enum("none", "power", "water", name="serviceneed", native_enum=False, length=40), nullable=False),
        sa.Column("is_offered", sa.Boolean(), nullable=False),
        sa.CheckConstraint("vat_pct BETWEEN 0 AND 100", name=op.f("ck_stand_service_vat")),
        sa.CheckConstraint("most IS NULL OR most > 0", name=op.f("ck_stand_service_most")),
        sa.CheckConstraint(
            "early_until_on IS NULL OR early_until_on < deadline_on", name=op.f("ck_stand_service_early_before_deadline")
        ),
        sa.CheckConstraint(
            "closes_on IS NULL OR closes_on >= deadline_on", name=op.f("ck_stand_service_closes_after_deadline")
        ),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_stand_service_event_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stand_service")),
        sa.UniqueConstraint("event_id", "id", name=op.f("uq_stand_service_event_id_id")),
        sa.UniqueConstraint("event_id", "name", name=op.f("uq_stand_service_event_id_name")),
    )
    op.create_index("ix_stand_service_list", "stand_service", ["event_id", "position"])
    op.create_table(
        "stand_order",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("service_id", sa.Integer(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("tier", sa.Enum("early", "standard", "late", name="pricetier", native_enum=False, length=40), nullable=False),
        sa.Column("unit_price_vnd", sa.BigInteger(), nullable=False),
        sa.Column("vat_pct", sa.Integer(), nullable=False),
        sa.Column("ordered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("invoice_id", sa.Integer(), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_stand_order_quantity")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_stand_order_event_id")),
        sa.ForeignKeyConstraint(
            ["event_id", "application_id"],
            ["application.event_id", "application.id"],
            name=op.f("fk_stand_order_event_id_application_id"),
        ),
        sa.ForeignKeyConstraint(
            ["event_id", "service_id"],
            ["stand_service.event_id", "stand_service.id"],
            name=op.f("fk_stand_order_event_id_service_id"),
        ),
        sa.ForeignKeyConstraint(
            ["event_id", "invoice_id"], ["invoice.event_id", "invoice.id"], name=op.f("fk_stand_order_event_id_invoice_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stand_order")),
    )
    open_ones = sa.text("invoice_id IS NULL AND cancelled_at IS NULL")
    op.create_index(
        "uq_stand_order_open",
        "stand_order",
        ["application_id", "service_id", "unit_price_vnd"],
        unique=True,
        sqlite_where=open_ones,
        postgresql_where=open_ones,
    )
    op.create_index("ix_stand_order_event", "stand_order", ["event_id", "cancelled_at"])
    op.create_index("ix_stand_order_service", "stand_order", ["service_id"])
    op.create_index(op.f("ix_stand_order_application_id"), "stand_order", ["application_id"])
    op.create_index(op.f("ix_stand_order_invoice_id"), "stand_order", ["invoice_id"])


def _add_schemes() -> None:
    op.create_table(
        "support_scheme",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("basis", sa.String(length=200), nullable=False),
        sa.Column("rent_pct", sa.Integer(), nullable=False),
        sa.Column("freight_pct", sa.Integer(), nullable=False),
        sa.Column("subsistence_pct", sa.Integer(), nullable=False),
        sa.Column("travel_pct", sa.Integer(), nullable=False),
        sa.Column("most_booths", sa.Integer(), nullable=True),
        sa.Column("most_people", sa.Integer(), nullable=True),
        sa.Column("cap_vnd", sa.BigInteger(), nullable=True),
        sa.Column("most_a_year", sa.Integer(), nullable=True),
        sa.Column("favours_priority", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "rent_pct BETWEEN 0 AND 100 AND freight_pct BETWEEN 0 AND 100"
            " AND subsistence_pct BETWEEN 0 AND 100 AND travel_pct BETWEEN 0 AND 100",
            name=op.f("ck_support_scheme_percents"),
        ),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_support_scheme_event_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support_scheme")),
        sa.UniqueConstraint("event_id", "name", name=op.f("uq_support_scheme_event_id_name")),
    )
    op.create_index("ix_support_scheme_list", "support_scheme", ["event_id", "position"])


def downgrade() -> None:
    op.drop_table("support_scheme")
    op.drop_table("stand_order")
    op.drop_table("stand_service")
    op.drop_table("refund")
    op.drop_table("refund_tier")
    op.drop_column("invoice_line", "source")
    op.drop_table("booth_subsidy")
    op.drop_table("booth_price_band")
    _drop_rate_card()
    op.drop_column("booth_claim", "quote")
    op.drop_column("booth_claim", "subsidy_vnd")
    op.drop_column("booth", "price_group")


def _drop_rate_card() -> None:
    # One general line of a kind is all that the older table knows.
    op.execute("DELETE FROM booth_price WHERE price_group <> '' OR area_from_m2 <> 0")
    columns = ("price_group", "early_vnd", "late_vnd", "corner_vnd", "head_pct", "head_vnd", "island_pct", "island_vnd")
    with op.batch_alter_table("booth_price") as batch:
        batch.drop_constraint("uq_booth_price_line", type_="unique")
        batch.drop_constraint(op.f("ck_booth_price_area_from"), type_="check")
        for name in (*columns, "area_from_m2"):
            batch.drop_column(name)
        batch.create_unique_constraint("uq_booth_price_event_id_kind", ["event_id", "kind"])
