"""Texts that are nearly the same are found whatever stands around them; others are not."""

from hypothesis import given
from hypothesis import strategies as st

from ingest.dedupe import Existing, Outcome, compare
from ingest.pipeline import plan
from ingest.readers import read_file
from ingest.records import Kind
from ingest.shingles import SHORTEST, Shingles

TEXT = "针对燃煤机组烟气余热回收率低的问题采用氟塑料换热器与有机朗肯循环联用在满负荷下把排烟温度从一百三十度降到八十五度以下"
OTHER = "以秸秆为原料在移动床内分段热解得到生物炭和合成气生物炭还田固碳合成气就地供热解决收储运与还田两个难题的成本问题"


@given(st.text("甲乙丙丁戊", max_size=12), st.integers(0, len(TEXT) - 1))
def test_a_text_with_words_before_it_and_one_character_changed_is_alike(before: str, place: int) -> None:
    changed = f"{before}{TEXT[:place]}某{TEXT[place + 1 :]}"

    assert Shingles([OTHER, TEXT]).alike(changed) == [1]


@given(st.text(max_size=SHORTEST - 1))
def test_a_short_text_is_like_nothing(text: str) -> None:
    assert Shingles([text, TEXT]).candidates([text]) == {}


def test_the_same_text_under_another_name_is_suspected_and_says_why() -> None:
    planned = plan(read_file(f"成果名称,要解决的问题\n余热深度利用成套装备,{TEXT}\n".encode()), Kind.ACHIEVEMENT)
    known = [
        Existing(id="R-1", source_key="a", title="生物炭联产技术", opening=OTHER),
        Existing(id="R-2", source_key="b", title="锅炉烟气节能改造", opening=TEXT.replace("有机", "")),
    ]

    (verdict,) = compare(planned.rows, known)

    assert (verdict.outcome, verdict.other) == (Outcome.SUSPECTED, "R-2")
    assert [str(reason) for reason in verdict.reasons] == ["名称有 0% 相同", "正文有 98% 相同"]


def test_members_of_a_series_with_one_text_stay_apart() -> None:
    lines = [f"余热机组{size}型,{TEXT}" for size in (100, 200, 300)]
    planned = plan(read_file("\n".join(["成果名称,要解决的问题", *lines]).encode()), Kind.ACHIEVEMENT)

    assert [verdict.outcome for verdict in compare(planned.rows, [])] == [Outcome.NEW] * 3
