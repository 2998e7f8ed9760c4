"""kill -9 of a real gunicorn in the middle of scans: phones repeat, no scan is lost and none is stored twice (CK, I9)."""

import threading
import time
from pathlib import Path

import pytest

from tests.checkin.fair_today import FairToday
from tests.support.phone import QueueingPhone
from tests.support.serving import WebServer

pytestmark = [pytest.mark.race, pytest.mark.own_database, pytest.mark.real_time]
PEOPLE = 6


@pytest.mark.parametrize(("point", "is_kept"), [("web.answered", False), ("web.committed", True)])
def test_scans_whose_answer_died_with_the_server_are_stored_once(
    own_database: str, tmp_path: Path, point: str, is_kept: bool
) -> None:
    """Every worker kills itself between answer and commit, or right after the commit; then the whole server is killed."""
    fair = FairToday(own_database, tmp_path, phones=1, people=PEOPLE)
    with WebServer(fair.url, fair.folder, failpoints=f"{point}=kill") as server:
        [phone] = fair.phones(server.port)
        first = [phone.scan(code) for code in fair.codes[:3]]
        assert (phone.answers, phone.flush()) == ([], False)
        server.kill()
        assert fair.stored().scans == (sorted(first) if is_kept else [])

        server.start(failpoints="")
        names = first + [phone.scan(code) for code in fair.codes[3:]]
        phone.flush_all()
    stored = fair.stored()
    assert (stored.scans, stored.entries, stored.broken) == (sorted(names), PEOPLE, [])
    assert [answer["reason"] for answer in phone.answers] == ["ok"] * PEOPLE
    assert [answer["replayed"] for answer in phone.answers].count(True) == (3 if is_kept else 0)


def test_workers_killed_at_any_moment_lose_no_scan_of_two_gates(own_database: str, tmp_path: Path) -> None:
    fair = FairToday(own_database, tmp_path, phones=2, people=PEOPLE)
    with WebServer(fair.url, fair.folder) as server:
        phones = fair.phones(server.port)
        names: list[str] = []
        is_over = threading.Event()
        killer = threading.Thread(target=kill_workers, args=(server, is_over), daemon=True)
        killer.start()
        gates = [threading.Thread(target=scan_all, args=(phone, fair.codes, names), daemon=True) for phone in phones]
        for gate in gates:
            gate.start()
        for gate in gates:
            gate.join(timeout=120)
        is_over.set()
        killer.join(timeout=10)
        for phone in phones:
            phone.flush_all()
    assert all(phone.unanswered for phone in phones)
    stored = fair.stored()
    assert len(names) == len(phones) * 4 * PEOPLE
    assert (stored.scans, stored.entries, stored.broken) == (sorted(names), PEOPLE, [])


def scan_all(phone: QueueingPhone, codes: list[str], names: list[str]) -> None:
    for _round in range(4):
        names += [phone.scan(code) for code in codes]
        phone.flush()


def kill_workers(server: WebServer, is_over: threading.Event) -> None:
    while not is_over.is_set():
        for pid in server.worker_pids():
            server.kill_worker(pid)
        time.sleep(0.3)
