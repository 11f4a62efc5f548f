"""Measures against hand-computed values, and the command on a small set."""

import json
import math
from pathlib import Path

import pytest

from search.evaluate import Judged, evaluate, main, read_test_set
from search.measures import ndcg, recall, reciprocal_rank
from search.types import Mode
from tests.elasticsearch import free_port
from tests.search.hashing import HashingEmbedder

GRADES = {"a": 3, "b": 1, "c": 0, "d": 2}


def test_ndcg_is_the_gain_over_the_best_possible_gain() -> None:
    best = 7 + 3 / math.log2(3) + 1 / 2
    assert ndcg(["a", "d", "b"], GRADES) == pytest.approx(1)
    assert ndcg(["c", "b", "x", "a"], GRADES) == pytest.approx((1 / math.log2(3) + 7 / math.log2(5)) / best)
    assert ndcg(["x"] * 10 + ["a"], GRADES) == 0
    assert ndcg(["a"], {"a": 0}) == 0


def test_reciprocal_rank_and_recall() -> None:
    assert reciprocal_rank(["c", "x", "b"], GRADES) == pytest.approx(1 / 3)
    assert reciprocal_rank(["x"] * 10 + ["a"], GRADES) == 0
    assert recall(["a", "c", "x"], GRADES) == pytest.approx(1 / 3)
    assert recall([], {}) == 0


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    """Three documents, two questions with an answer, one without."""
    corpus = [
        {"id": "1", "title": "余热回收", "text": ""},
        {"id": "2", "title": "", "text": "碳捕集装置"},
        {"id": "3", "title": "氢能储运"},
    ]
    queries = [
        {"id": "p", "title": "余热回收利用", "text": ""},
        {"id": "q", "title": "", "text": "碳捕集"},
        {"id": "r", "title": "无"},
    ]
    write = {
        "corpus": "\n".join(json.dumps(row, ensure_ascii=False) for row in corpus),
        "queries": "\ufeff" + "\n\n".join(json.dumps(row) for row in queries),
        "qrels": "query_id\tdoc_id\tgrade\np\t1\t2\np\t3\t0\nq\t2\t1\r\nr\t1\t0\n",
    }
    arguments = []
    for name, content in write.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
        arguments += [f"--{name}", str(tmp_path / name)]
    return arguments


@pytest.mark.parametrize("judged_only", [False, True])
@pytest.mark.parametrize("mode", list(Mode))
def test_the_report_leaves_out_queries_without_an_answer(files: list[str], mode: Mode, judged_only: bool) -> None:
    test_set = read_test_set(*(Path(path) for path in files[1::2]))

    report = evaluate(test_set, HashingEmbedder(), "embedded", mode, judged_only=judged_only)

    assert list(report) == ["queries", "documents", "ndcg@10", "mrr@10", "recall@100", "query_ms_p50", "query_ms_p95"]
    assert [report[name] for name in list(report)[:5]] == [2, 3, 1.0, 1.0, 1.0]


def test_judged_only_ranks_the_judged_documents_alone() -> None:
    test_set = Judged(documents=read_documents(), queries={"q": ("甲乙丙", "")}, grades={"q": {"far": 1}})

    whole = evaluate(test_set, HashingEmbedder(), "embedded", Mode.HYBRID, judged_only=False)
    alone = evaluate(test_set, HashingEmbedder(), "embedded", Mode.HYBRID, judged_only=True)

    assert whole["mrr@10"] < alone["mrr@10"] == 1.0


def read_documents() -> list:  # type: ignore[type-arg]
    from tests.search.conftest import make_document

    return [
        make_document("near", "甲乙丙", scopes=frozenset({"everybody"})),
        make_document("far", "丁", scopes=frozenset({"everybody"})),
    ]


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("corpus", "{\n", "line 1: a JSON object with id, title and text is needed."),
        ("corpus", '{"title": "x"}', "line 1: a JSON object with id, title and text is needed."),
        ("queries", "[1]", "line 1: a JSON object with id, title and text is needed."),
        ("qrels", "h\na b 1\n", "line 2: query_id, doc_id and a whole grade, parted by tabs, are needed."),
        ("qrels", "h\na\tb\thigh\n", "line 2: query_id, doc_id and a whole grade, parted by tabs, are needed."),
    ],
)
def test_a_broken_file_is_named(
    files: list[str], capsys: pytest.CaptureFixture[str], name: str, content: str, sentence: str
) -> None:
    path = Path(files[files.index(f"--{name}") + 1])
    path.write_text(content, encoding="utf-8")

    assert main(files) == 2
    assert capsys.readouterr().err == f"{path}, {sentence}\n"


def test_a_missing_file_is_named(files: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    files[1] = "/nowhere/corpus.jsonl"

    assert main(files) == 2
    assert capsys.readouterr().err == "/nowhere/corpus.jsonl cannot be read: No such file or directory.\n"


@pytest.mark.model
def test_the_command_prints_json(files: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*files, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["ndcg@10"] == 1.0


def test_a_cluster_that_is_not_there_is_a_sentence(
    files: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ELASTICSEARCH_URL", f"http://127.0.0.1:{free_port()}")

    assert main([*files, "--engine", "elasticsearch"]) == 2
    assert capsys.readouterr().err == "Elasticsearch does not answer: ConnectionError.\n"
