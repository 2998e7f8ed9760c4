"""What machines ask."""

import pytest

from app.core import clock as times
from app.core import health
from app.jobs import services as jobs
from app.jobs import sweep


def test_alive_and_ready(client):
    assert client.get("/healthz").json == {"status": "ok"}
    answer = client.get("/readyz")
    assert answer.json == {"status": "ok", "checks": {"database": "ok", "jobs": "ok", "storage": "ok"}}
    assert answer.status_code == 200


def test_readiness_names_what_fails(client, clock):
    jobs.enqueue("test.asked")
    clock.shift(301)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json["status"] == "failing"
    assert answer.json["checks"]["jobs"] == "due work has been waiting for more than 5 minutes; is the worker running?"
    assert answer.json["checks"]["database"] == "ok"


def test_a_backlog_is_no_fault_while_a_worker_is_there(client, app, clock, monkeypatch):
    monkeypatch.setitem(app.config, "JOBS_URL", "memory:")
    jobs.enqueue("test.asked", run_at=times.now())
    clock.shift(301)
    sweep.sweep(app)
    assert client.get("/readyz").status_code == 200
    clock.shift(121)
    assert client.get("/readyz").status_code == 503
    app.extensions.pop("jobs")


def test_a_probe_that_crashes_tells_nothing_of_its_inside(client, monkeypatch):
    monkeypatch.setattr(health, "_probes", {"storage": lambda: 1 / 0})
    assert client.get("/readyz").json == {"status": "failing", "checks": {"storage": "does not answer"}}


@pytest.mark.parametrize("header", [{}, {"Authorization": "Bearer wrong"}, {"Authorization": "Bearer "}])
def test_figures_are_closed(client, app, monkeypatch, header):
    assert client.get("/metrics", headers=header).status_code == 404
    monkeypatch.setitem(app.config, "METRICS_TOKEN", "the right token")
    assert client.get("/metrics", headers=header).status_code == 404


def test_figures_open_with_the_token(client, app, monkeypatch):
    monkeypatch.setitem(app.config, "METRICS_TOKEN", "the right token")
    jobs.enqueue("test.asked")
    answer = client.get("/metrics", headers={"Authorization": "Bearer the right token"})
    assert answer.mimetype == "text/plain"
    assert 'fairground_jobs{state="pending"} 1.0\n' in answer.text
    assert 'fairground_mails{state="queued"} 0.0\n' in answer.text
    assert "fairground_jobs_waiting_seconds " in answer.text


def test_weaknesses_have_an_address(client):
    answer = client.get("/.well-known/security.txt")
    lines = dict(line.split(": ", 1) for line in answer.text.splitlines())
    assert lines["Contact"] == "mailto:security@localhost"
    assert lines["Expires"] > times.now().isoformat()
    assert answer.headers["Cache-Control"] == "public, max-age=86400"


def test_robots_stay_out_of_the_offices(client):
    lines = client.get("/robots.txt").text.splitlines()
    assert lines[:3] == ["User-agent: *", "Disallow: /api/", "Disallow: /manage/"]


def test_nothing_is_served_while_a_restore_is_incomplete(client, app, monkeypatch, tmp_path):
    monkeypatch.setitem(app.config, "INSTANCE", str(tmp_path))
    health.restore_marker(app).write_text("since now")
    assert client.get("/healthz").status_code == 200
    answer = client.get("/robots.txt")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
    health.restore_marker(app).unlink()
    assert client.get("/robots.txt").status_code == 200
