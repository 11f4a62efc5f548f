"""A good and a bad example for the fields of a need that are hard to write; every text is a msgid."""

from marketplace.web.examples import Example


def _(text: str) -> str:
    """Mark a msgid."""
    return text


EXAMPLES: dict[str, Example] = {
    "title": Example(
        good=_("烧结烟气 180 ℃ 以下余热回收发电"),
        bad=_("寻求节能减排先进技术"),
        why=_("看不出是哪道工序、卡在哪里。"),
    ),
    "problem": Example(
        good=_("两台 360 m² 烧结机的烟气在 180 ℃ 以下直接排空，每年损失约 1.2 万 tce；换热器一年就积灰堵塞。"),
        bad=_("余热浪费严重，急需解决。"),
        why=_("没有设备、数量和试过之后的难处。"),
    ),
    "indicators": Example(
        good=_("余热回收率 ≥ 60%%，净发电 ≥ 1.5 MW，占地 ≤ 800 m²，连续运行 ≥ 8,000 h"),
        bad=_("效率高、占地小、运行稳定。"),
        why=_("没有数和单位，成果不能逐条对照。"),
    ),
    "goal": Example(
        good=_("2027 年 6 月前改完一台，年减排 2 万 tCO₂，四年收回投资。"),
        bad=_("达到行业领先水平。"),
        why=_("没有时间，也没有可以核对的量。"),
    ),
    "keywords": Example(
        good=_("余热回收、烧结、有机朗肯循环"), bad=_("节能、低碳、创新"), why=_("太宽，找不到对口的成果。")
    ),
    "capacity": Example(
        good=_("360 m² 烧结机 2 台，年产烧结矿 720 万 t，烟气 90 万 Nm³/h"),
        bad=_("规模较大"),
        why=_("没有规模，不能判断成果能否放大到位。"),
    ),
    "already_tried": Example(
        good=_("2024 年试过热管换热，半年后积灰，换热量降四成，停用。"),
        bad=_("试过几种办法，效果都不好。"),
        why=_("不知道试过什么，就会再推荐一遍。"),
    ),
    "site_limits": Example(
        good=_("可用地 40 m × 20 m，每年 10 月停机 12 天，没有多余的循环水"),
        bad=_("场地有限"),
        why=_("没有尺寸和时间，不能判断装不装得下。"),
    ),
}
