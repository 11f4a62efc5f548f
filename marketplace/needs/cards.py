"""A need as lists show it: only what this reader may know."""

from dataclasses import dataclass
from datetime import date, datetime

from marketplace.core.actor import Actor
from marketplace.core.clock import now
from marketplace.needs import policies
from marketplace.needs.content import Constraint
from marketplace.needs.mapping import constraint_of
from marketplace.needs.models import NeedRow
from marketplace.needs.rules import ANSWERABLE, NeedState
from marketplace.taxonomy.terms import HandlingTrack, SolutionMode

DUE_SOON = 12  # hours


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedCard:
    """One need in a list. `owner` is None for whoever must not know it: write 匿名 and the industry instead."""

    public_id: str
    title: str
    problem: str
    owner: str | None
    industry: str  # GB/T 4754 code, or blank
    sector: str
    key_technology: str
    region: str
    state: NeedState
    track: HandlingTrack
    solution_modes: tuple[SolutionMode, ...]
    constraints: tuple[Constraint, ...]
    budget: float | None
    target_reduction: float | None
    minimum_trl: int | None
    deadline: date | None
    published_at: datetime | None
    updated_at: datetime
    response_due_at: datetime | None
    is_sample: bool
    revision: NeedState | None = None  # where its next text stands; own lists alone tell

    @property
    def hours_left(self) -> int | None:
        """Whole hours until the answer is due; negative, so late, only before a curator's first decision, which the
        owner and the curators alone see; None when no answer is awaited."""
        left = hours_until(self.response_due_at) if self.state in ANSWERABLE else None
        return None if left is not None and left < 0 and self.state != NeedState.SUBMITTED else left


def hours_until(moment: datetime | None) -> int | None:
    """Whole hours from now, rounded down; None without a moment."""
    return None if moment is None else int((moment - now()).total_seconds() // 3600)


def card_of(need: NeedRow, actor: Actor) -> NeedCard:
    """The card of a need that the actor may see."""
    return NeedCard(
        public_id=need.public_id,
        title=need.title,
        problem=need.problem,
        owner=need.owner.name if policies.sees_owner(actor, need) else None,
        industry=need.industries[0] if need.industries else "",
        sector=need.sector,
        key_technology=need.key_technology,
        region=need.region,
        state=need.state,
        track=need.track,
        solution_modes=need.solution_modes,
        constraints=tuple(constraint_of(row) for row in need.constraints),
        budget=need.budget,
        target_reduction=need.target_reduction,
        minimum_trl=need.minimum_trl,
        deadline=need.deadline,
        published_at=need.published_at,
        updated_at=need.updated_at,
        response_due_at=need.response_due_at,
        is_sample=need.is_sample,
    )
