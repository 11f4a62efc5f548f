"""Gives a text one form of every sign, and remembers where each character stood."""

from dataclasses import dataclass

CLOSED = {
    **{chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},
    **dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺₀₁₂₃₄₅₆₇₈₉", "0123456789-+0123456789", strict=True)),
    **dict.fromkeys("～〜∼˜", "~"),
    **dict.fromkeys("–—―−‐‑‒─", "-"),
    **dict.fromkeys("≧⩾≽", "≥"),
    **dict.fromkeys("≦⩽≼", "≤"),
    **dict.fromkeys("․·•∙⋅ˑ・‧", "·"),
    **dict.fromkeys("ØΦФ∅φϕø", "φ"),
    **dict.fromkeys("µ", "μ"),
    **dict.fromkeys("×✕⨯", "×"),
    **dict.fromkeys("“”„「」『』", '"'),
    **dict.fromkeys("【〔[［", "("),
    **dict.fromkeys("】〕]］", ")"),
    "，": "，",
    "；": "；",
    "。": "。",
    "﹪": "%",
    "Ω": "Ω",
    "\r": "\n",
    "㎡": "m2",
    "㎥": "m3",
    "㎜": "mm",
    "㎝": "cm",
    "㎞": "km",
    "㎏": "kg",
    "㎎": "mg",
    "㎖": "mL",
    "㎐": "Hz",
    "㏄": "mL",
    "㎾": "kW",
    "㎸": "kV",
    "㎲": "μs",
    "㎛": "μm",
    "㎚": "nm",
    "㏑": "ln",
    "℉": "℉",
}
LIST_SIGNS = frozenset("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽❶❷❸❹❺●■◆▪★◇□○➢►※")
LIST = "\ue001"


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text; `places[i]` is where character i stood, with one more for the end."""

    text: str
    places: tuple[int, ...]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Where a stretch of the folded text stood."""
        return self.places[start], self.places[end - 1] + 1 if end > start else self.places[start]


def fold(text: str) -> Folded:
    """Half-width signs, plain digits, no blanks within Chinese or around a stroke; signs of lists become one mark."""
    characters: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        for each in LIST if character in LIST_SIGNS else CLOSED.get(character, character):
            if each.isspace() and each != "\n":
                if characters and characters[-1] not in " \n/":
                    characters.append(" ")
                    places.append(place)
                continue
            if len(characters) > 1 and characters[-1] == " " and not _apart(characters[-2], each):
                characters.pop()
                places.pop()
            characters.append(each)
            places.append(place)
    return Folded("".join(characters), (*places, len(text)))


def _apart(before: str, after: str) -> bool:
    """Whether a blank keeps two things apart; within Chinese, and at signs, it is only layout."""
    return (before.isascii() and before.isalnum() and (after.isalnum())) or (
        before.isalnum() and after.isascii() and after.isalnum()
    )
