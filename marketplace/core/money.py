"""Amounts of money: Decimal 万元 in Python, whole 分 in the database, so that every sum is exact on both databases."""

from decimal import Decimal

from sqlalchemy import BigInteger, Dialect, TypeDecorator

FEN = Decimal(1_000_000)  # in 万元
LARGEST = Decimal(10_000_000)  # 万元; what is more was typed in another unit


class Money(TypeDecorator[Decimal]):
    """An amount in 万元; finer than a 分 is refused, never rounded."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        if value is None:
            return None
        fen = value * FEN
        if fen != fen.to_integral_value():
            raise ValueError("an amount is a whole number of 分")
        return int(fen)

    def process_result_value(self, value: int | Decimal | None, dialect: Dialect) -> Decimal | None:
        return None if value is None else plain(Decimal(int(value)) / FEN)


def plain(amount: Decimal) -> Decimal:
    """Without trailing zeros and without an exponent."""
    return amount.quantize(Decimal(1)) if amount == amount.to_integral_value() else amount.normalize()
