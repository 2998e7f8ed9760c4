"""A drawing from outside keeps its shapes and looks; what runs, loads or links is gone."""

import pytest

from app.files import svg
from app.files.errors import WrongType

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 10 20">'


def cleaned(inner: str) -> str:
    return svg.clean(f"{HEAD}{inner}</svg>".encode()).decode()


@pytest.mark.parametrize(
    "inner",
    [
        '<path d="M0 0h9" fill="red" stroke="#000" transform="rotate(3)"/>',
        '<g id="a"><text x="1" y="2" font-size="3">Nhà A</text></g>',
        '<defs><linearGradient id="g"><stop offset="0" stop-color="red"/></linearGradient></defs><rect fill="url(#g)"/>',
        "<style>.a { fill: red }</style>",
        '<use href="#a"/>',
    ],
)
def test_what_draws_stays(inner: str) -> None:
    assert inner.replace("/>", "").split(">")[0] in cleaned(inner).replace(" />", "").replace("/>", "")


@pytest.mark.parametrize(
    ("inner", "gone"),
    [
        ("<script>alert(1)</script>", "alert"),
        ('<path d="M0 0" onload="alert(1)"/>', "onload"),
        ('<a href="https://example.com"><path d="M0 0"/></a>', "example"),
        ('<image href="https://example.com/a.png"/>', "example"),
        ('<use href="https://example.com/a.svg#x"/>', "example"),
        ('<use xlink:href="data:image/svg+xml;base64,AAAA"/>', "base64"),
        ("<foreignObject><iframe src='https://example.com'/></foreignObject>", "example"),
        ('<rect style="fill:url(https://example.com/a)"/>', "example"),
        ('<rect fill="url(https://example.com/a)"/>', "example"),
        ("<style>@import 'https://example.com/a.css'</style>", "example"),
        ("<style>rect { fill: url('//example.com/a') }</style>", "example"),
        ('<animate attributeName="href" to="javascript:alert(1)"/>', "alert"),
        ('<rect fill="\\75rl(//example.com)"/>', "example"),
        ('<set attributeName="onload" to="alert(1)"/>', "alert"),
    ],
)
def test_what_runs_or_loads_goes(inner: str, gone: str) -> None:
    assert gone in inner
    assert gone not in cleaned(inner)


@pytest.mark.parametrize(
    "content",
    [
        b"no drawing",
        b"<html><svg/></html>",
        b'<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>',
        b'<!DOCTYPE svg SYSTEM "file:///etc/passwd"><svg xmlns="http://www.w3.org/2000/svg"/>',
    ],
)
def test_what_is_no_drawing_or_asks_for_entities_is_refused(app, content: bytes) -> None:
    with app.test_request_context(), pytest.raises(WrongType):
        svg.clean(content)


def test_the_size_comes_from_the_view_box_or_the_sides() -> None:
    assert svg.size_of(svg.clean(f"{HEAD}</svg>".encode())) == (10, 20)
    assert svg.size_of(b'<svg xmlns="http://www.w3.org/2000/svg" width="300px" height="200"/>') == (300, 200)
    assert svg.size_of(b'<svg xmlns="http://www.w3.org/2000/svg"/>') == (1200, 900)
