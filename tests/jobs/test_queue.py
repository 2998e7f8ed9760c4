"""Each kind of queue carries ids of jobs, as JSON."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from app.core.db import db, transaction
from app.jobs import handover, hueys, services
from app.jobs.models import Job, JobState
from tests.support.race import make_app


@pytest.mark.own_database
@pytest.mark.real_time
def test_a_committed_job_travels_through_the_queue_of_its_database(own_database: str, tmp_path: Path) -> None:
    queue = own_database if own_database.startswith("postgresql") else f"sqlite:///{tmp_path}/jobs.sqlite"
    app = make_app(own_database, tmp_path, JOBS_URL=queue)
    with app.app_context():
        with transaction():
            job_id = services.enqueue("test.nobody_knows").id
        huey = handover.queue_of(app).huey
        task = huey.dequeue()
        assert (list(task.args), huey.pending_count()) == ([job_id], 0)
        db.session.remove()
        huey.execute(task)
        assert db.session.scalar(sa.select(Job.state)) == JobState.PARKED
        db.session.remove()
        db.engine.dispose()
        huey.storage.close()


def test_redis_is_a_place_for_the_queue() -> None:
    assert type(hueys._make_huey("redis://127.0.0.1:1/0")).__name__ == "RedisHuey"


def test_other_places_are_refused() -> None:
    with pytest.raises(ValueError, match="JOBS_URL must start with"):
        hueys._make_huey("amqp://127.0.0.1")
