"""A small load generator: a process of its own, so that its CPU is not the server's. `load.py JOB.json` prints JSON."""

import http.client
import json
import sys
import threading
import time
from collections import Counter
from typing import Any


def main(path: str) -> None:
    with open(path, encoding="utf-8") as file:
        job = json.load(file)
    requests = list(reversed(job["requests"]))
    milliseconds: list[float] = []
    statuses: Counter[str] = Counter()
    started = time.perf_counter()
    threads = [
        threading.Thread(target=_client, args=(job["port"], requests, milliseconds, statuses))
        for _ in range(job["concurrency"])
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(json.dumps({"ms": milliseconds, "statuses": statuses, "wall_s": time.perf_counter() - started}))


def _client(port: int, requests: list[Any], milliseconds: list[float], statuses: Counter[str]) -> None:
    """One asker: the next request when the last answer is read, over one connection that is kept."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    while requests:
        try:
            request = requests.pop()
        except IndexError:
            break
        body = json.dumps(request["body"]).encode() if "body" in request else None
        headers = {"Content-Type": "application/json"} | request.get("headers", {}) if body else request.get("headers", {})
        began = time.perf_counter()
        status = _ask(connection, request, body, headers)
        for _again in range(5):
            if status != "503":
                break
            time.sleep(0.2)  # "busy, try again", as phones do; it counts as waiting
            status = _ask(connection, request, body, headers)
        milliseconds.append(1000 * (time.perf_counter() - began))
        statuses[status] += 1
    connection.close()


def _ask(connection: http.client.HTTPConnection, request: Any, body: bytes | None, headers: dict[str, str]) -> str:
    for last in (False, True):
        try:
            connection.request(request.get("method", "GET"), request["path"], body=body, headers=headers)
            answer = connection.getresponse()
            answer.read()
            return str(answer.status)
        except (http.client.HTTPException, ConnectionError) as error:
            connection.close()  # the server ended a kept connection: once more on a new one
            if last:
                return type(error).__name__
    return "unreachable"


if __name__ == "__main__":
    main(sys.argv[1])
