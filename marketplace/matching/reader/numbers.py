"""Numbers in digits or Chinese: 1,200, 1.5×10^6, 三千五百, 三成五, 百分之九十五."""

import re

DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
PLACES = {"十": 10, "百": 100, "千": 1000}
MULTIPLES = {"百": 1e2, "千": 1e3, "万": 1e4, "十万": 1e5, "百万": 1e6, "千万": 1e7, "亿": 1e8, "万亿": 1e12}
ARABIC = r"(?:(?:\d{1,3}(?:,\d{3})+(?![\d,])|\d+)(?:\.\d+)?(?:[×xX*]10(?:\^?\(?-?\d{1,2}\)?)|[eE][+-]?\d{1,2}(?![A-Za-z\d]))?|10\^\(?-?\d{1,2}\)?)"
CHINESE = "[零一二两三四五六七八九十百千半]+"
POWER = re.compile(r"^(?P<base>[\d.,]+)(?:[×xX*]10\^?\(?(?P<power>-?\d+)\)?)?$")


def value_of(text: str) -> float | None:
    """The number that a text writes; None when it writes none."""
    if text and not text[0].isascii():
        return chinese(text)
    plain = text.replace(",", "")
    if plain.startswith("10^"):
        return _plain(10.0 ** int(plain[3:].strip("()")))
    found = POWER.match(plain)
    if found is None:
        try:
            return _plain(float(plain))
        except ValueError:
            return None
    return _plain(float(f"{found['base']}e{found['power'] or 0}"))


def chinese(text: str) -> float | None:
    """三千五百 is 3500, 半 is a half, 两 is two; characters that make no number are None."""
    if text == "半":
        return 0.5
    total, digit = 0.0, None
    for character in text:
        if character in DIGITS:
            digit = DIGITS[character] if digit is None else digit * 10 + DIGITS[character]
        elif character in PLACES:
            total += (1 if digit is None else digit) * PLACES[character]
            digit = None
        else:
            return None
    return total + (digit or 0)


def _plain(value: float) -> float | None:
    return value if abs(value) < 1e30 else None


def shown(value: float) -> str:
    """A number as a person writes it: no .0, no exponent, no binary noise."""
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else f"{value:.10g}"
