"""Units as people write them."""

import pytest

from marketplace.taxonomy.units import comparable, convert


@pytest.mark.parametrize(
    ("value", "unit", "wanted", "expected"),
    [
        (2.4, "GJ/tCO₂", "GJ/t", 2.4),
        (120, "kWh/t", "MJ/t", 432),
        (1, "tce", "GJ", 29.3076),
        (1, "万吨标煤", "tce", 10_000),
        (3, "万元", "元", 30_000),
        (295, "元/t", "万元/kt", 29.5),
        (1, "亩", "m²", 10_000 / 15),
        (85, "%", "小数", 0.85),
        (50, "mg/Nm³", "g/Nm3", 0.05),
        (40, "kWh/(m²·a)", "MJ/(m2·a)", 144),
        (10, "万t/a", "t/a", 100_000),
        (350, "Wh/kg", "kWh/t", 350),
        (2, "A/cm²", "mA/cm2", 2000),
        (5, "tCO₂e/a", "kgCO2e/a", 5000),
        (7, "吨/天", "t/d", 7),
        (12, "奇数", "奇数", 12),
    ],
)
def test_one_unit_becomes_another(value: float, unit: str, wanted: str, expected: float) -> None:
    assert convert(value, unit, wanted) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("unit", "other"), [("Nm³", "m³"), ("t", "GJ"), ("元/台", "元/t"), ("胡说", "t"), ("", "%/h"), ("m", "m²")]
)
def test_different_quantities_do_not_compare(unit: str, other: str) -> None:
    assert not comparable(unit, other)
