"""Values of one unit in another, worked out by hand."""

from pathlib import Path

import pytest

from marketplace.matching.judging.measuring import in_unit
from marketplace.matching.judging.saying import words

TABLE = Path(__file__).parent / "annotated" / "units.tsv"
ROWS = [line.split("\t") for line in TABLE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]


def test_there_are_at_least_120_comparisons() -> None:
    assert len(ROWS) >= 120


@pytest.mark.parametrize("row", ROWS, ids=[" ".join(row[:3]) for row in ROWS])
def test_a_value_is_brought_to_another_unit_or_refused(row: list[str]) -> None:
    value, unit, wanted, meant, *kind = row

    found = in_unit(float(value), unit.replace("-", ""), wanted, difference=bool(kind))

    if meant == "-":
        assert found.value is None
        assert found.why
    else:
        assert found.value == pytest.approx(float(meant), rel=1e-4)


def test_names_say_per_day_and_per_tonne_where_units_do_not() -> None:
    assert in_unit(600, "吨", "t/d", name="日处理量").value == pytest.approx(600)
    assert in_unit(20, "元/吨", "元", name="运行费用", wanted_name="吨水处理成本").value == pytest.approx(20)
    assert in_unit(0.4, "元", "元/kWh", name="度电成本").value == pytest.approx(0.4)


def test_emissions_per_normal_cubic_metre_say_so() -> None:
    note = in_unit(0.02, "g/m3", "mg/Nm3").note
    assert note is not None
    assert words(note, str) == "按标准状态的体积比较"
