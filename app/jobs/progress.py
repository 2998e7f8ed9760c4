"""How far a slow job has come, visible while it runs."""

import sqlalchemy as sa

from app.core import clock
from app.core.db import db, intent
from app.jobs import runner
from app.jobs.errors import LeaseLost
from app.jobs.models import Job


def report(done: int, total: int) -> None:
    """Store the progress of the running slow job in a transaction of its own and extend its lease.

    Outside a slow job this does nothing, so services may call it wherever they run.

    Raises:
        LeaseLost: another worker has taken the job over; stop.
    """
    running = runner.current()
    if running is None or not running[1].slow:
        return
    claim = running[0]
    values = {"progress_done": done, "progress_total": total, "leased_until": clock.now() + runner.lease()}
    statement = sa.update(Job).where(claim.still_ours()).values(**values)
    with intent("write"):
        if claim.inline:
            changed = db.session.execute(statement, execution_options={"synchronize_session": False})
            db.session.commit()
        else:
            with db.engine.begin() as connection:
                changed = connection.execute(statement)
    if changed.rowcount != 1:  # type: ignore[attr-defined]
        raise LeaseLost
