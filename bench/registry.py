"""What is measured: functions that return a number, found in the modules of this folder by their decorator."""

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import bench

Better = Literal["higher", "lower"]
Measure = Callable[[], float]


class Unmeasured(Exception):
    """A measurement cannot be made here; the message says what is missing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement:
    """A named number, its unit and its bar."""

    name: str
    unit: str
    bar: float
    better: Better
    measure: Measure

    def is_met(self, value: float) -> bool:
        """Does a value reach the bar?"""
        return value >= self.bar if self.better == "higher" else value <= self.bar


_KNOWN: dict[str, Measurement] = {}


def measurement(*, name: str, unit: str, bar: float, better: Better) -> Callable[[Measure], Measure]:
    """Register a function that returns the measured value; it may raise Unmeasured."""

    def register(measure: Measure) -> Measure:
        _KNOWN[name] = Measurement(name=name, unit=unit, bar=bar, better=better, measure=measure)
        return measure

    return register


def all_measurements() -> dict[str, Measurement]:
    """Every measurement by name, in the order of modules and lines."""
    for module in sorted(pkgutil.iter_modules(bench.__path__), key=lambda module: module.name):
        if module.name != "__main__":
            importlib.import_module(f"bench.{module.name}")
    return dict(_KNOWN)
