"""The cases of the judge: needs with a result that fits, one that breaks a must, one that does not say."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from marketplace.matching.judge import judge, judge_case, limits_of_need
from marketplace.matching.judging.claims import result_of
from marketplace.matching.judging.verdicts import Verdict

FOLDER = Path(__file__).parent / "annotated"
LETTERS = {"m": "met", "u": "unknown", "x": "unmet"}
ROLES = ("fit", "silent", "break")


@dataclass(frozen=True, slots=True)
class Outcome:
    """One case as judged: the order of its results, and each verdict beside the one that a person gave."""

    need: str
    order: tuple[str, ...]
    verdicts: tuple[tuple[str, str, str, str, str], ...]  # role, parameter, meant, given, because

    @property
    def in_order(self) -> bool:
        return self.order == ROLES


def cases(name: str) -> Iterator[dict[str, Any]]:
    yield from yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))


def _result(key: str, raw: dict[str, Any], subject: str) -> dict[str, Any]:
    keys = ("name", "min", "max", "unit", "conditions")
    parameters = [dict(zip(keys, each, strict=True)) for each in raw.get("parameters", ())]
    return {
        "key": key,
        "title": raw.get("title", subject),
        "teaser": raw.get("teaser", ""),
        "parameters": parameters,
        "trl": raw.get("trl"),
    }


def all_verdicts(name: str) -> Iterator[Verdict]:
    """Every verdict on the cases of a file."""
    for case in cases(name):
        results = [result_of(_result(role, case[role], case["need"][:8])) for role in ROLES]
        found = judge(limits_of_need(case.get("title", ""), case["need"]), case["need"], results)
        for each in found.verdicts.values():
            yield from each


def judged(name: str) -> list[Outcome]:
    """Judge every case of a file. Keys are letters that favour the wrong order when nothing else decides."""
    names = {"break": "a", "silent": "b", "fit": "c"}
    out = []
    for case in cases(name):
        subject = re.split(r"[，。\d≤≥±]|不|要求|达|低于|高于|小于|大于|在|控制", case["need"])[0][:10] + "技术"
        results = [_result(key, case[role], subject) for role, key in names.items()]
        found: Any = judge_case(
            {"id": "", "need": {"title": case.get("title", ""), "text": case["need"]}, "results": results}
        )
        roles = {key: role for role, key in names.items()}
        verdicts = []
        for role, key in names.items():
            given, meant = found["verdicts"][key], case[role]["verdicts"]
            if len(given) != len(meant):
                verdicts.append(
                    (
                        role,
                        "*",
                        f"{len(meant)} limits",
                        f"{len(given)} limits",
                        str([each["parameter"] for each in given]),
                    )
                )
                continue
            verdicts += [
                (role, each["parameter"], LETTERS[letter], each["verdict"], each["because"])
                for each, letter in zip(given, meant, strict=True)
            ]
        out.append(Outcome(case["need"], tuple(roles[key] for key in found["order"]), tuple(verdicts)))
    return out
