"""A network that swallows answers, before a real gunicorn: phones repeat, and all that a gate did is on the server once."""

import contextlib
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.checkin.fair_today import FairToday
from tests.support.phone import QueueingPhone
from tests.support.proxy import Fate, LosingProxy, losing_proxy
from tests.support.serving import WebServer

pytestmark = [pytest.mark.race, pytest.mark.own_database, pytest.mark.real_time]
PHONES, PEOPLE = 3, 12


@contextlib.contextmanager
def poor_network(url: str, folder: Path) -> Iterator[tuple[FairToday, LosingProxy]]:
    """A fair behind a network that loses every second request or its answer."""
    fair = FairToday(url, folder, phones=PHONES, people=PEOPLE)
    with WebServer(url, folder) as server, losing_proxy(server.port, losing=0.5, seed=7) as proxy:
        yield fair, proxy


def work(phone: QueueingPhone, codes: list[str], done: list[str]) -> None:
    """What a steward does in a busy minute: let everybody in, take the last scan back, count five, note a guest."""
    names = [phone.scan(code) for code in codes]
    phone.undo(names[-1])
    phone.tap(5)
    phone.keep_guest("Hoàng Thị Mẩy")
    phone.flush_all()
    done += names


def work_together(phones: list[QueueingPhone], codes: list[str]) -> list[str]:
    """Let all phones work on the same people at once; return the names of all their scans."""
    done: list[str] = []
    threads = [threading.Thread(target=work, args=(phone, codes, done), daemon=True) for phone in phones]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
        assert not thread.is_alive()
    return done


def test_what_gates_did_arrives_once_though_every_second_answer_is_lost(own_database: str, tmp_path: Path) -> None:
    with poor_network(own_database, tmp_path) as (fair, network):
        phones = fair.phones(network.port)
        names = work_together(phones, fair.codes)
    assert all(network.fates[fate] for fate in Fate), network.fates
    stored = fair.stored()
    guests = {answer["scan_uuid"] for phone in phones for answer in phone.answers} - set(names)
    assert stored.scans == sorted([*names, *guests])
    # The last of the people was taken back by all; each phone has a guest.
    assert (stored.entries, stored.guests) == (PEOPLE - 1 + PHONES, PHONES)
    assert (stored.taps, stored.undos, stored.broken) == (5 * PHONES, PHONES, [])


def test_a_phone_that_renames_what_it_repeats_is_counted_double(tmp_path: Path) -> None:
    """The control: the network does lose answers of work that was done, and only the names keep it from being done again."""
    with poor_network(f"sqlite:///{tmp_path}/own.sqlite", tmp_path) as (fair, network):
        names = work_together(fair.phones(network.port, remembers=False), fair.codes)
    stored = fair.stored()
    assert len(stored.scans) > len(names) + PHONES
    assert stored.taps > 5 * PHONES or stored.guests > PHONES
