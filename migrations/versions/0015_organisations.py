"""organisations

Revision ID: 0015
Revises: 0020
"""

import sqlalchemy as sa
from alembic import op


revision = '0015'
down_revision = '0020'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('invitations',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('role', sa.Enum('member', 'manager', name='known_membershiprole', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('state', sa.Enum('open', 'accepted', 'declined', 'withdrawn', name='known_invitationstate', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('invited_by', sa.Integer(), nullable=True),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('email = lower(email)', name=op.f('ck_invitations_email_is_lower_case')),
    sa.ForeignKeyConstraint(['invited_by'], ['people.id'], name=op.f('fk_invitations_invited_by_people'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_invitations_organisation_id_organisations'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_invitations')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_invitations_token_hash'))
    )
    with op.batch_alter_table('invitations', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_invitations_email'), ['email'], unique=False)
        batch_op.create_index(batch_op.f('ix_invitations_organisation_id'), ['organisation_id'], unique=False)
        batch_op.create_index('uq_invitations_open', ['organisation_id', 'email'], unique=True, sqlite_where=sa.text("state = 'open'"), postgresql_where=sa.text("state = 'open'"))

    op.create_table('join_requests',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.Enum('open', 'accepted', 'declined', 'withdrawn', name='known_joinrequeststate', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('message', sa.Text(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('decided_by', sa.Integer(), nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("state <> 'declined' OR reason <> ''", name=op.f('ck_join_requests_declined_has_a_reason')),
    sa.ForeignKeyConstraint(['decided_by'], ['people.id'], name=op.f('fk_join_requests_decided_by_people'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_join_requests_organisation_id_organisations'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_join_requests_person_id_people'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_join_requests'))
    )
    with op.batch_alter_table('join_requests', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_join_requests_organisation_id'), ['organisation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_join_requests_person_id'), ['person_id'], unique=False)
        batch_op.create_index('uq_join_requests_open', ['organisation_id', 'person_id'], unique=True, sqlite_where=sa.text("state = 'open'"), postgresql_where=sa.text("state = 'open'"))

    op.create_table('mandates',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=20), nullable=False),
    sa.Column('owner_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('agency_id', sa.Integer(), nullable=True),
    sa.Column('state', sa.Enum('proposed', 'accepted', 'declined', 'withdrawn', 'ended', 'revoked', name='known_mandatestate', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('may_edit', sa.Boolean(), nullable=False),
    sa.Column('may_submit', sa.Boolean(), nullable=False),
    sa.Column('may_answer', sa.Boolean(), nullable=False),
    sa.Column('all_records', sa.Boolean(), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('valid_until', sa.Date(), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('paper', sa.String(length=64), nullable=False),
    sa.Column('paper_type', sa.String(length=40), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('proposed_by', sa.Integer(), nullable=True),
    sa.Column('proposed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("state = 'proposed' OR decided_at IS NOT NULL", name=op.f('ck_mandates_decided_has_a_date')),
    sa.CheckConstraint('(person_id IS NULL) <> (agency_id IS NULL)', name=op.f('ck_mandates_one_holder')),
    sa.CheckConstraint('agency_id IS NULL OR agency_id <> owner_id', name=op.f('ck_mandates_not_to_itself')),
    sa.CheckConstraint('may_edit OR may_submit OR may_answer', name=op.f('ck_mandates_lets_something')),
    sa.CheckConstraint('valid_from <= valid_until', name=op.f('ck_mandates_days_in_order')),
    sa.ForeignKeyConstraint(['agency_id'], ['organisations.id'], name=op.f('fk_mandates_agency_id_organisations'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['owner_id'], ['organisations.id'], name=op.f('fk_mandates_owner_id_organisations'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_mandates_person_id_people'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['proposed_by'], ['people.id'], name=op.f('fk_mandates_proposed_by_people'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mandates')),
    sa.UniqueConstraint('public_id', name=op.f('uq_mandates_public_id'))
    )
    with op.batch_alter_table('mandates', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_mandates_agency_id'), ['agency_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_mandates_owner_id'), ['owner_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_mandates_person_id'), ['person_id'], unique=False)

    op.create_table('organisation_verifications',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.Enum('unverified', 'pending', 'verified', 'returned', name='known_standing', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('credit_code', sa.String(length=18), nullable=False),
    sa.Column('evidence', sa.String(length=64), nullable=False),
    sa.Column('evidence_type', sa.String(length=40), nullable=False),
    sa.Column('submitted_by', sa.Integer(), nullable=True),
    sa.Column('submitted_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('decided_by', sa.Integer(), nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('remark', sa.Text(), nullable=False),
    sa.CheckConstraint("state <> 'returned' OR remark <> ''", name=op.f('ck_organisation_verifications_returned_has_a_remark')),
    sa.CheckConstraint("state IN ('pending', 'unverified') OR decided_at IS NOT NULL", name=op.f('ck_organisation_verifications_decided_has_a_date')),
    sa.ForeignKeyConstraint(['decided_by'], ['people.id'], name=op.f('fk_organisation_verifications_decided_by_people'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_organisation_verifications_organisation_id_organisations'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['submitted_by'], ['people.id'], name=op.f('fk_organisation_verifications_submitted_by_people'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_organisation_verifications'))
    )
    with op.batch_alter_table('organisation_verifications', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_organisation_verifications_organisation_id'), ['organisation_id'], unique=False)
        batch_op.create_index('ix_organisation_verifications_waiting', ['state', 'submitted_at'], unique=False)

    op.create_table('mandate_records',
    sa.Column('mandate_id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=20), nullable=False),
    sa.ForeignKeyConstraint(['mandate_id'], ['mandates.id'], name=op.f('fk_mandate_records_mandate_id_mandates'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('mandate_id', 'public_id', name=op.f('pk_mandate_records'))
    )
    # Columns are added one by one: SQLite would otherwise copy the table, and dropping the old one empties those that refer to it.
    for name, length in (('address', 200), ('website', 200), ('contact_name', 80), ('contact_phone', 40), ('contact_email', 254), ('logo', 64)):
        op.add_column('organisations', sa.Column(name, sa.String(length=length), nullable=False, server_default=''))
    op.add_column('organisations', sa.Column('introduction', sa.Text(), nullable=False, server_default=''))
    op.add_column('organisations', sa.Column('lock', sa.Integer(), nullable=False, server_default='1'))
    op.execute("ALTER TABLE organisations ADD COLUMN standing VARCHAR(32) DEFAULT 'unverified' NOT NULL "
               "CONSTRAINT known_standing CHECK (standing IN ('unverified', 'pending', 'verified', 'returned'))")
    moment = 'DATETIME' if op.get_bind().dialect.name == 'sqlite' else 'TIMESTAMP WITH TIME ZONE'
    op.execute(f"ALTER TABLE organisations ADD COLUMN verified_at {moment} "
               "CONSTRAINT ck_organisations_verified_has_a_date CHECK (standing <> 'verified' OR verified_at IS NOT NULL)")
    op.add_column('memberships', sa.Column('chosen_at', sa.DateTime(timezone=True), nullable=True))
    op.add_column('memberships', sa.Column('joined_at', sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    for name in ('verified_at', 'standing', 'lock', 'introduction', 'logo', 'contact_email', 'contact_phone', 'contact_name', 'website', 'address'):
        op.drop_column('organisations', name)
    for name in ('joined_at', 'chosen_at'):
        op.drop_column('memberships', name)
    op.drop_table('mandate_records')
    with op.batch_alter_table('organisation_verifications', schema=None) as batch_op:
        batch_op.drop_index('ix_organisation_verifications_waiting')
        batch_op.drop_index(batch_op.f('ix_organisation_verifications_organisation_id'))

    op.drop_table('organisation_verifications')
    with op.batch_alter_table('mandates', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_mandates_person_id'))
        batch_op.drop_index(batch_op.f('ix_mandates_owner_id'))
        batch_op.drop_index(batch_op.f('ix_mandates_agency_id'))

    op.drop_table('mandates')
    with op.batch_alter_table('join_requests', schema=None) as batch_op:
        batch_op.drop_index('uq_join_requests_open', sqlite_where=sa.text("state = 'open'"), postgresql_where=sa.text("state = 'open'"))
        batch_op.drop_index(batch_op.f('ix_join_requests_person_id'))
        batch_op.drop_index(batch_op.f('ix_join_requests_organisation_id'))

    op.drop_table('join_requests')
    with op.batch_alter_table('invitations', schema=None) as batch_op:
        batch_op.drop_index('uq_invitations_open', sqlite_where=sa.text("state = 'open'"), postgresql_where=sa.text("state = 'open'"))
        batch_op.drop_index(batch_op.f('ix_invitations_organisation_id'))
        batch_op.drop_index(batch_op.f('ix_invitations_email'))

    op.drop_table('invitations')
