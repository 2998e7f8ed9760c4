"""What would be printed badly is told before: for the design, and for each person, with the element."""

from dataclasses import replace

import pytest

from app.badges import drawing
from app.badges.layouts.fields import Holder
from app.badges.layouts.preflight import SHOWN, Trouble, check, of_design
from app.badges.layouts.schema import read_layout
from app.badges.layouts.sizes import BadgeSize
from app.badges.layouts.starting import starting_layout
from app.registrations.terms import Category
from tests.factories.events import EventFactory

PAO = Holder(1, "EV1" + "B" * 20, "BCDFGHJK", Category.VISITOR, "Giàng A Páo", "", "", "HTX Chè", "", 1, "vi")
CODE = {"id": "code", "kind": "code", "x": 30, "y": 80, "width": 30, "height": 30}
NAME = {"id": "name", "kind": "text", "x": 5, "y": 5, "width": 60, "height": 8}


def design(*elements):
    return read_layout({"width": 105, "height": 148, "front": list(elements)})


def name(**more):
    return NAME | {"parts": [{"text": "{full_name}", "most": 14, "least": 5, "lines": 2} | more]}


@pytest.fixture
def event(db):
    return EventFactory()


def report(event, layout, *people):
    return check(drawing.setter_for(event, layout), people or [PAO])


@pytest.mark.parametrize("size", list(BadgeSize))
def test_what_a_size_begins_with_is_clean(event, size) -> None:
    assert report(event, starting_layout(size)).is_clean


@pytest.mark.parametrize(
    ("elements", "trouble", "element"),
    [
        ([name()], Trouble.CODE_MISSING, ""),
        ([CODE | {"width": 20, "height": 20}], Trouble.CODE_SMALL, "code"),
        ([CODE | {"height": 25, "printed": True}], Trouble.CODE_SMALL, "code"),
        ([CODE, name() | {"y": 75}], Trouble.CODE_COVERED, "code"),
        ([CODE | {"x": 90}], Trouble.OUTSIDE, "code"),
    ],
)
def test_a_design_is_looked_at_itself(elements, trouble, element) -> None:
    found = {(finding.trouble, finding.element) for finding in of_design(design(*elements))}

    assert (trouble, element) in found


def test_a_quiet_zone_that_touches_nothing_is_fine() -> None:
    assert [*of_design(design(CODE, name() | {"y": 72}))] == []


def test_a_name_that_would_be_smaller_than_seven_points_is_told_with_its_person(event) -> None:
    long = replace(PAO, full_name="Công Tằng Tôn Nữ Hường Quỳnh Trượng Nguyệt Ánh Hồng Ngọc Diễm")

    found = report(event, design(CODE, name() | {"width": 40}), PAO, long)

    [finding] = found.findings[Trouble.TEXT_SMALL]
    assert (finding.holder, finding.element) == (long, "name")
    assert float(finding.detail.split()[0]) < 7


def test_what_was_meant_to_be_small_is_no_trouble(event) -> None:
    assert Trouble.TEXT_SMALL not in report(event, design(CODE, name(most=6, least=5))).counts


def test_a_text_that_leaves_its_box_is_told(event) -> None:
    assert Trouble.TEXT_CUT in report(event, design(CODE, name() | {"height": 0.8})).counts


def test_missing_letters_and_photos_are_told(event) -> None:
    photo = {"id": "photo", "kind": "photo", "x": 70, "y": 5, "width": 25, "height": 30}

    found = report(event, design(CODE, name(), photo), replace(PAO, full_name="田中 Páo"))

    assert {trouble: row[0].detail for trouble, row in found.findings.items()} == {Trouble.GLYPHS: "田中", Trouble.PHOTO: ""}


def test_a_large_batch_is_counted_and_its_first_are_shown(event) -> None:
    people = [replace(PAO, id=number, full_name="田") for number in range(SHOWN + 10)]

    found = report(event, design(CODE, name()), *people)

    assert found.counts == {Trouble.GLYPHS: SHOWN + 10}
    assert len(found.findings[Trouble.GLYPHS]) == SHOWN
