"""Runs the whole suite on SQLite, then what touches the database on PostgreSQL. Further arguments go to pytest.

REQUIRE_POSTGRES=1 and REQUIRE_BROWSER=1 turn what would be skipped into a failure.
"""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
from tests.support.postgres import find_postgres  # noqa: E402 -- needs the path above

BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def main(arguments: list[str]) -> int:
    found = {"POSTGRES": find_postgres() is not None, "BROWSER": any(map(shutil.which, BROWSERS))}
    for name, is_there in found.items():
        if not is_there and os.environ.get(f"REQUIRE_{name}") == "1":
            print(f"REQUIRE_{name}=1, but there is none.", file=sys.stderr)
            return 1
    results = {"sqlite": run("sqlite", arguments)}
    if found["POSTGRES"]:
        results["postgresql"] = run("postgresql", arguments)
    else:
        print("PostgreSQL: skipped, no server answers on TEST_POSTGRES_URL, the local socket or 127.0.0.1:5432.")
    if not found["BROWSER"]:
        print("Browser journeys: skipped, there is no Chromium.")
    for database, (code, seconds) in results.items():
        print(f"{database}: {'passed' if code == 0 else 'FAILED'} in {seconds:.0f} s")
    return max(code for code, _seconds in results.values())


def run(database: str, arguments: list[str]) -> tuple[int, float]:
    """Run pytest on this database. Returns: exit code (nothing selected counts as passed), seconds."""
    print(f"== {database} ==", flush=True)
    started = time.monotonic()
    workers = [] if any(argument.startswith("-n") for argument in arguments) else ["-n", "2"]
    command = [sys.executable, "-m", "pytest", f"--database={database}", *workers, *arguments]
    code = subprocess.run(command, cwd=ROOT, env=os.environ | {"FAIR_ENV": "testing"}, check=False).returncode
    return (0 if code == 5 else code), time.monotonic() - started


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
