"""Vietnamese and German are complete, and one text has one translation in all catalogues."""

from collections import defaultdict
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from app.core.i18n import TRANSLATIONS

CATALOGUES = sorted(TRANSLATIONS.glob("*/*/LC_MESSAGES/messages.po"))


def catalogue(path: Path):
    with path.open("rb") as file:
        return [message for message in read_po(file) if message.id]


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: "/".join(path.parts[-4:-2]))
def test_the_catalogue_is_complete(path: Path) -> None:
    missing = [message.id for message in catalogue(path) if message.fuzzy or not _translated(message)]
    assert missing == []


def _translated(message) -> bool:
    strings = message.string if isinstance(message.string, (list, tuple)) else [message.string]
    return all(strings)


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: "/".join(path.parts[-4:-2]))
def test_placeholders_survive_translation(path: Path) -> None:
    bad = [(message.id, [str(error) for error in message.check()]) for message in catalogue(path) if list(message.check())]
    assert bad == []


@pytest.mark.parametrize("language", ["vi", "de"])
def test_a_text_has_one_translation(language: str) -> None:
    seen = defaultdict(set)
    for path in CATALOGUES:
        if path.parts[-3] == language:
            for message in catalogue(path):
                seen[str(message.id)].add(str(message.string))
    assert {text: found for text, found in seen.items() if len(found) > 1} == {}


def test_nothing_in_the_code_waits_for_translation() -> None:
    import subprocess
    import sys

    run = subprocess.run([sys.executable, "tools/i18n.py", "all", "--check"], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
