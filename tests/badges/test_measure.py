"""How large texts are set: never cut, never wider than the box."""

import pytest

from app.badges.measure import LINE_HEIGHT, Line, count_lines, fit
from app.documents.typefaces import typeface

BOX = (91.0, 57.0)
POINTS = 72 / 25.4
BOLD = typeface(700)


def widest(text) -> float:
    """Return the width of the longest line as set, in millimetres."""
    return max(typeface(text.weight).width(line) for line in text.lines) * text.size / POINTS


def test_marks_add_no_width() -> None:
    assert BOLD.width("ẤỄỘ") == pytest.approx(BOLD.width("AEO"), abs=0.05)


def test_pairs_are_moved_together_also_when_they_carry_marks() -> None:
    assert BOLD.kern("V", "ă") == BOLD.kern("V", "a") < 0
    assert BOLD.width("Vă") < BOLD.width("V") + BOLD.width("ă")


def test_a_short_name_gets_the_largest_size() -> None:
    assert [(text.lines, text.size) for text in fit([Line("Páo", 36, 20, 2)], *BOX)] == [(("Páo",), 36)]


def test_a_longer_name_shrinks_by_quarter_points_before_it_wraps() -> None:
    [text] = fit([Line("Giàng A Páo Thành", 36, 20, 2)], *BOX)

    assert 0.7 * 36 <= text.size < 36
    assert text.size % 0.25 == 0
    assert len(text.lines) == 1
    assert widest(text) <= BOX[0] < widest(text) * (text.size + 0.25) / text.size


def test_a_long_name_wraps_to_two_lines_of_about_the_same_length() -> None:
    [text] = fit([Line("Nguyễn Thị Ấễộ Hường Quỳnh Trượng", 36, 20, 2)], *BOX)

    assert text.lines == ("Nguyễn Thị Ấễộ", "Hường Quỳnh Trượng")
    assert widest(text) <= BOX[0]


def test_a_word_wider_than_the_box_is_broken() -> None:
    assert count_lines([2.5], 1.0, 0.2) == 3
    [text] = fit([Line("W" * 40, 36, 20, 2)], *BOX)
    assert "".join(text.lines) == "W" * 40
    assert widest(text) <= BOX[0] + 0.01


def test_empty_texts_leave_no_hole() -> None:
    assert [text.height for text in fit([Line(" ", 19, 12, 3), Line("Én", 36, 20, 2)], *BOX)] == [0, 36 * LINE_HEIGHT]


@pytest.mark.parametrize("word", ["Hường ", "W", "漢", "Công Tằng Tôn Nữ "])
def test_the_longest_texts_that_fit_the_database_stand_in_the_box_together(word) -> None:
    lines = [
        Line("PGS.TS.", 14, 11, 1),
        Line((word * 120)[:120], 36, 20, 2),
        Line((word * 200)[:200], 19, 12, 3),
        Line((word * 120)[:120], 13, 10, 2),
        Line("Thái Nguyên", 13, 10, 1),
    ]

    texts = fit(lines, *BOX)

    assert sum(text.height for text in texts) <= BOX[1] * POINTS + 0.1
    assert all(widest(text) <= BOX[0] + 0.01 for text in texts)
    assert [" ".join(text.lines).replace(" ", "") for text in texts] == [line.text.replace(" ", "") for line in lines]
