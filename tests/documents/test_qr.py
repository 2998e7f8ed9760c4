import re

import pytest

from app.documents import qr
from tests.support import samples


def test_code_of_a_badge_is_small():
    rows = qr.matrix("EV1" + "2B3C4F5G6H7J8K9LMNPQ")

    assert {len(row) for row in rows} == {25 + 2 * 4}
    assert len(rows) == 33


def test_quiet_zone_is_four_modules_wide():
    rows = qr.matrix("A")

    assert set("".join(rows[:4]) + "".join(rows[-4:]) + "".join(row[:4] + row[-4:] for row in rows)) == {"0"}


def test_a_code_can_be_read_back():
    assert qr.decode(qr.png("EV1BCDF")) == "EV1BCDF"


def test_svg_obeys_the_strict_policy():
    drawing = qr.svg("https://fair.example/", label="Mã <vào cổng>")

    assert re.findall(r"style=|<script|<style|href=", drawing) == []
    assert 'aria-label="Mã &lt;vào cổng&gt;"' in drawing


def test_svg_without_a_label_is_decoration():
    assert 'aria-hidden="true"' in qr.svg("A")


@pytest.mark.parametrize(
    "photo",
    [b"", b"not a picture", samples.picture("PNG"), samples.picture("GIF"), samples.picture("PNG")[:70]],
    ids=["empty", "text", "no-code", "gif", "truncated"],
)
def test_photo_without_a_code_gives_nothing(photo):
    assert qr.decode(photo) is None
