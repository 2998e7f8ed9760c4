"""What is measured: functions by name, and the figures they give."""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

Work = Callable[[Any], "Iterable[Figure]"]
_benchmarks: dict[str, Work] = {}


@dataclass(frozen=True)
class Figure:
    """One line of the result.

    Attributes:
        value, unit: the figure by which versions are compared.
        n: how often it was done; p50 … p99: milliseconds of one, as the asker sees it; None where there is nothing to spread.
        cpu_ms: CPU of one on the whole server side, database included; None where it was not measured.
        concurrency: askers at the same time.
    """

    name: str
    value: float
    unit: str
    n: int
    database: str
    p50: float | None = None
    p95: float | None = None
    p99: float | None = None
    cpu_ms: float | None = None
    concurrency: int = 1


def benchmark(name: str) -> Callable[[Work], Work]:
    """Register the function below: it gets a `benchmarks.house.House` and yields figures called `name`."""

    def register(work: Work) -> Work:
        if name in _benchmarks:
            raise RuntimeError(f"two benchmarks named {name}")
        _benchmarks[name] = work
        return work

    return register


def chosen(only: str) -> dict[str, Work]:
    """Return the benchmarks named in "a,b" (or that begin so), all when empty."""
    wanted = [part.strip() for part in only.split(",") if part.strip()]
    found = {name: work for name, work in _benchmarks.items() if not wanted or any(name.startswith(part) for part in wanted)}
    if not found:
        raise SystemExit(f"No benchmark is called {only}. There are: {', '.join(sorted(_benchmarks))}")
    return dict(sorted(found.items()))


def percentile(values: Sequence[float], share: float) -> float | None:
    """Return the nearest-rank percentile of `values`."""
    ordered = sorted(values)
    return round(ordered[max(0, math.ceil(len(ordered) * share) - 1)], 3) if ordered else None


def spread(values_ms: Sequence[float]) -> dict[str, float | None]:
    """Return p50, p95 and p99 of `values_ms` as a Figure takes them."""
    return {name: percentile(values_ms, share) for name, share in (("p50", 0.5), ("p95", 0.95), ("p99", 0.99))}
