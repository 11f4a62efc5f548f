"""Every real file loads: counts, and three records of each field by field."""

from collections import Counter
from pathlib import Path

from ingest.dedupe import Outcome, compare
from ingest.pipeline import plan
from ingest.readers import read_file
from ingest.records import Confidence, Kind, Plan, PlannedRow
from marketplace.listings.content import AchievementContent, Case, Parameter
from marketplace.needs.content import NeedContent


def load(path: Path, kind: Kind) -> Plan:
    return plan(read_file(path), kind)


def fields_of(planned: Plan) -> dict[str, str | None]:
    return {column.column: column.field for column in planned.mapping}


def row_at(planned: Plan, number: int) -> PlannedRow:
    return next(row for row in planned.rows if row.number == number)


def need_at(planned: Plan, number: int) -> NeedContent:
    content = row_at(planned, number).content
    assert isinstance(content, NeedContent)
    return content


def achievement_at(planned: Plan, number: int) -> AchievementContent:
    content = row_at(planned, number).content
    assert isinstance(content, AchievementContent)
    return content


def test_the_workbook_of_needs_gives_124_rows_under_two_banner_rows(inputs: Path) -> None:
    planned = load(inputs / "needs_2022.xlsx", Kind.NEED)

    assert len(planned.rows) == 124
    assert [row.number for row in planned.rows][:2] == [4, 5]
    assert [str(note) for note in planned.notes] == [
        "工作表“需求征集汇总表”第 3 行认作表头，上方 2 行为标题与说明，已略过。",
        "工作表“填表说明”没有表头和数据，未读。",
    ]
    assert fields_of(planned) == {
        "序号": "row_number",
        "需求名称": "title",
        "所属区域": "region",
        "需求内容": "description",
        "预期目标/考核指标": "goal_indicators",
        "投入资金（万元）": "budget",
        "拟合作方式": "solution_modes",
        "备注": "remark",
    }
    assert planned.problems == []


def test_the_workbook_of_needs_is_read_field_by_field(inputs: Path) -> None:
    planned = load(inputs / "needs_2022.xlsx", Kind.NEED)

    first = need_at(planned, 4)
    assert first.title == "碳高效捕集、利用与封存技术基础"
    assert first.problem.startswith("针对工业源CO2减排难度大的问题，")
    assert first.problem.endswith("奠定理论基础。")
    assert (first.indicators, first.goal, first.region) == ("", "", "320000")
    assert (first.budget, first.solution_modes, first.extra) == (None, (), {"备注": "2022年"})

    labelled = need_at(planned, 8)
    assert labelled.title == "高效钙钛矿基薄膜叠层太阳电池器件关键技术研发"
    assert labelled.problem.endswith("实现大面积叠层电池组件制备并研制关键装备。")
    assert labelled.indicators.startswith("（1）获得带隙宽幅调制的钙钛矿材料和制备技术")
    assert labelled.indicators.endswith("转换效率≥22%（面积≥400cm2）。")
    assert (labelled.goal, labelled.region) == ("", "320000")

    bare = need_at(planned, 131)
    assert bare.title == "热浸镀锌关键工序控碳减排技术开发及应用示范"
    assert (bare.problem, bare.indicators, bare.goal, bare.region) == ("", "", "", "120000")
    assert bare.extra == {"备注": "2021年"}


def test_the_workbook_of_needs_names_every_region(inputs: Path) -> None:
    planned = load(inputs / "needs_2022.xlsx", Kind.NEED)

    regions = Counter(row.content.region for row in planned.rows if isinstance(row.content, NeedContent))

    assert regions == {
        "320000": 72, "320300": 14, "320100": 10, "320500": 9, "360000": 9, "340000": 6, "530000": 2, "120000": 2,
    }  # fmt: skip


def test_the_workbook_of_needs_holds_needs_that_come_twice(inputs: Path) -> None:
    planned = load(inputs / "needs_2022.xlsx", Kind.NEED)

    verdicts = {verdict.row_key: verdict for verdict in compare(planned.rows, [])}

    assert Counter(verdict.outcome for verdict in verdicts.values()) == {Outcome.NEW: 99, Outcome.SUSPECTED: 25}
    twice = verdicts["0:78"]
    assert (twice.other, twice.in_file, twice.score, [str(r) for r in twice.reasons]) == (
        "0:4",
        True,
        1.0,
        ["名称相同", "正文有 99% 相同"],
    )


def test_the_lines_of_enterprise_needs_give_132_rows(inputs: Path) -> None:
    planned = load(inputs / "enterprise_needs_unjudged.jsonl", Kind.NEED)

    assert len(planned.rows) == 132
    assert fields_of(planned) == {"id": "source_key", "title": "title", "text": "description"}
    assert Counter((problem.code, problem.severity.value) for problem in planned.problems) == {
        ("overflow", "warning"): 20
    }
    verdicts = compare(planned.rows, [])
    repeated = [(verdict.row_key, verdict.other) for verdict in verdicts if verdict.outcome is Outcome.REPEATED]
    assert repeated == [("0:70", "0:23"), ("0:79", "0:57")]


def test_the_lines_of_enterprise_needs_are_read_field_by_field(inputs: Path) -> None:
    planned = load(inputs / "enterprise_needs_unjudged.jsonl", Kind.NEED)

    first = row_at(planned, 1)
    assert first.source_key == "5e02c1a7-b804-4ed1-bf57-1f19efb6914c"
    assert first.content.title == "大型石灰窑炉供风系统"
    assert need_at(planned, 1).problem.startswith("供风系统是石灰窑炉的关键组成部分，")

    stray = next(row for row in planned.rows if row.source_key == "866d5f01-7726-415b-9cc7-82c1470a3714")
    assert stray.content.title == "基于生物电化学人工湿地高效水处理技术的研发"
    assert stray.importable
    assert isinstance(stray.content, NeedContent)
    assert stray.content.problem == ""

    long = need_at(planned, 9)
    assert (len(long.problem) <= 500, long.goal != "", long.indicators) == (True, True, "")
    assert long.problem.endswith("。")


def test_nothing_is_lost_of_a_long_need(inputs: Path) -> None:
    planned = load(inputs / "enterprise_needs_unjudged.jsonl", Kind.NEED)

    for row in planned.rows:
        content = row.content
        assert isinstance(content, NeedContent)
        found = sum(
            len("".join(text.split()))
            for text in (content.problem, content.indicators, content.goal, content.already_tried)
        )
        kept = sum(len("".join(text.split())) for text in content.extra.values())
        text = "".join(str(row.values.get("description", "")).split())
        assert found + kept >= len(text) - 40  # the labels themselves
        assert max(map(len, (content.problem, content.indicators, content.goal))) <= 500


def test_the_gb18030_table_gives_80_rows(inputs: Path) -> None:
    planned = load(inputs / "technologies_energy_gb18030.csv", Kind.ACHIEVEMENT)

    assert len(planned.rows) == 80
    assert fields_of(planned) == {"成果名称": "title", "成果简介": "summary", "来源": "source_note"}
    assert str(planned.notes[0]) == "文字编码是 GB18030。"
    assert planned.problems == []
    first = achievement_at(planned, 2)
    assert first.title == "水电基地可再生能源协同开发运行关键技术"
    assert first.principle.startswith("研发基于气象水文预报和流域综合监测技术，")
    assert first.principle.endswith("适时开展工程示范。")
    assert first.teaser == first.principle
    assert first.extra == {"来源": "14th five-year energy technology plan"}
    seventh = achievement_at(planned, 7)
    assert seventh.title == "高效钙钛矿电池制备与产业化生产技术"
    assert [(p.field, p.value) for p in row_at(planned, 7).proposals] == [
        ("sector", "frontier"),
        ("key_technology", "F1"),
    ]
    assert (seventh.sector, seventh.key_technology) == ("", "")
    last = achievement_at(planned, 81)
    assert (last.title, last.problem, last.advantage) == ("能源装备数字孪生技术", "", "")


def test_the_lines_of_the_transport_catalogue_give_31_rows_with_their_cases(inputs: Path) -> None:
    planned = load(inputs / "technologies_transport.jsonl", Kind.ACHIEVEMENT)

    assert len(planned.rows) == 31
    assert planned.problems == []
    assert fields_of(planned)["cases"] == "cases"
    first = achievement_at(planned, 1)
    assert row_at(planned, 1).source_key == "T555-01"
    assert first.title == "基于高强度塑钢组合板桩的生态护岸技术"
    assert first.principle.startswith("通过高分子材料高温高压形成板桩，")
    assert first.cases == (
        Case(
            user="嘉兴市港航管理服务中心",
            scale="海宁提升（中分桥至吴家新桥段）改造工程",
            measured_result="节能量 255.4tce/公里；二氧化碳减排量 486t/公里；推荐单位 浙江省交通运输厅",
        ),
    )
    assert first.parameters[0] == Parameter(
        name="节能量",
        minimum=255.4,
        maximum=255.4,
        unit="tce/公里",
        conditions="海宁提升（中分桥至吴家新桥段）改造工程",
        evidence="嘉兴市港航管理服务中心",
    )
    assert (first.parameters[1].minimum, first.parameters[1].unit) == (486.0, "t/公里")
    assert first.claim is None
    assert first.extra["适用范围"] == "适用于航道护岸工程、环境工程"
    assert first.extra["类别"] == "航道及港口"
    assert first.extra["应用建议"].startswith("该技术目前尚未形成全国性的标准或施工规范")


def test_the_transport_catalogue_keeps_slashes_empty_and_variants_apart(inputs: Path) -> None:
    planned = load(inputs / "technologies_transport.jsonl", Kind.ACHIEVEMENT)

    unmeasured = achievement_at(planned, 4)
    assert unmeasured.parameters == ()
    assert unmeasured.cases[0].measured_result == "推荐单位 交通运输部天津水运工程科学研究所"

    two = achievement_at(planned, 5)
    assert [case.user for case in two.cases] == ["青岛新前湾集装箱码头有限责任公司", "厦门远海集装箱码头有限公司"]
    assert [parameter.minimum for parameter in two.parameters] == [1907.0, 4959.7, 350.0, 1150.0]
    assert two.extra["案例2适用范围"] == "适用于集装箱码头港内水平运输"


def test_the_json_of_japanese_suppliers_gives_75_rows(inputs: Path) -> None:
    planned = load(inputs / "technologies_japan.json", Kind.ACHIEVEMENT)

    assert len(planned.rows) == 75
    assert planned.problems == []
    assert fields_of(planned)["technologyName"] == "title"
    assert fields_of(planned)["technologyDescription"] == "summary"
    first = achievement_at(planned, 1)
    assert first.title == "炉排炉(垃圾焚烧发电)"
    assert row_at(planned, 1).owner_name == "JFE工程技术有限公司"
    assert first.principle.endswith("实现了垃圾的完全燃烧。")
    assert first.extra == {
        "来源编号": "1",
        "单位英文名称": "JFEエンジニアリング株式会社 / JFE Engineering Corporation",
        "图片链接": "https://jcpage.jp/tec/thum/jctec0036.png",
        "资料链接": "https://jcpage.jp/tec/pdf/jctec0036.pdf",
        "类别": "节能环保技术",
        "标签": "废物处理-垃圾焚烧发电",
    }
    assert achievement_at(planned, 6).title == '膜式干燥器"sunsep™"'
    assert row_at(planned, 75).owner_name == "正和电工株式会社"


def test_the_word_document_is_one_need_with_its_labels_as_fields(inputs: Path) -> None:
    planned = load(inputs / "one_need.docx", Kind.NEED)

    assert len(planned.rows) == 1
    assert fields_of(planned) == {"title": "title", "研究目标": "goal", "研究内容": "problem", "考核指标": "indicators"}
    assert {column.confidence for column in planned.mapping} == {Confidence.SURE}
    content = need_at(planned, 1)
    assert content.title == "可再生能源技术"
    assert content.goal.startswith("提升可再生能源消费占比，")
    assert content.problem.startswith("（1）高效低成本晶硅电池先进制造工艺与技术装备")
    assert content.indicators == "面议"
    assert content.extra == {}
