"""The table of signed codes that phones read too (tests/js/signed.test.mjs): the same are believed, the same refused."""

import json
from pathlib import Path

import pytest

from app.badges.signing import Claims, KeyRing, Refusal, verify

TABLE = json.loads(Path(__file__).with_name("signed_codes.json").read_text(encoding="utf-8"))
RING = KeyRing(TABLE["event_id"], {int(item["id"]): bytes.fromhex(item["key"]) for item in TABLE["keys"]})


@pytest.mark.parametrize("item", TABLE["good"], ids=lambda item: item["category"])
def test_a_good_code_is_believed(item) -> None:
    claims = verify(item["code"], RING)
    assert isinstance(claims, Claims)
    days = [day.isoformat() if day else None for day in (claims.valid_from_on, claims.valid_until_on)]
    assert [claims.badge_code, claims.category.value, *days] == [item["badge"], item["category"], item["from"], item["until"]]


@pytest.mark.parametrize("item", TABLE["bad"], ids=lambda item: item["why"])
def test_a_bad_code_is_refused_by_name(item) -> None:
    assert verify(item["code"], RING) is Refusal(item["refusal"])
