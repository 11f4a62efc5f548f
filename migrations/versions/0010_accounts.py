"""accounts of their own: registrations, devices, consents, tokens

Revision ID: 0010
Revises: 0031
"""

import sqlalchemy as sa
from alembic import op

revision = '0010'
down_revision = '0031'
branch_labels = None
depends_on = None

KINDS = ('university', 'institute', 'enterprise', 'agency', 'organiser', 'authority')


def upgrade() -> None:
    with op.batch_alter_table('people') as people:
        people.add_column(sa.Column('phone', sa.String(40), nullable=False, server_default=''))
        people.add_column(sa.Column('pending_email', sa.String(254), nullable=True))
        people.add_column(sa.Column('muted', sa.JSON(), nullable=False, server_default='[]'))
        people.add_column(sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True))
        people.create_check_constraint(op.f('ck_people_deleted_is_not_active'), 'deleted_at IS NULL OR NOT active')
    with op.batch_alter_table('people') as people:
        people.alter_column('phone', server_default=None)
        people.alter_column('muted', server_default=None)
    op.create_table(
        'registrations',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('email', sa.String(254), nullable=False),
        sa.Column('name', sa.String(80), nullable=False),
        sa.Column('password_hash', sa.String(200), nullable=False),
        sa.Column('wanted', sa.Enum(*KINDS, name='known_wanted_kind', native_enum=False, create_constraint=True, length=32), nullable=False),
        sa.Column('locale', sa.String(5), nullable=False),
        sa.Column('consent_version', sa.String(20), nullable=False),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint('email = lower(email)', name=op.f('ck_registrations_email_is_lower_case')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_registrations')),
    )
    op.create_index(op.f('ix_registrations_email'), 'registrations', ['email'])
    op.create_index(op.f('ix_registrations_expires_at'), 'registrations', ['expires_at'])
    op.create_table(
        'sign_ins',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('person_id', sa.Integer(), nullable=False),
        sa.Column('key', sa.String(40), nullable=False),
        sa.Column('device', sa.String(80), nullable=False),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('seen_at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_sign_ins_person_id_people'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_sign_ins')),
        sa.UniqueConstraint('key', name=op.f('uq_sign_ins_key')),
    )
    op.create_index(op.f('ix_sign_ins_person_id'), 'sign_ins', ['person_id'])
    op.create_index(op.f('ix_sign_ins_seen_at'), 'sign_ins', ['seen_at'])
    op.create_table(
        'consents',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('person_id', sa.Integer(), nullable=False),
        sa.Column('document', sa.Enum('terms', 'privacy', name='known_document', native_enum=False, create_constraint=True, length=32), nullable=False),
        sa.Column('version', sa.String(20), nullable=False),
        sa.Column('given_at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_consents_person_id_people'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_consents')),
        sa.UniqueConstraint('person_id', 'document', 'version', name=op.f('uq_consents_person_id')),
    )
    op.create_table(
        'api_tokens',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('person_id', sa.Integer(), nullable=False),
        sa.Column('name', sa.String(60), nullable=False),
        sa.Column('hint', sa.String(12), nullable=False),
        sa.Column('secret_hash', sa.String(64), nullable=False),
        sa.Column('scopes', sa.JSON(), nullable=False),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('last_used_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint('expires_at > created_at', name=op.f('ck_api_tokens_expires_after_it_began')),
        sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_api_tokens_person_id_people'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_api_tokens')),
        sa.UniqueConstraint('secret_hash', name=op.f('uq_api_tokens_secret_hash')),
    )
    op.create_index(op.f('ix_api_tokens_person_id'), 'api_tokens', ['person_id'])


def downgrade() -> None:
    op.drop_table('api_tokens')
    op.drop_table('consents')
    op.drop_table('sign_ins')
    op.drop_table('registrations')
    with op.batch_alter_table('people') as people:
        people.drop_constraint(op.f('ck_people_deleted_is_not_active'), type_='check')
        for column in ('deleted_at', 'muted', 'pending_email', 'phone'):
            people.drop_column(column)
