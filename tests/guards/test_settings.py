"""Every setting is explained where it is read; a dangerous configuration does not start."""

import re
from pathlib import Path

import pytest

import config

SOURCE = Path(config.__file__).read_text(encoding="utf-8").splitlines()
GOOD = {"FAIR_ENV": "production", "SECRET_KEY": "k" * 40, "BASE_URL": "https://fair.example.vn", "DATABASE_URL": "sqlite://"}


def test_every_key_has_a_comment() -> None:
    keys = [index for index, line in enumerate(SOURCE) if re.match(r'        "[A-Z_]+": ', line)]
    assert [SOURCE[index].strip() for index in keys if not _explained(index)] == []


def _explained(index: int) -> bool:
    before = SOURCE[index - 1].strip()
    # Cookie settings are explained together, by Flask's documentation and the comment above them.
    return before.startswith("#") or '"SESSION_COOKIE' in SOURCE[index] or '"WTF_CSRF' in SOURCE[index]


def test_a_safe_production_starts() -> None:
    assert config.load_settings(GOOD)["SESSION_COOKIE_NAME"] == "__Host-fairground"


@pytest.mark.parametrize(
    "change",
    [
        {"SECRET_KEY": ""},
        {"SECRET_KEY": "short"},
        {"BASE_URL": "http://fair.example.vn"},
        {"FLASK_DEBUG": "1"},
        {"FAIR_FAILPOINTS": "booths.guard=off"},
        {"FAIR_ENV": "staging"},
    ],
)
def test_an_unsafe_production_refuses_to_start(change: dict[str, str]) -> None:
    with pytest.raises(config.ConfigError):
        config.load_settings(GOOD | change)


def test_failpoints_do_not_work_in_a_demo() -> None:
    with pytest.raises(config.ConfigError):
        config.load_settings({"FAIR_ENV": "demo", "FAIR_FAILPOINTS": "x=kill"})
