"""The steps of a set-up, and what each asks. Pure."""

from enum import StrEnum


class Step(StrEnum):
    """A page of the set-up, in order."""

    ABOUT = "about"  # 主题
    WHEN = "when"  # 日期与地点
    ROUNDS = "rounds"  # 轮次与桌
    ENTRY = "entry"  # 报名
    CHECK = "check"  # 核对


ASKED: dict[Step, tuple[str, ...]] = {
    Step.ABOUT: ("title", "introduction", "sectors", "supporters", "contact"),
    Step.WHEN: ("day", "venue", "opens_at", "closes_at", "registration_until", "wishes_until"),
    Step.ROUNDS: (
        "first_slot", "slots", "slot_minutes", "gap_minutes", "pause_after", "pause_minutes", "tables", "most_meetings",
    ),
    Step.ENTRY: (
        "provider_places", "seeker_places", "needs_approval", "request_mode", "request_hours", "most_requests", "questions",
    ),
    Step.CHECK: (),
}  # fmt: skip


def step_of(field: str) -> Step:
    """Where a field is asked."""
    return next(step for step, fields in ASKED.items() if field in fields)


def next_step(step: Step) -> Step:
    steps = list(Step)
    return steps[min(steps.index(step) + 1, len(steps) - 1)]
