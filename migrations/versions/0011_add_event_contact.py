"""add event contact: whom visitors and exhibitors ask"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_LENGTHS = {"contact_name": 120, "contact_phone": 20, "contact_email": 254}


def upgrade() -> None:
    for name, length in _LENGTHS.items():
        op.add_column("event", sa.Column(name, sa.String(length=length), server_default="", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("event") as batch:
        for name in _LENGTHS:
            batch.drop_column(name)
