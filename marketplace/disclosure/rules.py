"""What may happen to a request for access and to a confidentiality agreement, and what the two open together. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from marketplace.core.transitions import Lifecycle, Transition
from marketplace.taxonomy.terms import DisclosureTier

LONGEST = 500  # characters of a purpose or a reason
USUAL_DAYS, MOST_DAYS = 30, 366  # of a grant
USUAL_YEARS, MOST_YEARS = 3, 10  # of secrecy
LOG_KEPT = timedelta(days=3 * 365)
ANSWER_TIME = timedelta(days=5)
ASKABLE = (DisclosureTier.ACCEPTED_INTEREST, DisclosureTier.UNDER_NDA)
NOTHING: frozenset[DisclosureTier] = frozenset()


class GrantState(StrEnum):
    """How a request of one person for one result stands."""

    ASKED = "access_asked"  # 待答复
    GRANTED = "granted"  # 已授权
    DECLINED = "declined"  # 已谢绝
    REVOKED = "revoked"  # 已收回
    EXPIRED = "access_expired"  # 已到期
    CANCELLED = "cancelled"  # 已撤回


class GrantAction(StrEnum):
    ASK = "ask_access"  # 申请查看
    GRANT = "grant_access"  # 授权
    DECLINE = "decline_access"  # 谢绝
    CANCEL = "cancel_request"  # 撤回申请
    EXTEND = "extend_access"  # 改期限
    REVOKE = "revoke_access"  # 收回授权
    EXPIRE = "expire_access"  # 到期


class NdaState(StrEnum):
    """How a confidentiality agreement between two organisations about one result stands."""

    DRAFTED = "nda_drafted"  # 待签署
    HALF_SIGNED = "half_signed"  # 一方已签
    IN_FORCE = "in_force"  # 已生效
    REFUSED = "nda_refused"  # 未签成
    ENDED = "nda_ended"  # 已终止


class NdaAction(StrEnum):
    DRAFT = "draft_nda"  # 起草
    SIGN = "sign_nda"  # 先签
    COUNTERSIGN = "countersign_nda"  # 会签
    REFUSE = "refuse_nda"  # 不签
    END = "end_nda"  # 终止


class Party(StrEnum):
    """A side of an agreement."""

    DISCLOSER = "discloser"  # 披露方
    RECIPIENT = "recipient"  # 接收方


class AccessKind(StrEnum):
    """What somebody did with what is not open to all."""

    VIEW = "access_view"  # 查看
    DOWNLOAD = "access_download"  # 下载


S, A = GrantState, GrantAction
GRANT_LIFE: Lifecycle[GrantState, GrantAction] = Lifecycle(
    {
        A.GRANT: Transition(frozenset({S.ASKED}), S.GRANTED),
        A.DECLINE: Transition(frozenset({S.ASKED}), S.DECLINED),
        A.CANCEL: Transition(frozenset({S.ASKED}), S.CANCELLED),
        A.EXTEND: Transition(frozenset({S.GRANTED}), S.GRANTED),
        A.REVOKE: Transition(frozenset({S.GRANTED}), S.REVOKED),
        A.EXPIRE: Transition(frozenset({S.GRANTED}), S.EXPIRED),
    }
)
N, D = NdaState, NdaAction
UNSIGNED = frozenset({N.DRAFTED, N.HALF_SIGNED})
NDA_LIFE: Lifecycle[NdaState, NdaAction] = Lifecycle(
    {
        D.SIGN: Transition(frozenset({N.DRAFTED}), N.HALF_SIGNED),
        D.COUNTERSIGN: Transition(frozenset({N.HALF_SIGNED}), N.IN_FORCE),
        D.REFUSE: Transition(UNSIGNED, N.REFUSED),
        D.END: Transition(frozenset({N.IN_FORCE}), N.ENDED),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A grant in force: its tier, and whether an agreement of the reader's organisation is in force with it."""

    tier: DisclosureTier
    agreed: bool


def opened_by(held: Iterable[Held]) -> frozenset[DisclosureTier]:
    """A grant of either tier opens T2; T3 needs the agreement besides."""
    grants = list(held)
    if not grants:
        return NOTHING
    under = any(each.agreed and each.tier is DisclosureTier.UNDER_NDA for each in grants)
    return frozenset(ASKABLE) if under else frozenset({DisclosureTier.ACCEPTED_INTEREST})
