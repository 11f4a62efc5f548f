"""access and agreements

Revision ID: 0080
Revises: 0086
"""

import sqlalchemy as sa
from alembic import op


revision = '0080'
down_revision = '0086'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('disclosure_accesses',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('kind', sa.Enum('access_view', 'access_download', name='known_accesskind', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('achievement_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('tier', sa.Enum('T0', 'T1', 'T2', 'T3', name='known_access_tier', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('title', sa.String(length=120), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=True),
    sa.Column('basis', sa.String(length=20), nullable=False),
    sa.Column('marked', sa.Boolean(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.CheckConstraint("kind = 'access_view' OR basis = '' OR marked", name=op.f('ck_disclosure_accesses_download_by_right_is_marked')),
    sa.CheckConstraint("kind = 'access_view' OR title <> ''", name=op.f('ck_disclosure_accesses_download_names_a_file')),
    sa.ForeignKeyConstraint(['achievement_id'], ['achievements.id'], name=op.f('fk_disclosure_accesses_achievement_id_achievements'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_disclosure_accesses_organisation_id_organisations')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_disclosure_accesses_person_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_disclosure_accesses'))
    )
    with op.batch_alter_table('disclosure_accesses', schema=None) as batch_op:
        batch_op.create_index('ix_disclosure_accesses_achievement', ['achievement_id', 'id'], unique=False)
        batch_op.create_index('ix_disclosure_accesses_at', ['at'], unique=False)
        batch_op.create_index(batch_op.f('ix_disclosure_accesses_organisation_id'), ['organisation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_disclosure_accesses_person_id'), ['person_id'], unique=False)

    op.create_table('disclosure_grants',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=20), nullable=False),
    sa.Column('achievement_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=True),
    sa.Column('tier', sa.Enum('T0', 'T1', 'T2', 'T3', name='known_grant_tier', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('purpose', sa.Text(), nullable=False),
    sa.Column('state', sa.Enum('access_asked', 'granted', 'declined', 'revoked', 'access_expired', 'cancelled', name='known_grantstate', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('decided_by', sa.Integer(), nullable=True),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("purpose <> ''", name=op.f('ck_disclosure_grants_request_has_a_purpose')),
    sa.CheckConstraint("state NOT IN ('declined', 'revoked') OR reason <> ''", name=op.f('ck_disclosure_grants_refusal_has_a_reason')),
    sa.CheckConstraint("state NOT IN ('granted', 'revoked', 'access_expired') OR expires_at IS NOT NULL", name=op.f('ck_disclosure_grants_grant_has_an_end')),
    sa.CheckConstraint("tier <> 'T3' OR organisation_id IS NOT NULL", name=op.f('ck_disclosure_grants_agreement_needs_an_organisation')),
    sa.CheckConstraint("tier IN ('T2', 'T3')", name=op.f('ck_disclosure_grants_askable_tier')),
    sa.ForeignKeyConstraint(['achievement_id'], ['achievements.id'], name=op.f('fk_disclosure_grants_achievement_id_achievements'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['decided_by'], ['people.id'], name=op.f('fk_disclosure_grants_decided_by_people')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_disclosure_grants_organisation_id_organisations')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_disclosure_grants_person_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_disclosure_grants')),
    sa.UniqueConstraint('public_id', name=op.f('uq_disclosure_grants_public_id'))
    )
    with op.batch_alter_table('disclosure_grants', schema=None) as batch_op:
        batch_op.create_index('ix_disclosure_grants_achievement_state', ['achievement_id', 'state'], unique=False)
        batch_op.create_index(batch_op.f('ix_disclosure_grants_organisation_id'), ['organisation_id'], unique=False)
        batch_op.create_index('ix_disclosure_grants_person', ['person_id', 'achievement_id'], unique=False)
        batch_op.create_index('ix_disclosure_grants_state_expires', ['state', 'expires_at'], unique=False)
        batch_op.create_index('uq_disclosure_grants_open_request', ['achievement_id', 'person_id'], unique=True, sqlite_where=sa.text("state = 'access_asked'"), postgresql_where=sa.text("state = 'access_asked'"))

    op.create_table('disclosure_ndas',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=20), nullable=False),
    sa.Column('achievement_id', sa.Integer(), nullable=False),
    sa.Column('discloser_id', sa.Integer(), nullable=False),
    sa.Column('recipient_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.Enum('nda_drafted', 'half_signed', 'in_force', 'nda_refused', 'nda_ended', name='known_ndastate', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('edition', sa.String(length=20), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('years', sa.Integer(), nullable=False),
    sa.Column('valid_until', sa.Date(), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('drafted_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('drafted_by', sa.Integer(), nullable=True),
    sa.Column('in_force_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("state <> 'in_force' OR valid_until IS NOT NULL", name=op.f('ck_disclosure_ndas_agreement_in_force_has_an_end')),
    sa.CheckConstraint("state NOT IN ('nda_refused', 'nda_ended') OR reason <> ''", name=op.f('ck_disclosure_ndas_ended_has_a_reason')),
    sa.CheckConstraint('length(sha256) = 64', name=op.f('ck_disclosure_ndas_hash_of_the_text')),
    sa.CheckConstraint('years BETWEEN 1 AND 10', name=op.f('ck_disclosure_ndas_years_of_secrecy')),
    sa.ForeignKeyConstraint(['achievement_id'], ['achievements.id'], name=op.f('fk_disclosure_ndas_achievement_id_achievements'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['discloser_id'], ['organisations.id'], name=op.f('fk_disclosure_ndas_discloser_id_organisations')),
    sa.ForeignKeyConstraint(['drafted_by'], ['people.id'], name=op.f('fk_disclosure_ndas_drafted_by_people')),
    sa.ForeignKeyConstraint(['recipient_id'], ['organisations.id'], name=op.f('fk_disclosure_ndas_recipient_id_organisations')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_disclosure_ndas')),
    sa.UniqueConstraint('public_id', name=op.f('uq_disclosure_ndas_public_id'))
    )
    with op.batch_alter_table('disclosure_ndas', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_disclosure_ndas_discloser_id'), ['discloser_id'], unique=False)
        batch_op.create_index('ix_disclosure_ndas_pair', ['achievement_id', 'recipient_id', 'state'], unique=False)
        batch_op.create_index(batch_op.f('ix_disclosure_ndas_recipient_id'), ['recipient_id'], unique=False)

    op.create_table('disclosure_nda_signatures',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('nda_id', sa.Integer(), nullable=False),
    sa.Column('party', sa.Enum('discloser', 'recipient', name='known_party', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('office', sa.String(length=80), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('method', sa.String(length=40), nullable=False),
    sa.Column('evidence', sa.JSON(), nullable=False),
    sa.CheckConstraint("name <> '' AND office <> ''", name=op.f('ck_disclosure_nda_signatures_signed_by_name_and_office')),
    sa.CheckConstraint('length(sha256) = 64', name=op.f('ck_disclosure_nda_signatures_signed_a_text')),
    sa.ForeignKeyConstraint(['nda_id'], ['disclosure_ndas.id'], name=op.f('fk_disclosure_nda_signatures_nda_id_disclosure_ndas'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_disclosure_nda_signatures_person_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_disclosure_nda_signatures')),
    sa.UniqueConstraint('nda_id', 'party', name=op.f('uq_disclosure_nda_signatures_nda_id'))
    )


def downgrade() -> None:
    op.drop_table('disclosure_nda_signatures')
    with op.batch_alter_table('disclosure_ndas', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_disclosure_ndas_recipient_id'))
        batch_op.drop_index('ix_disclosure_ndas_pair')
        batch_op.drop_index(batch_op.f('ix_disclosure_ndas_discloser_id'))

    op.drop_table('disclosure_ndas')
    with op.batch_alter_table('disclosure_grants', schema=None) as batch_op:
        batch_op.drop_index('uq_disclosure_grants_open_request', sqlite_where=sa.text("state = 'access_asked'"), postgresql_where=sa.text("state = 'access_asked'"))
        batch_op.drop_index('ix_disclosure_grants_state_expires')
        batch_op.drop_index('ix_disclosure_grants_person')
        batch_op.drop_index(batch_op.f('ix_disclosure_grants_organisation_id'))
        batch_op.drop_index('ix_disclosure_grants_achievement_state')

    op.drop_table('disclosure_grants')
    with op.batch_alter_table('disclosure_accesses', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_disclosure_accesses_person_id'))
        batch_op.drop_index(batch_op.f('ix_disclosure_accesses_organisation_id'))
        batch_op.drop_index('ix_disclosure_accesses_at')
        batch_op.drop_index('ix_disclosure_accesses_achievement')

    op.drop_table('disclosure_accesses')
