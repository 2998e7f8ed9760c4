"""The job worker, as `flask jobs work`, but without Alembic and the other commands: it starts in half the time."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from app.jobs import worker  # noqa: E402 -- needs the path above
from wsgi import app  # noqa: E402

if __name__ == "__main__":
    worker.work(app, threads=int(sys.argv[1]) if len(sys.argv) > 1 else 3)
