"""Runs the whole suite on SQLite and meanwhile what touches the database on PostgreSQL. Further arguments go to pytest.

REQUIRE_POSTGRES=1 and REQUIRE_BROWSER=1 turn what would be skipped into a failure.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
from tests.support.postgres import find_postgres  # noqa: E402 -- needs the path above

BROWSERS = ("chromium", "chromium-browser", "google-chrome")


class Run:
    """The tests on one database, under way."""

    def __init__(self, database: str, arguments: list[str], folder: Path) -> None:
        self.database, self.output = database, folder / database
        workers = [] if any(argument.startswith("-n") for argument in arguments) else ["-n", "2"]
        command = [sys.executable, "-m", "pytest", f"--database={database}", *workers, *arguments]
        with self.output.open("w") as output:
            self.process = subprocess.Popen(command, cwd=ROOT, env=environment(folder), stdout=output, stderr=subprocess.STDOUT)

    def wait(self) -> int:
        """Wait for the end, showing what is written meanwhile. Returns: exit code (nothing selected counts as passed)."""
        print(f"== {self.database} ==", flush=True)
        with self.output.open() as output:
            while self.process.poll() is None:
                print(output.read(), end="", flush=True)
                time.sleep(0.2)
            print(output.read(), flush=True)
        return 0 if self.process.returncode == 5 else self.process.returncode


def environment(folder: Path) -> dict[str, str]:
    """Return the environment of the tests: both runs share compiled templates, and dozens of processes compiled modules."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return kept | {"FAIR_ENV": "testing", "TEST_TEMPLATES": str(folder)}


def main(arguments: list[str]) -> int:
    found = {"POSTGRES": find_postgres() is not None, "BROWSER": any(map(shutil.which, BROWSERS))}
    for name, is_there in found.items():
        if not is_there and os.environ.get(f"REQUIRE_{name}") == "1":
            print(f"REQUIRE_{name}=1, but there is none.", file=sys.stderr)
            return 1
    started = time.monotonic()
    # Races and journeys wait half of their time: the other run works meanwhile.
    with tempfile.TemporaryDirectory(prefix="fairground-tests-") as folder:
        runs = [Run(database, arguments, Path(folder)) for database in ("sqlite", *["postgresql"] * found["POSTGRES"])]
        codes = {run.database: run.wait() for run in runs}
    if not found["POSTGRES"]:
        print("PostgreSQL: skipped, no server answers on TEST_POSTGRES_URL, the local socket or 127.0.0.1:5432.")
    if not found["BROWSER"]:
        print("Browser journeys: skipped, there is no Chromium.")
    for database, code in codes.items():
        print(f"{database}: {'passed' if code == 0 else 'FAILED'}")
    print(f"in {time.monotonic() - started:.0f} s")
    return max(codes.values())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
