"""A good and a bad example for the fields that are hard to write; every text is a msgid."""

from marketplace.web.examples import Example


def _(text: str) -> str:
    """Mark a msgid."""
    return text


EXAMPLES: dict[str, Example] = {
    "title": Example(
        good=_("两相吸收剂低能耗燃烧后 CO₂ 捕集工艺"), bad=_("新型节能环保技术"), why=_("看不出是什么、用在哪里。")
    ),
    "teaser": Example(
        good=_("吸收后分相，只再生一半富液，再生能耗 2.4 GJ/tCO₂，较 30%% MEA 低 37%%。"),
        bad=_("我校张教授团队研发，国际领先，欢迎来电 138…"),
        why=_("有人名和电话，没有数字。"),
    ),
    "problem": Example(
        good=_("燃煤机组用 30%% MEA 捕集，每吨 CO₂ 要 3.8 GJ 蒸汽，占发电量的两成。"),
        bad=_("碳排放问题日益严峻。"),
        why=_("没有说谁遇到什么难处、代价多大。"),
    ),
    "principle": Example(
        good=_("叔胺与促进剂混合，吸收 CO₂ 后自行分为富、贫两相，只把富相送去再生。"),
        bad=_("采用先进工艺和智能控制。"),
        why=_("换成任何技术都说得通。"),
    ),
    "advantage": Example(
        good=_("再生能耗 2.4 GJ/t，比现有工艺低 37%%；塔径小 15%%，旧塔可改。"),
        bad=_("能耗低、成本低、效果好。"),
        why=_("没有数字，也没有说与什么相比。"),
    ),
    "timing": Example(
        good=_("12 kt/a 装置已连续运行 2,160 小时，2026 年有两台机组要改造。"),
        bad=_("市场前景广阔。"),
        why=_("没有说为什么是现在。"),
    ),
    "keywords": Example(good=_("碳捕集、相变吸收剂、燃煤电厂"), bad=_("节能、环保、创新"), why=_("太宽，查不到它。")),
    "trl_evidence": Example(
        good=_("12 kt/a 中试报告，2025 年第三方检测"), bad=_("技术成熟"), why=_("没有可以核对的依据。")
    ),
    "comparator": Example(good=_("30%% MEA 单级再生"), bad=_("传统工艺"), why=_("读者不知道与哪一种比。")),
    "price_note": Example(
        good=_("普通许可：入门费 80 万元，按处理量提成 3 元/t"), bad=_("价格优惠"), why=_("没有数目和算法。")
    ),
    "claim-functional_unit": Example(good=_("处理 1 t 钢渣"), bad=_("一套装置"), why=_("没有规模，数字不能比较。")),
    "claim-boundary": Example(
        good=_("从烟气引出到 CO₂ 交付，含压缩，不含运输"), bad=_("全流程"), why=_("看不出哪些算在内。")
    ),
    "claim-baseline": Example(
        good=_("没有它时烟气直接排放，排放量按 2024 年运行记录"), bad=_("行业平均水平"), why=_("没有年份和来源。")
    ),
    "claim-annual_output": Example(
        good=_("年捕集 10 万 t CO₂，按年运行 7,500 h"), bad=_("产量较大"), why=_("没有量和小时数，减碳量无从核算。")
    ),
    "comparator_value": Example(
        good=_("再生能耗 3.8 GJ/tCO₂（同一烟气，2024 年运行值）"), bad=_("能耗较高"), why=_("没有数，差多少算不出来。")
    ),
    "comparator_cost": Example(
        good=_("捕集成本 388 元/t，含折旧，2024 年价格"), bad=_("成本高"), why=_("没有数，也没有说含不含折旧。")
    ),
    "scale": Example(
        good=_("5 万至 20 万 t/a，烟气 CO₂ 浓度 10%%～15%%"),
        bad=_("大中小型企业均适用"),
        why=_("没有上下限，需求方无法判断自己在不在范围内。"),
    ),
    "project_source": Example(
        good=_("国家重点研发计划，2022YFB4100000，2025 年验收"), bad=_("国家级项目"), why=_("没有编号和年份，查不到。")
    ),
    "parameters": Example(
        good=_("再生能耗，2.35～2.45 GJ/tCO₂，入口 CO₂ 12.6%% 干基、捕集率 ≥ 90%%，第三方检测报告"),
        bad=_("能耗，约 2，工况良好，经验值"),
        why=_("没有单位和工况，需求的限值不能与它比。"),
    ),
    "ip": Example(
        good=_("发明，一种分相器，ZL2023 1 0000000.0，已授权，权利人为本校"),
        bad=_("拥有多项专利"),
        why=_("没有名称和状态，受让方不知道能得到什么。"),
    ),
    "cases": Example(
        good=_("某热电厂，武汉，2025，12 kt/a，连续 2,160 h，再生能耗 2.40 GJ/t"),
        bad=_("在多家企业成功应用"),
        why=_("没有地点、规模和实测值，无从核实。"),
    ),
    "claim-lines": Example(
        good=_("PE，蒸汽，100,000 t × 2.4 GJ/t × 0.110 tCO₂/GJ，26,400"),
        bad=_("PE，能耗，估算，2 万多"),
        why=_("没有算式，审核员不能复算。"),
    ),
    "claim-factors": Example(
        good=_("电网排放因子，0.5366 tCO₂/MWh，生态环境部公告，2023，全国"),
        bad=_("电，0.6，网上查的"),
        why=_("没有单位、年份和出处。"),
    ),
}
