"""Every mail has subject, text and HTML, renders in each language, and says the same in both parts.

Each feature gives one sample context per template: `SAMPLES = {"feature/name": {…}}` in its notices.py.
"""

import importlib
import importlib.util
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import html5lib
import pytest
from flask import Flask

from app.factory import FEATURES
from app.mail import messages

ROOT = Path(__file__).parents[2] / "templates" / "mail"
FILES = sorted(path for path in ROOT.glob("*/*") if path.is_file())
TEMPLATES = sorted({f"{path.parent.name}/{path.name.split('.')[0]}" for path in FILES if not path.name.startswith("_")})
LANGUAGES = ("vi", "en", "de")


def samples() -> Iterator[tuple[str, dict[str, Any]]]:
    for feature in FEATURES:
        name = f"app.{feature}.notices"
        if importlib.util.find_spec(name) is not None:
            yield from getattr(importlib.import_module(name), "SAMPLES", {}).items()


def test_every_mail_has_its_three_files_and_a_sample() -> None:
    wanted = {f"{name}.{ending}" for name in TEMPLATES for ending in ("subject.txt", "txt", "html")}
    there = {f"{path.parent.name}/{path.name}" for path in FILES if not path.name.startswith("_")}
    assert there == wanted
    assert sorted(dict(samples())) == TEMPLATES


@pytest.mark.parametrize("name", TEMPLATES)
def test_the_mail_renders_in_each_language(app: Flask, name: str) -> None:
    context = dict(samples())[name]
    with app.app_context():
        rendered = {language: messages.render(name, language, context) for language in LANGUAGES}
    for language, mail in rendered.items():
        assert mail.subject, f"no subject in {language}"
        assert not re.search(r"</?(p|a|br|div|td|strong|b)\b", mail.text), f"HTML in the text part in {language}"
        assert_same_links(mail, language)
    subjects = {mail.subject for mail in rendered.values()}
    assert len({mail.text for mail in rendered.values()}) == 3, "a language is missing"
    assert len(subjects) > 1, f"the subject is not translated: {subjects}"


def assert_same_links(mail: messages.Rendered, language: str) -> None:
    tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(mail.html)
    assert tree.get("lang") == language
    links = [item.get("href") for item in tree.iter("a")]
    assert [link for link in links if link.split(":")[0] not in ("http", "https", "mailto")] == []
    assert [link for link in links if link.removeprefix("mailto:") not in mail.text] == [], "a link is missing in the text part"
    assert list(tree.iter("script")) + list(tree.iter("img")) == [], "mails load nothing"
