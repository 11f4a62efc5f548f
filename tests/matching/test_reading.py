"""What the reader must read, and what it must not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.matching.constraints import read_constraints
from marketplace.matching.reader.reading import Speaker, read

Row = tuple[str, str, float, float | None, str]

MUST_READ: list[tuple[str, list[Row]]] = [
    ("脱除率、转化率均高于95%", [("脱除率", ">", 95, None, "%"), ("转化率", ">", 95, None, "%")]),
    ("再生能耗不高于2.6GJ/tCO2", [("再生能耗", "<=", 2.6, None, "GJ/tCO2")]),
    ("含水率控制在0.5%以内", [("含水率", "<=", 0.5, None, "%")]),
    ("阀门寿命达到10000次以上", [("阀门寿命", ">=", 10000, None, "次")]),
    ("工作温度-20~60℃", [("工作温度", "between", -20, 60, "℃")]),
    ("存储温度-40℃至-10℃", [("存储温度", "between", -40, -10, "℃")]),
    ("定位精度±0.02mm", [("定位精度", "between", -0.02, 0.02, "mm")]),
    ("薄膜厚度25±2μm", [("薄膜厚度", "between", 23, 27, "μm")]),
    ("电压380V±10%", [("电压", "between", 342, 418, "V")]),
    ("能耗降低三成以上", [("能耗降低", ">=", 30, None, "%")]),
    ("成本降到现有的八折以下", [("成本", "<=", 80, None, "%")]),
    ("寿命提高两倍以上", [("寿命提高", ">=", 2, None, "倍")]),
    ("粉尘浓度不高于１００ｍｇ／Ｎｍ３", [("粉尘浓度", "<=", 100, None, "mg/Nm3")]),
    ("表面硬度HRC58-62", [("表面硬度", "between", 58, 62, "HRC")]),
    ("硬度180≤HB＜240", [("硬度", "between", 180, 240, "HB")]),
    ("硬度不低于60HRC", [("硬度", ">=", 60, None, "HRC")]),
    ("TRL不低于6", [("TRL", ">=", 6, None, "")]),
    ("耐腐蚀等级达到10级", [("耐腐蚀等级", ">=", 10, None, "级")]),
    ("投资不超过500万元", [("投资", "<=", 500, None, "万元")]),
    ("工期6个月内", [("工期", "<=", 6, None, "个月")]),
    ("成本降低30%以上", [("成本降低", ">=", 30, None, "%")]),
    ("不良率从12%降到5%以下", [("不良率", "<=", 5, None, "%")]),
    ("转化率提高15个百分点", [("转化率提高", ">=", 15, None, "个百分点")]),
    ("良率≥99.5%（现有92%）", [("良率", ">=", 99.5, None, "%")]),
    ("温差（≤3℃）", [("温差", "<=", 3, None, "℃")]),
    ("桥丝电阻在（2.4～2.9）Ω内", [("桥丝电阻", "between", 2.4, 2.9, "Ω")]),
    ("要求95%以上的脱除率", [("脱除率", ">=", 95, None, "%")]),
    ("具有不低于60HRC的硬度", [("硬度", ">=", 60, None, "HRC")]),
    ("百分之九十五以上的去除率", [("去除率", ">=", 95, None, "%")]),
    ("铅含量低于千分之一", [("铅含量", "<", 1, None, "‰")]),
    ("化肥用量减少三分之一以上", [("化肥用量减少", ">=", 33.33, None, "%")]),
    ("处理量约2000m3/h，阻力不大于800Pa", [("处理量", "=", 2000, None, "m3/h"), ("阻力", "<=", 800, None, "Pa")]),
    ("综合能耗不高于50 kgce/t", [("综合能耗", "<=", 50, None, "kgce/t")]),
    ("捕集成本不超过300元/tCO2", [("捕集成本", "<=", 300, None, "元/tCO2")]),
    ("克容量不小于350mAh/g", [("克容量", ">=", 350, None, "mAh/g")]),
    ("年产能达到5万吨/年以上", [("年产能", ">=", 5, None, "万吨/年")]),
    ("循环1万次以上，循环寿命不低于1万次", [("循环", ">=", 10000, None, "次"), ("循环寿命", ">=", 10000, None, "次")]),
    ("产气率≧1.8 m3/(m3ˑd)", [("产气率", ">=", 1.8, None, "m3/(m3·d)")]),
    ("电阻率≤4.0×10-6Ω·cm", [("电阻率", "<=", 4e-6, None, "Ω·cm")]),
    ("生产线效率达到每分钟30件", [("生产线效率", ">=", 30, None, "件/分钟")]),
    ("锂、钴回收率分别不低于90%和85%", [("锂回收率", ">=", 90, None, "%"), ("钴回收率", ">=", 85, None, "%")]),
    ("SO2、NOx排放浓度均不高于35mg/m3", [("SO2排放浓度", "<=", 35, None, "mg/m3"), ("NOx排放浓度", "<=", 35, None, "mg/m3")]),
    ("屈服强度≥600MPa，且不高于750MPa", [("屈服强度", ">=", 600, None, "MPa"), ("屈服强度", "<=", 750, None, "MPa")]),
    ("能耗较现有工艺降低20%以上", [("能耗降低", ">=", 20, None, "%")]),
    ("度电成本比晶硅组件低50%以上", [("度电成本降低", ">=", 50, None, "%")]),
    ("与传统方法相比成本下降15%以上", [("成本下降", ">=", 15, None, "%")]),
    ("降低供电煤耗0.5克/kWh以上", [("供电煤耗降低", ">=", 0.5, None, "克/kWh")]),
    ("投矿量由目前的290t/h提升至330t/h", [("投矿量", ">=", 330, None, "t/h")]),
    ("储存温度保持在零下18度以下", [("储存温度", "<=", -18, None, "度")]),
    ("pH值6~9，出水COD小于50mg/L", [("pH", "between", 6, 9, ""), ("出水COD", "<", 50, None, "mg/L")]),
    ("表面粗糙度：Ra≤0.2", [("表面粗糙度Ra", "<=", 0.2, None, "")]),
    ("运行噪音dB(A)：≤80", [("运行噪音", "<=", 80, None, "dB(A)")]),
    ("寿命不少于3～5年", [("寿命", ">=", 3, None, "年")]),
    ("粘度（25℃）不低于500mPa·s", [("粘度", ">=", 500, None, "mPa·s")]),
    ("局放量≤5pC", [("局放量", "<=", 5, None, "pC")]),
]  # fmt: skip

MUST_NOT_READ = [
    "我国矿山90%以上都是井下开采",
    "目前产品合格率为75%",
    "现有工艺能耗为3.5GJ/t，收率只有60%左右",
    "研发团队30余人，其中博士5名，高级工程师8名",
    "申请发明专利5项以上，发表论文不少于3篇",
    "2018年通过验收，2019年3月至2020年6月实施",
    "执行GBT701-2008、GB/T 3880.2-2012和ISO9001标准",
    "采用60Si2Mn、GCr15和Q345B，支持5G通信与3D打印，减少CO2排放",
    "1、设备改造；2、工艺优化；3、智能控制。",
    "（1）研究内容（2）技术路线（3）进度安排",
    "全球市场规模超过40亿美元，年增长率达15%",
    "公司占地500亩，注册资金1000万元，年产值2亿元",
    "已投入资金100多万元，样机处于验证阶段",
    "专利号：ZL201721099528.4",
    "主要用于126kV～800kV的GIS产品",
    "现有工作基础：合格率达到95%以上，能耗低于2GJ/t。",
    "要求具有3年以上相关经验",
    "以一台660MW机组为例",
    "国外产品寿命可达2000小时，国内仅为500小时",
]

WISHES = [
    ("最好噪声不高于75dB", "want"),
    ("优先选择寿命5年以上的产品", "want"),
    ("期望能耗低于2GJ/t", "want"),
    ("希望把烧损率降低到1.0%以下", "want"),
    ("力争回收率达到98%以上", "want"),
    ("要求脱硫率不低于98%", "must"),
    ("脱硫率必须不低于98%", "must"),
]


@pytest.mark.parametrize(("text", "rows"), MUST_READ, ids=[text for text, _rows in MUST_READ])
def test_a_limit_is_read_with_its_name_operator_value_and_unit(text: str, rows: list[Row]) -> None:
    found = [
        (each.parameter, each.operator.value, each.value, each.value2, each.unit) for each in read_constraints(text)
    ]

    assert found == rows


@pytest.mark.parametrize("text", MUST_NOT_READ)
def test_what_is_no_limit_is_left_alone(text: str) -> None:
    assert [each.quote for each in read_constraints(text)] == []


@pytest.mark.parametrize(("text", "priority"), WISHES)
def test_a_wish_is_told_from_a_must(text: str, priority: str) -> None:
    assert [each.priority.value for each in read_constraints(text)] == [priority]


def test_a_wish_at_the_start_of_a_sentence_lasts_until_a_demand() -> None:
    found = read_constraints("期望能耗低于2GJ/t、捕集率高于95%，但投资必须不超过500万元。")

    assert [(each.parameter, each.priority.value) for each in found] == [
        ("能耗", "want"),
        ("捕集率", "want"),
        ("投资", "must"),
    ]


def test_conditions_are_kept_beside_the_limits_that_they_are_for() -> None:
    found = read_constraints(
        "在180℃、2MPa条件下，转化率≥95%，选择性≥90%。-20℃下容量保持率不低于85%，循环寿命1500次以上"
    )

    assert [(each.parameter, each.conditions) for each in found] == [
        ("转化率", ("在180℃", "2MPa条件下")),
        ("选择性", ("在180℃", "2MPa条件下")),
        ("容量保持率", ("-20℃下",)),
        ("循环寿命", ()),
    ]


def test_a_result_says_what_it_does_today_where_a_need_only_tells_its_past() -> None:
    text = "目前再生能耗已降至2.4GJ/tCO2，捕集率最高可达98%"

    assert read(text) == []
    assert [(each.parameter, each.value, each.reached, each.best_case) for each in read(text, Speaker.RESULT)] == [
        ("再生能耗", 2.4, True, False),
        ("捕集率", 98, True, True),
    ]


@given(
    st.text(max_size=120)
    | st.text(alphabet="不低于高≥≤0123456789.%～-（）()，。；、：再生能耗度率提高降至到±万元吨℃mg/年 ", max_size=80)
)
def test_any_text_is_read_without_fault_and_quotes_stand_in_it(text: str) -> None:
    for each in read_constraints(text):
        assert text[each.start : each.end].strip() == each.quote
        assert each.parameter
        assert (each.operator.value == "between") == (each.value2 is not None)
