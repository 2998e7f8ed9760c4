"""How large texts are set: never cut, never wider than the box."""

import pytest

from app.badges.measure import LINE_HEIGHT, Line, count_lines, em_width, fit

BOX = (91.0, 57.0)


def test_marks_add_no_width() -> None:
    assert em_width("ẤỄỘ") == em_width("AEO")


def test_a_decomposed_text_is_as_wide_as_a_composed_one() -> None:
    assert em_width("Nguye\u0302\u0303n") == em_width("Nguyễn")


def test_a_short_name_gets_the_largest_size() -> None:
    assert [line.half_points for line in fit([Line("name", "Páo", 36, 20, 2)], *BOX)] == [72]


def test_a_longer_name_shrinks_before_it_wraps() -> None:
    [line] = fit([Line("name", "Giàng A Páo Minh", 36, 20, 2)], *BOX)

    assert 0.7 * 72 <= line.half_points < 72
    width = BOX[0] * 72 / 25.4 / (line.half_points / 2)
    assert count_lines([em_width(word) for word in line.text.split()], width) == 1


def test_a_long_name_wraps_to_two_lines() -> None:
    [line] = fit([Line("name", "Nguyễn Thị Ấễộ Hường Quỳnh Trượng", 36, 20, 2)], *BOX)

    width = BOX[0] * 72 / 25.4 / (line.half_points / 2)
    assert count_lines([em_width(word) for word in line.text.split()], width) == 2


def test_a_word_wider_than_the_box_is_broken() -> None:
    assert count_lines([2.5], 1.0) == 3


def test_empty_texts_are_left_out() -> None:
    assert [line.name for line in fit([Line("unit", " ", 19, 12, 3), Line("name", "Én", 36, 20, 2)], *BOX)] == ["name"]


@pytest.mark.parametrize("word", ["Hường ", "W", "漢", "Công Tằng Tôn Nữ "])
def test_the_longest_texts_that_fit_the_database_stand_in_the_box_together(word) -> None:
    lines = [
        Line("title", "PGS.TS.", 14, 11, 1),
        Line("name", (word * 120)[:120], 36, 20, 2),
        Line("unit", (word * 200)[:200], 19, 12, 3),
        Line("position", (word * 120)[:120], 13, 10, 2),
        Line("province", "Thái Nguyên", 13, 10, 1),
    ]

    height = 0.0
    for line in fit(lines, *BOX):
        size = line.half_points / 2
        words = [em_width(word) for word in line.text.split()]
        height += size * LINE_HEIGHT * count_lines(words, BOX[0] * 72 / 25.4 / size)

    assert height <= BOX[1] * 72 / 25.4
