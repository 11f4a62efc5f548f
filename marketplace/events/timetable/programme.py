"""Linear and whole-number programmes over 0-1 columns, with bounds that are checked in whole numbers."""

import time
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

_SURE = 2**50  # floats beyond it lose whole numbers
_FINE = 2**30  # gains in this range suit the simplex method
_GRAIN = 2**24  # prices are rounded to this part of a gain
_THREADS = 4
_DUAL_SIMPLEX = "use_dual_simplex: true perturb_costs_in_dual_simplex: true"


class Impossible(Exception):
    """Nothing keeps the rows."""


@dataclass(frozen=True, slots=True)
class Row:
    """`least` <= sum of the columns (times `counts`) <= `most`; None is no limit."""

    columns: Sequence[int]
    most: int | None
    least: int | None = None
    counts: Sequence[int] | None = None

    def terms(self) -> Iterator[tuple[int, int]]:
        """Columns with their counts."""
        return zip(self.columns, self.counts or [1] * len(self.columns), strict=True)


@dataclass(frozen=True, slots=True)
class Relaxed:
    """The best of the relaxation; its bound holds for every 0-1 solution, by the prices of the rows alone.

    `dual`, `reduced` and `prices` count in grains of a gain.
    """

    values: list[float]
    dual: int
    reduced: list[int]
    prices: list[int]

    @property
    def bound(self) -> int:
        """What no 0-1 solution exceeds."""
        return self.dual // _GRAIN

    def whole(self) -> list[bool] | None:
        """The columns taken, if none is split."""
        if any(1e-6 < value < 1 - 1e-6 for value in self.values):
            return None
        return [value > 0.5 for value in self.values]


@dataclass(frozen=True, slots=True)
class Whole:
    """The best found in whole numbers, None if nothing was; no solution gains more than `bound`."""

    taken: list[bool] | None
    bound: int
    proven: bool


@dataclass(slots=True)
class Programme:
    """Maximise gains over 0-1 columns within rows; `fixed` columns are settled."""

    size: int
    rows: list[Row] = field(default_factory=list)
    fixed: dict[int, int] = field(default_factory=dict)

    def copy(self) -> "Programme":
        """The same, to be changed on its own."""
        return Programme(self.size, list(self.rows), dict(self.fixed))

    def add(self, columns: Sequence[int], most: int, least: int | None = None) -> None:
        """Add a row, unless it says nothing."""
        if least is not None or most < len(columns):
            self.rows.append(Row(columns, most, least))

    def hold(self, gains: Sequence[int], least: int) -> None:
        """Gain at least so much from now on."""
        columns = [at for at, gain in enumerate(gains) if gain]
        self.rows.append(Row(columns, None, least, [gains[at] for at in columns]))

    def relax(self, gains: Sequence[int], seconds: float | None = None) -> Relaxed | None:
        """Solve the linear relaxation; None if that fails or takes too long, Impossible if nothing keeps the rows."""
        started = time.monotonic()
        unit = max(1, max(map(abs, gains), default=1) // _FINE)
        solver, columns, rows = self._built("GLOP", [gain / unit for gain in gains])
        solver.SetSolverSpecificParametersAsString(_DUAL_SIMPLEX)
        if seconds is not None:
            left = seconds - (time.monotonic() - started)
            if left <= 0:
                return None
            solver.SetTimeLimit(max(1, int(1000 * left)))
        status = solver.Solve()
        if status == solver.INFEASIBLE:
            raise Impossible
        if status != solver.OPTIMAL:
            return None
        prices = [round(row.dual_value() * unit * _GRAIN) for row in rows]
        return self._certified([column.solution_value() for column in columns], prices, gains)

    def solve(self, gains: Sequence[int], *, seconds: float, hint: Sequence[int] = (), top: int | None = None) -> Whole:
        """Solve in whole numbers; `hint` lists columns of a solution, `top` is a bound known already."""
        started = time.monotonic()
        top = sum(max(0, gain) for gain in gains) if top is None else top
        step = max(1, -(-sum(map(abs, gains)) // _SURE))
        coarse = [gain // step for gain in gains]
        solver, columns, _ = self._built("SAT", coarse)
        cap = solver.Constraint(-solver.infinity(), top // step)
        for column, gain in zip(columns, coarse, strict=True):
            cap.SetCoefficient(column, gain)
        if hint:
            chosen = set(hint)
            solver.SetHint(columns, [float(at in chosen) for at in range(self.size)])
        left = seconds - (time.monotonic() - started)
        if left <= 0:
            return Whole(None, top, False)
        solver.SetTimeLimit(max(1, int(1000 * left)))
        solver.SetNumThreads(_THREADS)
        status = solver.Solve()
        if status not in (solver.OPTIMAL, solver.FEASIBLE):
            return Whole(None, top, status == solver.INFEASIBLE)
        lost = self.size if step > 1 else 0
        bound = (round(solver.Objective().BestBound()) + lost) * step
        taken = [column.solution_value() > 0.5 for column in columns]
        return Whole(taken, min(bound, top), status == solver.OPTIMAL)

    def admits(self, chosen: Collection[int]) -> bool:
        """Do these columns keep every row and what is settled?"""
        if any((column in chosen) != bool(value) for column, value in self.fixed.items()):
            return False
        sums = (sum(count for column, count in row.terms() if column in chosen) for row in self.rows)
        return all(
            (row.most is None or held <= row.most) and (row.least is None or held >= row.least)
            for row, held in zip(self.rows, sums, strict=True)
        )

    def narrow(self, relaxed: Relaxed, worst: int) -> None:
        """Keep just the solutions that gain `worst` at least: settle columns and rows that others would need."""
        gap = relaxed.dual - worst * _GRAIN
        for column, rest in enumerate(relaxed.reduced):
            if abs(rest) > gap:
                self.fixed.setdefault(column, int(rest > 0))
        for at, price in enumerate(relaxed.prices):
            if abs(price) > gap:
                row = self.rows[at]
                edge = row.most if price > 0 else row.least
                self.rows[at] = Row(row.columns, edge, edge, row.counts)

    def _built(self, engine: str, gains: Sequence[float]) -> tuple[Any, list[Any], list[Any]]:
        from ortools.linear_solver import pywraplp  # only when there is something to solve

        solver = pywraplp.Solver.CreateSolver(engine)
        make = solver.NumVar if engine == "GLOP" else solver.IntVar
        columns = [make(self.fixed.get(at, 0), self.fixed.get(at, 1), "") for at in range(self.size)]
        rows = []
        for row in self.rows:
            least = -solver.infinity() if row.least is None else row.least
            made = solver.Constraint(least, solver.infinity() if row.most is None else row.most)
            for column, count in row.terms():
                made.SetCoefficient(columns[column], count)
            rows.append(made)
        goal = solver.Objective()
        for column, gain in zip(columns, gains, strict=True):
            goal.SetCoefficient(column, gain)
        goal.SetMaximization()
        return solver, columns, rows

    def _certified(self, values: list[float], prices: list[int], gains: Sequence[int]) -> Relaxed:
        """Weak duality in whole numbers: prices of the right sign bound every solution, however they were found."""
        prices = [_signed(row, price) for row, price in zip(self.rows, prices, strict=True)]
        bound, reduced = 0, [gain * _GRAIN for gain in gains]
        for row, price in zip(self.rows, prices, strict=True):
            if price:
                bound += price * ((row.most if price > 0 else row.least) or 0)
                for column, count in row.terms():
                    reduced[column] -= price * count
        for column, rest in enumerate(reduced):
            settled = self.fixed.get(column)
            bound += max(0, rest) if settled is None else rest * settled
        return Relaxed(values, bound, reduced, prices)


def _signed(row: Row, price: int) -> int:
    """A row without an upper limit cannot have a positive price, one without a lower limit no negative one."""
    if row.most is None:
        price = min(0, price)
    return max(0, price) if row.least is None else price
