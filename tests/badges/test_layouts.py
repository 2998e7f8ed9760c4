"""What a layout may be, where its faults are told, and how a person stands in it."""

import importlib.util
from dataclasses import replace
from pathlib import Path

import pytest

from app.badges import answers, drawing
from app.badges.errors import LayoutInvalid
from app.badges.layouts import fields
from app.badges.layouts.differences import differences
from app.badges.layouts.fields import Holder
from app.badges.layouts.schema import read_layout
from app.badges.layouts.setting import filled
from app.badges.layouts.sizes import BadgeSize
from app.badges.layouts.starting import starting_layout
from app.documents.picture import BoxMark, TextMark
from app.documents.typefaces import typeface
from app.registrations.models import ApplicationState
from app.registrations.terms import Category
from tests.factories.events import EventFactory
from tests.factories.registrations import ApplicationFactory, RegistrationFactory
from tests.support.queries import count_queries

PERSON = Holder(1, "EV1" + "B" * 20, "BCDFGHJK", Category.EXHIBITOR, "Giàng A Páo", "", "", "HTX Chè", "", 1, "vi")
TEXT = {"id": "name", "kind": "text", "x": 5, "y": 5, "width": 95, "height": 30, "parts": [{"text": "{full_name}"}]}
MIGRATION = Path(__file__).parents[2] / "migrations" / "versions" / "0008_add_badge_layouts.py"


def layout_of(*elements, **more):
    return {"width": 105, "height": 148, "front": list(elements), **more}


def marks_of(event, layout, holder=PERSON, side="front"):
    return drawing.setter_for(event, read_layout(layout)).side(side, holder)


@pytest.fixture
def event(db):
    return EventFactory()


@pytest.mark.parametrize("size", list(BadgeSize))
def test_the_layout_a_size_begins_with_can_be_kept_and_read(size) -> None:
    layout = starting_layout(size)

    assert read_layout(layout.kept()) == layout


@pytest.mark.parametrize("size", ["a6", "cr80"])
def test_designs_of_old_print_what_they_printed(size) -> None:
    """The migration cannot import the application, so it carries its own copy."""
    spec = importlib.util.spec_from_file_location("migration", MIGRATION)
    migration = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(migration)

    kept = migration._layout(size, {"title", "unit", "position", "category"})

    assert read_layout(kept) == starting_layout(BadgeSize(size))
    shown = read_layout(migration._layout(size, {"province"}))
    assert shown.placeholders() & {"title", "unit", "position", "province"} == {"province"}
    assert not shown.has("bar")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"width": "wide"}, "width"),
        ({"width": -1}, "width"),
        ({"x": 300}, "x"),
        ({"x": float("nan")}, "x"),
        ({"parts": []}, "parts"),
        ({"parts": [{"text": "{secret}"}]}, "text"),
        ({"parts": [{"text": "a", "most": 10, "least": 12}]}, "parts.0"),
        ({"parts": [{"text": "a", "most": 10.1}]}, "parts.0.most"),
        ({"parts": [{"text": "a", "colour": "red"}]}, "parts.0.colour"),
        ({"only": ["nobody"]}, "only.0"),
        ({"onclick": "x"}, "onclick"),
    ],
)
def test_a_fault_is_told_at_its_element(app, change, field) -> None:
    with app.test_request_context(), pytest.raises(LayoutInvalid) as refused:
        read_layout(layout_of(TEXT | change))

    [fault] = refused.value.faults
    assert (fault.side, fault.element, fault.field) == ("front", "name", field)
    assert fault.message


def test_two_elements_of_one_name_and_foreign_kinds_are_refused(app) -> None:
    with app.test_request_context():
        for wrong in (layout_of(TEXT, TEXT), layout_of(TEXT | {"kind": "script"}), layout_of(TEXT, width=5), [], None):
            with pytest.raises(LayoutInvalid):
                read_layout(wrong)


def test_a_category_has_the_colour_and_the_word_of_its_rule(event) -> None:
    bar = {"id": "bar", "kind": "bar", "x": 0, "y": 130, "width": 105, "height": 18}
    rules = {"exhibitor": {"ground": "#c8371f", "ink": "#ffffff", "word": "Đơn vị trưng bày"}}

    ground, word = marks_of(event, layout_of(bar, rules=rules))

    assert isinstance(ground, BoxMark)
    assert ground.ground == "#c8371f"
    assert isinstance(word, TextMark)
    assert (word.text, word.colour) == ("Đơn vị trưng bày", "#ffffff")
    other = marks_of(event, layout_of(bar, rules=rules), replace(PERSON, category=Category.PRESS))
    assert (other[0].ground, other[1].text) == ("#f0a202", "Báo chí")


def test_an_element_for_some_categories_is_not_there_for_others(event) -> None:
    layout = layout_of(TEXT | {"only": ["press", "vip"]})

    assert marks_of(event, layout) == ()
    assert marks_of(event, layout, replace(PERSON, category=Category.VIP)) != ()


def test_later_elements_lie_above_earlier_ones(event) -> None:
    box = {"id": "box", "kind": "box", "x": 0, "y": 0, "width": 50, "height": 50, "ground": "category"}

    kinds = [type(mark) for mark in marks_of(event, layout_of(TEXT, box))]

    assert kinds == [TextMark, BoxMark]
    assert [type(mark) for mark in marks_of(event, layout_of(box, TEXT))] == [BoxMark, TextMark]


@pytest.mark.parametrize(("align", "places"), [("left", (5, None)), ("right", (None, 100)), ("center", (None, None))])
def test_a_line_stands_where_its_box_says(event, align, places) -> None:
    [mark] = marks_of(event, layout_of(TEXT | {"align": align}))
    width = typeface(mark.weight).width(mark.text) * mark.size * 25.4 / 72

    left, right = places
    if left is not None:
        assert mark.x == left
    elif right is not None:
        assert mark.x + width == pytest.approx(right)
    else:
        assert mark.x + width / 2 == pytest.approx(52.5)


def test_separators_beside_empty_fields_go_with_them() -> None:
    values = {"unit": "HTX", "position": ""}

    assert filled("{position} · {unit}", lambda name: values[name]) == "HTX"
    assert filled("{unit} · {position}", lambda name: values[name]) == "HTX"
    assert filled("Mã: {unit}", lambda name: values[name]) == "Mã: HTX"


def test_every_field_of_a_registration_and_its_application_can_stand_on_a_badge(event) -> None:
    application = ApplicationFactory(event_id=event.id, state=ApplicationState.ACCEPTED, fascia_vi="CHÈ SHAN")
    person = RegistrationFactory(event_id=event.id, application_id=application.id, email="pao@example.vn", note="xe lăn")
    names = sorted(fields.NAMES)
    parts = [{"text": " ".join(f"{{{name}}}" for name in names[place : place + 6])} for place in range(0, len(names), 6)]
    layout = read_layout(layout_of(TEXT | {"parts": parts[:8]}))
    holder = replace(PERSON, id=person.id)

    [completed] = answers.completed([holder], layout)

    value = fields.values_of(completed, drawing.setter_for(event, layout).head)
    assert {name for name in fields.NAMES if value(name) is None} == set()
    assert value("application.fascia_vi") == "CHÈ SHAN"
    assert value("application.organisation") == application.organisation.name
    assert value("email") == "pao@example.vn"
    assert value("note") == "xe lăn"
    assert value("event") == event.name


def test_nothing_more_is_read_than_a_layout_shows(event) -> None:
    with count_queries() as asked:
        answers.completed([PERSON] * 3, starting_layout(BadgeSize.A6))

    assert len(asked) == 0


def test_differences_are_told_by_element_and_field(app) -> None:
    before = read_layout(layout_of(TEXT, {"id": "code", "kind": "code", "x": 1, "y": 90, "width": 30, "height": 30}))
    after = read_layout(layout_of(TEXT | {"width": 90, "align": "left"}, {**TEXT, "id": "unit"}))

    with app.test_request_context():
        told = differences(before, after)

    assert [line.partition(":")[0] for line in told] == ["unit", "code", "name"]
    assert told[2] == "name: align, width"
