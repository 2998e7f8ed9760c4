"""The trail of an event speaks the reader's language: deeds, what they are about and note, reasons of the program."""

import ast
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest

from app.allocation.services.rules import Rules as AllocationRules
from app.booths.queries import Rules as BookingRules
from app.booths.services.rates import LineKey, Rates, SubsidyTerms
from app.booths.services.schemes import SchemeTerms
from app.checkin.services.gates import GateSettings
from app.checkin.services.zones import ZoneSettings
from app.core import registry
from app.events.services.details import Deadlines, HallSize, Money
from app.payments.services.refunds import Tier
from app.registrations.services.contractors import ContractorDays
from app.stands.services.manual import Terms as StandTerms
from app.stands.services.orders import ServiceTerms

ROOT = Path(__file__).parents[2] / "app"
NOTED_WHOLE = (Deadlines, Money, HallSize, Tier, BookingRules, Rates, LineKey, SubsidyTerms, SchemeTerms, StandTerms)
NOTED_WHOLE += (ContractorDays, ServiceTerms, AllocationRules, GateSettings, ZoneSettings)
# What these note belongs to no event, and no page shows it.
WITHOUT_EVENT = ("accounts", "jobs", "places")


def calls() -> Iterator[ast.Call]:
    for path in ROOT.rglob("*.py"):
        if path.relative_to(ROOT).parts[0] not in (*WITHOUT_EVENT, "demo"):
            yield from (node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call))


def constant(node: ast.expr | None) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def functions() -> Iterator[ast.FunctionDef]:
    for path in ROOT.rglob("*.py"):
        if path.relative_to(ROOT).parts[0] not in (*WITHOUT_EVENT, "demo", "audit"):
            yield from (node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.FunctionDef))


def details() -> set[str]:
    """Return the keys of what is noted with deeds, where it is written as a dict in the function that notes it."""
    found: set[str] = set()
    for function in functions():
        nodes = list(ast.walk(function))
        noted = [node for node in nodes if isinstance(node, ast.Call) and ast.unparse(node.func) == "audit.record"]
        told = [word.value for call in noted for word in call.keywords if word.arg == "data"]
        names = {part.id for value in told for part in ast.walk(value) if isinstance(part, ast.Name)}
        kept = [node for node in nodes if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None]
        told += [node.value for node in kept if names & {ast.unparse(target) for target in targets(node)}]
        found |= {
            constant(key) for value in told for part in ast.walk(value) if isinstance(part, ast.Dict) for key in part.keys
        }
    return found - {""}


def targets(node: ast.Assign | ast.AnnAssign) -> list[ast.expr]:
    return node.targets if isinstance(node, ast.Assign) else [node.target]


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
def test_everything_noted_with_a_deed_has_words(app, language: str) -> None:
    """Also what is noted as a whole: settings with all their fields."""
    whole = {field.name for settings in NOTED_WHOLE for field in fields(settings)}
    with app.test_request_context(headers={"Accept-Language": language}):
        assert len(details()) > 80
        assert [key for key in sorted(details() | whole) if registry.detail(key) == key] == []


@pytest.mark.parametrize("language", ["vi", "de"])
def test_every_reason_of_the_program_has_words(app, language: str) -> None:
    with app.test_request_context(headers={"Accept-Language": language}):
        assert reasons() >= {"staff list changed"}
        assert [reason for reason in sorted(reasons()) if registry.fixed_words(reason).lower() == reason.lower()] == []
