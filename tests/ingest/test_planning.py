"""Columns find their fields, problems name their cells, fixes mend them, duplicates are met."""

from collections.abc import Callable, Sequence
from datetime import date

import pytest

from ingest.dedupe import Existing, Outcome, compare, content_hash, key_of_title
from ingest.pipeline import apply_fixes, plan
from ingest.readers import read_file
from ingest.records import Confidence, Kind, Plan
from marketplace.listings.content import AchievementContent
from tests.ingest.conftest import Book

HEADINGS = (
    "成果名称",
    "所属学院",
    "成果简介",
    "技术成熟度",
    "年减碳（吨）",
    "专利情况",
    "转化意向",
    "联系电话",
    "有效期",
    "减碳类别",
    "备注",
)
GOOD = (
    "两相吸收剂捕集工艺",
    "能源学院",
    "针对捕集能耗高。",
    "中试",
    "57861",
    "ZL201721099528.4",
    "许可/合作；面谈",
    "13800138000",
    "2027-12-31",
    "低碳",
    "见附件",
)


def table(*rows: Sequence[str], headings: Sequence[str] = HEADINGS) -> bytes:
    return "\n".join("\t".join(row) for row in (headings, *rows)).encode()


def changed(**cells: str) -> tuple[str, ...]:
    """The good row with other cells, by heading."""
    return tuple(cells.get(heading, cell) for heading, cell in zip(HEADINGS, GOOD, strict=True))


def planned(*rows: Sequence[str], **options: object) -> Plan:
    return plan(read_file(table(*rows), "a.tsv"), Kind.ACHIEVEMENT, **options)  # type: ignore[arg-type]


def achievement(found: Plan, index: int = 0) -> AchievementContent:
    content = found.rows[index].content
    assert isinstance(content, AchievementContent)
    return content


def test_every_column_is_sure_asked_or_passed_over() -> None:
    found = planned(GOOD)

    assert [(column.letter, column.field, column.confidence) for column in found.mapping] == [
        ("A", "title", Confidence.SURE),
        ("B", "department", Confidence.SURE),
        ("C", "summary", Confidence.SURE),
        ("D", "maturity", Confidence.CONFIRM),
        ("E", "annual_reduction", Confidence.CONFIRM),
        ("F", "ip", Confidence.SURE),
        ("G", "transfer_modes", Confidence.SURE),
        ("H", "contact_phone", Confidence.SURE),
        ("I", "valid_until", Confidence.SURE),
        ("J", "carbon_class", Confidence.SURE),
        ("K", "remark", Confidence.SKIPPED),
    ]
    assert found.mapping[4].examples == ("57861",)


def test_a_good_row_becomes_a_record_without_problems() -> None:
    found = planned(GOOD)
    content = achievement(found)

    assert found.problems == []
    assert (content.stage, content.trl, content.trl_evidence) == ("middle", 6, "按表中“中试”推定")
    assert content.claim is not None
    assert (content.claim.baseline_emissions, content.claim.grade, content.claim.lines[0].amount) == (
        57861.0,
        "E0",
        57861.0,
    )
    assert (content.price_mode, content.valid_until) == ("negotiable", date(2027, 12, 31))
    assert content.extra == {"备注": "见附件"}


def test_problems_name_row_column_value_and_remedy() -> None:
    found = planned(
        changed(**{"年减碳（吨）": "约4万"}),
        changed(成果名称=""),
        changed(技术成熟度="TRL 12"),
        changed(成果简介="工艺成熟，详询张老师 13800138000。"),
        changed(有效期="2025/2/30"),
        changed(减碳类别="节能"),
        changed(专利情况="202310123456"),
    )

    assert [(p.row, p.column, p.value, str(p.reason), p.fix, p.severity.value) for p in found.problems] == [
        (2, "E", "约4万", "不是一个数", "40000", "error"),
        (3, "A", "", "这一格必填", None, "error"),
        (4, "D", "TRL 12", "9 级制最高为 9", "13级制第12级", "error"),
        (
            5,
            "C",
            "工艺成熟，详询张老师 13800138000。",
            "简介里不能有联系方式（13800138000）",
            "工艺成熟，详询张老师 。",
            "error",
        ),
        (6, "I", "2025/2/30", "没有这一天", "2025-02-28", "error"),
        (7, "J", "节能", "不在四类之内", "低碳", "warning"),
        (8, "F", "202310123456", "号码“202310123456”缺校验位，先按“申请中”记", None, "warning"),
    ]
    assert [row.importable for row in found.rows] == [False] * 5 + [True] * 2
    assert str(found.problems[0]) == "第 2 行“年减碳（吨）”（约4万）：不是一个数。改为 40000，或填写准确的数。"


def test_accepting_every_offered_fix_leaves_only_what_needs_a_person() -> None:
    found = planned(
        changed(**{"年减碳（吨）": "约4万"}),
        changed(成果名称=""),
        changed(技术成熟度="TRL 12"),
        changed(成果简介="工艺成熟，详询张老师 13800138000。"),
        changed(有效期="2025/2/30"),
        changed(减碳类别="节能"),
    )

    mended = apply_fixes(found, {(p.row_key, p.field): p.fix for p in found.problems if p.fix})

    assert [(p.row, p.field) for p in mended.problems] == [(3, "title")]
    assert achievement(mended, 2).trl == 12
    assert achievement(mended, 4).valid_until == date(2025, 2, 28)
    again = apply_fixes(mended, {("0:3", "title"): "低浓度瓦斯蓄热氧化供热"})
    assert again.problems == []
    assert [row.importable for row in found.rows][:2] == [False, False]


def test_fixes_kept_apart_give_the_same_plan_again() -> None:
    data = table(changed(**{"年减碳（吨）": "约4万"}))
    mended = apply_fixes(plan(read_file(data), Kind.ACHIEVEMENT), {("0:2", "annual_reduction"): "40000"})

    anew = plan(read_file(data), Kind.ACHIEVEMENT, fixes=mended.fixes)

    assert [content_hash(row.content) for row in anew.rows] == [content_hash(row.content) for row in mended.rows]


def test_a_chosen_field_wins_and_a_dropped_column_is_kept_as_extra() -> None:
    found = planned(GOOD, overrides={"所属学院": None, "备注": "advantage"})

    assert (achievement(found).department, achievement(found).advantage) == ("", "见附件")
    assert achievement(found).extra == {"所属学院": "能源学院"}
    remembered = planned(GOOD, remembered={"备注": "timing"}, overrides={"备注": "advantage"})
    assert achievement(remembered).advantage == "见附件"
    assert found.fingerprint == remembered.fingerprint


def test_headings_that_are_only_alike_are_asked_about() -> None:
    headings = ("成果名称（必填）", "项目技术优势说明", "2、联系人（手机）", "内部代号")
    found = plan(read_file(table(("甲装置", "能耗低", "张三", "x-1"), headings=headings)), Kind.ACHIEVEMENT)

    assert [(column.field, column.confidence) for column in found.mapping] == [
        ("title", Confidence.SURE),
        ("advantage", Confidence.CONFIRM),
        ("contact_name", Confidence.SURE),
        (None, Confidence.SKIPPED),
    ]
    assert achievement(found).extra == {"内部代号": "x-1"}


def test_a_column_that_says_what_it_is_only_by_its_content_is_asked_about() -> None:
    headings = ("成果名称", "甲", "乙")
    rows = (("甲装置", "a@example.org", "ZL201721099528.4"), ("乙装置", "b@example.org", "ZL201310586887.2"))

    found = plan(read_file(table(*rows, headings=headings)), Kind.ACHIEVEMENT)

    assert [(c.field, c.confidence.value) for c in found.mapping][1:] == [
        ("contact_email", "confirm"),
        ("ip", "confirm"),
    ]


def test_a_long_description_is_spread_at_sentence_ends_and_nothing_is_lost() -> None:
    text = "".join(f"第{n}句说明工艺的一个细节和它的数据。" for n in range(75))
    found = planned(changed(成果简介=text))
    content = achievement(found)

    assert content.principle + content.advantage + content.timing == text
    assert max(len(content.principle), len(content.advantage), len(content.timing)) <= 500
    assert all(part.endswith("。") for part in (content.principle, content.advantage, content.timing))
    assert len(content.teaser) <= 300
    assert [(p.code, p.severity.value) for p in found.problems] == [("overflow", "warning")]


def test_labels_inside_a_description_sort_it() -> None:
    text = "技术背景：捕集能耗高。技术原理：两相分离。创新点：能耗低；市场前景：广阔。适用范围：燃煤机组。"
    content = achievement(planned(changed(成果简介=text)))

    assert (content.problem, content.principle, content.advantage, content.timing) == (
        "捕集能耗高。", "两相分离。", "能耗低；", "广阔。",
    )  # fmt: skip
    assert content.extra["适用范围"] == "燃煤机组。"


def test_a_long_title_is_shortened_and_kept_whole() -> None:
    title = "基于两相吸收剂与富液分流工艺的燃煤机组低能耗二氧化碳捕集、压缩、输送、利用与地质封存全流程一体化关键技术及成套装备的研究与应用"
    found = planned(changed(成果名称=title))

    assert len(achievement(found).title) <= 60
    assert achievement(found).extra["完整名称"] == title
    assert [(p.code, p.severity.value) for p in found.problems] == [("title_too_long", "warning")]


def test_claims_of_four_sides_are_taken_over_and_a_stated_net_is_compared() -> None:
    headings = ("成果名称", "BE", "PE（吨）", "泄漏", "清除量", "年减碳量（万吨）", "不确定度")
    found = plan(
        read_file(table(("甲装置", "1000", "300", "50", "0", "0.1", "5%"), headings=headings)), Kind.ACHIEVEMENT
    )
    claim = achievement(found).claim

    assert claim is not None
    assert (claim.baseline_emissions, claim.project_emissions, claim.leakage_emissions, claim.removals) == (
        1000,
        300,
        50,
        0,
    )
    assert (claim.uncertainty_percent, claim.grade) == (5.0, "E0")
    assert [str(p.reason) for p in found.problems] == ["与 BE − PE − LE + RE = 650 不符，以计算值为准"]


def test_progress_reaches_the_end() -> None:
    seen: list[tuple[int, int]] = []
    report: Callable[[int, int], None] = lambda done, total: seen.append((done, total))  # noqa: E731

    planned(*(changed(成果名称=f"第{n}号装置") for n in range(450)), progress=report)

    assert seen == [(200, 450), (400, 450), (450, 450)]


def existing(found: Plan, index: int = 0, **changes: object) -> Existing:
    row = found.rows[index]
    known: dict[str, object] = {
        "id": "A1", "source_key": row.source_key, "title": row.content.title, "content_hash": content_hash(row.content),
    }  # fmt: skip
    return Existing(**(known | changes))  # type: ignore[arg-type]


def outcomes(found: Plan, *known: Existing) -> list[tuple[str, str]]:
    return [(verdict.outcome.value, verdict.other) for verdict in compare(found.rows, known)]


def test_the_same_file_again_is_unchanged_and_a_changed_row_updated() -> None:
    first = planned(GOOD)

    assert outcomes(planned(GOOD), existing(first)) == [("unchanged", "A1")]
    assert outcomes(planned(changed(所属学院="化工学院")), existing(first)) == [("updated", "A1")]


def test_likeness_is_told_with_its_reasons() -> None:
    known = Existing(
        id="A7", source_key="x", title="磷石膏低温改性制备自流平材料",
        patents=frozenset({"2017210995284"}), people=frozenset({"张三", "李四"}),
    )  # fmt: skip
    found = planned(changed(成果名称="磷石膏低温改性制备高强石膏基自流平材料"))

    verdict = compare(found.rows, [known])[0]

    assert (verdict.outcome, verdict.other, verdict.in_file) == (Outcome.SUSPECTED, "A7", False)
    assert [str(reason) for reason in verdict.reasons] == ["名称有 85% 相同", "有 1 个专利号相同"]


def test_other_numbers_make_another_product() -> None:
    known = Existing(id="A7", source_key="x", title="300MW循环流化床锅炉超低排放技术")
    found = planned(changed(成果名称="600MW循环流化床锅炉超低排放技术", 专利情况=""))

    assert outcomes(found, known) == [("new", "")]


def test_a_key_under_quite_another_name_is_only_suspected() -> None:
    headings = ("编号", "成果名称")
    found = plan(read_file(table(("CG-001", "微藻固碳反应器"), headings=headings)), Kind.ACHIEVEMENT)
    known = Existing(id="A7", source_key="CG-001", title="电弧炉烟气余热回收")

    assert outcomes(found, known) == [("suspected", "A7")]


def test_repeated_rows_and_repeated_names_of_a_file_are_told_apart() -> None:
    found = planned(GOOD, GOOD, changed(所属学院="化工学院"))

    assert outcomes(found) == [("new", ""), ("repeated", "0:2"), ("suspected", "0:2")]
    assert [row.source_key for row in found.rows] == [key_of_title(GOOD[0]) + tail for tail in ("", "#~2", "#~3")]


def test_twenty_thousand_rows_are_compared_with_few_pairs(book: Book) -> None:
    titles = [
        f"{word}{n}号{other}技术"
        for n, word in enumerate(("余热", "碳捕集", "电解水", "储能") * 500)
        for other in ("装置",)
    ]
    known = [Existing(id=str(n), source_key=f"k{n}", title=title) for n, title in enumerate(titles)]

    verdicts = compare(planned(*(changed(成果名称=title, 专利情况="") for title in titles[:50])).rows, known)

    assert [verdict.other for verdict in verdicts] == [str(n) for n in range(50)]


OFFSHORE = "发展高效低成本晶硅电池与超大型海上风电机组，掌握先进核电与地热能利用。"


@pytest.mark.parametrize(
    ("opening", "outcome"),
    [
        ("围绕生物质热解炭化装备，攻克秸秆收储运与还田的成本难题。", "suspected"),
        ("", "suspected"),
        ("发展高效晶硅电池与大型海上风电机组，掌握先进核电技术。", "updated"),
    ],
)
def test_a_general_name_is_the_same_record_only_with_a_text_alike(opening: str, outcome: str) -> None:
    found = planned(changed(成果名称="可再生能源技术", 成果简介=OFFSHORE))

    assert outcomes(found, existing(found, opening=opening, content_hash="another")) == [(outcome, "A1")]
