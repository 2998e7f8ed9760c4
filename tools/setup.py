"""Makes this clone ready: `python3 tools/setup.py` for use, `python3 tools/setup.py test` also for the tests.

Needs only Python 3.11 and may run again at any time: what is done already is passed over. As root it installs missing system
packages with apt; otherwise it prints the one line to run.
"""

import ctypes
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOCK = ROOT / "requirements-dev.txt"
# What WeasyPrint loads, and the Debian package it comes in.
LIBRARIES = {
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
    "libfontconfig.so.1": "fontconfig",
}
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


class SetupFailed(RuntimeError):
    """The message is one clear line that says what to do."""


def say(text: str) -> None:
    print(text, flush=True)


def run(*command: str | Path) -> None:
    """Run a command in the clone. Raises: SetupFailed."""
    try:
        subprocess.run([str(part) for part in command], cwd=ROOT, check=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise SetupFailed(f"{Path(command[0]).name} failed: {error}") from error


def apt_install(packages: list[str], why: str) -> bool:
    """Install Debian packages, or print the line that does. Returns: whether they are there now."""
    line = "apt-get install -y --no-install-recommends " + " ".join(packages)
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        say(f"{why}: please run  sudo {line}")
        return False
    say(f"{why}: installing {' '.join(packages)} …")
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for commands in ([line], ["apt-get update", line]):
        answers = [
            subprocess.run(command.split(), env=environment, check=False, capture_output=True, text=True)
            for command in commands
        ]
        if answers[-1].returncode == 0:
            return True
    say(f"apt-get failed: {answers[-1].stderr.strip().splitlines()[-1:]}; please run  {line}")
    return False


def make_venv() -> None:
    """Make .venv. Debian keeps the installer of pip in a package of its own."""
    if PYTHON.exists():
        return
    if importlib.util.find_spec("ensurepip") is None and not apt_install(["python3-venv"], "Python lacks venv"):
        raise SetupFailed("python3-venv is missing.")
    say("Making .venv …")
    run(sys.executable, "-m", "venv", "--clear", VENV)


def install_packages() -> None:
    """Install exactly what the lock names, each file checked by its hash; only when the lock has changed."""
    stamp = VENV / ".lock"
    wanted = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text() == wanted:
        return
    say("Installing the locked Python packages …")
    options = ["--quiet", "--disable-pip-version-check", "--require-hashes", "--no-deps", "--only-binary=:all:"]
    run(PYTHON, "-m", "pip", "install", *options, "-r", LOCK)
    stamp.write_text(wanted)


def check_libraries() -> None:
    """Look for what PDFs need. The rest of the program works without, so this refuses nothing."""
    missing = [package for library, package in LIBRARIES.items() if not _loads(library)]
    if missing:
        apt_install(missing, "PDFs need system libraries")


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def check_browser() -> None:
    """Look for Chromium; without it the browser journeys are skipped, or fail with REQUIRE_BROWSER=1."""
    if not any(map(shutil.which, BROWSERS)):
        apt_install(["chromium"], "The browser journeys need Chromium")


def check_database_tools() -> None:
    """Look for pg_dump; without it the backup tests on PostgreSQL are skipped, or fail with REQUIRE_POSTGRES=1."""
    if not shutil.which("pg_dump"):
        apt_install(["postgresql-client"], "Backups of PostgreSQL need pg_dump")


def main(arguments: list[str]) -> int:
    try:
        if sys.version_info < (3, 11):  # noqa: UP036 -- runs before anything has checked it
            raise SetupFailed(f"Python 3.11 or newer is needed, this is {sys.version.split()[0]}.")
        make_venv()
        install_packages()
        check_libraries()
        if "test" in arguments:
            check_browser()
            check_database_tools()
        run(PYTHON, "tools/build_frontend.py")
        run(PYTHON, "tools/i18n.py", "compile")
    except SetupFailed as failure:
        print(f"Set-up stopped: {failure}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
