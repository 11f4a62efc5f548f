"""imports

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op


revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('import_aliases',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('achievement', 'need', name='known_alias_kind', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('source_key', sa.String(length=160), nullable=False),
    sa.Column('record_id', sa.String(length=20), nullable=False),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_import_aliases_organisation_id_organisations'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_import_aliases')),
    sa.UniqueConstraint('organisation_id', 'kind', 'source_key', name=op.f('uq_import_aliases_organisation_id'))
    )
    op.create_table('import_runs',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=36), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('achievement', 'need', name='known_import_kind', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('filename', sa.String(length=255), nullable=False),
    sa.Column('file_hash', sa.String(length=64), nullable=False),
    sa.Column('file_size', sa.Integer(), nullable=False),
    sa.Column('overrides', sa.JSON(), nullable=False),
    sa.Column('fixes', sa.JSON(), nullable=False),
    sa.Column('decisions', sa.JSON(), nullable=False),
    sa.Column('fingerprint', sa.String(length=32), nullable=False),
    sa.Column('preview', sa.String(length=64), nullable=False),
    sa.Column('summary', sa.JSON(), nullable=False),
    sa.Column('state', sa.Enum('uploaded', 'planned', 'loading', 'done', 'failed', name='known_runstate', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('message', sa.JSON(), nullable=False),
    sa.Column('job_id', sa.String(length=36), nullable=False),
    sa.Column('lock', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('finished_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('file_size IS NULL OR file_size >= 0', name=op.f('ck_import_runs_file_size_not_negative')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_import_runs_organisation_id_organisations'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_import_runs_person_id_people'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_import_runs')),
    sa.UniqueConstraint('public_id', name=op.f('uq_import_runs_public_id'))
    )
    with op.batch_alter_table('import_runs', schema=None) as batch_op:
        batch_op.create_index('ix_import_runs_organisation_created', ['organisation_id', 'created_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_import_runs_person_id'), ['person_id'], unique=False)

    op.create_table('remembered_mappings',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('fingerprint', sa.String(length=32), nullable=False),
    sa.Column('columns', sa.JSON(), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_remembered_mappings_organisation_id_organisations'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_remembered_mappings')),
    sa.UniqueConstraint('organisation_id', 'fingerprint', name=op.f('uq_remembered_mappings_organisation_id'))
    )
    op.create_table('imported_rows',
    sa.Column('run_id', sa.Integer(), nullable=False),
    sa.Column('row_key', sa.String(length=24), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('outcome', sa.Enum('created', 'updated', 'unchanged', 'duplicate', 'rejected', name='known_rowoutcome', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('record_id', sa.String(length=20), nullable=False),
    sa.Column('reason', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['run_id'], ['import_runs.id'], name=op.f('fk_imported_rows_run_id_import_runs'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('run_id', 'row_key', name=op.f('pk_imported_rows'))
    )
    with op.batch_alter_table('imported_rows', schema=None) as batch_op:
        batch_op.create_index('ix_imported_rows_outcome', ['run_id', 'outcome'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('imported_rows', schema=None) as batch_op:
        batch_op.drop_index('ix_imported_rows_outcome')

    op.drop_table('imported_rows')
    op.drop_table('remembered_mappings')
    with op.batch_alter_table('import_runs', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_import_runs_person_id'))
        batch_op.drop_index('ix_import_runs_organisation_created')

    op.drop_table('import_runs')
    op.drop_table('import_aliases')
