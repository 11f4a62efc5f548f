"""A page of a list."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Generic[Item]):
    """The items of page `number` (from 1) out of `total` items, `size` a page."""

    items: Sequence[Item]
    total: int
    number: int = 1
    size: int = 20

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.size))

    @property
    def first(self) -> int:
        return (self.number - 1) * self.size + 1 if self.total else 0

    @property
    def last(self) -> int:
        return min(self.number * self.size, self.total)

    @property
    def has_previous(self) -> bool:
        return self.number > 1

    @property
    def has_next(self) -> bool:
        return self.number < self.pages

    def around(self, width: int = 2) -> list[int | None]:
        """Page numbers to offer, None for a gap."""
        near = {1, self.pages, *range(self.number - width, self.number + width + 1)}
        shown = sorted(number for number in near if 1 <= number <= self.pages)
        row: list[int | None] = []
        for number in shown:
            if row and row[-1] is not None and number - row[-1] > 1:
                row.append(None)
            row.append(number)
        return row
