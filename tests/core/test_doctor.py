"""`flask doctor` names what is broken, ends with 1 then, and shows no secret."""

import json

import pytest
import sqlalchemy as sa

from app.core import doctor
from app.jobs import services as jobs
from app.jobs.models import Job, JobState
from app.mail.models import Message


@pytest.fixture(autouse=True)
def only_these_checks(monkeypatch):
    """Checks of other features stay; those of a test are forgotten after it."""
    monkeypatch.setattr(doctor, "_checks", dict(doctor._checks))


def run(app, *arguments: str):
    return app.test_cli_runner().invoke(args=["doctor", *arguments])


def test_a_sound_database_passes(db, app):
    db.commit()
    answer = run(app, "--json")
    told = json.loads(answer.output)
    assert (told["ok"], [check for check in told["checks"] if not check["ok"]]) == (True, [])
    assert answer.exit_code == 0


def test_a_broken_promise_ends_with_1_and_its_rows(db, app):
    doctor.check("T1", "tests never break")(lambda: ["booth 7 is sold twice"])
    answer = run(app)
    assert answer.exit_code == 1
    assert "BROKEN T1   tests never break\n         booth 7 is sold twice\n" in answer.output


def test_a_check_that_crashes_is_broken_not_passed(db, app):
    doctor.check("T1", "tests never break")(lambda: 1 / 0)
    [finding] = [finding for finding in doctor.examine() if finding.key == "T1"]
    assert finding.rows == ["the check itself failed: ZeroDivisionError: division by zero"]


def test_a_check_cannot_write(db, app):
    def meddle() -> list[str]:
        jobs.enqueue("test.asked")
        return []

    doctor.check("T1", "tests never break")(meddle)
    [finding] = [finding for finding in doctor.examine() if finding.key == "T1"]
    assert finding.rows == ["the check itself failed: WriteOnRead: a GET request tried to write"]


def test_only_the_first_hundred_rows_are_read(db, app):
    doctor.check("T1", "tests never break")(lambda: (f"row {n}" for n in iter(int, 1)))
    [finding] = [finding for finding in doctor.examine() if finding.key == "T1"]
    assert len(finding.rows) == 100


def test_a_waiting_mail_without_job_is_found(db, app):
    from tests.support.mails import hello_template

    with hello_template(app):
        from app.mail import services

        message = services.send(template="test/hello", to="a@example.com", locale="vi", context={"name": "A"})
    db.commit()
    assert run(app).exit_code == 0
    db.execute(sa.delete(Job))
    db.commit()
    assert f"mail_message {message.id} waits, but no job will send it" in run(app).output
    assert db.get(Message, message.id) is not None


def test_a_finished_job_without_end_is_found(db, app):
    job = jobs.enqueue("test.asked")
    db.execute(sa.update(Job).values(state=JobState.DONE))
    db.commit()
    assert f"job {job.id} (test.asked) is done without one" in run(app).output


def test_settings_are_shown_without_secrets(db, app, monkeypatch):
    monkeypatch.setitem(app.config, "SMTP_URL", "smtp://robot:hunter2@mail.example.com:587")
    output = run(app, "--config").output
    assert "SMTP_URL = smtp://robot:***@mail.example.com:587\n" in output
    assert "SECRET_KEY = ***\n" in output
    assert "hunter2" not in output
    assert app.config["SECRET_KEY"] not in output
