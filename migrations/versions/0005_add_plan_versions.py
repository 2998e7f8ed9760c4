"""add plan versions: drafts, objects, backgrounds and published versions of floor plans"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "plan_draft",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["changed_by_id"], ["user.id"], name=op.f("fk_plan_draft_changed_by_id")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_plan_draft_event_id")),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_plan_draft")),
    )
    op.create_table(
        "plan_item",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column(
            "type",
            sa.Enum("hall", "booth", "object", "background", name="itemtype", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("data", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("live", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("live_id", sa.Integer(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["plan_draft.event_id"], name=op.f("fk_plan_item_event_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_item")),
        sa.UniqueConstraint("event_id", "key", name=op.f("uq_plan_item_event_id_key")),
    )
    op.create_index("ix_plan_item_revision", "plan_item", ["event_id", "revision"])
    op.create_index("ix_plan_item_type", "plan_item", ["event_id", "type"])
    op.create_table(
        "plan_edit",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["event_id"], ["plan_draft.event_id"], name=op.f("fk_plan_edit_event_id")),
        sa.ForeignKeyConstraint(["made_by_id"], ["user.id"], name=op.f("fk_plan_edit_made_by_id")),
        sa.PrimaryKeyConstraint("event_id", "revision", name=op.f("pk_plan_edit")),
    )
    op.create_table(
        "plan_version",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("items", sa.JSON(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_by_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_plan_version_event_id")),
        sa.ForeignKeyConstraint(["published_by_id"], ["user.id"], name=op.f("fk_plan_version_published_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_version")),
        sa.UniqueConstraint("event_id", "number", name=op.f("uq_plan_version_event_id_number")),
    )
    op.create_table(
        "plan_picture",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=150), nullable=False),
        sa.Column("width_px", sa.Integer(), nullable=False),
        sa.Column("height_px", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_plan_picture_event_id")),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_plan_picture_file_id")),
        sa.ForeignKeyConstraint(["made_by_id"], ["user.id"], name=op.f("fk_plan_picture_made_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_picture")),
        sa.UniqueConstraint("event_id", "id", name=op.f("uq_plan_picture_event_id_id")),
    )
    op.create_table(
        "plan_print",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("wish", sa.JSON(), nullable=False),
        sa.Column("locale", sa.String(length=8), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("has_failed", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_plan_print_event_id")),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_plan_print_file_id")),
        sa.ForeignKeyConstraint(["made_by_id"], ["user.id"], name=op.f("fk_plan_print_made_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_print")),
    )
    op.create_index("ix_plan_print_event_id", "plan_print", ["event_id"])
    _extend()


def _extend() -> None:
    with op.batch_alter_table("booth") as batch:
        batch.add_column(sa.Column("angle", sa.Numeric(precision=4, scale=1), nullable=False, server_default="0"))
        batch.add_column(sa.Column("height_limit_m", sa.Numeric(precision=8, scale=2), nullable=True))
        batch.add_column(sa.Column("power_kw", sa.Numeric(precision=6, scale=1), nullable=True))
        batch.add_column(sa.Column("power_points", sa.Integer(), nullable=False, server_default="0"))
        batch.add_column(sa.Column("water_points", sa.Integer(), nullable=False, server_default="0"))
        batch.add_column(sa.Column("is_locked", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch.create_check_constraint(op.f("ck_booth_angle"), "angle >= 0 AND angle < 360")
        batch.create_check_constraint(op.f("ck_booth_points"), "power_points >= 0 AND water_points >= 0")
    op.create_index(
        "ix_booth_closed",
        "booth",
        ["event_id"],
        sqlite_where=sa.text("is_blocked = 1 OR is_internal = 1"),
        postgresql_where=sa.text("is_blocked OR is_internal"),
    )
    with op.batch_alter_table("hall") as batch:
        batch.add_column(sa.Column("floor", sa.Integer(), nullable=False, server_default="1"))


def downgrade() -> None:
    with op.batch_alter_table("hall") as batch:
        batch.drop_column("floor")
    op.drop_index("ix_booth_closed", "booth")
    with op.batch_alter_table("booth") as batch:
        batch.drop_constraint(op.f("ck_booth_points"), type_="check")
        batch.drop_constraint(op.f("ck_booth_angle"), type_="check")
        for name in ("is_locked", "water_points", "power_points", "power_kw", "height_limit_m", "angle"):
            batch.drop_column(name)
    for name in ("plan_print", "plan_picture", "plan_version", "plan_edit", "plan_item", "plan_draft"):
        op.drop_table(name)
