"""The words of the set-up's steps and of what is foreseen."""

from marketplace.events.wizard.foresight import Foreseen, Omen
from marketplace.events.wizard.rules import Step
from marketplace.web.language import spoken


def _(text: str) -> str:
    """Mark a msgid; it is translated when it is shown."""
    return text


STEPS = {
    Step.ABOUT: _("主题"),
    Step.WHEN: _("日期与地点"),
    Step.ROUNDS: _("轮次与桌"),
    Step.ENTRY: _("报名"),
    Step.CHECK: _("核对"),
}
OMENS = {
    Omen.ENTRY_PAST: _("报名截止日期已过，开放不了报名。"),
    Omen.TOO_FEW_TABLES: _(
        "名额坐满、每家都谈满要 %(wanted)s 场，%(tables)s 张桌 × %(slots)s 轮只有 %(room)s 场。可以加桌、加轮，或把每家上限降到 %(each)s 场。"
    ),
    Omen.MORE_THAN_ROUNDS: _("每家最多 %(most)s 场，却只有 %(slots)s 轮，一轮只能谈一场。"),
    Omen.IDLE_TABLES: _("名额坐满时，一轮最多用到 %(used)s 张桌，共有 %(tables)s 张。"),
    Omen.NO_LUNCH: _("从上午排到下午，11:30 到 13:30 之间没有半小时以上的休息。"),
    Omen.DAY_OFF: _("这一天是周末或节假日。"),
    Omen.SHORT_ENTRY: _("离报名截止只有 %(days)s 天。"),
    Omen.SHORT_WISHES: _("从报名截止到约见截止只有 %(days)s 天，参会方来不及选想见谁。"),
    Omen.NO_DAY_TO_PLAN: _("约见截止就在活动当天，排程只能在当天做。"),
    Omen.NO_TIME_TO_MOVE: _("轮间没有换桌时间，会一轮轮拖后。"),
}


def foreseen_told(foreseen: Foreseen) -> str:
    """What is foreseen, in the reader's language."""
    if foreseen.omen is Omen.FAULT:
        return spoken(foreseen.sentence)
    return spoken(OMENS[foreseen.omen], **{name: str(figure) for name, figure in foreseen.figures.items()})
