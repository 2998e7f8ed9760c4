"""add stands: co-exhibitors, fascia, manual, handover"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_ONE_SUBJECT = "ck_consent_one_subject"
_TWO = "(application_id IS NULL) <> (registration_id IS NULL)"
_THREE = (
    "(CASE WHEN application_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN registration_id IS NULL THEN 0 ELSE 1 END)"
    " + (CASE WHEN co_exhibitor_id IS NULL THEN 0 ELSE 1 END) = 1"
)


def upgrade() -> None:
    op.create_table(
        "exhibitor_terms",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("fascia_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("staff_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("products_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fascia_chars", sa.Integer(), nullable=False),
        sa.Column("staff_per_9m2", sa.Integer(), nullable=False),
        sa.CheckConstraint("fascia_chars BETWEEN 5 AND 60", name=op.f("ck_exhibitor_terms_fascia_chars")),
        sa.CheckConstraint("staff_per_9m2 BETWEEN 0 AND 20", name=op.f("ck_exhibitor_terms_staff_per_9m2")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_exhibitor_terms_event_id")),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_exhibitor_terms")),
    )

    op.create_table(
        "co_exhibitor",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum("named", "complete", "removed", name="coexhibitorstate", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("name_en", sa.String(length=200), nullable=False),
        sa.Column("province_code", sa.Integer(), nullable=True),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("website", sa.String(length=200), nullable=False),
        sa.Column("contact_name", sa.String(length=120), nullable=False),
        sa.Column("contact_phone", sa.String(length=20), nullable=False),
        sa.Column("contact_email", sa.String(length=254), nullable=False),
        sa.Column("locale", sa.String(length=2), nullable=False),
        sa.Column("fascia_vi", sa.String(length=60), nullable=False),
        sa.Column("fascia_en", sa.String(length=60), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("staff_most", sa.Integer(), nullable=False),
        sa.Column("link_digest", sa.String(length=64), nullable=True),
        sa.Column("link_number", sa.Integer(), nullable=False),
        sa.Column("search_key", sa.String(length=400), nullable=False),
        sa.Column(
            "sort_key", sa.String(length=400).with_variant(sa.String(length=400, collation="C"), "postgresql"), nullable=False
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("staff_most >= 0", name=op.f("ck_co_exhibitor_staff_most")),
        sa.ForeignKeyConstraint(
            ["event_id", "application_id"],
            ["application.event_id", "application.id"],
            name=op.f("fk_co_exhibitor_event_id_application_id"),
        ),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_co_exhibitor_event_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_co_exhibitor_organisation_id")),
        sa.ForeignKeyConstraint(["province_code"], ["province.code"], name=op.f("fk_co_exhibitor_province_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_co_exhibitor")),
        sa.UniqueConstraint("event_id", "id", name=op.f("uq_co_exhibitor_event_id_id")),
        sa.UniqueConstraint("link_digest", name=op.f("uq_co_exhibitor_link_digest")),
    )

    with op.batch_alter_table("co_exhibitor", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_co_exhibitor_application_id"), ["application_id"], unique=False)
        batch_op.create_index("ix_co_exhibitor_list", ["event_id", "state", "sort_key"], unique=False)
        batch_op.create_index(batch_op.f("ix_co_exhibitor_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_index(
            "uq_co_exhibitor_live",
            ["application_id", "search_key"],
            unique=True,
            sqlite_where=sa.text("state <> 'removed'"),
            postgresql_where=sa.text("state <> 'removed'"),
        )

    op.create_table(
        "co_exhibitor_booth",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("co_exhibitor_id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id", "claim_id"],
            ["booth_claim.event_id", "booth_claim.id"],
            name=op.f("fk_co_exhibitor_booth_event_id_claim_id"),
        ),
        sa.ForeignKeyConstraint(
            ["event_id", "co_exhibitor_id"],
            ["co_exhibitor.event_id", "co_exhibitor.id"],
            name=op.f("fk_co_exhibitor_booth_event_id_co_exhibitor_id"),
        ),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_co_exhibitor_booth_event_id")),
        sa.PrimaryKeyConstraint("co_exhibitor_id", "claim_id", name=op.f("pk_co_exhibitor_booth")),
    )

    with op.batch_alter_table("co_exhibitor_booth", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_co_exhibitor_booth_claim_id"), ["claim_id"], unique=False)

    op.create_table(
        "co_exhibitor_staff",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("co_exhibitor_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id", "co_exhibitor_id"],
            ["co_exhibitor.event_id", "co_exhibitor.id"],
            name=op.f("fk_co_exhibitor_staff_event_id_co_exhibitor_id"),
        ),
        sa.ForeignKeyConstraint(
            ["event_id", "registration_id"],
            ["registration.event_id", "registration.id"],
            name=op.f("fk_co_exhibitor_staff_event_id_registration_id"),
        ),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_co_exhibitor_staff_event_id")),
        sa.PrimaryKeyConstraint("registration_id", name=op.f("pk_co_exhibitor_staff")),
    )

    with op.batch_alter_table("co_exhibitor_staff", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_co_exhibitor_staff_co_exhibitor_id"), ["co_exhibitor_id"], unique=False)

    op.create_table(
        "fascia_text",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("text_vi", sa.String(length=60), nullable=False),
        sa.Column("text_en", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id", "claim_id"], ["booth_claim.event_id", "booth_claim.id"], name=op.f("fk_fascia_text_event_id_claim_id")
        ),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_fascia_text_event_id")),
        sa.PrimaryKeyConstraint("claim_id", name=op.f("pk_fascia_text")),
    )

    with op.batch_alter_table("fascia_text", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_fascia_text_event_id"), ["event_id"], unique=False)

    op.create_table(
        "fascia_change",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("booths", sa.String(length=200), nullable=False),
        sa.Column("unit", sa.String(length=200), nullable=False),
        sa.Column("old_vi", sa.String(length=60), nullable=False),
        sa.Column("old_en", sa.String(length=60), nullable=False),
        sa.Column("new_vi", sa.String(length=60), nullable=False),
        sa.Column("new_en", sa.String(length=60), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("since_list", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["changed_by_id"], ["user.id"], name=op.f("fk_fascia_change_changed_by_id")),
        sa.ForeignKeyConstraint(
            ["event_id", "application_id"],
            ["application.event_id", "application.id"],
            name=op.f("fk_fascia_change_event_id_application_id"),
        ),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_fascia_change_event_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fascia_change")),
    )

    with op.batch_alter_table("fascia_change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_fascia_change_application_id"), ["application_id"], unique=False)
        batch_op.create_index("ix_fascia_change_list", ["event_id", "id"], unique=False)

    op.create_table(
        "fascia_list",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("rows", sa.JSON(), nullable=False),
        sa.Column("sent_to", sa.String(length=200), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_by_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_fascia_list_event_id")),
        sa.ForeignKeyConstraint(["sent_by_id"], ["user.id"], name=op.f("fk_fascia_list_sent_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fascia_list")),
        sa.UniqueConstraint("event_id", "number", name=op.f("uq_fascia_list_event_id_number")),
    )

    op.create_table(
        "handover",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Enum("handover", "return", name="handoverkind", native_enum=False, length=40), nullable=False),
        sa.Column("booth_code", sa.String(length=40), nullable=False),
        sa.Column("unit", sa.String(length=200), nullable=False),
        sa.Column("items", sa.JSON(), nullable=False),
        sa.Column("remarks", sa.String(length=1000), nullable=False),
        sa.Column("override_reason", sa.String(length=300), nullable=False),
        sa.Column("open_vnd", sa.BigInteger(), nullable=False),
        sa.Column("signer_name", sa.String(length=120), nullable=False),
        sa.Column("signature_id", sa.Integer(), nullable=True),
        sa.Column("signed_by_tick", sa.Boolean(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_by_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("signature_id IS NOT NULL OR signed_by_tick", name=op.f("ck_handover_signed")),
        sa.ForeignKeyConstraint(["done_by_id"], ["user.id"], name=op.f("fk_handover_done_by_id")),
        sa.ForeignKeyConstraint(
            ["event_id", "claim_id"], ["booth_claim.event_id", "booth_claim.id"], name=op.f("fk_handover_event_id_claim_id")
        ),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_handover_event_id")),
        sa.ForeignKeyConstraint(["signature_id"], ["stored_file.id"], name=op.f("fk_handover_signature_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover")),
        sa.UniqueConstraint("claim_id", "kind", name="uq_handover_once"),
        sa.UniqueConstraint("event_id", "id", name=op.f("uq_handover_event_id_id")),
    )

    with op.batch_alter_table("handover", schema=None) as batch_op:
        batch_op.create_index("ix_handover_list", ["event_id", "kind", "done_at"], unique=False)

    op.create_table(
        "handover_photo",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("handover_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id", "handover_id"],
            ["handover.event_id", "handover.id"],
            name=op.f("fk_handover_photo_event_id_handover_id"),
        ),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_handover_photo_event_id")),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_handover_photo_file_id")),
        sa.PrimaryKeyConstraint("file_id", name=op.f("pk_handover_photo")),
    )

    with op.batch_alter_table("handover_photo", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_handover_photo_handover_id"), ["handover_id"], unique=False)

    op.create_table(
        "manual_section",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("translations", sa.JSON(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_manual_section_event_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_manual_section")),
        sa.UniqueConstraint("event_id", "key", name=op.f("uq_manual_section_event_id_key")),
    )

    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint(op.f(_ONE_SUBJECT), "consent", type_="check")
    # On SQLite the copy of the table leaves its checks behind.
    with op.batch_alter_table("consent", schema=None) as batch_op:
        batch_op.add_column(sa.Column("co_exhibitor_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_consent_co_exhibitor_id"), ["co_exhibitor_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_consent_event_id_co_exhibitor_id"),
            "co_exhibitor",
            ["event_id", "co_exhibitor_id"],
            ["event_id", "id"],
        )
        batch_op.create_check_constraint(batch_op.f(_ONE_SUBJECT), _THREE)


def downgrade() -> None:
    op.execute("DELETE FROM consent WHERE co_exhibitor_id IS NOT NULL")
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint(op.f(_ONE_SUBJECT), "consent", type_="check")
    with op.batch_alter_table("consent", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_consent_event_id_co_exhibitor_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_consent_co_exhibitor_id"))
        batch_op.drop_column("co_exhibitor_id")
        batch_op.create_check_constraint(batch_op.f(_ONE_SUBJECT), _TWO)

    op.drop_table("manual_section")
    op.drop_table("handover_photo")
    op.drop_table("handover")
    op.drop_table("fascia_list")
    op.drop_table("fascia_change")
    op.drop_table("fascia_text")
    op.drop_table("co_exhibitor_staff")
    op.drop_table("co_exhibitor_booth")
    op.drop_table("co_exhibitor")
    op.drop_table("exhibitor_terms")
