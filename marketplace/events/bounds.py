"""What the set-up of a session and a registration may hold."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from marketplace.core.errors import InvalidInput
from marketplace.events.hours import Rhythm, ends_on_its_day, minutes_of, slots_of
from marketplace.taxonomy.catalogue import catalogue

if TYPE_CHECKING:
    from marketplace.events.services.registering import Registering
    from marketplace.events.services.setting_up import SetUp

LONGEST = {"title": 120, "introduction": 3000, "supporters": 500, "venue": 200, "contact": 200}
COUNTS = {
    "slots": (1, 40), "slot_minutes": (5, 120), "gap_minutes": (0, 60), "pause_minutes": (0, 300), "tables": (1, 300),
    "most_meetings": (1, 40), "request_hours": (1, 720), "most_requests": (1, 100),
}  # fmt: skip
MOST_PLACES = 1000
MOST_QUESTIONS, LONGEST_QUESTION, LONGEST_ANSWER = 8, 120, 1000
MOST_ITEMS, MOST_ATTENDEES = 20, 10


def _(text: str) -> str:
    """Mark a msgid; it is translated when it is shown."""
    return text


WRONG = _("有内容不符合要求，请按提示修改。")


def refuse_set_up(command: SetUp, only: Collection[str] | None = None) -> None:
    """InvalidInput with a sentence for each field of a set-up that cannot be kept; of a step, for its own fields alone."""
    wrong = {name: sentence for name, sentence in faults_of(command).items() if only is None or name in only}
    if wrong:
        raise InvalidInput(WRONG, wrong)


def faults_of(command: SetUp) -> dict[str, str]:
    """A sentence for each field that cannot be kept."""
    wrong = {name: _("太长了，请缩短。") for name, most in LONGEST.items() if len(getattr(command, name)) > most}
    for name in ("title", "venue"):
        if not getattr(command, name):
            wrong[name] = _("请填写这一项。")
    for name, (least, most) in COUNTS.items():
        if not least <= getattr(command, name) <= most:
            wrong[name] = _("这个数超出了范围，请改小或改大。")
    for name in ("provider_places", "seeker_places"):
        places = getattr(command, name)
        if places is not None and not 1 <= places <= MOST_PLACES:
            wrong[name] = _("名额在 1 到 1000 之间；不限就留空。")
    return wrong | _dates(command) | _hours(command) | _rhythm(command) | _lists(command)


def _dates(command: SetUp) -> dict[str, str]:
    wrong = {}
    if command.registration_until > command.wishes_until:
        wrong["wishes_until"] = _("约见截止不能早于报名截止。")
    if command.wishes_until > command.day:
        wrong["wishes_until"] = _("约见要在活动当天之前截止。")
    return wrong


def _hours(command: SetUp) -> dict[str, str]:
    if command.opens_at and command.closes_at and command.opens_at >= command.closes_at:
        return {"closes_at": _("场地关门要晚于开门。")}
    return {}


def _rhythm(command: SetUp) -> dict[str, str]:
    wrong = {}
    if command.pause_after and not 1 <= command.pause_after < command.slots:
        wrong["pause_after"] = _("休息要在两轮之间：填第几轮之后，或填 0。")
    counts = (command.slots, command.slot_minutes, command.gap_minutes, command.pause_minutes)
    if all(0 <= count <= 300 for count in counts) and not ends_on_its_day(rhythm_of(command)):
        wrong["slots"] = _("这样排到半夜还没有结束。请减少轮数或每轮的时间。")
    elif not wrong and command.slots > 0:
        wrong |= _in_the_venue(command)
    return wrong


def _in_the_venue(command: SetUp) -> dict[str, str]:
    """The rounds lie within the hours of the venue, where those are known."""
    hours = slots_of(rhythm_of(command))
    wrong = {}
    if command.opens_at and hours[0].begins < minutes_of(command.opens_at):
        wrong["first_slot"] = _("第一轮开始时，场地还没有开门。")
    if command.closes_at and hours[-1].ends > minutes_of(command.closes_at):
        wrong["slots"] = _("最后一轮结束时，场地已经关门。请减少轮数，或缩短每轮、休息的时间。")
    return wrong


def rhythm_of(command: SetUp) -> Rhythm:
    return Rhythm(
        first=command.first_slot,
        slots=command.slots,
        minutes=command.slot_minutes,
        gap=command.gap_minutes,
        pause_after=command.pause_after,
        pause=command.pause_minutes,
    )


def _lists(command: SetUp) -> dict[str, str]:
    wrong = {}
    if any(code not in catalogue().sectors for code in command.sectors):
        wrong["sectors"] = _("没有这个领域，请从列表中选择。")
    if len(command.questions) > MOST_QUESTIONS or any(len(each) > LONGEST_QUESTION for each in command.questions):
        wrong["questions"] = _("最多 8 个问题，每个不超过 120 字。")
    return wrong


def refuse_registering(command: Registering, questions: list[str], slots: int) -> None:
    """InvalidInput with a sentence for each field of a registration that cannot be kept."""
    wrong = {}
    if not command.attendees:
        wrong["attendees"] = _("请写下到场的人，至少一位。")
    if len(command.attendees) > MOST_ATTENDEES or any(len(name) > 40 for name in command.attendees):
        wrong["attendees"] = _("最多 10 位，每行一个姓名。")
    if len(command.phone) > 40:
        wrong["phone"] = _("太长了，请缩短。")
    if not command.items:
        wrong["items"] = _("请至少选一项带来谈的内容。")
    if len(command.items) > MOST_ITEMS:
        wrong["items"] = _("最多选 20 项。")
    for number, question in enumerate(questions):
        answer = command.answers.get(question, "")
        if not answer:
            wrong[f"answer_{number}"] = _("请回答这个问题。")
        elif len(answer) > LONGEST_ANSWER:
            wrong[f"answer_{number}"] = _("太长了，请缩短。")
    if len(command.absent) >= slots:
        wrong["absent"] = _("每一轮都不在就无法约见。请至少留一轮。")
    if command.most_meetings is not None and not 1 <= command.most_meetings <= COUNTS["most_meetings"][1]:
        wrong["most_meetings"] = _("这个数超出了范围，请改小或改大。")
    if wrong:
        raise InvalidInput(WRONG, wrong)
