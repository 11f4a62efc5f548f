"""Tonnes measured in operation, entered after acceptance with their evidence."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from marketplace.contracts import carbon, queries
from marketplace.contracts.models import ContractMeasurement
from marketplace.contracts.rules import ContractAction
from marketplace.contracts.services.recording import held
from marketplace.core.actor import Actor
from marketplace.core.audit import record_act
from marketplace.core.clock import now, today
from marketplace.core.errors import InvalidInput
from marketplace.taxonomy.terms import EvidenceGrade


def _(text: str) -> str:
    """Mark a msgid."""
    return text


LARGEST = Decimal(100_000_000)  # tCO2e
GRADES = (EvidenceGrade.TESTED, EvidenceGrade.VERIFIED, EvidenceGrade.MEASURED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A period, its tonnes, how they were found, and the report that lies in the store."""

    begin: date | None
    end: date | None
    tonnes: Decimal | None
    grade: EvidenceGrade | None
    method: str
    key: str
    media_type: str


def measure(session: Session, actor: Actor, public_id: str, command: Measure) -> ContractMeasurement:
    """Add a measured period; a time that was measured before is refused."""
    contract = held(session, actor, public_id, ContractAction.EDIT)
    begin, end, tonnes, grade = _whole(command)
    others = [
        carbon.Period(begin=each.begins_on, end=each.ends_on, tonnes=each.tonnes)
        for each in queries.measurements_of(session, contract)
    ]
    period = carbon.Period(begin=begin, end=end, tonnes=tonnes)
    fault = carbon.fault_of(period, others, contract.accepted_on, contract.signed_on, today())
    if fault:
        field, sentence, filling = fault
        raise InvalidInput(sentence, {field: sentence}, **filling)
    measured = ContractMeasurement(
        contract_id=contract.id, begins_on=begin, ends_on=end, tonnes=tonnes, grade=grade,
        method=command.method.strip()[:300], key=command.key, media_type=command.media_type, person_id=actor.person_id,
    )  # fmt: skip
    session.add(measured)
    contract.updated_at = now()
    session.flush()
    record_act(session, actor, "measure_carbon", contract, tonnes=str(tonnes))
    return measured


def _whole(command: Measure) -> tuple[date, date, Decimal, EvidenceGrade]:
    wrong = {}
    if command.begin is None:
        wrong["begin"] = _("请填实测期的开始日期。")
    if command.end is None:
        wrong["end"] = _("请填实测期的结束日期。")
    if (
        command.tonnes is None
        or not 0 <= command.tonnes <= LARGEST
        or command.tonnes != command.tonnes.quantize(carbon.TONNE)
    ):
        wrong["tonnes"] = _("请填实测减碳量，单位 tCO₂e，最多三位小数。")
    if command.grade not in GRADES:
        wrong["grade"] = _("请选证据等级：第三方检测、已核查或运行实测。")
    if not command.method.strip():
        wrong["method"] = _("请写明怎样测的、由谁核算。")
    if not command.key:
        wrong["evidence"] = carbon.NO_EVIDENCE
    if wrong:
        raise InvalidInput(_("有内容不符合要求，请按提示修改。"), wrong)
    assert command.begin is not None and command.end is not None  # noqa: PT018
    assert command.tonnes is not None and command.grade is not None  # noqa: PT018
    return command.begin, command.end, command.tonnes, command.grade
