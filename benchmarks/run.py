"""`make bench`: run the measurements on SQLite and PostgreSQL, print a table, write benchmarks/results.json."""

import importlib
import json
import os
import sys
from dataclasses import asdict
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
# Our own folder must not hide modules of the same names.
sys.path[0] = str(ROOT)

from benchmarks.house import houses  # noqa: E402
from benchmarks.registry import Figure, chosen  # noqa: E402

RESULTS = ROOT / "benchmarks" / "results.json"
_OWN = {"__init__", "house", "load", "registry", "run", "scene"}
_COLUMNS = ("name", "database", "clients", "n", "value", "unit", "p50", "p95", "p99", "cpu_ms")


def main(arguments: list[str]) -> int:
    only = dict(part.split("=", 1) for part in arguments if "=" in part).get("ONLY", os.environ.get("ONLY", ""))
    for path in sorted((ROOT / "benchmarks").glob("*.py")):
        if path.stem not in _OWN:
            importlib.import_module(f"benchmarks.{path.stem}")
    work = chosen(only)
    figures: list[Figure] = []
    with houses() as made:
        print(_line(_COLUMNS))
        for _name, function in work.items():
            for house in made:
                for figure in function(house):
                    figures.append(figure)
                    print(_line(_cells(figure)), flush=True)
    RESULTS.write_text(json.dumps([asdict(figure) for figure in figures], indent=1) + "\n", encoding="utf-8")
    return 0


def _cells(figure: Figure) -> tuple[str, ...]:
    spread = (figure.p50, figure.p95, figure.p99, figure.cpu_ms)
    told = ("" if number is None else f"{number:.1f}" for number in spread)
    return (figure.name, figure.database, str(figure.concurrency), str(figure.n), f"{figure.value:g}", figure.unit, *told)


def _line(cells: tuple[str, ...]) -> str:
    widths = (22, 11, 7, 7, 9, 8, 9, 9, 9, 8)
    return " ".join(
        cell.ljust(width) if index in (0, 1, 5) else cell.rjust(width)
        for index, (cell, width) in enumerate(zip(cells, widths, strict=True))
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
