"""Terms of a contract that lacks nothing."""

from datetime import date
from decimal import Decimal

from marketplace.contracts.amounts import Deduction
from marketplace.contracts.content import Party, Terms
from marketplace.contracts.rules import ContractKind, DeductionKind


def whole_terms() -> Terms:
    """A licence for 500 万元, 40 of them for equipment."""
    return Terms(
        kind=ContractKind.LICENCE,
        title="两相吸收剂燃烧后碳捕集技术许可",
        seller=Party(
            name="云梦理工大学", credit_code="12420111125614452K", region="420100", address="武汉市云梦路 1 号",
            contact="科研院", phone="027-05550001",
        ),
        buyer=Party(
            name="荆沅化工", credit_code="914205001256144525", region="420500", address="宜昌市荆沅大道 18 号",
            contact="陈工", phone="0717-5550001",
        ),
        subject="卖方许可买方在合成氨装置上使用两相吸收剂碳捕集技术，提供工艺包与操作规程。",
        indicators="再生热耗不高于 2.6 GJ/t，连续运行 72 小时验收。",
        ip="发明专利 ZL202010000001.X",
        ownership="普通许可，限湖北省内使用，不得再许可。",
        performance="工艺包交付后在买方厂内调试。",
        confidentiality="双方对技术资料保密五年。",
        risk="因技术本身的缺陷达不到指标的，由卖方免费改进一次。",
        breach="逾期付款每日按未付金额的万分之三计。",
        disputes="协商不成的，提交武汉仲裁委员会仲裁。",
        sector="energy",
        key_technology="",
        industry="C26",
        total=Decimal(500),
        payment="入门费 200 万元，其余按里程碑支付。",
        deductions=(Deduction(kind=DeductionKind.EQUIPMENT, label="吸收塔填料", amount=Decimal(40)),),
        signed_on=date(2026, 2, 2),
        starts_on=date(2026, 2, 9),
        ends_on=date(2028, 2, 8),
        contracted_yearly=Decimal(10000),
        contracted_years=Decimal(5),
    )  # fmt: skip
