"""The two commands: lines of JSON in, lines of JSON out, in the shapes that others rely on."""

import json
from pathlib import Path
from types import ModuleType

import pytest

from marketplace.matching import constraints, judge


def _lines(path: Path, *records: object) -> Path:
    path.write_text("\n".join(json.dumps(each, ensure_ascii=False) for each in records) + "\n\n", encoding="utf-8")
    return path


def test_constraints_prints_the_limits_of_each_text(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = _lines(
        tmp_path / "texts.jsonl", {"id": "n1", "text": "厚度0.8~1.2mm，最好噪声不高于75dB"}, {"id": 2, "text": ""}
    )

    assert constraints.main([str(file)]) == 0

    assert [json.loads(line) for line in capsys.readouterr().out.splitlines()] == [
        {
            "id": "n1",
            "constraints": [
                {"parameter": "厚度", "op": "between", "value": 0.8, "value2": 1.2, "unit": "mm", "priority": "must", "quote": "厚度0.8~1.2mm"},
                {"parameter": "噪声", "op": "<=", "value": 75, "value2": None, "unit": "dB", "priority": "want", "quote": "最好噪声不高于75dB"},
            ],
        },
        {"id": 2, "constraints": []},
    ]  # fmt: skip


def test_judge_prints_the_order_and_a_verdict_for_every_limit(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case = {
        "id": "c1",
        "need": {"title": "碳捕集", "text": "捕集率不低于90%。"},
        "results": [
            {"key": "x", "title": "甲", "teaser": "", "parameters": [{"name": "捕集率", "min": 0.8, "max": 0.85, "unit": "小数", "conditions": ""}], "trl": None},
            {"key": "y", "title": "乙", "teaser": "捕集率达到95%", "parameters": [], "trl": 7},
        ],
    }  # fmt: skip

    assert judge.main([str(_lines(tmp_path / "cases.jsonl", case))]) == 0

    found = json.loads(capsys.readouterr().out)
    limit = {"parameter": "捕集率", "op": ">=", "value": 90, "value2": None, "unit": "%", "priority": "must"}
    assert found == {
        "id": "c1",
        "order": ["y", "x"],
        "verdicts": {
            "x": [
                {
                    **limit,
                    "verdict": "unmet",
                    "because": "成果的捕集率为 80~85 %（原为 0.8~0.85 小数），按最不利的 80 计，低于要求的 90 %。",
                }
            ],
            "y": [{**limit, "verdict": "met", "because": "成果的捕集率为 95 %，不低于要求的 90 %。"}],
        },
    }


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b'{"id": 1}\nnot json\n', "line 2 is not JSON"),
        (b"[1]\n", "line 1 is not a JSON object"),
        ('{"id": 1, "text": "能耗"}'.encode("gb18030"), "is not UTF-8"),
        (None, "cannot be read"),
    ],
)
@pytest.mark.parametrize("command", [constraints, judge])
def test_a_file_that_is_not_as_it_should_be_is_refused_by_line_before_anything_is_printed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: ModuleType, content: bytes | None, told: str
) -> None:
    file = tmp_path / "cases.jsonl"
    if content is not None:
        file.write_bytes(content)

    assert command.main([str(file)]) == 2

    printed = capsys.readouterr()
    assert (printed.out, told in printed.err, printed.err.count("\n")) == ("", True, 1)


@pytest.mark.parametrize(
    ("case", "told"),
    [
        ({"need": "碳捕集"}, '"need" is not an object'),
        ({"results": ["甲"]}, '"results" is not a list of objects'),
        ({"results": {"key": "x"}}, '"results" is not a list of objects'),
        ({"results": [{"key": "x"}, {"key": "x"}]}, 'every result needs a "key"'),
        ({"results": [{"title": "甲"}]}, 'every result needs a "key"'),
    ],
)
def test_a_case_that_cannot_be_judged_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], case: dict[str, object], told: str
) -> None:
    assert judge.main([str(_lines(tmp_path / "cases.jsonl", {"id": "whole"}, case))]) == 2

    printed = capsys.readouterr()
    assert printed.out == ""
    assert f"line 2: {told}" in printed.err
