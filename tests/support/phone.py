"""A phone at the gate as static/js/scan/queue.js is one, without a browser: keeps what it did until the server has it."""

import http.client
import json
import uuid
from datetime import datetime
from typing import Any

from app.core import clock

_BATCH = 100
# Seconds; the phone gives one scan two seconds and everything else twenty.
_PATIENCE_S = 20


class NoAnswer(Exception):
    """The line broke, or the server asked to try again: nobody knows whether it was done."""


class QueueingPhone:
    """A paired phone. `remembers=False` is the control: it gives what it repeats a new name each time."""

    def __init__(self, port: int, slug: str, token: str, *, remembers: bool = True) -> None:
        self.port, self.slug, self.token, self.remembers = port, slug, token, remembers
        self.scans: dict[str, dict[str, Any]] = {}
        self.taps: dict[str, dict[str, Any]] = {}
        self.undos: dict[str, dict[str, Any]] = {}
        self.guests: dict[str, dict[str, Any]] = {}
        # What the server told of each scan, in the order it was heard.
        self.answers: list[dict[str, Any]] = []
        self.unanswered = 0

    @property
    def waiting(self) -> int:
        return sum(len(kept) for kept in (self.scans, self.taps, self.undos, self.guests))

    def scan(self, code: str) -> str:
        """Keep the scan, then ask about it once. Returns its uuid."""
        item = {"scan_uuid": str(uuid.uuid4()), "code": code, "direction": "entry", "scanned_at": _now(), "offline": False}
        self.scans[item["scan_uuid"]] = item
        try:
            self.answers.append(self._post("scans", item | {"sent_at": _now()}))
            del self.scans[item["scan_uuid"]]
        except NoAnswer:
            item |= {"shown": "accepted"}
        return str(item["scan_uuid"])

    def tap(self, delta: int) -> None:
        self.taps[str(uuid.uuid4())] = {"delta": delta, "counted_at": _now()}

    def undo(self, scan_uuid: str) -> None:
        self.undos[str(uuid.uuid4())] = {"scan_uuid": scan_uuid, "reason": "Quét nhầm", "undone_at": _now()}

    def keep_guest(self, name: str) -> None:
        self.guests[str(uuid.uuid4())] = {"full_name": name}

    def flush(self) -> bool:
        """Send all that waits, in the order of the app; tell whether nothing waits any more."""
        try:
            self._send_guests()
            self._send_undos()
            self._send_scans()
            self._send_taps()
        except NoAnswer:
            if not self.remembers:
                self._forget_names()
        return not self.waiting

    def flush_all(self, most: int = 400) -> int:
        """Repeat until the server has everything. Returns the number of tries."""
        for number in range(1, most + 1):
            if self.flush():
                return number
        raise AssertionError(f"{self.waiting} still wait after {most} tries")

    def _send_guests(self) -> None:
        for name, guest in list(self.guests.items()):
            person = self._post("walk-ins", guest, {"Idempotency-Key": name})
            item = {"scan_uuid": str(uuid.uuid4()), "code": person["short_code"], "direction": "entry", "scanned_at": _now()}
            self.scans[item["scan_uuid"]] = item | {"shown": "accepted"}
            del self.guests[name]

    def _send_undos(self) -> None:
        if self.undos:
            told = [{"undo_uuid": name} | undo for name, undo in self.undos.items()]
            for item in self._post("undos", {"undos": told, "sent_at": _now()})["results"]:
                self.undos.pop(item["undo_uuid"])

    def _send_scans(self) -> None:
        while self.scans:
            sent = [item | {"offline": True} for item in list(self.scans.values())[:_BATCH]]
            for answer in self._post("scans/batch", {"scans": sent, "sent_at": _now()})["results"]:
                self.scans.pop(answer["scan_uuid"])
                self.answers.append(answer)

    def _send_taps(self) -> None:
        if self.taps:
            told = [{"count_uuid": name} | tap for name, tap in self.taps.items()]
            self._post("counts", {"counts": told, "sent_at": _now()})
            self.taps.clear()

    def _forget_names(self) -> None:
        self.scans = {name: item | {"scan_uuid": name} for name, item in _renamed(self.scans)}
        self.taps, self.guests = dict(_renamed(self.taps)), dict(_renamed(self.guests))

    def _post(self, path: str, body: Any, headers: dict[str, str] | None = None) -> dict[str, Any]:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=_PATIENCE_S)
        known = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"} | (headers or {})
        try:
            line.request("POST", f"/api/v1/events/{self.slug}/{path}", json.dumps(body), known)
            answer = line.getresponse()
            content = json.loads(answer.read())
        except (OSError, http.client.HTTPException, ValueError) as error:
            self.unanswered += 1
            raise NoAnswer from error
        finally:
            line.close()
        if answer.status >= 500 or answer.status == 429:
            raise NoAnswer
        assert answer.status < 400, content
        return dict(content)


def _renamed(kept: dict[str, dict[str, Any]]) -> list[tuple[str, dict[str, Any]]]:
    return [(str(uuid.uuid4()), item) for item in kept.values()]


def _now() -> str:
    at: datetime = clock.now()
    return at.isoformat()
