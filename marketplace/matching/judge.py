"""The matcher without a database: `python -m marketplace.matching.judge CASES.jsonl` judges results against needs."""

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from marketplace.matching.judging.claims import Result, claims_of, result_of
from marketplace.matching.judging.ordering import order
from marketplace.matching.judging.verdicts import Verdict, judge_limit
from marketplace.matching.lines import Unreadable, read_objects
from marketplace.matching.reader.reading import Limit, read


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """Results in order, each with a verdict for every limit."""

    order: list[str]
    verdicts: dict[str, list[Verdict]]


def limits_of_need(title: str, text: str) -> list[Limit]:
    """The limits that a need's text sets, and those of its title that the text does not repeat."""
    limits = read(text)
    said = {(each.operator, each.value, each.unit) for each in limits}
    return [
        *limits,
        *(each for each in read(title) if (each.operator, each.value, each.unit) not in said and each.operator != "="),
    ]


def judge(limits: Sequence[Limit], need_words: str, results: Sequence[Result]) -> Judgement:
    """Hold each result against each limit."""
    verdicts: dict[str, list[Verdict]] = {}
    for result in results:
        claims = claims_of(result)
        verdicts[result.key] = [judge_limit(limit, result, need_words, claims) for limit in limits]
    return Judgement(order=order(need_words, results, verdicts), verdicts=verdicts)


def judge_case(case: Mapping[str, Any]) -> dict[str, object]:
    """One case in the shape that others rely on."""
    need = case.get("need") or {}
    title, text = str(need.get("title") or ""), str(need.get("text") or "")
    results = [result_of(each) for each in case.get("results") or ()]
    found = judge(limits_of_need(title, text), f"{title}。{text}", results)
    verdicts = {key: [_as_json(each) for each in each_result] for key, each_result in found.verdicts.items()}
    return {"id": case.get("id"), "order": found.order, "verdicts": verdicts}


def _as_json(verdict: Verdict) -> dict[str, object]:
    limit = verdict.limit
    return {
        "parameter": limit.parameter,
        "op": limit.operator,
        "value": _plain(limit.value),
        "value2": None if limit.value2 is None else _plain(limit.value2),
        "unit": limit.unit,
        "priority": "want" if limit.wish else "must",
        "verdict": verdict.answer.value,
        "because": verdict.because,
    }


def _plain(value: float) -> float | int:
    value = float(f"{value:.12g}")
    return int(value) if value == int(value) and abs(value) < 1e15 else value


def main(arguments: Sequence[str] | None = None) -> int:
    """Read a case a line, print its order and verdicts a line; 2 and a sentence when the file cannot be read."""
    parser = argparse.ArgumentParser(prog="python -m marketplace.matching.judge", description=main.__doc__)
    parser.add_argument("file", type=Path)
    try:
        cases = [_checked(where, case) for where, case in read_objects(parser.parse_args(arguments).file)]
    except Unreadable as problem:
        sys.stderr.write(f"{problem}\n")
        return 2
    for case in cases:
        sys.stdout.write(json.dumps(judge_case(case), ensure_ascii=False) + "\n")
    return 0


def _checked(where: str, case: dict[str, Any]) -> dict[str, Any]:
    """A case whose need is an object and whose results are objects, each with a key of its own."""
    results = case.get("results") or []
    if not isinstance(case.get("need") or {}, dict):
        raise Unreadable(f'{where}: "need" is not an object; {{"title", "text"}} is needed.')
    if not isinstance(results, list) or not all(isinstance(each, dict) for each in results):
        raise Unreadable(f'{where}: "results" is not a list of objects; [{{"key", "title", …}}] is needed.')
    keys = [str(each.get("key", "")) for each in results]
    if len(set(keys)) < len(keys) or "" in keys:
        raise Unreadable(f'{where}: every result needs a "key" that no other of its case has.')
    return case


if __name__ == "__main__":
    sys.exit(main())
