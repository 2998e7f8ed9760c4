"""The transaction and access seam of every route."""

import pytest
from flask import Flask
from werkzeug.routing import Map, Rule

from app.core.access import public
from app.core.web import FeatureBlueprint, safe_next


def test_a_view_without_declared_access_does_not_register() -> None:
    blueprint = FeatureBlueprint("nobody", __name__)
    with pytest.raises(TypeError, match="declares no access"):
        blueprint.add_url_rule("/x", view_func=lambda: "x")


def test_a_view_with_declared_access_registers() -> None:
    blueprint = FeatureBlueprint("somebody", __name__)

    @public
    def view() -> str:
        return "x"

    blueprint.add_url_rule("/x", view_func=view)
    app = Flask(__name__)
    app.register_blueprint(blueprint)
    assert [rule.rule for rule in app.url_map.iter_rules() if rule.endpoint == "somebody.view"] == ["/x"]


@pytest.mark.parametrize(
    "target", ["//evil", "/\\evil", "\\\\evil", "///evil", "https:evil", "/\t/evil", "javascript:x", "http:///evil", None, ""]
)
def test_a_foreign_return_address_is_replaced(target: str | None) -> None:
    assert safe_next(target, "/home") == "/home"


def test_an_own_return_address_is_kept() -> None:
    assert safe_next("/manage?x=1", "/home") == "/manage?x=1"


@pytest.mark.parametrize(("number", "found"), [("1", True), ("2147483647", True), ("2147483648", False), ("9" * 30, False)])
def test_a_number_beyond_the_keys_of_the_database_is_not_found(app: Flask, number: str, found: bool) -> None:
    rules = Map([Rule("/x/<int:row_id>", endpoint="x")], converters=app.url_map.converters).bind("localhost")
    assert rules.test(f"/x/{number}") is found


@pytest.mark.parametrize("path", ["/events/a%00b", "/events/a%00b/booths", "/api/v1/events/a%00b/booths"])
def test_a_nul_character_in_an_address_is_the_askers_fault(client, path: str) -> None:
    """PostgreSQL refuses it in any text; SQLite just finds nothing."""
    assert client.get(path).status_code in (400, 404)
