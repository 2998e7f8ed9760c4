"""Pages and the program itself: what a visitor asks for most, searching, registering, holding, exporting, starting."""

import http.client
import time
import uuid
from collections.abc import Iterator, Sequence
from typing import Any

import psutil
import sqlalchemy as sa

from app.booths import queries
from app.booths.models import BoothClaim, ClaimState
from app.core import clock
from app.core.db import db, transaction
from app.events.models import Event, Role
from app.events.queries import get_event
from benchmarks.house import House, Load, Server
from benchmarks.registry import Figure, benchmark, spread
from benchmarks.scene import FAIR, LARGE, scene, tokens

_WARM_UP = 40


def _figure(name: str, house: House, load: Load, number: int, concurrency: int) -> Figure:
    rate = round(number / load.wall_s, 1)
    return Figure(
        name, rate, "req/s", number, house.database, cpu_ms=round(load.cpu_ms, 2), concurrency=concurrency, **spread(load.ms)
    )


def _ask(server: Server, requests: Sequence[dict[str, Any]], concurrency: int, wanted: str) -> Load:
    load = server.ask(requests, concurrency=concurrency)
    if load.statuses != {wanted: len(requests)}:
        raise RuntimeError(f"not every request was answered with {wanted}: {load.statuses}")
    return load


def _page(name: str, house: House, path: str, number: int) -> Iterator[Figure]:
    """Ask for a public page with 1 and 8 askers."""
    with house.serve() as server:
        _ask(server, [{"path": path}] * _WARM_UP, 4, "200")
        for concurrency in (1, 8):
            load = _ask(server, [{"path": path}] * number, concurrency, "200")
            yield _figure(name, house, load, number, concurrency)


@benchmark("page.event")
def event_page(house: House) -> Iterator[Figure]:
    """The public page of the demo's fair."""
    yield from _page("page.event", house, f"/events/{scene(house).fair}", 300)


@benchmark("page.floor_plan_3000")
def floor_plan(house: House) -> Iterator[Figure]:
    """The plan with 3,000 booths."""
    yield from _page("page.floor_plan_3000", house, f"/events/{scene(house).large}/floor-plan", 40)


@benchmark("booth.status_poll")
def status_poll(house: House) -> Iterator[Figure]:
    """Ask every ten seconds whether anything changed on a plan of 3,000 booths, half of them taken: nothing did."""
    slug = scene(house).large
    with house.app.app_context():
        with transaction():
            _take_half(get_event(slug))
        mark = queries.mark_of(get_event(slug).id)
        db.session.remove()
    request = {"path": f"/events/{slug}/booths/status.json", "headers": {"If-None-Match": f'W/"{mark}"'}}
    with house.serve() as server:
        _ask(server, [request] * _WARM_UP, 4, "304")
        for concurrency in (1, 8):
            load = _ask(server, [request] * 2000, concurrency, "304")
            yield _figure("booth.status_poll", house, load, 2000, concurrency)


def _take_half(event: Event) -> None:
    """Confirm every second booth from the end of the plan, where no other benchmark holds any."""
    booths = queries.booths_of(event)[200::2]
    price = {"rent_vnd": 0, "corner_vnd": 0, "vat_pct": 8, "vat_vnd": 0, "total_vnd": 0, "created_at": clock.now()}
    rows = [{"event_id": event.id, "booth_id": booth.id, "state": ClaimState.CONFIRMED, **price} for booth in booths]
    if not queries.states_of(event):
        db.session.execute(sa.insert(BoothClaim), rows)


@benchmark("agenda.public")
def agenda(house: House) -> Iterator[Figure]:
    """The agenda of the conference."""
    yield from _page("agenda.public", house, f"/events/{scene(house).conference}/agenda", 300)


# Two words with and without accents, one short word, a beginning, an end of a name, nothing at all.
_TEXTS = ("giang a pao", "Nguy%E1%BB%85n", "ha", "tran thi l", "chau", "xyzxyz")


@benchmark("search.20k")
def search_20k(house: House) -> Iterator[Figure]:
    """Find people among 20,000."""
    yield from _search("search.20k", house, 20_000)


@benchmark("search.1m")
def search_1m(house: House) -> Iterator[Figure]:
    """Find people among 1,000,000."""
    yield from _search("search.1m", house, 1_000_000)


def _search(name: str, house: House, people: int) -> Iterator[Figure]:
    fair = house.fair(people)
    headers = {"Authorization": f"Bearer {tokens(house, fair.slug, 1, Role.ORGANISER)[0]}"}
    number = 240
    requests = [
        {"path": f"/api/v1/events/{fair.slug}/registrations?q={text.replace(' ', '+')}", "headers": headers}
        for text in _TEXTS * (number // len(_TEXTS))
    ]
    with house.serve() as server:
        _ask(server, requests[:_WARM_UP], 4, "200")
        for concurrency in (1, 8):
            yield _figure(name, house, _ask(server, requests, concurrency, "200"), number, concurrency)


@benchmark("registration.create")
def register(house: House) -> Iterator[Figure]:
    """Register people by the API, with codes, consent and the entry in the trail."""
    secrets = tokens(house, scene(house).fair, 8, Role.ORGANISER)
    with house.serve() as server:
        _ask(server, _registrations(secrets, _WARM_UP), 4, "201")
        for concurrency in (1, 8):
            load = _ask(server, _registrations(secrets, 200), concurrency, "201")
            yield _figure("registration.create", house, load, 200, concurrency)


def _registrations(secrets: Sequence[str], number: int) -> list[dict[str, Any]]:
    return [
        {
            "method": "POST",
            "path": f"/api/v1/events/{FAIR}/registrations",
            "headers": {"Authorization": f"Bearer {secrets[place % len(secrets)]}", "Idempotency-Key": str(uuid.uuid4())},
            "body": {
                "full_name": f"Tẩn Mẩy {place}",
                "unit": "HTX Chè",
                "phone": f"+8491234{place:04d}",
                "category": "visitor",
                "basis": "bench",
            },
        }
        for place in range(number)
    ]


@benchmark("booth.hold_contention")
def hold(house: House) -> Iterator[Figure]:
    """Eight people want each booth at the same time: one gets it, seven are told what else is free."""
    booths, people = 40, 8
    secrets = tokens(house, scene(house).large, booths * people, Role.EXHIBITOR_ADMIN)
    requests = [
        {
            "method": "POST",
            "path": f"/api/v1/events/{LARGE}/booths/A0{booth + 1:03d}/hold",
            "headers": {"Authorization": f"Bearer {secrets[booth * people + person]}", "Idempotency-Key": str(uuid.uuid4())},
            "body": {},
        }
        for booth in range(booths)
        for person in range(people)
    ]
    with house.serve() as server:
        load = server.ask(requests, concurrency=people)
    if load.statuses != {"201": booths, "409": booths * (people - 1)}:
        raise RuntimeError(f"not one winner for each booth: {load.statuses}")
    yield _figure("booth.hold_contention", house, load, len(requests), people)


@benchmark("export.20k")
def export(house: House) -> Iterator[Figure]:
    """Write 20,000 people as CSV and XLSX."""
    slug = house.fair(20_000).slug
    for kind in ("csv", "xlsx"):
        out = house.folder / f"people.{kind}"
        yield _command("export.20k", house, ["export", "registrations", slug, "--format", kind, "--out", str(out)], kind)


@benchmark("report.pdf")
def report(house: House) -> Iterator[Figure]:
    """The summary of the demo's fair on paper, charts included."""
    out = house.folder / "report.pdf"
    yield _command("report.pdf", house, ["report", scene(house).fair, "--format", "pdf", "--lang", "vi", "--out", str(out)], "")


def _command(name: str, house: House, arguments: list[str], kind: str) -> Figure:
    """Run a command three times in this process; the first time it warms up."""
    walls = []
    for _round in range(3):
        began = time.perf_counter()
        answer = house.app.test_cli_runner().invoke(args=arguments)
        walls.append(1000 * (time.perf_counter() - began))
        if answer.exit_code != 0:
            raise RuntimeError(f"{' '.join(arguments)}: {answer.output}") from answer.exception
    unit = f"s {kind}".strip()
    return Figure(name, round(sorted(walls)[1] / 1000, 2), unit, len(walls), house.database, **spread(walls))


@benchmark("startup")
def startup(house: House) -> Iterator[Figure]:
    """From the command to the first answer."""
    walls = []
    for _round in range(3):
        began = time.perf_counter()
        with house.serve() as server:
            if _answer(server, "/healthz") != 200:
                raise RuntimeError("the program does not answer")
            walls.append(1000 * (time.perf_counter() - began))
    yield Figure("startup", round(sorted(walls)[1] / 1000, 2), "s", len(walls), house.database, **spread(walls))


@benchmark("rss")
def memory(house: House) -> Iterator[Figure]:
    """The largest web process after it has shown pages."""
    path = f"/events/{scene(house).fair}"
    with house.serve() as server:
        _ask(server, [{"path": path}] * 200, 4, "200")
        sizes = [item.memory_info().rss for item in psutil.Process(server.pid).children(recursive=True)]
    yield Figure("rss", round(max(sizes) / 2**20, 1), "MiB", len(sizes), house.database)


def _answer(server: Server, path: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    connection.request("GET", path)
    status = connection.getresponse().status
    connection.close()
    return status
