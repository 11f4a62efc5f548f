"""What may happen to a verification, an invitation, a request to join and a mandate: states and actions as tables."""

from datetime import timedelta
from enum import StrEnum

from marketplace.accounts.models import MandateState, Standing
from marketplace.core.transitions import Lifecycle, Transition

INVITATION_LASTS = timedelta(days=14)
LONGEST_MANDATE = timedelta(days=3 * 366)


class StandingAction(StrEnum):
    """What may happen to an organisation's verification."""

    HAND_IN = "hand_in"
    RECALL = "recall"
    VERIFY = "verify"
    SEND_BACK = "send_back"
    LAPSE = "lapse"  # its name or code was changed: what was checked no longer holds


class DoorState(StrEnum):
    """Where an invitation or a request to join stands."""

    OPEN = "open"  # 待答复
    ACCEPTED = "accepted"  # 已加入
    DECLINED = "declined"  # 已谢绝
    WITHDRAWN = "withdrawn"  # 已撤回


class DoorAction(StrEnum):
    """What may happen to an invitation or a request to join."""

    ACCEPT = "accept"
    DECLINE = "decline"
    WITHDRAW = "withdraw"
    RESEND = "resend"


class MandateAction(StrEnum):
    """What may happen to a mandate."""

    ACCEPT = "accept"
    DECLINE = "decline"
    WITHDRAW = "withdraw"
    GIVE_UP = "give_up"
    REVOKE = "revoke"
    EXPIRE = "expire"


VERIFICATION = Lifecycle[Standing, StandingAction](
    {
        StandingAction.HAND_IN: Transition(frozenset({Standing.UNVERIFIED, Standing.RETURNED}), Standing.PENDING),
        StandingAction.RECALL: Transition(frozenset({Standing.PENDING}), Standing.UNVERIFIED),
        StandingAction.VERIFY: Transition(frozenset({Standing.PENDING}), Standing.VERIFIED),
        StandingAction.SEND_BACK: Transition(frozenset({Standing.PENDING}), Standing.RETURNED),
        StandingAction.LAPSE: Transition(frozenset({Standing.PENDING, Standing.VERIFIED}), Standing.UNVERIFIED),
    }
)
DOOR = Lifecycle[DoorState, DoorAction](
    {
        DoorAction.ACCEPT: Transition(frozenset({DoorState.OPEN}), DoorState.ACCEPTED),
        DoorAction.DECLINE: Transition(frozenset({DoorState.OPEN}), DoorState.DECLINED),
        DoorAction.WITHDRAW: Transition(frozenset({DoorState.OPEN}), DoorState.WITHDRAWN),
        DoorAction.RESEND: Transition(frozenset({DoorState.OPEN}), DoorState.OPEN),
    }
)
MANDATE = Lifecycle[MandateState, MandateAction](
    {
        MandateAction.ACCEPT: Transition(frozenset({MandateState.PROPOSED}), MandateState.ACCEPTED),
        MandateAction.DECLINE: Transition(frozenset({MandateState.PROPOSED}), MandateState.DECLINED),
        MandateAction.WITHDRAW: Transition(frozenset({MandateState.PROPOSED}), MandateState.WITHDRAWN),
        MandateAction.GIVE_UP: Transition(frozenset({MandateState.ACCEPTED}), MandateState.ENDED),
        MandateAction.REVOKE: Transition(frozenset({MandateState.ACCEPTED}), MandateState.REVOKED),
        MandateAction.EXPIRE: Transition(frozenset({MandateState.ACCEPTED, MandateState.PROPOSED}), MandateState.ENDED),
    }
)
