"""Every route says who may use it; paths are written one way; unsafe requests need a token."""

import re
import subprocess
import sys

import pytest
from flask import Flask

from app.core.access import rules

# Flask's own route for files; everything else is ours.
UNDECLARED = {"static"}


def own_rules(app: Flask) -> list:
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint not in UNDECLARED]


def test_every_route_declares_its_access(app: Flask) -> None:
    missing = [rule.rule for rule in own_rules(app) if getattr(app.view_functions[rule.endpoint], "access", None) is None]
    assert missing == []


def test_every_permission_a_route_names_has_a_rule(app: Flask) -> None:
    named = {app.view_functions[rule.endpoint].access.permission for rule in own_rules(app)} - {""}
    assert named - set(rules()) == set()


def test_every_rule_says_in_words_who_may(app: Flask) -> None:
    assert [name for name, predicate in rules().items() if _ours(predicate) and not predicate.__doc__] == []


def _ours(predicate: object) -> bool:
    """Other tests register rules of their own in this process."""
    return str(predicate.__module__).startswith("app.")


def test_paths_are_kebab_case(app: Flask) -> None:
    plain = re.compile(r"[a-z0-9.\-]*")
    bad = [
        rule.rule
        for rule in own_rules(app)
        for part in re.sub(r"<[^>]+>", "", rule.rule).split("/")
        if not plain.fullmatch(part)
    ]
    assert bad == []


def test_integer_keys_are_typed(app: Flask) -> None:
    bad = [rule.rule for rule in own_rules(app) if re.search(r"<\w*_?id>", rule.rule)]
    assert bad == []


def test_the_page_of_permissions_is_current() -> None:
    run = subprocess.run([sys.executable, "tools/permissions.py", "--check"], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


def unsafe_pages(app: Flask) -> list[tuple[str, str]]:
    found = []
    for rule in own_rules(app):
        for method in sorted(rule.methods & {"POST", "PUT", "PATCH", "DELETE"}):
            if not rule.rule.startswith("/api/"):
                values = {
                    name: 1 if type(rule._converters[name]).__name__ == "IntegerConverter" else "x" for name in rule.arguments
                }
                found.append((method, rule.build(values, append_unknown=False)[1]))
    return found


def test_no_page_takes_an_unsafe_request_without_a_token(app: Flask, client) -> None:
    answers = {
        (method, path): client.open(path, method=method, without_csrf=True).status_code for method, path in unsafe_pages(app)
    }
    assert {where: status for where, status in answers.items() if status != 400} == {}


@pytest.mark.parametrize("method", ["TRACE", "PROPFIND"])
def test_unknown_methods_are_refused_with_what_is_allowed(client, method: str) -> None:
    answer = client.open("/sign-in", method=method, without_csrf=True)
    assert (answer.status_code, "GET" in answer.headers.get("Allow", "")) == (405, True)
