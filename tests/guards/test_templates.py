"""Every template compiles; fragments are fragments and pages are pages."""

from pathlib import Path

import pytest
from flask import Flask
from jinja2 import nodes

ROOT = Path(__file__).parents[2] / "templates"
TEMPLATES = sorted(str(path.relative_to(ROOT)) for path in ROOT.rglob("*.html"))


@pytest.mark.parametrize("name", TEMPLATES)
def test_the_template_compiles(app: Flask, name: str) -> None:
    assert app.jinja_env.get_template(name).name == name


@pytest.mark.parametrize("name", [name for name in TEMPLATES if Path(name).name.startswith("_")])
def test_a_fragment_extends_nothing(app: Flask, name: str) -> None:
    source = (ROOT / name).read_text(encoding="utf-8")
    assert list(app.jinja_env.parse(source).find_all(nodes.Extends)) == []


@pytest.mark.parametrize("name", TEMPLATES)
def test_no_template_switches_escaping_off(name: str) -> None:
    source = (ROOT / name).read_text(encoding="utf-8")
    assert [word for word in ("|safe", "| safe", "autoescape false") if word in source] == []


def test_every_template_is_used(app: Flask) -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT.parent / "app").rglob("*.py"))
    code += "\n".join((ROOT / name).read_text(encoding="utf-8") for name in TEMPLATES)
    unused = [name for name in TEMPLATES if name not in code and not name.startswith("mail/")]
    assert unused == []
