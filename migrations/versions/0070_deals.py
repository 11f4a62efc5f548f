"""deals

Revision ID: 0070
Revises: 0093
"""

import sqlalchemy as sa
from alembic import op


revision = '0070'
down_revision = '0093'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('deals',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=20), nullable=False),
    sa.Column('title', sa.String(length=120), nullable=False),
    sa.Column('pipeline', sa.Enum('assignment_deal', 'licence_deal', 'development_deal', 'equity_deal', 'service_deal', name='known_pipeline', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('achievement_id', sa.Integer(), nullable=False),
    sa.Column('need_id', sa.Integer(), nullable=True),
    sa.Column('pair', sa.String(length=80), nullable=False),
    sa.Column('provider_id', sa.Integer(), nullable=False),
    sa.Column('seeker_id', sa.Integer(), nullable=False),
    sa.Column('broker_id', sa.Integer(), nullable=True),
    sa.Column('broker_organisation_id', sa.Integer(), nullable=True),
    sa.Column('origin', sa.Enum('from_search', 'from_match', 'from_meeting', 'from_broker', 'from_challenge', name='known_origin', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('origin_reference', sa.String(length=40), nullable=False),
    sa.Column('key_technology', sa.String(length=8), nullable=False),
    sa.Column('state', sa.Enum('deal_open', 'deal_paused', 'deal_lost', 'deal_merged', 'deal_closed', name='known_dealstate', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('stage', sa.Enum('lead', 'lead_verified', 'first_talk', 'nda', 'evaluation', 'pilot', 'terms', 'approval', 'signed', 'registered', 'performing', 'paid', 'tracking', name='known_dealstage', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('skipped', sa.JSON(), nullable=False),
    sa.Column('lost_reason', sa.Enum('lost_price', 'lost_budget', 'lost_performance', 'lost_rights', 'lost_rival', 'lost_approval', 'lost_silence', 'lost_left', 'lost_other', name='known_lostreason', native_enum=False, create_constraint=True, length=32), nullable=True),
    sa.Column('pause_reason', sa.Enum('pause_budget', 'pause_data', 'pause_approval', 'pause_people', 'pause_other', name='known_pausereason', native_enum=False, create_constraint=True, length=32), nullable=True),
    sa.Column('merged_into_id', sa.Integer(), nullable=True),
    sa.Column('probability', sa.Integer(), nullable=False),
    sa.Column('value', sa.BigInteger(), nullable=True),
    sa.Column('expected_close', sa.Date(), nullable=True),
    sa.Column('expected_tco2e', sa.Double(), nullable=True),
    sa.Column('turn', sa.Enum('turn_broker', 'turn_provider', 'turn_seeker', name='known_turn', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('next_step', sa.String(length=200), nullable=False),
    sa.Column('next_due', sa.Date(), nullable=True),
    sa.Column('turn_since', sa.DateTime(timezone=True), nullable=False),
    sa.Column('is_sample', sa.Boolean(), nullable=False),
    sa.Column('lock', sa.Integer(), nullable=False),
    sa.Column('created_by', sa.Integer(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('stage_since', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("(state = 'deal_merged') = (merged_into_id IS NOT NULL)", name=op.f('ck_deals_merged_into_another')),
    sa.CheckConstraint("state <> 'deal_lost' OR lost_reason IS NOT NULL", name=op.f('ck_deals_lost_has_a_reason')),
    sa.CheckConstraint("state <> 'deal_paused' OR pause_reason IS NOT NULL", name=op.f('ck_deals_paused_has_a_reason')),
    sa.CheckConstraint('probability BETWEEN 0 AND 100', name=op.f('ck_deals_probability_is_a_percentage')),
    sa.CheckConstraint('provider_id <> seeker_id', name=op.f('ck_deals_two_sides')),
    sa.CheckConstraint('value IS NULL OR value >= 0', name=op.f('ck_deals_value_not_negative')),
    sa.ForeignKeyConstraint(['achievement_id'], ['achievements.id'], name=op.f('fk_deals_achievement_id_achievements')),
    sa.ForeignKeyConstraint(['broker_id'], ['people.id'], name=op.f('fk_deals_broker_id_people')),
    sa.ForeignKeyConstraint(['broker_organisation_id'], ['organisations.id'], name=op.f('fk_deals_broker_organisation_id_organisations')),
    sa.ForeignKeyConstraint(['created_by'], ['people.id'], name=op.f('fk_deals_created_by_people')),
    sa.ForeignKeyConstraint(['merged_into_id'], ['deals.id'], name=op.f('fk_deals_merged_into_id_deals')),
    sa.ForeignKeyConstraint(['need_id'], ['needs.id'], name=op.f('fk_deals_need_id_needs')),
    sa.ForeignKeyConstraint(['provider_id'], ['organisations.id'], name=op.f('fk_deals_provider_id_organisations')),
    sa.ForeignKeyConstraint(['seeker_id'], ['organisations.id'], name=op.f('fk_deals_seeker_id_organisations')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_deals')),
    sa.UniqueConstraint('public_id', name=op.f('uq_deals_public_id'))
    )
    with op.batch_alter_table('deals', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_deals_achievement_id'), ['achievement_id'], unique=False)
        batch_op.create_index('ix_deals_agency_board', ['broker_organisation_id', 'state', 'stage'], unique=False)
        batch_op.create_index('ix_deals_broker_board', ['broker_id', 'state', 'stage'], unique=False)
        batch_op.create_index(batch_op.f('ix_deals_merged_into_id'), ['merged_into_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_deals_need_id'), ['need_id'], unique=False)
        batch_op.create_index('ix_deals_provider_state', ['provider_id', 'state'], unique=False)
        batch_op.create_index('ix_deals_seeker_state', ['seeker_id', 'state'], unique=False)
        batch_op.create_index('uq_deals_live_pair', ['pair'], unique=True, sqlite_where=sa.text("state IN ('deal_open', 'deal_paused')"), postgresql_where=sa.text("state IN ('deal_open', 'deal_paused')"))

    op.create_table('deal_facts',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('deal_id', sa.Integer(), nullable=False),
    sa.Column('fact', sa.Enum('parties_verified', 'interest_mutual', 'talk_held', 'nda_signed', 'evaluation_done', 'pilot_done', 'terms_agreed', 'approval_done', 'publicity_done', 'contract_signed', 'contract_registered', 'work_accepted', 'payment_received', name='known_dealfact', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("note <> ''", name=op.f('ck_deal_facts_fact_has_a_note')),
    sa.ForeignKeyConstraint(['deal_id'], ['deals.id'], name=op.f('fk_deal_facts_deal_id_deals'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_deal_facts_person_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_deal_facts')),
    sa.UniqueConstraint('deal_id', 'fact', name=op.f('uq_deal_facts_deal_id'))
    )
    op.create_table('deal_stages',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('deal_id', sa.Integer(), nullable=False),
    sa.Column('action', sa.Enum('open_deal', 'move_deal', 'undo_move', 'pause_deal', 'resume_deal', 'lose_deal', 'reopen_deal', 'merge_deals', 'close_deal', 'edit_deal', 'tick_fact', 'untick_fact', 'hand_over_deal', 'say_in_deal', 'file_mail', 'add_deal_task', 'do_deal_task', 'add_deal_contact', 'drop_deal_contact', name='known_dealaction', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('from_stage', sa.Enum('lead', 'lead_verified', 'first_talk', 'nda', 'evaluation', 'pilot', 'terms', 'approval', 'signed', 'registered', 'performing', 'paid', 'tracking', name='known_from_stage', native_enum=False, create_constraint=True, length=32), nullable=True),
    sa.Column('stage', sa.Enum('lead', 'lead_verified', 'first_talk', 'nda', 'evaluation', 'pilot', 'terms', 'approval', 'signed', 'registered', 'performing', 'paid', 'tracking', name='known_dealstage', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('from_state', sa.Enum('deal_open', 'deal_paused', 'deal_lost', 'deal_merged', 'deal_closed', name='known_from_state', native_enum=False, create_constraint=True, length=32), nullable=True),
    sa.Column('state', sa.Enum('deal_open', 'deal_paused', 'deal_lost', 'deal_merged', 'deal_closed', name='known_dealstate', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('reason', sa.String(length=32), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('skipped', sa.JSON(), nullable=False),
    sa.Column('before', sa.Integer(), nullable=False),
    sa.Column('probability', sa.Integer(), nullable=False),
    sa.Column('value', sa.BigInteger(), nullable=True),
    sa.Column('expected_close', sa.Date(), nullable=True),
    sa.Column('expected_tco2e', sa.Double(), nullable=True),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('lock', sa.Integer(), nullable=False),
    sa.Column('undone_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('undone_by', sa.Integer(), nullable=True),
    sa.CheckConstraint('undone_by IS NULL OR undone_at IS NOT NULL', name=op.f('ck_deal_stages_undone_at_a_time')),
    sa.ForeignKeyConstraint(['deal_id'], ['deals.id'], name=op.f('fk_deal_stages_deal_id_deals'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_deal_stages_person_id_people')),
    sa.ForeignKeyConstraint(['undone_by'], ['people.id'], name=op.f('fk_deal_stages_undone_by_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_deal_stages'))
    )
    with op.batch_alter_table('deal_stages', schema=None) as batch_op:
        batch_op.create_index('ix_deal_stages_deal_at', ['deal_id', 'at'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('deal_stages', schema=None) as batch_op:
        batch_op.drop_index('ix_deal_stages_deal_at')

    op.drop_table('deal_stages')
    op.drop_table('deal_facts')
    with op.batch_alter_table('deals', schema=None) as batch_op:
        batch_op.drop_index('uq_deals_live_pair', sqlite_where=sa.text("state IN ('deal_open', 'deal_paused')"), postgresql_where=sa.text("state IN ('deal_open', 'deal_paused')"))
        batch_op.drop_index('ix_deals_seeker_state')
        batch_op.drop_index('ix_deals_provider_state')
        batch_op.drop_index(batch_op.f('ix_deals_need_id'))
        batch_op.drop_index(batch_op.f('ix_deals_merged_into_id'))
        batch_op.drop_index('ix_deals_broker_board')
        batch_op.drop_index('ix_deals_agency_board')
        batch_op.drop_index(batch_op.f('ix_deals_achievement_id'))

    op.drop_table('deals')
