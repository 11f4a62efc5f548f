"""Amounts written out, and documents filled from the terms."""

from decimal import Decimal

import pytest

from marketplace.contracts.words import written_out


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("0", "零元整"),
        ("500", "伍佰万元整"),
        ("12.5", "壹拾贰万伍仟元整"),
        ("1.0001", "壹万零壹元整"),
        ("100.08", "壹佰万零捌佰元整"),
        ("10500.3", "壹亿零伍佰万叁仟元整"),
        ("0.00015", "壹元伍角整"),
        ("0.000101", "壹元零壹分"),
        ("1000.0005", "壹仟万零伍元整"),
    ],
)
def test_an_amount_is_written_out_as_contracts_do(amount: str, words: str) -> None:
    assert written_out(Decimal(amount)) == words
