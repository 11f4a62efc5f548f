"""What a public text gives away."""

import pytest

from marketplace.core.leaks import CONTACTS, Found, Kind, leaks_in, telling_names


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ("电话13800138000联系", Kind.PHONE, "13800138000"),
        ("座机 027-87654321", Kind.PHONE, "027-87654321"),
        ("写信到 li.si@uni.edu.cn 即可", Kind.EMAIL, "li.si@uni.edu.cn"),
        ("见 https://example.org/a 或", Kind.LINK, "https://example.org/a"),
        ("见 example.com 首页", Kind.LINK, "example.com"),
        ("专利 ZL2023 1 9033739.9", Kind.PATENT, "ZL2023 1 9033739.9"),
        ("采用 GreenCap® 吸收剂", Kind.BRAND, "GreenCap®"),
        ("用海螺牌水泥", Kind.BRAND, "用海螺牌"),
    ],
)
def test_what_leads_around_the_platform_is_found(text: str, kind: Kind, found: str) -> None:
    assert leaks_in(text) == (Found(kind=kind, text=found),)


@pytest.mark.parametrize(
    "text",
    [
        "再生能耗 2.35～2.45 GJ/tCO₂，连续 2,160 h，捕集率 91.2%，12 kt/a。",
        "2021 年建成 2000 m³ 示范，年省电 13800000 kWh，累计 20231234 t。",
        "用 Ni.Co 催化，CO2 转化率 98.5%。车辆牌照、电池牌号不限。",
    ],
)
def test_figures_and_materials_give_nothing_away(text: str) -> None:
    assert leaks_in(text) == ()


def test_names_are_found_with_and_without_their_legal_form() -> None:
    names = telling_names(["楚垣钢铁集团有限公司", "李", " 秦未央 "])

    assert names == ("楚垣钢铁集团有限公司", "秦未央", "楚垣钢铁")
    assert leaks_in("楚垣钢铁的烧结机", names) == (Found(kind=Kind.NAME, text="楚垣钢铁"),)


def test_only_the_kinds_asked_for_are_looked_for() -> None:
    assert leaks_in("ZL2023 1 9033739.9，13800138000", (), CONTACTS) == (Found(kind=Kind.PHONE, text="13800138000"),)
