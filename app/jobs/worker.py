"""The worker process: Huey's consumer with our sweep in its scheduler."""

import logging
import time
from typing import Any

from flask import Flask
from huey.consumer import Consumer, Scheduler

from app.jobs.handover import queue_of
from app.jobs.sweep import sweep

log = logging.getLogger(__name__)


def work(app: Flask, *, threads: int) -> None:
    """Run jobs until SIGTERM or SIGINT; running jobs get 20 s to end, others are found again by their lease."""

    class Sweeper(Scheduler):  # type: ignore[misc]
        """Huey's scheduler, which also sweeps: at the start and then every JOBS_SWEEP_SECONDS."""

        next_sweep = 0.0

        def loop(self, now: Any = None) -> None:
            if time.monotonic() >= self.next_sweep:
                self.next_sweep = time.monotonic() + app.config["JOBS_SWEEP_SECONDS"]
                try:
                    with app.app_context():
                        sweep(app)
                except Exception:
                    log.exception("sweep failed; it comes again")
            super().loop(now)

    class Worker(Consumer):  # type: ignore[misc]
        scheduler_class = Sweeper

    worker = Worker(
        queue_of(app).huey,
        workers=threads,
        periodic=False,
        initial_delay=0.05,
        max_delay=1.0,
        shutdown_timeout=20,
        graceful_signal="TERM",
    )
    worker.run()
