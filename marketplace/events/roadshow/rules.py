"""What an agenda may hold. Pure."""

from enum import StrEnum


class BlockKind(StrEnum):
    TALK = "talk"  # 路演
    OPENING = "opening"  # 致辞
    PANEL = "panel"  # 讨论
    PAUSE = "pause"  # 茶歇
    MEETINGS = "meetings"  # 一对一对接
    OTHER = "other"  # 其他


class SlideTier(StrEnum):
    """Who opens the slides."""

    EVERYBODY = "everybody"  # 公开
    REGISTERED = "registered"  # 参会方


class RoadshowAction(StrEnum):
    ADD = "add_block"
    CHANGE = "change_block"
    REMOVE = "remove_block"
    ORDER = "order_blocks"
    ATTACH = "attach_slides"
    DETACH = "detach_slides"


SPOKEN = frozenset({BlockKind.TALK, BlockKind.OPENING, BlockKind.PANEL})  # somebody stands on the stage
MOST_BLOCKS, MOST_SLIDES, MOST_SPEAKERS = 60, 5, 8
LONGEST_TITLE, LONGEST_HALL, LONGEST_SPEAKER = 120, 40, 80
MINUTES = (5, 300)
