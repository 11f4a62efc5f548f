"""统一社会信用代码: the eighteen characters of GB 32100-2015 and their check character."""

import unicodedata

from marketplace.core.errors import InvalidInput


def _(text: str) -> str:
    """Mark a msgid; it is translated when it is shown."""
    return text


ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # without I, O, S, V and Z, which are too like digits and U
LENGTH = 18
WEIGHTS = tuple(pow(3, position, 31) for position in range(LENGTH - 1))
MISTAKEN = {"I": "1", "O": "0", "S": "5", "V": "U", "Z": "2"}
SPACES = str.maketrans("", "", " -·\u3000\t\n")


def tidy(typed: str) -> str:
    """The code without spaces, in half-width capitals."""
    return unicodedata.normalize("NFKC", typed).translate(SPACES).upper()


def check_character(body: str) -> str:
    """The eighteenth character that belongs to the first seventeen (GB 32100-2015, 4.6: MOD 31)."""
    total = sum(ALPHABET.index(character) * weight for character, weight in zip(body, WEIGHTS, strict=True))
    return ALPHABET[-total % 31]


def is_valid(code: str) -> bool:
    """Is this a whole code whose check character fits?"""
    known = len(code) == LENGTH and set(code) <= set(ALPHABET) and code[2:8].isdecimal()
    return known and check_character(code[:-1]) == code[-1]


def read_credit_code(typed: str) -> str:
    """The code as the register writes it; InvalidInput names the place of the mistake and the remedy."""
    code = tidy(typed)
    if len(code) != LENGTH:
        raise _wrong(_("统一社会信用代码是 18 位，现在是 %(n)s 位。请对照营业执照或法人证书补全。"), n=len(code))
    for place, character in enumerate(code, 1):
        if character in MISTAKEN:
            raise _wrong(
                _("第 %(n)s 位的“%(character)s”不会出现在代码里（不用 I、O、S、V、Z），可能是“%(likely)s”。"),
                n=place, character=character, likely=MISTAKEN[character],
            )  # fmt: skip
        if character not in ALPHABET:
            raise _wrong(_("第 %(n)s 位的“%(character)s”不是数字或大写字母，请改正。"), n=place, character=character)
        if 3 <= place <= 8 and not character.isdecimal():
            raise _wrong(
                _("第 %(n)s 位应是数字（第 3 至 8 位是行政区划码），现在是“%(character)s”。"),
                n=place,
                character=character,
            )
    expected = check_character(code[:-1])
    if expected != code[-1]:
        raise _wrong(
            _("校验位不符：按前 17 位算，第 18 位应是“%(expected)s”，现在是“%(last)s”。请逐位对照证照，可能有一位抄错或相邻两位颠倒。"),
            expected=expected, last=code[-1],
        )  # fmt: skip
    return code


def _wrong(sentence: str, **params: object) -> InvalidInput:
    """The same sentence for the form and for its field."""
    return InvalidInput(sentence, {"credit_code": sentence}, **params)
