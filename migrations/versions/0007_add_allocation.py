"""add allocation: wishes, offers, proposals"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("booth", sa.Column("waits_until", sa.DateTime(timezone=True), nullable=True))
    op.create_table('allocation_proposal',
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.Enum('waiting', 'ready', 'applied', 'discarded', 'failed', name='proposalstate', native_enum=False, length=40), nullable=False),
    sa.Column('seed', sa.String(length=80), nullable=False),
    sa.Column('weights', sa.JSON(), nullable=False),
    sa.Column('keeps_placed', sa.Boolean(), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('figures', sa.JSON(), nullable=False),
    sa.Column('first_come', sa.JSON(), nullable=False),
    sa.Column('seconds', sa.Float(), nullable=False),
    sa.Column('job_id', sa.Integer(), nullable=True),
    sa.Column('created_by_id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('finished_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['created_by_id'], ['user.id'], name=op.f('fk_allocation_proposal_created_by_id')),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_allocation_proposal_event_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_allocation_proposal')),
    sa.UniqueConstraint('event_id', 'id', name=op.f('uq_allocation_proposal_event_id_id'))
    )
    op.create_table('allocation_rules',
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('offers_itself', sa.Boolean(), nullable=False),
    sa.Column('offer_hours', sa.Integer(), nullable=False),
    sa.Column('priority_provinces', sa.JSON(), nullable=False),
    sa.Column('upgrades_until_on', sa.Date(), nullable=True),
    sa.Column('seed', sa.String(length=80), nullable=False),
    sa.Column('seed_published_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('weights', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_allocation_rules_event_id')),
    sa.PrimaryKeyConstraint('event_id', name=op.f('pk_allocation_rules'))
    )
    op.create_table('allocation_line',
    sa.Column('proposal_id', sa.Integer(), nullable=False),
    sa.Column('application_id', sa.Integer(), nullable=False),
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('turn', sa.Integer(), nullable=False),
    sa.Column('draw', sa.Integer(), nullable=False),
    sa.Column('booth_ids', sa.JSON(), nullable=False),
    sa.Column('is_kept', sa.Boolean(), nullable=False),
    sa.Column('is_pinned', sa.Boolean(), nullable=False),
    sa.Column('told', sa.JSON(), nullable=False),
    sa.Column('refused', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['event_id', 'application_id'], ['application.event_id', 'application.id'], name=op.f('fk_allocation_line_event_id_application_id')),
    sa.ForeignKeyConstraint(['event_id', 'proposal_id'], ['allocation_proposal.event_id', 'allocation_proposal.id'], name=op.f('fk_allocation_line_event_id_proposal_id')),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_allocation_line_event_id')),
    sa.PrimaryKeyConstraint('proposal_id', 'application_id', name=op.f('pk_allocation_line'))
    )
    op.create_index('ix_allocation_line_turn', 'allocation_line', ['proposal_id', 'turn'], unique=False)
    op.create_table('booth_wish',
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('application_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.Enum('waiting', 'offered', 'met', 'withdrawn', name='wishstate', native_enum=False, length=40), nullable=False),
    sa.Column('kind', sa.Enum('standard', 'raw', name='boothkind', native_enum=False, length=40), nullable=False),
    sa.Column('count', sa.Integer(), nullable=False),
    sa.Column('least_m2', sa.Integer(), nullable=False),
    sa.Column('most_m2', sa.Integer(), nullable=False),
    sa.Column('wants_corner', sa.Boolean(), nullable=False),
    sa.Column('zones', sa.JSON(), nullable=False),
    sa.Column('group_zones', sa.JSON(), nullable=False),
    sa.Column('apart_text', sa.String(length=300), nullable=False),
    sa.Column('points', sa.Integer(), nullable=False),
    sa.Column('is_upgrade', sa.Boolean(), nullable=False),
    sa.Column('queued_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.CheckConstraint('count BETWEEN 1 AND 50', name=op.f('ck_booth_wish_count')),
    sa.ForeignKeyConstraint(['event_id', 'application_id'], ['application.event_id', 'application.id'], name=op.f('fk_booth_wish_event_id_application_id')),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_booth_wish_event_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_booth_wish')),
    sa.UniqueConstraint('application_id', name='uq_booth_wish_application'),
    sa.UniqueConstraint('event_id', 'id', name=op.f('uq_booth_wish_event_id_id'))
    )
    op.create_index('ix_booth_wish_queue', 'booth_wish', ['event_id', 'state', 'queued_at'], unique=False)
    op.create_table('booth_offer',
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('wish_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.Enum('open', 'accepted', 'declined', 'expired', name='offerstate', native_enum=False, length=40), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('made_by_id', sa.Integer(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['event_id', 'wish_id'], ['booth_wish.event_id', 'booth_wish.id'], name=op.f('fk_booth_offer_event_id_wish_id')),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_booth_offer_event_id')),
    sa.ForeignKeyConstraint(['made_by_id'], ['user.id'], name=op.f('fk_booth_offer_made_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_booth_offer')),
    sa.UniqueConstraint('event_id', 'id', name=op.f('uq_booth_offer_event_id_id'))
    )
    op.create_index('ix_booth_offer_state', 'booth_offer', ['event_id', 'state', 'expires_at'], unique=False)
    op.create_index('uq_booth_offer_open', 'booth_offer', ['wish_id'], unique=True, sqlite_where=sa.text("state = 'open'"), postgresql_where=sa.text("state = 'open'"))
    op.create_table('booth_wish_apart',
    sa.Column('wish_id', sa.Integer(), nullable=False),
    sa.Column('application_id', sa.Integer(), nullable=False),
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['event_id', 'application_id'], ['application.event_id', 'application.id'], name=op.f('fk_booth_wish_apart_event_id_application_id')),
    sa.ForeignKeyConstraint(['event_id', 'wish_id'], ['booth_wish.event_id', 'booth_wish.id'], name=op.f('fk_booth_wish_apart_event_id_wish_id')),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_booth_wish_apart_event_id')),
    sa.PrimaryKeyConstraint('wish_id', 'application_id', name=op.f('pk_booth_wish_apart'))
    )
    op.create_table('booth_offer_claim',
    sa.Column('offer_id', sa.Integer(), nullable=False),
    sa.Column('claim_id', sa.Integer(), nullable=False),
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['event_id', 'claim_id'], ['booth_claim.event_id', 'booth_claim.id'], name=op.f('fk_booth_offer_claim_event_id_claim_id')),
    sa.ForeignKeyConstraint(['event_id', 'offer_id'], ['booth_offer.event_id', 'booth_offer.id'], name=op.f('fk_booth_offer_claim_event_id_offer_id')),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_booth_offer_claim_event_id')),
    sa.PrimaryKeyConstraint('offer_id', 'claim_id', name=op.f('pk_booth_offer_claim'))
    )


def downgrade() -> None:
    op.drop_column("booth", "waits_until")
    op.drop_table('booth_offer_claim')
    op.drop_table('booth_wish_apart')
    op.drop_index('uq_booth_offer_open', table_name='booth_offer')
    op.drop_index('ix_booth_offer_state', table_name='booth_offer')
    op.drop_table('booth_offer')
    op.drop_index('ix_booth_wish_queue', table_name='booth_wish')
    op.drop_table('booth_wish')
    op.drop_index('ix_allocation_line_turn', table_name='allocation_line')
    op.drop_table('allocation_line')
    op.drop_table('allocation_rules')
    op.drop_table('allocation_proposal')
