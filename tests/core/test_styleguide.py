"""The style guide shows every component; the demanding client and these tests read it in three languages."""

from typing import Any

import pytest
from flask import Flask

from app.core import styleguide
from tests.factories.accounts import UserFactory
from tests.support import html
from tests.support.client import DemandingClient

PAGES = ["", "/manage", "/scanner", "/print"]


def field(tree: Any, name: str) -> Any:
    return next(item for item in tree.iter() if item.tag in ("input", "select", "textarea") and item.get("name") == name)


@pytest.mark.parametrize("language", ["vi", "en", "de"])
@pytest.mark.parametrize("path", PAGES)
def test_page_is_shown_in_each_language(client: DemandingClient, path: str, language: str) -> None:
    answer = client.get(f"/styleguide{path}?lang={language}")

    assert answer.status_code == 200
    assert html.parse(answer.text).get("lang") == language


@pytest.mark.parametrize("status", [403, 404, 409, 429, 503])
def test_refusals_are_pages_with_their_status(client: DemandingClient, status: int) -> None:
    answer = client.get(f"/styleguide/errors/{status}")

    assert answer.status_code == status
    assert answer.headers["X-Request-Id"] in answer.text


def test_form_with_errors_keeps_what_was_typed_and_says_what_to_do(client: DemandingClient) -> None:
    answer = client.post("/styleguide", data={"unit": "", "tax_code": "629", "phone": "123", "about": "Chè <b>"})

    tree = html.parse(answer.text)
    assert answer.status_code == 422
    assert html.words(tree.find(".//title")).startswith("Lỗi: ")
    summary = next(item for item in tree.iter("div") if item.get("id") == "error-summary")
    assert html.words(summary.find("h2")) == "Cần sửa 3 chỗ"
    assert [link.get("href") for link in summary.iter("a")] == ["#unit", "#phone", "#way"]
    phone = field(tree, "phone")
    assert phone.get("value") == "123"
    assert phone.get("aria-invalid") == "true"
    assert phone.get("aria-describedby") == "phone-error"
    assert field(tree, "about").text.strip() == "Chè <b>"


def test_hint_and_error_are_both_read_with_the_control(client: DemandingClient) -> None:
    answer = client.post("/styleguide", data={"unit": ""})

    assert field(html.parse(answer.text), "unit").get("aria-describedby") == "unit-hint unit-error"


def test_each_link_of_the_summary_leads_to_a_control(client: DemandingClient) -> None:
    tree = html.parse(client.post("/styleguide", data={"phone": "1", "fee": "4,5 tr", "starts_at": "x"}).text)

    summary = next(item for item in tree.iter("div") if item.get("id") == "error-summary")
    targets = {link.get("href").removeprefix("#") for link in summary.iter("a")}
    controls = {item.get("id") for item in tree.iter() if item.tag in ("input", "select", "textarea")}
    assert targets - controls == set()


def test_domain_error_is_shown_at_its_field(client: DemandingClient) -> None:
    answer = client.post("/styleguide", data={"unit": "HTX", "tax_code": "6299900013", "way": "own"})

    tree = html.parse(answer.text)
    error = next(item for item in tree.iter("p") if item.get("id") == "tax_code-error")
    assert html.words(error) == "Lỗi: Mã số thuế sai số kiểm tra. Xem lại chữ số cuối."
    chosen = [
        item.get("value") for item in tree.iter("input") if item.get("type") == "radio" and item.get("checked") is not None
    ]
    assert chosen == ["own"]


def test_htmx_gets_the_form_alone(client: DemandingClient) -> None:
    answer = client.post("/styleguide", data={"unit": ""}, headers={"HX-Request": "true"})

    assert answer.status_code == 422
    assert answer.text.strip().startswith("<form")
    assert "HX-Request" in answer.vary


def test_head_offers_sign_in_to_a_stranger_and_their_menu_to_a_person(client: DemandingClient) -> None:
    person = UserFactory(full_name="Hoàng Thị Ẩn")
    stranger = client.get("/styleguide").text

    signed_in = client.sign_in(person).get("/styleguide").text

    assert person.full_name not in stranger
    menu = next(item for item in html.parse(signed_in).iter("details") if "menu" in (item.get("class") or ""))
    assert html.words(menu.find("summary")) == "Hoàng Thị Ẩn ▾"


@pytest.mark.parametrize(("mode", "is_there"), [("demo", True), ("testing", True), ("production", False)])
def test_style_guide_is_for_demo_and_tests_only(mode: str, is_there: bool) -> None:
    bare = Flask(__name__)
    bare.config["FAIR_ENV"] = mode

    styleguide.init_app(bare)

    assert ("styleguide.index" in bare.view_functions) == is_there
