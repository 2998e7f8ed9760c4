"""Nothing in a document may reach files, the network or other jobs (PD01, PD02, PD04)."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from jinja2 import DictLoader

from app.documents import pdf, process
from app.documents.errors import PdfFailed
from tests.support import pdf as look

CANARY = "canary-in-a-file-7391"
ATTACKS = """
<base href="{url}">
<link rel="attachment" href="{url}"><a rel="attachment" href="{url}">x</a>
<link rel="stylesheet" href="{url}"><style>@import url({url}); @font-face {{ font-family: evil; src: url({url}) }}
p {{ font-family: evil; background: url({url}); list-style-image: url({url}) }} p::before {{ content: url({url}) }}
@page {{ background: url({url}) }}</style>
<img src="{url}"><img srcset="{url} 2x"><embed src="{url}"><object data="{url}"></object><iframe src="{url}"></iframe>
<input type="image" src="{url}"><video poster="{url}"></video>
<svg><image href="{url}" width="9" height="9"/><use href="{url}#a"/><style>@import url({url});</style></svg>
<img src="data:image/svg+xml,&lt;svg xmlns='http://www.w3.org/2000/svg'&gt;&lt;image href='{url}'/&gt;&lt;/svg&gt;">
<p>end
"""


@pytest.fixture
def listener() -> Iterator[tuple[int, list[int]]]:
    """A port on loopback and the list that grows with each connection."""
    met: list[int] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.05)
        done = threading.Event()

        def listen() -> None:
            while not done.is_set():
                try:
                    connection, _address = server.accept()
                except TimeoutError:
                    continue
                met.append(1)
                connection.close()

        thread = threading.Thread(target=listen)
        thread.start()
        port = server.getsockname()[1]
        yield port, met
        done.set()
        thread.join()


def draw(html: str, **kwargs) -> bytes:
    return pdf.draw(pdf.Sheet(f"<title>t</title>{html}"), css=pdf.style_sheets(), **kwargs)


def worker_process() -> psutil.Process:
    running = process.worker("pdf")._process
    assert running is not None
    return psutil.Process(running.pid)


def test_documents_read_no_files(context, tmp_path):
    secret = tmp_path / "secret.svg"
    secret.write_text(f"<svg xmlns='http://www.w3.org/2000/svg'><text>{CANARY}</text></svg>")

    for url in (secret.as_uri(), str(secret), f"FILE://{secret}", f"asset:../..{secret}"):
        content = draw(ATTACKS.format(url=url))
        assert CANARY.encode() not in look.raw(content)
        assert b"EmbeddedFile" not in look.raw(content)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::ffff:127.0.0.1]"])
def test_documents_open_no_connections(context, listener, host):
    port, met = listener
    socket.create_connection(("127.0.0.1", port)).close()
    deadline = time.monotonic() + 20
    while not met and time.monotonic() < deadline:
        time.sleep(0.02)
    assert met == [1]

    content = draw(ATTACKS.format(url=f"http://{host}:{port}/x.png"))

    assert met == [1]
    assert look.text(content).endswith("end")


def test_names_are_text_and_nothing_else(context, monkeypatch):
    name = "<link rel=attachment href=file:///etc/passwd><img src=file:///etc/hosts>"
    templates = {"pdf/t.html": "<title>t</title><p>{{ name }}", "pdf/base.css": ""}
    monkeypatch.setattr(context.jinja_env, "loader", DictLoader(templates))

    content = pdf.render("pdf/t.html", {"name": name})

    assert look.text(content) == name
    assert b"EmbeddedFile" not in look.raw(content)


def test_program_runs_inside_its_limits(context):
    draw("<p>a")
    limits = Path(f"/proc/{worker_process().pid}/limits").read_text()
    told = {line[:26].strip(): line[26:].split() for line in limits.splitlines()}

    assert told["Max address space"][:2] == [str(2**30), str(2**30)]
    assert told["Max core file size"][:2] == ["0", "0"]
    assert 30 <= int(told["Max cpu time"][0]) <= 120


def test_program_knows_no_secret_of_ours(context, monkeypatch):
    process.worker("pdf").stop()
    monkeypatch.setenv("SECRET_KEY", CANARY)
    draw("<p>a")

    assert CANARY not in str(worker_process().environ())


def test_document_that_takes_too_long_fails_and_others_go_on(context):
    with pytest.raises(PdfFailed) as failure:
        draw("<table>" + "<tr><td>a<td>b" * 50_000, timeout_s=0.3)  # half a minute of layout

    assert failure.value.reason == "no answer within 0.3 s"
    assert look.text(draw("<p>next")) == "next"


def test_document_that_cannot_be_laid_out_fails_and_others_go_on(context):
    draw("<p>a")
    first = worker_process().pid

    with pytest.raises(PdfFailed) as failure:
        draw("<table><tr><td>" * 400)

    assert "Recursion" in failure.value.reason
    assert look.text(draw("<p>next")) == "next"
    assert worker_process().pid == first


def test_program_that_died_is_replaced(context):
    draw("<p>a")
    dying = worker_process()
    dying.send_signal(signal.SIGKILL)
    dying.wait(10)

    assert look.text(draw("<p>next")) == "next"


def test_program_that_ended_idle_is_replaced_within_the_same_call(context, monkeypatch):
    process.worker("pdf").stop()
    monkeypatch.setitem(process.IDLE_SECONDS, "pdf", 0.2)
    draw("<p>a")
    ending = worker_process()
    monkeypatch.setattr(process.worker("pdf")._process, "poll", lambda: None)  # as if it ended just after we looked
    monkeypatch.setitem(process.IDLE_SECONDS, "pdf", 300.0)
    while ending.status() != psutil.STATUS_ZOMBIE:
        time.sleep(0.05)

    assert look.text(draw("<p>next")) == "next"


def test_program_is_replaced_after_many_jobs(context, monkeypatch):
    draw("<p>a")
    first = worker_process().pid
    monkeypatch.setattr(process, "JOBS_OF_ONE_WORKER", 1)

    draw("<p>a")

    assert worker_process().pid != first
    assert not psutil.pid_exists(first)


def test_a_forked_process_gets_a_program_of_its_own(context):
    draw("<p>parent")
    first = worker_process().pid

    child = os.fork()
    if child == 0:
        try:
            os._exit(0 if look.text(draw("<p>child")) == "child" and worker_process().pid != first else 1)
        finally:
            os._exit(2)
    assert os.waitpid(child, 0)[1] == 0
    assert look.text(draw("<p>parent")) == "parent"
    assert worker_process().pid == first


def test_program_ends_with_its_owner_even_when_that_is_killed():
    script = (
        "import time\nfrom app.documents import process\n"
        "held = process.worker('pdf')\nheld._prepare()\nprint(held._process.pid, flush=True)\ntime.sleep(60)"
    )
    owner = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert owner.stdout is not None
    pid = int(owner.stdout.readline())
    assert psutil.pid_exists(pid)

    owner.kill()
    owner.wait()
    owner.stdout.close()

    psutil.wait_procs([psutil.Process(pid)] if psutil.pid_exists(pid) else [], timeout=20)
    assert not psutil.pid_exists(pid)
