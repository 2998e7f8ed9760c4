"""The house keeps its shape: import contracts, sizes, nothing foreign."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = sorted([*(ROOT / "app").rglob("*.py"), ROOT / "config.py", ROOT / "wsgi.py"])
TESTS = sorted((ROOT / "tests").rglob("*.py"))


def test_imports_go_down_only() -> None:
    command = "import sys; from importlinter.cli import lint_imports_command as run; sys.argv = ['lint-imports']; run()"
    run = subprocess.run([sys.executable, "-c", command], capture_output=True, text=True, cwd=ROOT, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_files_and_functions_stay_small(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    long = [
        f"{node.name} ({node.end_lineno - node.lineno + 1})"
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef) and node.end_lineno - node.lineno >= 50
    ]
    assert (text.count("\n") <= 400, long) == (True, [])


def test_every_test_function_runs() -> None:
    """A method named like a sentence but without test_ never runs (Indico's lost test)."""
    lost = [
        f"{path.relative_to(ROOT)}: {node.name}"
        for path in TESTS
        if path.name.startswith("test_")
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef)
        and not node.name.startswith("test_")
        and not node.decorator_list
        and any(isinstance(inner, ast.Assert) for inner in ast.walk(node))
        and not _is_used(node.name, path)
    ]
    assert lost == []


def _is_used(name: str, path: Path) -> bool:
    text = path.read_text(encoding="utf-8")
    return len(re.findall(rf"\b{name}\b", text)) > 1


LOCKS = ("requirements.txt", "requirements-dev.txt", "package-lock.json")


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_names_packages_and_hashes_but_no_address(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    told = re.findall(r'"resolved"|^--(?:extra-)?index-url.*|^--find-links.*|@ https?://.*', text, flags=re.MULTILINE)
    assert told == []


def test_tracked_files_name_no_path_of_this_machine() -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], capture_output=True, text=True, cwd=ROOT, check=True).stdout.split("\0")
    paths = [ROOT / name for name in filter(None, listed)]
    texts = {path: path.read_text(encoding="utf-8", errors="ignore") for path in paths if path.is_file()}
    # A checkout at the very top ("/app") has a name that any address may contain.
    here = str(ROOT) if len(ROOT.parts) > 2 else "\0"
    assert [str(path) for path, text in texts.items() if here in text] == []
