"""python -m bench [NAME...]: measure, print, write bench/results.json (results of other names are kept)."""

import argparse
import json
import os
import platform
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench.registry import Measurement, Unmeasured, all_measurements

RESULTS = Path(__file__).parent / "results.json"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the measurements asked for (all, if none); 1 when a bar is missed."""
    known = all_measurements()
    parser = argparse.ArgumentParser(
        prog="python -m bench", description="Measure.", epilog="Names: " + ", ".join(known)
    )
    parser.add_argument("names", nargs="*", metavar="NAME")
    asked = parser.parse_args(arguments).names
    if unknown := [name for name in asked if name not in known]:
        parser.error(f"there is no {', '.join(unknown)}; there are: {', '.join(known)}")
    results = _earlier() if asked else {}
    for name in asked or known:
        results[name] = _run(known[name])
        in_order = [results[each] for each in known if each in results]
        RESULTS.write_text(json.dumps({"machine": _machine(), "results": in_order}, indent=1) + "\n", encoding="utf-8")
    return 0 if all(results[name]["met"] for name in asked or known) else 1


def _run(wanted: Measurement) -> dict[str, Any]:
    sign = ">=" if wanted.better == "higher" else "<="
    try:
        value = round(float(wanted.measure()), 4)
    except Unmeasured as reason:
        print(f"MISSED {wanted.name}: not measured: {reason}", flush=True)
        return {
            "name": wanted.name,
            "value": None,
            "unit": wanted.unit,
            "bar": wanted.bar,
            "met": False,
            "reason": str(reason),
        }
    met = wanted.is_met(value)
    print(
        f"{'met   ' if met else 'MISSED'} {wanted.name} {value:g} {wanted.unit} (bar {sign} {wanted.bar:g})", flush=True
    )
    return {"name": wanted.name, "value": value, "unit": wanted.unit, "bar": wanted.bar, "met": met}


def _earlier() -> dict[str, dict[str, Any]]:
    try:
        return {result["name"]: result for result in json.loads(RESULTS.read_text(encoding="utf-8"))["results"]}
    except (OSError, ValueError, KeyError):
        return {}


def _machine() -> dict[str, object]:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20
    return {
        "system": platform.platform(),
        "processor": _processor(),
        "cores": len(os.sched_getaffinity(0)),
        "memory_mb": memory,
        "python": platform.python_version(),
    }


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    return next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), platform.machine())


if __name__ == "__main__":
    sys.exit(main())
