"""A poor network in one process: a TCP proxy that forwards HTTP requests and loses some of them, or only their answers."""

import contextlib
import random
import socket
import socketserver
import struct
import threading
from collections import Counter
from collections.abc import Iterator
from enum import StrEnum
from typing import Any

_PATIENCE_S = 60


class Fate(StrEnum):
    """What becomes of a request. Only DELIVERED and REQUEST_LOST leave no doubt about what the server did."""

    DELIVERED = "delivered"
    REQUEST_LOST = "request lost"
    ANSWER_LOST = "answer lost"
    ANSWER_CUT = "answer cut"
    # The client hears of the broken line while the server is still at work: its repetition meets the first try.
    HUNG_UP = "hung up"


LOSSES = (Fate.REQUEST_LOST, Fate.ANSWER_LOST, Fate.ANSWER_LOST, Fate.ANSWER_CUT, Fate.HUNG_UP)


class LosingProxy(socketserver.ThreadingTCPServer):
    """Loses the share `losing` of the POST requests to the events' API, by `seed`. `fates` counts what became of all."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, upstream: int, *, losing: float, seed: int) -> None:
        super().__init__(("127.0.0.1", 0), _Connection)
        self.upstream, self.losing, self.losses = upstream, losing, LOSSES
        self.fates: Counter[Fate] = Counter()
        self._chance, self._lock = random.Random(seed), threading.Lock()

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def fate_of(self, head: bytes) -> Fate:
        """Draw what becomes of the request that begins so."""
        with self._lock:
            is_at_risk = head.startswith(b"POST /api/v1/events/") and self._chance.random() < self.losing
            fate = self._chance.choice(self.losses) if is_at_risk else Fate.DELIVERED
            self.fates[fate] += 1
        return fate

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client or server that went away is what this network is for."""


class _Connection(socketserver.BaseRequestHandler):
    server: LosingProxy

    def handle(self) -> None:
        """Serve one request; every connection is closed after it, so that no answer hides behind another."""
        self.request.settimeout(_PATIENCE_S)
        head, body = _read_request(self.request)
        fate = self.server.fate_of(head)
        if not head or fate is Fate.REQUEST_LOST:
            _break(self.request)
            return
        with socket.create_connection(("127.0.0.1", self.server.upstream), timeout=_PATIENCE_S) as upstream:
            upstream.sendall(_closing(head) + body)
            if fate is Fate.HUNG_UP:
                _break(self.request)
            answer = b"".join(iter(lambda: upstream.recv(65536), b""))
        if fate is Fate.DELIVERED:
            self.request.sendall(answer)
        elif fate is Fate.ANSWER_CUT:
            self.request.sendall(answer[: len(answer) // 2])
        if fate is Fate.ANSWER_LOST:
            _break(self.request)


def _read_request(client: socket.socket) -> tuple[bytes, bytes]:
    read = b""
    while b"\r\n\r\n" not in read:
        piece = client.recv(65536)
        if not piece:
            return b"", b""
        read += piece
    head, _gap, body = read.partition(b"\r\n\r\n")
    length = next((int(value) for name, value in _headers(head) if name == b"content-length"), 0)
    while len(body) < length:
        body += client.recv(65536)
    return head + b"\r\n\r\n", body


def _headers(head: bytes) -> Iterator[tuple[bytes, bytes]]:
    for line in head.split(b"\r\n")[1:]:
        name, _colon, value = line.partition(b":")
        yield name.strip().lower(), value.strip()


def _closing(head: bytes) -> bytes:
    """Return the head asking the server to close the connection after its answer."""
    lines = head.removesuffix(b"\r\n\r\n").split(b"\r\n")
    kept = [line for line in lines if not line.lower().startswith((b"connection:", b"keep-alive:"))]
    return b"\r\n".join([*kept, b"Connection: close"]) + b"\r\n\r\n"


def _break(client: socket.socket) -> None:
    """Close with a reset, as a phone sees a net that went away."""
    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    client.close()


@contextlib.contextmanager
def losing_proxy(upstream: int, *, losing: float, seed: int) -> Iterator[LosingProxy]:
    """Run a proxy before the server at the port `upstream`."""
    proxy = LosingProxy(upstream, losing=losing, seed=seed)
    thread = threading.Thread(target=proxy.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield proxy
    finally:
        proxy.shutdown()
        thread.join(timeout=10)
        proxy.server_close()
