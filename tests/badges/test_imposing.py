"""Badges on pages: sheets, part-used sheets, both sides, folds, printers' offsets."""

import pytest

from app.badges import drawing, services
from app.badges.errors import SheetTooSmall
from app.badges.layouts.fields import Head, Holder
from app.badges.layouts.imposing import Imposer, Paper, Sides
from app.badges.layouts.schema import read_layout
from app.badges.layouts.setting import Setter
from app.badges.layouts.sheets import SHEETS
from app.badges.layouts.sizes import BadgeSize
from app.badges.layouts.starting import starting_layout
from app.badges.models import BadgeDesign
from app.documents.picture import Group
from app.registrations.terms import Category
from tests.factories.events import EventFactory
from tests.support import pdf

HEAD = Head("Hội chợ", "Fair", "05 – 10/12/2026", "", "HC")


@pytest.fixture(autouse=True)
def context(app):
    """Words of categories are translated, and kept."""
    with app.app_context():
        yield


def people(number: int) -> list[Holder]:
    return [
        Holder(n, f"EV1{n:020d}", f"BCDF{n:04d}", Category.VISITOR, f"Người {n}", "", "", "", "", 1, "vi")
        for n in range(number)
    ]


def two_sided(width=85.0, height=54.0, **more):
    def name(side: str) -> dict:
        box = {"x": 2, "y": 2, "width": 40, "height": 20, "kind": "text", "id": side}
        return box | {"parts": [{"text": f"{side} {{full_name}}"}], "align": "left"}

    return read_layout({"width": width, "height": height, "front": [name("front")], "back": [name("back")], **more})


def places(layout, number, paper):
    """Return the corners of the badges on each page."""
    found = Imposer(Setter(layout, HEAD, {}), paper).pages(people(number))
    return [[(mark.x, mark.y, mark.upside_down) for mark in page.marks if isinstance(mark, Group)] for page in found]


@pytest.mark.parametrize("sheet", SHEETS.values(), ids=lambda sheet: sheet.key)
def test_all_labels_of_a_sheet_lie_on_its_page_and_not_on_each_other(sheet) -> None:
    for way in (sheet, sheet.turned()):
        corners = [way.place(number) for number in range(way.count)]
        assert len(set(corners)) == sheet.count
        for x, y in corners:
            assert 0 <= x <= x + way.width <= way.page[0] + 0.01
            assert 0 <= y <= y + way.height <= way.page[1] + 0.01
        assert way.columns == 1 or way.step_x >= way.width - 0.01
        assert way.rows == 1 or way.step_y >= way.height - 0.01


def test_a_part_used_sheet_begins_at_its_first_free_label() -> None:
    layout = read_layout({"width": 80, "height": 50})

    first, second = places(layout, 9, Paper("herma_4412", start_at=4))

    assert (len(first), len(second)) == (7, 2)
    assert first[0][:2] == SHEETS["herma_4412"].place(3)
    assert second[0][:2] == SHEETS["herma_4412"].place(0)


def test_a_smaller_badge_lies_in_the_middle_of_its_label_and_all_move_with_the_printer() -> None:
    layout = read_layout({"width": 70, "height": 40})

    [[(x, y, _turned)]] = places(layout, 1, Paper("herma_4412", offset=(1.5, -0.5)))

    assert (x, y) == (pytest.approx(17.5 + 5 + 1.5), pytest.approx(13.5 + 5 - 0.5))


def test_an_upright_badge_turns_the_sheet() -> None:
    content = draw(starting_layout(BadgeSize.A7), 8, Paper("a4_a7"))

    assert pdf.page_sizes(content) == [(297, 210)]
    assert len(pdf.codes(content, dpi=203)) == 8


def test_a_badge_larger_than_the_label_is_refused_with_both_sizes(app) -> None:
    with app.test_request_context(), pytest.raises(SheetTooSmall) as refused:
        places(starting_layout(BadgeSize.A6), 1, Paper("lyreco_70x36"))

    assert "105 × 148" in str(refused.value.message)
    assert "70 × 36" in str(refused.value.message)


def test_backs_lie_behind_their_fronts_with_mirrored_columns() -> None:
    front, back = places(two_sided(), 3, Paper("durable_90x54"))

    for (x, y, _), (behind_x, behind_y, turned) in zip(front, back, strict=True):
        # Turned over the long edge: what is on the left lies on the right.
        assert behind_x == pytest.approx(210 - x - 85)
        assert (behind_y, turned) == (y, False)


def test_over_the_short_edge_rows_are_mirrored_and_backs_stand_on_their_heads() -> None:
    front, back = places(two_sided(), 3, Paper("durable_90x54", sides=Sides.SHORT))

    for (x, y, _), (behind_x, behind_y, turned) in zip(front, back, strict=True):
        assert (behind_x, turned) == (x, True)
        assert behind_y == pytest.approx(297 - y - 54)


def test_the_last_sheet_has_blanks_at_the_same_places_on_both_sides() -> None:
    pages = places(two_sided(), 11, Paper("durable_90x54"))

    assert [len(page) for page in pages] == [10, 10, 1, 1]
    assert len(places(two_sided(), 11, Paper("durable_90x54", sides=Sides.FRONT))) == 2


@pytest.mark.parametrize(("fold", "millimetres"), [("top", (85, 108)), ("side", (170, 54))])
def test_a_folded_badge_is_one_page_with_both_sides(fold, millimetres) -> None:
    content = draw(two_sided(fold=fold), 1)

    assert pdf.page_sizes(content) == [millimetres]
    assert "front Người 0" in pdf.text(content)
    assert "back" in pdf.text(content)


def test_the_back_over_the_upper_edge_is_printed_upside_down() -> None:
    [page] = Imposer(Setter(two_sided(fold="top"), HEAD, {}), Paper()).pages(people(1))
    [opened] = [mark for mark in page.marks if isinstance(mark, Group)]

    back, front = [mark for mark in opened.marks if isinstance(mark, Group)]

    assert (back.y, back.upside_down) == (0, True)
    assert (front.y, front.upside_down) == (54, False)


def test_the_test_page_shows_every_label_and_rulers(app, db) -> None:
    design = BadgeDesign(layout=read_layout({"width": 80, "height": 50}).kept())

    with app.test_request_context():
        content = services.test_page(design, Paper("herma_4412", offset=(1, 2)))

    assert pdf.page_sizes(content) == [(210, 297)]
    words = pdf.text(content).split()
    assert {str(number) for number in range(1, 11)} <= set(words)
    assert {"50", "100", "140"} <= set(words)


def draw(layout, number, paper=None) -> bytes:
    from app.documents import picture_pdf

    return picture_pdf.write(Imposer(Setter(layout, HEAD, {}), paper or Paper()).pages(people(number)), {}, title="x")


def test_drawing_names_the_event_and_the_language(db) -> None:
    import io

    import pikepdf

    content = drawing.draw(EventFactory(), starting_layout(BadgeSize.CR80), people(1))

    with pikepdf.open(io.BytesIO(content)) as document:
        assert str(document.Root.Lang) == "vi"
        assert "Thẻ đeo" in str(document.docinfo["/Title"])
