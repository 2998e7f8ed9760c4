"""Scans at the gate: one by one with 1, 8 and 32 phones, and batches of 500 after work without a connection."""

import uuid
from collections.abc import Iterator
from typing import Any

from app.core import clock
from benchmarks.house import Fair, House, Server
from benchmarks.registry import Figure, benchmark, spread

_ROUNDS = ((1, 400), (8, 1600), (32, 1600))
_WARM_UP = 160
_BATCHES, _BATCH = 8, 500


@benchmark("checkin.single")
def single(house: House) -> Iterator[Figure]:
    """Each badge is scanned once: device, person, scan, entry, commit."""
    fair = house.fair()
    with house.serve() as server:
        _scan(server, fair, _WARM_UP, 8)
        for concurrency, number in _ROUNDS:
            load = _scan(server, fair, number, concurrency)
            yield Figure(
                "checkin.single",
                round(number / load.wall_s, 1),
                "scans/s",
                number,
                house.database,
                cpu_ms=round(load.cpu_ms, 2),
                concurrency=concurrency,
                **spread(load.ms),
            )


def _scan(server: Server, fair: Fair, number: int, concurrency: int) -> Any:
    requests = [
        {
            "method": "POST",
            "path": f"/api/v1/events/{fair.slug}/scans",
            "headers": {"Authorization": f"Bearer {fair.tokens[index % len(fair.tokens)]}"},
            "body": _body(code),
        }
        for index, code in enumerate(fair.take(number))
    ]
    load = server.ask(requests, concurrency=concurrency)
    if load.statuses != {"200": number}:
        raise RuntimeError(f"not every scan was answered: {load.statuses}")
    return load


def _body(code: str) -> dict[str, str]:
    return {
        "scan_uuid": str(uuid.uuid4()),
        "code": code,
        "gate": "Cổng 1",
        "direction": "entry",
        "scanned_at": clock.now().isoformat(),
    }


@benchmark("checkin.batch")
def batch(house: House) -> Iterator[Figure]:
    """Two phones deliver 500 scans at a time."""
    fair = house.fair()
    with house.serve() as server:
        requests = [
            {
                "method": "POST",
                "path": f"/api/v1/events/{fair.slug}/scans/batch",
                "headers": {"Authorization": f"Bearer {fair.tokens[index % 2]}"},
                "body": {"scans": [_body(code) for code in fair.take(_BATCH)]},
            }
            for index in range(_BATCHES)
        ]
        load = server.ask(requests, concurrency=2)
    if load.statuses != {"200": _BATCHES}:
        raise RuntimeError(f"not every batch was answered: {load.statuses}")
    scans = _BATCHES * _BATCH
    yield Figure(
        "checkin.batch",
        round(scans / load.wall_s, 1),
        "scans/s",
        _BATCHES,
        house.database,
        cpu_ms=round(load.cpu_ms, 2),
        concurrency=2,
        **spread(load.ms),
    )
