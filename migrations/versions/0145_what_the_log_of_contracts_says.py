"""what a contract was about, in each line of its log

Revision ID: 0145
Revises: 0130
"""

import json
from decimal import Decimal

import sqlalchemy as sa
from alembic import op


revision = '0145'
down_revision = '0130'
branch_labels = None
depends_on = None

KINDS = ('commissioned', 'joint', 'assignment', 'licence', 'consulting', 'service')
WORDS = (('key_technology', 8), ('industry', 8), ('region', 6))
TONNES = ('expected_yearly', 'contracted_yearly', 'contracted')


def upgrade() -> None:
    with op.batch_alter_table('contract_moves', schema=None) as batch_op:
        kind = sa.Enum(*KINDS, name='known_contractkind', native_enum=False, create_constraint=True, length=32)
        batch_op.add_column(sa.Column('kind', kind, nullable=True))
        for name, length in WORDS:
            batch_op.add_column(sa.Column(name, sa.String(length), nullable=False, server_default=''))
        for name in TONNES:
            batch_op.add_column(sa.Column(name, sa.BigInteger(), nullable=True))
    with op.batch_alter_table('contract_moves', schema=None) as batch_op:
        for name, _length in WORDS:
            batch_op.alter_column(name, server_default=None)
    _read_out_of_versions(op.get_bind())


def downgrade() -> None:
    with op.batch_alter_table('contract_moves', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('ck_contract_moves_known_contractkind'), type_='check')
        for name in (*TONNES, *(name for name, _length in WORDS), 'kind'):
            batch_op.drop_column(name)


def _read_out_of_versions(bind: sa.Connection) -> None:
    """Each line says of which version it was written; the version holds what the contract said then."""
    rows = bind.execute(sa.text(
        'SELECT m.id, v.terms, c.expected_yearly FROM contract_moves m'
        ' JOIN contract_versions v ON v.contract_id = m.contract_id AND v.number = m.number'
        ' JOIN contracts c ON c.id = m.contract_id'
    )).all()
    said = sa.text(
        'UPDATE contract_moves SET kind = :kind, key_technology = :technology, industry = :industry, region = :region,'
        ' expected_yearly = :expected, contracted_yearly = :yearly, contracted = :contracted WHERE id = :id'
    )
    for move, held, expected in rows:
        terms = json.loads(held) if isinstance(held, str) else held
        yearly, years = terms.get('contracted_yearly') or None, terms.get('contracted_years') or None
        over = (Decimal(yearly) * Decimal(years)).quantize(Decimal('0.001')) if yearly and years else None
        bind.execute(said, {
            'id': move, 'kind': terms['kind'], 'technology': terms.get('key_technology', ''),
            'industry': terms.get('industry', ''), 'region': terms.get('seller-region', ''), 'expected': expected,
            'yearly': int(Decimal(yearly) * 1000) if yearly else None,
            'contracted': int(over * 1000) if over is not None else None,
        })
