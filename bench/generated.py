"""Generated results and questions for measurements of speed: plausible words, no meaning, the same every time."""

import random
from collections.abc import Iterator, Sequence

from search.types import Document, Passage

SCOPE = "public"

_SOURCES = [
    "烧结机",
    "环冷机",
    "高炉",
    "转炉",
    "电弧炉",
    "水泥窑",
    "焦炉",
    "锅炉",
    "汽轮机",
    "空压机",
    "冷水机组",
    "电解槽",
    "精馏塔",
    "干燥机",
    "反应釜",
    "光伏组件",
    "风电机组",
    "储能电站",
    "充电站",
    "沼气池",
]
_MEDIA = [
    "烟气",
    "余热",
    "蒸汽",
    "煤气",
    "废水",
    "粉煤灰",
    "钢渣",
    "二氧化碳",
    "氢气",
    "甲烷",
    "氨",
    "秸秆",
    "污泥",
    "冷却水",
    "导热油",
    "熔盐",
    "空气",
    "有机溶剂",
    "电石渣",
    "废电池",
]
_ACTS = [
    "回收",
    "捕集",
    "分离",
    "矿化",
    "净化",
    "液化",
    "储存",
    "转化",
    "发酵",
    "热解",
    "气化",
    "催化加氢",
    "膜过滤",
    "吸附",
    "换热",
    "压缩",
    "监测",
    "预测",
    "优化调度",
    "再生",
]
_MEANS = [
    "复合胺吸收剂",
    "中空纤维膜",
    "相变材料",
    "有机朗肯循环",
    "高温热泵",
    "固态电解质",
    "铁基催化剂",
    "生物炭",
    "数字孪生",
    "激光雷达",
    "变频驱动",
    "真空绝热板",
    "离子液体",
    "分子筛",
]
_AIMS = [
    "降低单位产品能耗",
    "减少碳排放",
    "提高系统效率",
    "延长设备寿命",
    "降低运行成本",
    "稳定产品质量",
    "缩短检修时间",
    "替代进口材料",
    "减少占地",
    "实现连续运行",
]
_UNITS = ["GJ/t", "kWh/t", "℃", "MPa", "kg/h", "mg/m³", "%", "t/a", "kW", "h"]
_PLACES = [
    "钢铁",
    "建材",
    "石化",
    "电力",
    "造纸",
    "纺织",
    "食品",
    "数据中心",
    "园区",
    "农田",
    "林地",
    "港口",
    "矿山",
    "机场",
]
FACETS = {
    "sector": [f"sector{at}" for at in range(10)],
    "technology": [f"technology{at}" for at in range(45)],
    "carbon": ["low", "zero", "negative", "sink"],
    "stage": ["early", "middle", "mature"],
    "mode": ["assign", "license", "shares", "develop", "serve", "consult"],
    "region": [f"42{at:02}" for at in range(17)],
}


def documents(count: int, seed: int = 1) -> Iterator[Document]:
    """Results of some 300 characters in a title and two passages, with six facets and two numbers."""
    chance = random.Random(seed)
    for at in range(count):
        title = f"{chance.choice(_PLACES)}用{chance.choice(_SOURCES)}{chance.choice(_MEDIA)}{chance.choice(_ACTS)}{chance.choice(_MEANS)}装置"
        texts = [_paragraph(chance, 5), _paragraph(chance, 6)]
        yield Document(
            id=f"generated-{at:06}",
            kind="achievement",
            title=title,
            passages=tuple(
                Passage(name=name, text=text) for name, text in zip(("teaser", "principle"), texts, strict=True)
            ),
            facets={name: tuple(chance.sample(values, 2 if name == "mode" else 1)) for name, values in FACETS.items()},
            numbers={"trl": float(chance.randint(1, 9)), "reduction": chance.lognormvariate(5, 2)},
            scopes=frozenset({SCOPE}),
            version=at,
        )


def questions(count: int, seed: int = 2) -> Sequence[str]:
    """Distinct problems in an engineer's words, some 40 characters each."""
    chance = random.Random(seed)
    found: dict[str, None] = {}
    while len(found) < count:
        found[
            f"我们{chance.choice(_PLACES)}企业的{chance.choice(_SOURCES)}排出{chance.choice(_MEDIA)}，"
            f"温度约{chance.randint(60, 900)}℃，想通过{chance.choice(_MEANS)}{chance.choice(_ACTS)}，{chance.choice(_AIMS)}。"
        ] = None
    return list(found)


def _paragraph(chance: random.Random, sentences: int) -> str:
    return "".join(
        f"{chance.choice(_SOURCES)}的{chance.choice(_MEDIA)}经{chance.choice(_MEANS)}{chance.choice(_ACTS)}后，"
        f"{chance.choice(_AIMS)}{chance.randint(2, 95)}{chance.choice(_UNITS)}。"
        for _ in range(sentences)
    )
