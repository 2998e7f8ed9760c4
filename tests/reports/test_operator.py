"""Operators see background work and let parked jobs run again; nobody else does."""

import pytest
import sqlalchemy as sa

from app.audit.models import AuditEntry
from app.jobs import services as jobs
from app.jobs.models import Job, JobState
from tests.factories.accounts import UserFactory
from tests.support.queries import count_queries


@pytest.fixture
def operator(db):
    return UserFactory(is_admin=True)


@pytest.fixture
def parked(db, run_jobs) -> Job:
    job = jobs.enqueue("test.nobody_knows")
    run_jobs(raise_errors=False)
    return job


def test_the_page_shows_what_is_parked_and_why(client, operator, parked):
    text = client.sign_in(operator).get("/manage/jobs").text
    assert "GiveUp: no handler for test.nobody_knows in any feature" in text


def test_a_parked_job_runs_again_when_asked(client, db, operator, parked):
    answer = client.sign_in(operator).submit("/manage/jobs", form=f"/manage/jobs/{parked.id}/retry")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/manage/jobs")
    db.refresh(parked)
    assert parked.state == JobState.PENDING
    entry = db.scalars(sa.select(AuditEntry)).one()
    assert (entry.action, entry.subject_id, entry.actor_id) == ("jobs.retried", str(parked.id), operator.id)


def test_a_job_that_is_not_parked_cannot_be_retried(client, db, operator, parked):
    client.sign_in(operator)
    path = f"/manage/jobs/{parked.id}/retry"
    assert client.post(path).status_code == 303
    assert client.post(path).status_code == 409


@pytest.mark.parametrize(("method", "path"), [("GET", "/manage/jobs"), ("POST", "/manage/jobs/1/retry")])
def test_others_see_nothing(client, db, method, path):
    assert client.open(path, method=method).status_code == 302
    client.sign_in(UserFactory())
    assert client.open(path, method=method).status_code == 403


def test_one_job_and_three_cost_the_same_queries(client, db, operator):
    client.sign_in(operator)
    jobs.enqueue("test.asked")
    with count_queries() as one:
        client.get("/manage/jobs")
    jobs.enqueue("test.asked")
    jobs.enqueue("test.asked")
    with count_queries() as three:
        client.get("/manage/jobs")
    assert len(three) == len(one)
