"""Talks for the house of tests/web: an interest that waits for the owner of a result, and a question that was answered."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.accounts.models import Organisation
from marketplace.core.actor import SYSTEM, Actor
from marketplace.matching import services
from marketplace.matching.learning.services import keep_ranker
from marketplace.matching.learning.training import Trained
from marketplace.matching.models import Approach
from marketplace.matching.rules import ApproachAction, ApproachKind, Side
from marketplace.matching.services import NewApproach, Reply
from marketplace.matching.talks import get_achievement
from marketplace.needs.models import Need


def plant_talks(session: Session, asks: Actor, owns: Actor, wanted: str, shown: str) -> dict[str, Approach]:
    """The two talks by the names that doors know them by."""
    need, result = session.scalars(select(Need).where(Need.public_id == wanted)).one(), get_achievement(session, shown)
    interest = NewApproach(
        kind=ApproachKind.INTEREST, side=Side.NEED, message="想谈谈。", purpose="产线", timing="明年", way="许可"
    )
    question = NewApproach(kind=ApproachKind.QUESTION, side=Side.NEED, message="多少？", parameter="占地")
    talk = services.approach(session, asks, need, result, interest)
    answered = services.approach(session, asks, need, result, question)
    reply = Reply(text="三百平方米。", low=300, high=300, unit="m2")
    services.act(session, owns, answered.public_id, ApproachAction.ANSWER, reply)
    return {"talk": talk, "answered": answered}


def plant_rankers(session: Session, organisation: Organisation) -> dict[str, str]:
    """A ranker that could be used and one that is in use, by the names that doors know them by."""
    card = {"needs": 30, "before": 0.5, "after": 0.7, "mean": 0.2, "low": 0.1, "high": 0.3}
    trained = Trained(weights={"fit": 1.0}, better=True, card=card)
    kept = [keep_ranker(session, SYSTEM, organisation.id, trained).public_id for _ in range(2)]
    return {"ranker": kept[0], "used_ranker": kept[1]}
