"""How the big screen writes time."""

from datetime import datetime

from marketplace.core.clock import CHINA
from marketplace.web.language import spoken

HOUR, DAY = 3600, 86400


def wall_clock(moment: datetime) -> str:
    """10:52 at the venue."""
    return f"{moment.astimezone(CHINA):%H:%M}"


def time_left(until: datetime, moment: datetime) -> str:
    """15:24, 1:05:00, or days when there are any."""
    left = max(0, round((until - moment).total_seconds()))
    if left >= DAY:
        return spoken("%(n)s 天", n=str(left // DAY))
    minutes, seconds = left % HOUR // 60, left % 60
    return f"{left // HOUR}:{minutes:02}:{seconds:02}" if left >= HOUR else f"{minutes:02}:{seconds:02}"
