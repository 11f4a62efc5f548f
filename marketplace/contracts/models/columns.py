"""Exact decimals beside money: kept as whole numbers of their last place, so that sums agree on both databases."""

from decimal import Decimal

from sqlalchemy import BigInteger, Dialect, TypeDecorator

from marketplace.core.money import plain


class Exact(TypeDecorator[Decimal]):
    """A decimal of so many places; finer is refused, never rounded."""

    impl = BigInteger
    cache_ok = True

    def __init__(self, places: int) -> None:
        super().__init__()
        self.places = places

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        if value is None:
            return None
        scaled = value.scaleb(self.places)
        if scaled != scaled.to_integral_value():
            raise ValueError(f"at most {self.places} decimals")
        return int(scaled)

    def process_result_value(self, value: int | Decimal | None, dialect: Dialect) -> Decimal | None:
        return None if value is None else plain(Decimal(int(value)).scaleb(-self.places))


Tonnes = Exact(3)  # to the kilogram
Percent = Exact(4)
Years = Exact(2)
