"""The list of communes for forms."""

import pytest

from tests.support import html
from tests.support.queries import count_queries

HTMX = {"HX-Request": "true"}


def values(response):
    assert response.status_code == 200
    return [option.get("value") for option in html.parse(response.text, fragment=True).iter("option")]


def test_a_search_in_a_province(client):
    assert values(client.get("/places/communes?province=12&q=ta+leng", headers=HTMX)) == ["Xã Tả Lèng"]


def test_a_search_in_the_country_names_the_province(client):
    assert values(client.get("/places/communes?q=ta+leng", headers=HTMX)) == ["Xã Tả Lèng, Lai Châu"]


def test_a_field_asks_with_its_own_names(client):
    response = client.get("/places/communes?for=home-commune&by=home-province&home-province=12&home-commune=", headers=HTMX)
    assert len(values(response)) == 38
    assert '<datalist id="home-commune-options">' in response.text


def test_without_province_and_text_there_is_nothing(client):
    assert values(client.get("/places/communes", headers=HTMX)) == []


def test_the_list_may_be_kept_for_an_hour(client):
    assert client.get("/places/communes?q=ta", headers=HTMX).headers["Cache-Control"] == "public, max-age=3600"


def test_a_province_costs_as_many_queries_as_one_commune(client):
    with count_queries() as one:
        client.get("/places/communes?province=12&q=ta+leng", headers=HTMX)
    with count_queries() as many:
        client.get("/places/communes?province=12", headers=HTMX)
    assert len(one) == len(many) == 1


@pytest.mark.parametrize("field", ["", "1a", 'x"><b', "x" * 61])
def test_a_wrong_field_name_is_not_found(client, field):
    assert client.get("/places/communes", query_string={"for": field}, headers=HTMX).status_code == 404


@pytest.mark.parametrize("query", ["province=abc&q=ta+leng", "province=999999999999999999999&q=ta", "q=%00", "q=" + "a" * 5000])
def test_odd_input_finds_nothing_or_the_country(client, query):
    assert client.get(f"/places/communes?{query}", headers=HTMX).status_code == 200
