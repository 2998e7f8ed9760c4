"""What every page must be: valid HTML5, one h1 that the title contains, labelled fields, no inline script or style."""

import functools
from collections import Counter
from typing import Any
from xml.etree import ElementTree

import html5lib

Element = ElementTree.Element
_UNLABELLED = {"hidden", "submit", "button", "reset", "image"}


# What the client has just checked is often asked for again, to fill in its form.
@functools.lru_cache(maxsize=8)
def parse(text: str, *, fragment: bool = False) -> Any:
    """Return the tree of a page or fragment, to be read only; a parse error fails the test."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    return parser.parseFragment(text) if fragment else parser.parse(text)


def words(element: Element) -> str:
    """Return the text of an element with single spaces."""
    return " ".join("".join(element.itertext()).split())


def check_page(text: str) -> Any:
    """Parse a full page and complain about what no page may have. Returns the tree."""
    tree = parse(text)
    headings = [words(item) for item in tree.iter("h1")]
    title = words(tree.find(".//title"))
    assert len(headings) == 1, f"{len(headings)} h1: {headings}"
    assert headings[0] in title, f"h1 {headings[0]!r} is not in the title {title!r}"
    assert tree.get("lang"), "no lang on html"
    _check_elements(tree)
    return tree


def check_fragment(text: str) -> Any:
    """Parse a fragment: one root element with an id (htmx swaps it), same rules inside."""
    tree = parse(text, fragment=True)
    roots = list(tree)
    assert len(roots) == 1, f"{len(roots)} roots in a fragment"
    assert roots[0].get("id"), "the root of a fragment needs an id"
    _check_elements(tree)
    return tree


def _check_elements(tree: Any) -> None:
    ids: list[str] = []
    labelled = {item.get("for") for item in tree.iter("label")}
    wrapped = {id(field) for label in tree.iter("label") for field in label.iter() if field is not label}
    for item in tree.iter():
        if not isinstance(item.tag, str):
            continue
        if item.get("id"):
            ids.append(item.get("id"))
        inline = [name for name in item.attrib if name == "style" or name.startswith("on")]
        assert not inline, f"inline {inline} on <{item.tag}>"
        if item.tag == "script":
            assert item.get("src") or item.get("type") == "application/ld+json", "inline script"
        assert item.tag != "style", "inline style element"
        if item.tag in ("input", "select", "textarea") and item.get("type") not in _UNLABELLED:
            named = item.get("id") in labelled or item.get("aria-label") or item.get("aria-labelledby") or id(item) in wrapped
            assert named, f"field {item.get('name')!r} has no label"
        if item.tag == "form" and (item.get("method") or "").lower() == "post":
            tokens = [field for field in item.iter("input") if field.get("name") == "csrf_token"]
            assert tokens, f"form {item.get('action')!r} has no CSRF token"
        if item.tag == "img":
            assert item.get("alt") is not None, f"img {item.get('src')!r} has no alt"
    doubles = [name for name, times in Counter(ids).items() if times > 1]
    assert not doubles, f"ids used twice: {doubles}"


def forms(tree: Any) -> list[Element]:
    """Return the POST forms of a page that are not in the header (language, sign-out)."""
    header = {id(form) for part in tree.iter("header") for form in part.iter("form")}
    return [form for form in tree.iter("form") if (form.get("method") or "").lower() == "post" and id(form) not in header]


def values(form: Element) -> dict[str, Any]:
    """Return what a browser would send for `form` as it stands, without buttons."""
    sent: dict[str, Any] = {}
    for field in form.iter():
        name = field.get("name")
        if not name or field.get("disabled") is not None:
            continue
        if field.tag == "textarea":
            _add(sent, name, (field.text or "").removeprefix("\n"))
        elif field.tag == "select":
            options = list(field.iter("option"))
            chosen = [option for option in options if option.get("selected") is not None]
            if not chosen and options and field.get("multiple") is None:
                chosen = options[:1]
            for option in chosen:
                _add(sent, name, option.get("value") if option.get("value") is not None else words(option))
        elif field.tag == "input" and field.get("type") in ("checkbox", "radio"):
            if field.get("checked") is not None:
                _add(sent, name, field.get("value") or "on")
        elif field.tag == "input" and field.get("type") not in ("submit", "button", "file", "image", "reset"):
            _add(sent, name, field.get("value") or "")
    return sent


def names(form: Element) -> set[str]:
    """Return the names of all fields and buttons of `form`."""
    return {field.get("name") for field in form.iter() if field.get("name")}  # type: ignore[misc]


def _add(sent: dict[str, Any], name: str, value: Any) -> None:
    if name in sent:
        sent[name] = [*(sent[name] if isinstance(sent[name], list) else [sent[name]]), value]
    else:
        sent[name] = value
