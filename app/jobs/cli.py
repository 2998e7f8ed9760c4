"""`flask jobs work|list|retry`."""

import click
from flask import current_app
from flask.cli import AppGroup

from app.core.db import transaction
from app.core.errors import DomainError
from app.jobs import queries, services
from app.jobs.models import Job

jobs = AppGroup("jobs", help="Background work.")
commands = [jobs]


@jobs.command("work")
@click.option("--threads", default=3, show_default=True, help="Jobs at the same time.")
def work(threads: int) -> None:
    """Run jobs until told to stop (SIGTERM, Ctrl-C)."""
    from app.jobs import worker  # noqa: PLC0415 -- slow import

    worker.work(current_app._get_current_object(), threads=threads)  # type: ignore[attr-defined]


@jobs.command("list")
def list_jobs() -> None:
    """Show the parked jobs with their last error, then how many are in each state."""
    for job in queries.parked_jobs():
        click.echo(_line(job))
    for state, number in queries.count_by_state().items():
        click.echo(f"{state.value}: {number}")


@jobs.command("retry")
@click.argument("job_id", type=int)
def retry(job_id: int) -> None:
    """Let the parked job run again."""
    try:
        with transaction():
            services.retry(queries.get_job(job_id))
    except DomainError as error:
        raise click.ClickException(str(error.message or "There is no such job.")) from error
    click.echo(f"Job {job_id} will run again.")


def _line(job: Job) -> str:
    return f"{job.id}  {job.name}  tries: {job.attempts}  {job.last_error.splitlines()[0] if job.last_error else ''}"
