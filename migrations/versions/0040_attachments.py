"""files and pictures of results

Revision ID: 0040
Revises: 0050
"""

import sqlalchemy as sa
from alembic import op


revision = '0040'
down_revision = '0050'
branch_labels = None
depends_on = None
KINDS = ('introduction', 'test_report', 'certificate', 'case_proof', 'technical', 'drawing', 'other')
TIERS = ('T0', 'T1', 'T2', 'T3')


def upgrade() -> None:
    op.create_table('achievement_attachments',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum(*KINDS, name='known_attachmentkind', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('tier', sa.Enum(*TIERS, name='known_attachment_tier', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('title', sa.String(length=120), nullable=False),
    sa.Column('filename', sa.String(length=160), nullable=False),
    sa.Column('media_type', sa.String(length=100), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=64), nullable=False),
    sa.Column('added_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('added_by', sa.Integer(), nullable=True),
    sa.Column('removed_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("title <> ''", name=op.f('ck_achievement_attachments_attachment_has_a_title')),
    sa.CheckConstraint('size > 0', name=op.f('ck_achievement_attachments_attachment_is_not_empty')),
    sa.ForeignKeyConstraint(['added_by'], ['people.id'], name=op.f('fk_achievement_attachments_added_by_people')),
    sa.ForeignKeyConstraint(['version_id'], ['achievement_versions.id'], name=op.f('fk_achievement_attachments_version_id_achievement_versions'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_achievement_attachments'))
    )
    with op.batch_alter_table('achievement_attachments', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_achievement_attachments_key'), ['key'], unique=False)
        batch_op.create_index(batch_op.f('ix_achievement_attachments_version_id'), ['version_id'], unique=False)

    op.create_table('achievement_pictures',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('alt', sa.Text(), nullable=False),
    sa.Column('added_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('added_by', sa.Integer(), nullable=True),
    sa.Column('removed_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("alt <> ''", name=op.f('ck_achievement_pictures_picture_has_words')),
    sa.ForeignKeyConstraint(['added_by'], ['people.id'], name=op.f('fk_achievement_pictures_added_by_people')),
    sa.ForeignKeyConstraint(['version_id'], ['achievement_versions.id'], name=op.f('fk_achievement_pictures_version_id_achievement_versions'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_achievement_pictures'))
    )
    with op.batch_alter_table('achievement_pictures', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_achievement_pictures_version_id'), ['version_id'], unique=False)

    op.create_table('achievement_picture_renditions',
    sa.Column('picture_id', sa.Integer(), nullable=False),
    sa.Column('width', sa.Integer(), nullable=False),
    sa.Column('media_type', sa.String(length=100), nullable=False),
    sa.Column('height', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=64), nullable=False),
    sa.CheckConstraint('width > 0 AND height > 0', name=op.f('ck_achievement_picture_renditions_rendition_has_a_size')),
    sa.ForeignKeyConstraint(['picture_id'], ['achievement_pictures.id'], name=op.f('fk_achievement_picture_renditions_picture_id_achievement_pictures'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('picture_id', 'width', 'media_type', name=op.f('pk_achievement_picture_renditions'))
    )
    with op.batch_alter_table('achievement_picture_renditions', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_achievement_picture_renditions_key'), ['key'], unique=False)


def downgrade() -> None:
    op.drop_table('achievement_picture_renditions')
    op.drop_table('achievement_pictures')
    op.drop_table('achievement_attachments')
