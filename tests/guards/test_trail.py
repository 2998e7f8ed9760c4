"""The trail of an event speaks the reader's language: deeds, what they are about, reasons of the program."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.core import registry

ROOT = Path(__file__).parents[2] / "app"
# What these note belongs to no event, and no page shows it.
WITHOUT_EVENT = ("accounts", "jobs", "places")


def calls() -> Iterator[ast.Call]:
    for path in ROOT.rglob("*.py"):
        if path.relative_to(ROOT).parts[0] not in (*WITHOUT_EVENT, "demo"):
            yield from (node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call))


def constant(node: ast.expr | None) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def deeds() -> set[str]:
    noted = [call for call in calls() if isinstance(call.func, ast.Attribute) and ast.unparse(call.func) == "audit.record"]
    found = {constant(call.args[1]) for call in noted if len(call.args) > 1} - {""}
    return {action for action in found if action.split(".")[0] not in WITHOUT_EVENT}


def reasons() -> set[str]:
    return {constant(word.value) for call in calls() for word in call.keywords if word.arg == "reason"} - {""}


@pytest.mark.parametrize("language", ["vi", "de"])
def test_every_deed_has_words(app, language: str) -> None:
    with app.test_request_context(headers={"Accept-Language": language}):
        assert len(deeds()) > 100
        assert [action for action in sorted(deeds()) if registry.deed(action) == action] == []


@pytest.mark.parametrize("language", ["vi", "de"])
def test_every_reason_of_the_program_has_words(app, language: str) -> None:
    with app.test_request_context(headers={"Accept-Language": language}):
        assert reasons() >= {"staff list changed"}
        assert [reason for reason in sorted(reasons()) if registry.fixed_words(reason).lower() == reason.lower()] == []
