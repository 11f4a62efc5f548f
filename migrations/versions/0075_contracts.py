"""contracts

Revision ID: 0075
Revises: 0094
"""

import sqlalchemy as sa
from alembic import op


revision = '0075'
down_revision = '0094'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('contracts',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=20), nullable=False),
    sa.Column('deal_id', sa.Integer(), nullable=False),
    sa.Column('seller_id', sa.Integer(), nullable=False),
    sa.Column('buyer_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.Enum('drafted', 'contract_signed', 'declared', 'correction', 'in_review', 'registered', 'registration_refused', 'changing', 'contract_cancelled', name='known_contractstate', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('lock', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('terms', sa.JSON(), nullable=False),
    sa.Column('kind', sa.Enum('commissioned', 'joint', 'assignment', 'licence', 'consulting', 'service', name='known_contractkind', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('title', sa.String(length=120), nullable=False),
    sa.Column('total', sa.BigInteger(), nullable=True),
    sa.Column('technical', sa.BigInteger(), nullable=True),
    sa.Column('sector', sa.String(length=20), nullable=False),
    sa.Column('key_technology', sa.String(length=8), nullable=False),
    sa.Column('industry', sa.String(length=8), nullable=False),
    sa.Column('region', sa.String(length=6), nullable=False),
    sa.Column('signed_on', sa.Date(), nullable=True),
    sa.Column('starts_on', sa.Date(), nullable=True),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.Column('edition', sa.String(length=12), nullable=False),
    sa.Column('declared_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('review_due', sa.Date(), nullable=True),
    sa.Column('registration_number', sa.String(length=40), nullable=False),
    sa.Column('registered_on', sa.Date(), nullable=True),
    sa.Column('refusal', sa.Enum('not_technical', 'goods', 'content_missing', 'party_missing', 'amount_unclear', 'ip_unclear', 'duplicate', 'unsigned', 'out_of_time', 'other_refusal', name='known_refusal', native_enum=False, create_constraint=True, length=32), nullable=True),
    sa.Column('remark', sa.Text(), nullable=False),
    sa.Column('expected_yearly', sa.BigInteger(), nullable=True),
    sa.Column('contracted_yearly', sa.BigInteger(), nullable=True),
    sa.Column('contracted_years', sa.BigInteger(), nullable=True),
    sa.Column('accepted_on', sa.Date(), nullable=True),
    sa.Column('acceptance', sa.Text(), nullable=False),
    sa.Column('is_sample', sa.Boolean(), nullable=False),
    sa.Column('created_by', sa.Integer(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("state <> 'registration_refused' OR refusal IS NOT NULL", name=op.f('ck_contracts_refused_has_a_reason')),
    sa.CheckConstraint("state = 'drafted' OR state = 'contract_cancelled' OR signed_on IS NOT NULL", name=op.f('ck_contracts_signed_has_a_date')),
    sa.CheckConstraint("state NOT IN ('registered', 'changing') OR (registration_number <> '' AND registered_on IS NOT NULL)", name=op.f('ck_contracts_registered_has_a_number')),
    sa.CheckConstraint('contracted_yearly IS NULL OR contracted_yearly >= 0', name=op.f('ck_contracts_contracted_yearly_not_negative')),
    sa.CheckConstraint('contracted_years IS NULL OR contracted_years >= 0', name=op.f('ck_contracts_contracted_years_not_negative')),
    sa.CheckConstraint('seller_id <> buyer_id', name=op.f('ck_contracts_two_sides')),
    sa.CheckConstraint('starts_on IS NULL OR ends_on IS NULL OR starts_on <= ends_on', name=op.f('ck_contracts_term_in_order')),
    sa.CheckConstraint('technical <= total', name=op.f('ck_contracts_technical_within_total')),
    sa.CheckConstraint('technical IS NULL OR technical >= 0', name=op.f('ck_contracts_technical_not_negative')),
    sa.CheckConstraint('total IS NULL OR total >= 0', name=op.f('ck_contracts_total_not_negative')),
    sa.ForeignKeyConstraint(['buyer_id'], ['organisations.id'], name=op.f('fk_contracts_buyer_id_organisations')),
    sa.ForeignKeyConstraint(['created_by'], ['people.id'], name=op.f('fk_contracts_created_by_people')),
    sa.ForeignKeyConstraint(['deal_id'], ['deals.id'], name=op.f('fk_contracts_deal_id_deals')),
    sa.ForeignKeyConstraint(['seller_id'], ['organisations.id'], name=op.f('fk_contracts_seller_id_organisations')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contracts')),
    sa.UniqueConstraint('public_id', name=op.f('uq_contracts_public_id'))
    )
    with op.batch_alter_table('contracts', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_contracts_buyer_id'), ['buyer_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_contracts_deal_id'), ['deal_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_contracts_seller_id'), ['seller_id'], unique=False)
        batch_op.create_index('ix_contracts_state_due', ['state', 'review_due'], unique=False)
        batch_op.create_index('uq_contracts_live', ['deal_id'], unique=True, sqlite_where=sa.text("state NOT IN ('contract_cancelled', 'registration_refused')"), postgresql_where=sa.text("state NOT IN ('contract_cancelled', 'registration_refused')"))

    op.create_table('contract_commissions',
    sa.Column('contract_id', sa.Integer(), nullable=False),
    sa.Column('basis', sa.Enum('total', 'technical', 'received', name='known_basis', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('rate', sa.BigInteger(), nullable=False),
    sa.Column('trigger', sa.Enum('on_signing', 'on_registration', 'on_receipt', 'on_acceptance', name='known_trigger', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('rate > 0 AND rate <= 1000000', name=op.f('ck_contract_commissions_rate_is_a_percentage')),
    sa.ForeignKeyConstraint(['contract_id'], ['contracts.id'], name=op.f('fk_contract_commissions_contract_id_contracts'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('contract_id', name=op.f('pk_contract_commissions'))
    )
    op.create_table('contract_measurements',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('contract_id', sa.Integer(), nullable=False),
    sa.Column('begins_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=False),
    sa.Column('tonnes', sa.BigInteger(), nullable=False),
    sa.Column('grade', sa.Enum('E0', 'E1', 'E2', 'E3', 'E4', name='known_evidencegrade', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('method', sa.String(length=300), nullable=False),
    sa.Column('key', sa.String(length=64), nullable=False),
    sa.Column('media_type', sa.String(length=40), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('begins_on <= ends_on', name=op.f('ck_contract_measurements_period_in_order')),
    sa.ForeignKeyConstraint(['contract_id'], ['contracts.id'], name=op.f('fk_contract_measurements_contract_id_contracts'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_contract_measurements_person_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contract_measurements'))
    )
    with op.batch_alter_table('contract_measurements', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_contract_measurements_at'), ['at'], unique=False)
        batch_op.create_index(batch_op.f('ix_contract_measurements_contract_id'), ['contract_id'], unique=False)

    op.create_table('contract_moves',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('contract_id', sa.Integer(), nullable=False),
    sa.Column('action', sa.Enum('draft_contract', 'edit_contract', 'sign_contract', 'unsign_contract', 'declare_contract', 'recall_declaration', 'accept_declaration', 'return_declaration', 'register_contract', 'refuse_contract', 'change_contract', 'register_change', 'cancel_contract', 'abandon_contract', 'accept_work', name='known_contractaction', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('state', sa.Enum('drafted', 'contract_signed', 'declared', 'correction', 'in_review', 'registered', 'registration_refused', 'changing', 'contract_cancelled', name='known_contractstate', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('day', sa.Date(), nullable=True),
    sa.Column('total', sa.BigInteger(), nullable=True),
    sa.Column('technical', sa.BigInteger(), nullable=True),
    sa.Column('refusal', sa.Enum('not_technical', 'goods', 'content_missing', 'party_missing', 'amount_unclear', 'ip_unclear', 'duplicate', 'unsigned', 'out_of_time', 'other_refusal', name='known_refusal', native_enum=False, create_constraint=True, length=32), nullable=True),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['contract_id'], ['contracts.id'], name=op.f('fk_contract_moves_contract_id_contracts'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_contract_moves_person_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contract_moves'))
    )
    with op.batch_alter_table('contract_moves', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_contract_moves_at'), ['at'], unique=False)
        batch_op.create_index('ix_contract_moves_contract_at', ['contract_id', 'at'], unique=False)

    op.create_table('contract_papers',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('contract_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('signed_copy', 'supplement', 'acceptance', 'registration_certificate', name='known_paperkind', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=64), nullable=False),
    sa.Column('media_type', sa.String(length=40), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('size > 0', name=op.f('ck_contract_papers_size_above_zero')),
    sa.ForeignKeyConstraint(['contract_id'], ['contracts.id'], name=op.f('fk_contract_papers_contract_id_contracts'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_contract_papers_person_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contract_papers'))
    )
    with op.batch_alter_table('contract_papers', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_contract_papers_contract_id'), ['contract_id'], unique=False)

    op.create_table('contract_payments',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('contract_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('entry', 'milestone', 'royalty', 'single', name='known_paymentkind', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('label', sa.String(length=120), nullable=False),
    sa.Column('condition', sa.String(length=200), nullable=False),
    sa.Column('amount', sa.BigInteger(), nullable=True),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("kind = 'royalty' OR amount IS NOT NULL", name=op.f('ck_contract_payments_amount_unless_royalty')),
    sa.CheckConstraint('amount IS NULL OR amount >= 0', name=op.f('ck_contract_payments_amount_not_negative')),
    sa.ForeignKeyConstraint(['contract_id'], ['contracts.id'], name=op.f('fk_contract_payments_contract_id_contracts'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contract_payments'))
    )
    with op.batch_alter_table('contract_payments', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_contract_payments_contract_id'), ['contract_id'], unique=False)

    op.create_table('contract_versions',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('contract_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('terms', sa.JSON(), nullable=False),
    sa.Column('note', sa.String(length=300), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['contract_id'], ['contracts.id'], name=op.f('fk_contract_versions_contract_id_contracts'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_contract_versions_person_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contract_versions')),
    sa.UniqueConstraint('contract_id', 'number', name=op.f('uq_contract_versions_contract_id'))
    )
    op.create_table('commission_calculations',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('contract_id', sa.Integer(), nullable=False),
    sa.Column('cause', sa.Enum('commission_agreed', 'commission_signed', 'commission_registered', 'commission_edited', 'commission_changed', 'commission_received', 'commission_voided', 'commission_accepted', name='known_cause', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('basis', sa.Enum('total', 'technical', 'received', name='known_basis', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('rate', sa.BigInteger(), nullable=False),
    sa.Column('basis_amount', sa.BigInteger(), nullable=False),
    sa.Column('amount', sa.BigInteger(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['contract_id'], ['contract_commissions.contract_id'], name=op.f('fk_commission_calculations_contract_id_contract_commissions'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_commission_calculations_person_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_commission_calculations'))
    )
    with op.batch_alter_table('commission_calculations', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_commission_calculations_contract_id'), ['contract_id'], unique=False)

    op.create_table('commission_parties',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('contract_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('organisation_id', sa.Integer(), nullable=True),
    sa.Column('percent', sa.BigInteger(), nullable=False),
    sa.Column('amount', sa.BigInteger(), nullable=False),
    sa.CheckConstraint('(person_id IS NULL) <> (organisation_id IS NULL)', name=op.f('ck_commission_parties_person_or_agency')),
    sa.CheckConstraint('percent >= 0 AND percent <= 1000000', name=op.f('ck_commission_parties_percent_is_a_percentage')),
    sa.ForeignKeyConstraint(['contract_id'], ['contract_commissions.contract_id'], name=op.f('fk_commission_parties_contract_id_contract_commissions'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_commission_parties_organisation_id_organisations')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_commission_parties_person_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_commission_parties'))
    )
    with op.batch_alter_table('commission_parties', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_commission_parties_contract_id'), ['contract_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_commission_parties_organisation_id'), ['organisation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_commission_parties_person_id'), ['person_id'], unique=False)

    op.create_table('contract_receipts',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('payment_id', sa.Integer(), nullable=False),
    sa.Column('amount', sa.BigInteger(), nullable=False),
    sa.Column('received_on', sa.Date(), nullable=False),
    sa.Column('note', sa.String(length=200), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('voided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('void_reason', sa.String(length=200), nullable=False),
    sa.CheckConstraint("voided_at IS NULL OR void_reason <> ''", name=op.f('ck_contract_receipts_voided_has_a_reason')),
    sa.CheckConstraint('amount > 0', name=op.f('ck_contract_receipts_amount_above_zero')),
    sa.ForeignKeyConstraint(['payment_id'], ['contract_payments.id'], name=op.f('fk_contract_receipts_payment_id_contract_payments'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_contract_receipts_person_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contract_receipts'))
    )
    with op.batch_alter_table('contract_receipts', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_contract_receipts_payment_id'), ['payment_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_contract_receipts_received_on'), ['received_on'], unique=False)

    op.create_table('commission_payouts',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('party_id', sa.Integer(), nullable=False),
    sa.Column('amount', sa.BigInteger(), nullable=False),
    sa.Column('paid_on', sa.Date(), nullable=False),
    sa.Column('note', sa.String(length=200), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('amount > 0', name=op.f('ck_commission_payouts_amount_above_zero')),
    sa.ForeignKeyConstraint(['party_id'], ['commission_parties.id'], name=op.f('fk_commission_payouts_party_id_commission_parties'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_commission_payouts_person_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_commission_payouts'))
    )
    with op.batch_alter_table('commission_payouts', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_commission_payouts_party_id'), ['party_id'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('commission_payouts', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_commission_payouts_party_id'))

    op.drop_table('commission_payouts')
    with op.batch_alter_table('contract_receipts', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_contract_receipts_received_on'))
        batch_op.drop_index(batch_op.f('ix_contract_receipts_payment_id'))

    op.drop_table('contract_receipts')
    with op.batch_alter_table('commission_parties', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_commission_parties_person_id'))
        batch_op.drop_index(batch_op.f('ix_commission_parties_organisation_id'))
        batch_op.drop_index(batch_op.f('ix_commission_parties_contract_id'))

    op.drop_table('commission_parties')
    with op.batch_alter_table('commission_calculations', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_commission_calculations_contract_id'))

    op.drop_table('commission_calculations')
    op.drop_table('contract_versions')
    with op.batch_alter_table('contract_payments', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_contract_payments_contract_id'))

    op.drop_table('contract_payments')
    with op.batch_alter_table('contract_papers', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_contract_papers_contract_id'))

    op.drop_table('contract_papers')
    with op.batch_alter_table('contract_moves', schema=None) as batch_op:
        batch_op.drop_index('ix_contract_moves_contract_at')
        batch_op.drop_index(batch_op.f('ix_contract_moves_at'))

    op.drop_table('contract_moves')
    with op.batch_alter_table('contract_measurements', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_contract_measurements_contract_id'))
        batch_op.drop_index(batch_op.f('ix_contract_measurements_at'))

    op.drop_table('contract_measurements')
    op.drop_table('contract_commissions')
    with op.batch_alter_table('contracts', schema=None) as batch_op:
        batch_op.drop_index('uq_contracts_live', sqlite_where=sa.text("state NOT IN ('contract_cancelled', 'registration_refused')"), postgresql_where=sa.text("state NOT IN ('contract_cancelled', 'registration_refused')"))
        batch_op.drop_index('ix_contracts_state_due')
        batch_op.drop_index(batch_op.f('ix_contracts_seller_id'))
        batch_op.drop_index(batch_op.f('ix_contracts_deal_id'))
        batch_op.drop_index(batch_op.f('ix_contracts_buyer_id'))

    op.drop_table('contracts')
