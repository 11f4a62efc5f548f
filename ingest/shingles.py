"""Which texts may be nearly the same: those that share the rarest four-character pieces of the texts asked about. Pure.

Only the texts of one file are indexed, so that any number of others can be held against them in little memory.
"""

from collections import Counter
from collections.abc import Iterable, Sequence

SIZE = 4  # characters of a piece
ASKED = 24  # rarest pieces that stand for a text
SHARED = 6  # of them that a nearly equal text has
SHORTEST = 40  # characters below which a text says too little
COMMON = 60  # texts of the file that may have a piece before it says nothing
MOST = 20  # candidates of a text


class Shingles:
    """An index of texts by their rarest pieces; a text goes by its place."""

    def __init__(self, texts: Sequence[str]) -> None:
        pieces = [pieces_of(text) if len(text) >= SHORTEST else frozenset() for text in texts]
        frequency = Counter(piece for each in pieces for piece in each)
        self.needed: list[int] = []
        self.places: dict[str, list[int]] = {}
        for place, each in enumerate(pieces):
            telling = [piece for piece in each if frequency[piece] <= COMMON]
            rarest = sorted(telling, key=lambda piece: (frequency[piece], piece))[:ASKED]
            self.needed.append(min(SHARED, len(rarest)) or ASKED)
            for piece in rarest:
                self.places.setdefault(piece, []).append(place)

    def alike(self, text: str) -> list[int]:
        """The places of indexed texts that share enough with this one."""
        if len(text) < SHORTEST:
            return []
        shared: Counter[int] = Counter()
        for piece in self.places.keys() & pieces_of(text):
            shared.update(self.places[piece])
        return sorted(place for place, count in shared.items() if count >= self.needed[place])

    def candidates(self, texts: Iterable[str]) -> dict[int, list[int]]:
        """For every indexed text the numbers of the given ones that may be nearly the same, the first few."""
        found: dict[int, list[int]] = {}
        for number, text in enumerate(texts):
            for place in self.alike(text):
                known = found.setdefault(place, [])
                if len(known) < MOST:
                    known.append(number)
        return found


def pieces_of(text: str) -> frozenset[str]:
    """Every run of four characters."""
    return frozenset([text[place : place + SIZE] for place in range(len(text) - SIZE + 1)])
