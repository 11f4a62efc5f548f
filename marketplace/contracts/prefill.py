"""What the record already knows of a contract that is to be drafted: parties, technology, price, rights, tonnes."""

from collections.abc import Iterator
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from marketplace.accounts.models import Organisation
from marketplace.contracts.carbon import TONNE
from marketplace.contracts.content import Party, Terms
from marketplace.contracts.rules import ContractKind
from marketplace.deals.models import Deal
from marketplace.deals.rules import Pipeline
from marketplace.listings.models import AchievementVersion
from marketplace.listings.rules import ListingState
from marketplace.needs.models import Need
from marketplace.taxonomy.terms import IpKind, Operator, SolutionMode
from marketplace.web.formats import number

KIND_OF = {
    Pipeline.ASSIGNMENT: ContractKind.ASSIGNMENT,
    Pipeline.LICENCE: ContractKind.LICENCE,
    Pipeline.DEVELOPMENT: ContractKind.COMMISSIONED,
    Pipeline.EQUITY: ContractKind.ASSIGNMENT,
    Pipeline.SERVICE: ContractKind.SERVICE,
}
SHOWN = (ListingState.PUBLISHED, ListingState.NEGOTIATING, ListingState.CONTRACTED, ListingState.EXPIRED)
SIGNS = {Operator.AT_MOST: "≤", Operator.AT_LEAST: "≥", Operator.BELOW: "<", Operator.ABOVE: ">", Operator.EQUAL: "="}


def terms_from(session: Session, deal: Deal) -> Terms:
    """The terms to begin with; what nobody knows stays blank, what is usual is proposed and may be changed."""
    version, need, kind = _version(session, deal), deal.need, kind_of(deal)
    return Terms(
        kind=kind,
        title=f"{(version.title if version else deal.title)}技术{_noun(kind)}合同"[:120],
        seller=party_of(deal.provider),
        buyer=party_of(deal.seeker),
        subject=_subject(version, need),
        indicators=_indicators(need),
        ip="；".join(_rights(version)),
        ownership=OWNERSHIP[kind],
        performance="卖方在买方所在地配合实施，买方提供场地、公用工程和配合人员。",
        confidentiality="双方对合同内容和对方的技术资料保密，合同终止后五年内有效。",
        risk="在现有技术水平下确实无法克服的困难造成的损失，由双方按过错分担；没有过错的，各自承担已发生的费用。",
        breach="一方违约的，赔偿对方因此受到的损失；逾期付款或逾期交付的，每日按逾期部分价款的万分之三支付违约金。",
        disputes="双方先行协商；协商不成的，向合同签订地有管辖权的人民法院起诉。",
        sector=version.sector if version else "",
        key_technology=deal.key_technology or (version.key_technology if version else ""),
        industry=need.industries[0] if need and need.industries else "",
        funding=version.project_source[:120] if version else "",
        total=deal.value,
        payment=PAYMENT[kind],
        yearly_volume=version.claim.annual_output if version and version.claim else "",
    )


def kind_of(deal: Deal) -> ContractKind:
    """The pipeline says it; a need that asked for joint work makes a development a joint one."""
    joint = deal.need is not None and SolutionMode.JOINT_DEVELOPMENT in deal.need.solution_modes
    return ContractKind.JOINT if joint and deal.pipeline is Pipeline.DEVELOPMENT else KIND_OF[deal.pipeline]


def party_of(organisation: Organisation) -> Party:
    return Party(
        name=organisation.name,
        credit_code=organisation.credit_code or "",
        region=organisation.region,
        address=organisation.address,
        contact=organisation.contact_name,
        phone=organisation.contact_phone,
    )


def likely_price(deal: Deal) -> Decimal | None:
    """What the deal was thought to be worth, or what the buyer has to spend (万元)."""
    if deal.value:
        return deal.value
    budget = deal.need.budget if deal.need else None
    return Decimal(str(budget)) if budget else None


def expected_yearly(deal: Deal) -> Decimal | None:
    """tCO2e a year, the conservative net of the claim as the deal carries it; a rise in emissions is no expectation."""
    if deal.expected_tco2e is None or deal.expected_tco2e < 0:
        return None
    return Decimal(str(deal.expected_tco2e)).quantize(TONNE)


def _version(session: Session, deal: Deal) -> AchievementVersion | None:
    wanted = (
        select(AchievementVersion)
        .where(AchievementVersion.achievement_id == deal.achievement_id)
        .order_by(AchievementVersion.number.desc())
        .options(selectinload(AchievementVersion.ip))
    )
    versions = session.scalars(wanted).all()
    return next((each for each in versions if each.state in SHOWN), versions[0] if versions else None)


def _subject(version: AchievementVersion | None, need: Need | None) -> str:
    """What is done and how it works, in the record's own words."""
    parts = []
    if version:
        parts.append(f"本合同的技术为“{version.title}”。{version.principle}".strip())
    if need:
        parts.append(f"用于解决：{need.problem}")
    return "\n".join(parts)[:4000]


def _indicators(need: Need | None) -> str:
    """The limits of the need, line by line, or its own words."""
    if need is None:
        return ""
    lines = [
        f"{each.parameter} {SIGNS[each.operator]} {number(each.value)} {each.unit}".strip()
        if each.operator in SIGNS
        else f"{each.parameter} {number(each.value)}～{number(each.value2)} {each.unit}".strip()
        for each in need.constraints
    ]
    return "\n".join(lines) or need.indicators


def _rights(version: AchievementVersion | None) -> Iterator[str]:
    for each in version.ip if version else ():
        yield " ".join(part for part in (RIGHTS[each.kind], each.number, each.title) if part)


def _noun(kind: ContractKind) -> str:
    return NOUNS[kind]


# a contract is written in Chinese, whoever drafts it
RIGHTS = {
    IpKind.INVENTION: "发明专利",
    IpKind.UTILITY_MODEL: "实用新型专利",
    IpKind.DESIGN: "外观设计专利",
    IpKind.SOFTWARE: "软件著作权",
    IpKind.PLANT_VARIETY: "植物新品种权",
    IpKind.LAYOUT: "集成电路布图设计",
    IpKind.TRADE_SECRET: "技术秘密",
}
NOUNS = {
    ContractKind.COMMISSIONED: "委托开发",
    ContractKind.JOINT: "合作开发",
    ContractKind.ASSIGNMENT: "转让",
    ContractKind.LICENCE: "许可",
    ContractKind.CONSULTING: "咨询",
    ContractKind.SERVICE: "服务",
}
OWNERSHIP = {
    ContractKind.COMMISSIONED: "开发完成的成果申请专利的权利归卖方，买方可以在本单位范围内免费实施。",
    ContractKind.JOINT: "合作完成的成果归双方共有；一方单独完成的改进归该方，另一方可以优先使用。",
    ContractKind.ASSIGNMENT: "本合同生效并付清约定价款后，所列知识产权归买方；卖方保留用于教学和科研的权利。",
    ContractKind.LICENCE: "普通许可，在约定地区和期限内使用，未经卖方书面同意不得再许可。",
    ContractKind.CONSULTING: "咨询报告归买方使用；形成的新技术成果归卖方，买方可以免费使用。",
    ContractKind.SERVICE: "利用买方资料形成的成果归卖方，利用卖方工作成果形成的成果归买方，另有约定的除外。",
}
PAYMENT = {
    ContractKind.COMMISSIONED: "按开发阶段分期支付，见付款计划。",
    ContractKind.JOINT: "各方按约定出资并分阶段支付，见付款计划。",
    ContractKind.ASSIGNMENT: "合同生效后支付首期，权利变更登记后付清，见付款计划。",
    ContractKind.LICENCE: "入门费加提成，见付款计划。",
    ContractKind.CONSULTING: "提交报告并经确认后付清。",
    ContractKind.SERVICE: "按服务进度支付，见付款计划。",
}
