"""What may happen to an invitation: states and actions as a table. Pure."""

from datetime import timedelta
from enum import StrEnum

from marketplace.core.transitions import Lifecycle, Transition


class InvitationState(StrEnum):
    CHOSEN = "chosen"  # 拟邀
    INVITED = "invited"  # 已邀请
    REGISTERED = "registered"  # 已报名
    DECLINED = "declined"  # 已婉拒


class InvitationAction(StrEnum):
    CHOOSE = "choose_invitee"  # 加入名单
    DROP = "drop_invitee"  # 移出名单
    INVITE = "invite"  # 发出邀请
    ANSWER = "answer_invitation"  # 报名
    DECLINE = "decline_invitation"  # 婉拒
    REMIND = "remind_invitee"  # 再次提醒


S, A = InvitationState, InvitationAction
MOST = 500  # of one session
MOST_WORDS = 600
MOST_NOTE = 300
REMIND_AFTER = timedelta(days=3)

LIFECYCLE: Lifecycle[InvitationState, InvitationAction] = Lifecycle(
    {
        A.INVITE: Transition(frozenset({S.CHOSEN}), S.INVITED),
        A.ANSWER: Transition(frozenset({S.CHOSEN, S.INVITED, S.DECLINED}), S.REGISTERED),
        A.DECLINE: Transition(frozenset({S.INVITED}), S.DECLINED),
    }
)
