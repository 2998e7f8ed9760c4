"""A process killed in the middle of an upload leaves no row without its content (I17, FT09)."""

import json
import os
import subprocess
import sys

import pytest

# Forks itself for each try, so that the application is built only once.
SCRIPT = """
import io, json, os, sys
import sqlalchemy as sa
from app.core.db import db, transaction
from app.factory import create_app
from app.files import services
from app.files.models import StoredFile
from app.files.storage import storage

app = create_app()

def upload(failpoint):
    child = os.fork()
    if child == 0:
        app.config["FAIR_FAILPOINTS"] = failpoint
        with app.app_context(), transaction():
            services.keep_document(b"content", "text/plain", "a.txt")
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])

def seen():
    with app.app_context():
        rows = list(db.session.scalars(sa.select(StoredFile.sha256)))
        contents = [storage().open(sha256).read().decode() for sha256, _modified in storage().stored()]
        db.session.remove()
        db.engine.dispose()
    return [len(rows), contents]

with app.app_context():
    db.create_all()
    db.engine.dispose()
print(json.dumps([[upload(point), *seen()] for point in (*sys.argv[1:], "")]))
"""


@pytest.mark.slow
@pytest.mark.own_database
def test_killed_uploads_leave_whole_contents_and_no_rows(tmp_path):
    environment = {**os.environ, "FAIR_ENV": "testing", "SECRET_KEY": "s" * 40}
    environment |= {"DATABASE_URL": f"sqlite:///{tmp_path}/own.sqlite", "STORAGE_URL": f"file:{tmp_path}/files"}
    command = [sys.executable, "-c", SCRIPT, "upload.after_store=kill", "upload.before_commit=kill"]

    told = json.loads(subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE).stdout)

    # exit code, rows, contents: after a kill at each point, then of the try that nobody kills
    assert told == [[-9, 0, ["content"]], [-9, 0, ["content"]], [0, 1, ["content"]]]
