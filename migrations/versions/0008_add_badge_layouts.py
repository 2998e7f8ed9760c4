"""add badge layouts: layouts, printers' offsets"""

import json

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

NAMES = {"a6": "A6", "cr80": "CR80"}
FIELDS = ("title", "position", "unit", "province", "category")


def upgrade() -> None:
    _add_tables()
    with op.batch_alter_table("badge_design") as batch:
        batch.add_column(sa.Column("layout", sa.JSON(), nullable=True))
        batch.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
        batch.add_column(sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("changed_by_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(op.f("fk_badge_design_changed_by_id"), "user", ["changed_by_id"], ["id"])
    _fill_layouts()
    with op.batch_alter_table("badge_design") as batch:
        batch.alter_column("layout", existing_type=sa.JSON(), nullable=False)
        batch.drop_column("fields")


def downgrade() -> None:
    with op.batch_alter_table("badge_design") as batch:
        batch.add_column(sa.Column("fields", sa.JSON(), nullable=False, server_default="{}"))
    _fill_fields()
    with op.batch_alter_table("badge_design") as batch:
        batch.alter_column("fields", existing_type=sa.JSON(), server_default=None)
        batch.drop_constraint(op.f("fk_badge_design_changed_by_id"), type_="foreignkey")
        batch.drop_column("changed_by_id")
        batch.drop_column("changed_at")
        batch.drop_column("version")
        batch.drop_column("layout")
    for table in ("badge_printer", "badge_photo", "badge_image"):
        op.drop_table(table)


def _add_tables() -> None:
    op.create_table(
        "badge_image",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_badge_image_event_id")),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_badge_image_file_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_badge_image")),
    )
    op.create_index(op.f("ix_badge_image_event_id"), "badge_image", ["event_id"])
    op.create_index(op.f("ix_badge_image_file_id"), "badge_image", ["file_id"])
    op.create_table(
        "badge_photo",
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["added_by_id"], ["user.id"], name=op.f("fk_badge_photo_added_by_id")),
        sa.ForeignKeyConstraint(
            ["event_id", "registration_id"],
            ["registration.event_id", "registration.id"],
            name=op.f("fk_badge_photo_event_id_registration_id"),
        ),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_badge_photo_event_id")),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_badge_photo_file_id")),
        sa.PrimaryKeyConstraint("registration_id", name=op.f("pk_badge_photo")),
    )
    op.create_index("ix_badge_photo_event", "badge_photo", ["event_id"])
    op.create_index(op.f("ix_badge_photo_file_id"), "badge_photo", ["file_id"])
    op.create_table(
        "badge_printer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("offset_x_mm", sa.Float(), nullable=False),
        sa.Column("offset_y_mm", sa.Float(), nullable=False),
        sa.CheckConstraint(
            "offset_x_mm BETWEEN -20 AND 20 AND offset_y_mm BETWEEN -20 AND 20", name=op.f("ck_badge_printer_offset_small")
        ),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_badge_printer_event_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_badge_printer")),
        sa.UniqueConstraint("event_id", "id", name=op.f("uq_badge_printer_event_id_id")),
        sa.UniqueConstraint("event_id", "name", name=op.f("uq_badge_printer_event_id_name")),
    )


design = sa.table(
    "badge_design",
    sa.column("id", sa.Integer),
    sa.column("event_id", sa.Integer),
    sa.column("name", sa.String),
    sa.column("size", sa.String),
    sa.column("fields", sa.JSON),
    sa.column("layout", sa.JSON),
    sa.column("version", sa.Integer),
    sa.column("is_default", sa.Boolean),
)


def _fill_layouts() -> None:
    """Give every design the layout that prints what its lines printed; an event with one size keeps the other on offer."""
    link = op.get_bind()
    rows = link.execute(sa.select(design.c.id, design.c.event_id, design.c.size, design.c.fields)).all()
    sizes: dict[int, set[str]] = {}
    for row in rows:
        sizes.setdefault(row.event_id, set()).add(row.size)
        shown = {field for field in FIELDS if (row.fields or {}).get(field)}
        values = {"layout": _layout(row.size, shown), "name": NAMES.get(row.size, row.size)}
        link.execute(sa.update(design).where(design.c.id == row.id).values(**values))
    for event_id, present in sizes.items():
        for size in NAMES.keys() - present:
            shown = set(FIELDS) - {"province"}
            link.execute(
                sa.insert(design).values(
                    event_id=event_id, name=NAMES[size], size=size, fields={}, layout=_layout(size, shown), is_default=False
                )
            )


def _fill_fields() -> None:
    """Go back to the two sizes there were; what other designs printed goes with the first of its size, or with A6."""
    link = op.get_bind()
    kept: dict[tuple[int, str], int] = {}
    for row in link.execute(sa.select(design).order_by(design.c.event_id, design.c.is_default.desc(), design.c.id)).all():
        size = row.size if row.size in NAMES else "a6"
        first = kept.setdefault((row.event_id, size), row.id)
        if first != row.id:
            for table, column in (("badge_batch", "design_id"),):
                link.execute(sa.text(f"UPDATE {table} SET {column} = :first WHERE {column} = :id"), {"first": first, "id": row.id})
            link.execute(sa.delete(design).where(design.c.id == row.id))
            continue
        text = json.dumps(row.layout)
        fields = {field: ("{%s}" % field) in text for field in FIELDS} | {"category": '"bar"' in text}
        link.execute(sa.update(design).where(design.c.id == row.id).values(name=size, size=size, fields=fields))


def _part(text, most, least, lines, weight, colour="#1b2430"):
    return {"text": text, "weight": weight, "most": most, "least": least, "lines": lines, "colour": colour}


def _element(name, kind, box, **more):
    x, y, width, height = box
    return {"id": name, "x": x, "y": y, "width": width, "height": height, "only": [], "kind": kind, **more}


def _layout(size, shown):
    """Return the layout of a size with these lines, as it was printed until now."""
    large = size == "a6"
    scale = 1 if large else 0.55

    def points(value):
        return round(value * scale * 4) / 4

    lines = [
        ("title", _part("{title}", points(14), points(11), 1, 400)),
        ("", _part("{full_name}", points(36), points(20), 2, 700)),
        ("unit", _part("{unit}", points(19), points(12), 3, 600)),
        ("position", _part("{position}", points(13), points(10), 2, 400)),
        ("province", _part("{province}", points(13), points(10), 1, 400)),
    ]
    person = [part for field, part in lines if not field or field in shown]
    grey = "#56606b"
    if large:
        event = [_part("{event}", 11, 7, 2, 600, grey), _part("{event_dates}", 11, 7, 1, 600, grey)]
        boxes = ((7, 9, 91, 15), (7, 26, 91, 57), (35.5, 86, 34, 34), (0, 121, 105, 6), (0, 132, 105, 16))
        align, code, bar, page = "center", _part("{code}", 13, 9, 1, 600), 17, (105, 148)
    else:
        event = [_part("{event} · {event_dates}", 6.5, 5, 2, 600, grey)]
        boxes = ((3.5, 2.5, 79, 5.5), (3.5, 10, 50, 34), (56.5, 9, 26, 26), (55.5, 36.5, 28, 4), (0, 45.98, 85.6, 8))
        align, code, bar, page = "left", _part("{code}", 8.5, 6, 1, 600), 10.5, (85.6, 53.98)
    front = [
        _element("event", "text", boxes[0], parts=event, align=align, valign="top"),
        _element("person", "text", boxes[1], parts=person, align=align, valign="top"),
        _element("code", "code", boxes[2], printed=False),
        _element("short-code", "text", boxes[3], parts=[code], align="center", valign="top"),
    ]
    if "category" in shown:
        front.append(_element("bar", "bar", boxes[4], text="{category}", weight=700, most=bar, least=4, radius=0))
    return {"width": page[0], "height": page[1], "fold": "", "front": front, "back": [], "rules": {}}
