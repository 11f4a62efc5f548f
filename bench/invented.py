"""Invented records by the hundred thousand: texts of shuffled parts, vectors of the parts' own."""

import hashlib
import random
from collections.abc import Sequence

import numpy as np

from search.ports import Embedder, Vectors

SUBJECTS = (
    "烧结机尾气", "转炉煤气", "高炉渣", "电石渣", "磷石膏", "水泥窑尾", "燃煤锅炉", "垃圾焚烧炉", "玻璃窑炉", "焦炉上升管",
    "退役磷酸铁锂电池", "三元正极材料", "钒液流电池", "碱性电解槽", "质子交换膜", "钙钛矿组件", "风电叶片", "光伏背板",
    "稻田", "畜禽粪污", "秸秆", "人工湿地", "茶园土壤", "防护林", "滩涂", "数据中心", "医院空调", "老旧住宅外墙",
    "轧钢加热炉", "铝电解槽", "合成氨装置", "甲醇合成塔", "聚烯烃反应器", "印染废水", "造纸黑液", "污泥干化线", "冷链仓库",
    "港口岸电", "重载卡车", "公交车队", "船舶主机", "充电场站", "微电网", "抽水蓄能机组", "燃气轮机", "热泵机组", "工业蒸汽",
)  # fmt: skip
METHODS = (
    "两相吸收捕集", "余热分级回收", "富氧燃烧", "矿化固碳", "低温催化还原", "膜分离提纯", "相变储热", "梯次利用", "生物质掺烧",
    "数字孪生寻优", "变频协同控制", "微波干燥", "超临界萃取", "厌氧发酵", "间歇灌溉", "生物炭还田", "真空绝热", "碳化养护",
    "等离子裂解", "电加热替代", "氢基还原", "吸附浓缩", "热电联产", "直流配电", "群控调度", "无氟制冷", "轻量化压铸",
)  # fmt: skip
PURPOSES = (
    "降低吨产品能耗", "提高捕集率", "延长设备寿命", "减少甲烷排放", "替代天然气", "回收高纯二氧化碳", "提高固碳量", "消纳弃风弃光",
    "稳定蒸汽压力", "缩短投资回收期", "减少占地", "适应频繁启停", "降低维护费用", "满足超低排放", "提高循环寿命", "实现在线监测",
)  # fmt: skip
FORMS = ("成套装置", "工艺包", "关键材料", "控制系统", "监测方法", "示范工程", "核心部件", "集成技术")


class Inventor:
    """Draws texts from the parts above; the same seed draws the same texts."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def title(self) -> str:
        draw = self.random.choice
        return f"{draw(SUBJECTS)}{draw(METHODS)}{draw(FORMS)}"

    def sentence(self) -> str:
        draw, number = self.random.choice, self.random.randint
        return f"针对{draw(SUBJECTS)}，采用{draw(METHODS)}，{draw(PURPOSES)}{number(8, 62)}%，连续运行{number(300, 9000)} 小时"

    def paragraph(self, sentences: int) -> str:
        return "；".join(self.sentence() for _ in range(sentences)) + "。"

    def question(self) -> str:
        draw, number = self.random.choice, self.random.randint
        return f"{draw(SUBJECTS)}想用{draw(METHODS)}，要求{draw(PURPOSES)}，规模{number(1, 90)}万吨"


class PartsEmbedder:
    """Stands in for the encoder while documents by the hundred thousand are indexed: encoding them would take hours.

    A text's vector is the mean of the real vectors of the parts that occur in it, plus a little noise drawn from the text, so
    that questions encoded by the real encoder still find what they mean.
    """

    def __init__(self, encoder: Embedder) -> None:
        self.model_id, self.dimension = encoder.model_id, encoder.dimension
        self._parts = (*SUBJECTS, *METHODS, *PURPOSES)
        self._vectors = encoder.encode_documents(self._parts)
        self._encoder = encoder

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        return self._encoder.encode_queries(texts)

    def encode_documents(self, texts: Sequence[str]) -> Vectors:
        return np.stack([self._vector(text) for text in texts]) if texts else np.zeros((0, self.dimension), np.float32)

    def _vector(self, text: str) -> Vectors:
        noise = np.random.default_rng(hash_of(text)).standard_normal(self.dimension).astype(np.float32)
        found = [index for index, part in enumerate(self._parts) if part in text]
        mean = self._vectors[found].mean(axis=0) if found else self._vectors.mean(axis=0)
        vector = mean + noise * (0.15 / np.sqrt(self.dimension))
        return np.asarray(vector / np.linalg.norm(vector), dtype=np.float32)


def hash_of(text: str) -> int:
    """A hash that is the same in every process."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big")
