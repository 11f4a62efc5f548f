"""whether an organisation lets its order be learnt, and what is not to be learnt from again

Revision ID: 0150
Revises: 0147
"""

import sqlalchemy as sa
from alembic import op


revision = "0150"
down_revision = "0147"
branch_labels = None
depends_on = None
OUTCOMES = ("shown", "declined_pair", "accepted_pair", "meeting_held", "deal")


def upgrade() -> None:
    op.create_table(
        "match_learning_choices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("learns", sa.Boolean(), nullable=False),
        sa.Column("forgotten_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_match_learning_choices_organisation_id_organisations"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_match_learning_choices")),
        sa.UniqueConstraint("organisation_id", name=op.f("uq_match_learning_choices_organisation_id")),
    )
    op.create_table(
        "match_forgotten",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("need_id", sa.Integer(), nullable=False),
        sa.Column("achievement_id", sa.Integer(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(*OUTCOMES, name="known_forgotten_outcome", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.CheckConstraint("outcome IN ('meeting_held', 'deal')", name=op.f("ck_match_forgotten_told_by_another_room")),
        sa.ForeignKeyConstraint(
            ["need_id"],
            ["needs.id"],
            name=op.f("fk_match_forgotten_need_id_needs"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["achievement_id"],
            ["achievements.id"],
            name=op.f("fk_match_forgotten_achievement_id_achievements"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_match_forgotten")),
        sa.UniqueConstraint("need_id", "achievement_id", "outcome", name=op.f("uq_match_forgotten_need_id")),
    )
    with op.batch_alter_table("match_forgotten", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_match_forgotten_achievement_id"), ["achievement_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("match_forgotten", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_match_forgotten_achievement_id"))
    op.drop_table("match_forgotten")
    op.drop_table("match_learning_choices")
