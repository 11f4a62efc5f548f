"""The thirteen maturity levels of GB/T 22900-2022 on the usual nine, so that results can be compared. Pure.

GB/T 22900 counts on after level 9 (series production, first profit, market share, return on investment): those are
levels of the market, not of the technology, which is proven at 9 already. Levels 1 to 9 agree with ISO 16290.
"""

from marketplace.taxonomy.terms import TrlScale

TOP = 9


def on_nine(level: int | None, scale: TrlScale) -> int | None:
    """The level on the nine-level scale; None when it is not given."""
    return None if level is None else min(level, TOP) if scale is TrlScale.THIRTEEN else level
