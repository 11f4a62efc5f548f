"""revisions of needs: what was published stands while the next text is written

Revision ID: 0097
Revises: 0070
"""

from datetime import date, datetime, timezone

import sqlalchemy as sa
from alembic import op


revision = '0097'
down_revision = '0070'
branch_labels = None
depends_on = None

CHILDREN = ('need_constraints', 'need_solution_modes', 'need_remarks', 'need_clocks')
WORDS = ('title', 'problem', 'indicators', 'goal', 'keywords', 'region', 'contact_name', 'contact_phone', 'contact_email',
    'sector', 'key_technology', 'industries', 'capacity', 'energy_use', 'emissions', 'target_reduction', 'already_tried',
    'minimum_trl', 'site_limits', 'budget', 'anonymous', 'track', 'extra')


def upgrade() -> None:
    op.add_column('needs', sa.Column('standing', sa.Boolean(), nullable=False, server_default=sa.true()))
    with op.batch_alter_table('needs', schema=None) as batch_op:
        batch_op.add_column(sa.Column('revises_id', sa.Integer(), nullable=True))
        batch_op.alter_column('standing', server_default=None)
        batch_op.drop_constraint(op.f('uq_needs_public_id'), type_='unique')
        batch_op.create_unique_constraint(op.f('uq_needs_public_id'), ['public_id', 'standing'])
        batch_op.create_unique_constraint(op.f('uq_needs_revises_id'), ['revises_id'])
        batch_op.create_foreign_key(op.f('fk_needs_revises_id_needs'), 'needs', ['revises_id'], ['id'], ondelete='CASCADE')
        batch_op.create_check_constraint(op.f('ck_needs_a_revision_revises'), 'standing = (revises_id IS NULL)')
        batch_op.create_check_constraint(op.f('ck_needs_a_revision_is_in_work'),
            "standing OR state IN ('draft', 'submitted', 'diagnosis', 'returned')")
    split(op.get_bind())


def split(bind) -> None:
    """What was in work again after a publication becomes a revision beside what had been published."""
    tables = sa.MetaData()
    needs, versions = (sa.Table(name, tables, autoload_with=bind) for name in ('needs', 'need_versions'))
    newest = sa.select(versions.c.need_id, sa.func.max(versions.c.number).label('number')).group_by(versions.c.need_id).subquery()
    reopened = (
        sa.select(needs.c.id, needs.c.state, needs.c.lock, needs.c.public_id, versions.c.content)
        .join(newest, newest.c.need_id == needs.c.id)
        .join(versions, sa.and_(versions.c.need_id == newest.c.need_id, versions.c.number == newest.c.number))
        .where(needs.c.state.in_(('draft', 'submitted', 'diagnosis', 'returned')), needs.c.published_at.is_not(None))
        .order_by(needs.c.id)
    )
    for row in bind.execute(reopened).all():
        bind.execute(_copy(needs, row.id))
        made = bind.scalar(sa.select(needs.c.id).where(needs.c.revises_id == row.id))
        for name in CHILDREN:
            child = sa.Table(name, tables, autoload_with=bind)
            bind.execute(sa.update(child).where(child.c.need_id == row.id).values(need_id=made))
        if row.state == 'diagnosis':
            _move_diagnosis(bind, tables, row.id, made)
        _stand_again(bind, tables, needs, row)


def _copy(needs, number):
    changed = {
        'revises_id': needs.c.id, 'standing': sa.false(), 'source_system': sa.literal('revision'),
        'source_key': needs.c.public_id, 'number': needs.c.number + 1, 'published_at': sa.null(),
    }
    names = [column.name for column in needs.columns if column.name != 'id']
    row = sa.select(*(changed.get(name, needs.c[name]).label(name) for name in names)).where(needs.c.id == number)
    return sa.insert(needs).from_select(names, row)


def _move_diagnosis(bind, tables, number, made) -> None:
    looks = sa.Table('need_diagnoses', tables, autoload_with=bind)
    entries = sa.Table('need_diagnosis_entries', tables, autoload_with=bind)
    names = [column.name for column in looks.columns]
    row = sa.select(*(sa.literal(made).label(name) if name == 'need_id' else looks.c[name] for name in names))
    bind.execute(sa.insert(looks).from_select(names, row.where(looks.c.need_id == number)))
    bind.execute(sa.update(entries).where(entries.c.need_id == number).values(need_id=made))
    bind.execute(sa.delete(looks).where(looks.c.need_id == number))


def _stand_again(bind, tables, needs, row) -> None:
    """The need says again what was published, is where it was, and is promised to the index."""
    said, number = row.content, row.id
    withdrawals = sa.Table('need_withdrawals', tables, autoload_with=bind)
    gone = bind.scalar(sa.select(withdrawals.c.need_id).where(withdrawals.c.need_id == number)) is not None
    state = 'withdrawn' if gone else 'long_term' if said['track'] == 'long_term' else 'published'
    words = {name: said[name] for name in WORDS if name in said}
    deadline = date.fromisoformat(said['deadline']) if said.get('deadline') else None
    bind.execute(sa.update(needs).where(needs.c.id == number).values(
        **words, deadline=deadline, state=state, lock=row.lock + 1, response_due_at=None))
    limits, modes, outbox = (sa.Table(name, tables, autoload_with=bind) for name in ('need_constraints', 'need_solution_modes', 'outbox'))
    for place, limit in enumerate(said['constraints']):
        bind.execute(sa.insert(limits).values(**{'quote': ''} | limit, need_id=number, position=place))
    for place, mode in enumerate(dict.fromkeys(said['solution_modes'])):
        bind.execute(sa.insert(modes).values(need_id=number, mode=mode, position=place))
    bind.execute(sa.insert(outbox).values(kind='need', subject_id=row.public_id, created_at=datetime.now(timezone.utc)))


def downgrade() -> None:
    revisions = 'SELECT id FROM needs WHERE revises_id IS NOT NULL'
    for name in ('need_diagnosis_entries', 'need_diagnoses', *CHILDREN):
        op.execute(f'DELETE FROM {name} WHERE need_id IN ({revisions})')
    op.execute('DELETE FROM needs WHERE revises_id IS NOT NULL')
    with op.batch_alter_table('needs', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('ck_needs_a_revision_is_in_work'), type_='check')
        batch_op.drop_constraint(op.f('ck_needs_a_revision_revises'), type_='check')
        batch_op.drop_constraint(op.f('fk_needs_revises_id_needs'), type_='foreignkey')
        batch_op.drop_constraint(op.f('uq_needs_revises_id'), type_='unique')
        batch_op.drop_constraint(op.f('uq_needs_public_id'), type_='unique')
        batch_op.create_unique_constraint(op.f('uq_needs_public_id'), ['public_id'])
        batch_op.drop_column('revises_id')
        batch_op.drop_column('standing')
