"""Badges on paper: size, letters, codes, and nothing personal in a code."""

import re

import pytest

from app.badges import drawing, queries, services
from app.badges.drawing import Holder, Look
from app.badges.measure import em_width
from app.badges.models import BadgeSize
from app.badges.queries import Selection
from app.core.codes import ALPHABET
from app.registrations.terms import Category
from tests.factories.events import EventFactory
from tests.factories.registrations import RegistrationFactory
from tests.support import pdf

ALL = frozenset(queries.FIELDS)
HARD = "NGUYỄN THỊ ẤỄỘ HƯỜNG"
LONG = "Công Tằng Tôn Nữ Hường Quỳnh Trượng Nguyệt Ánh Hồng Ngọc Diễm"


@pytest.fixture
def event(db):
    return EventFactory(name="Hội chợ mẫu phía Bắc")


@pytest.fixture
def people(event):
    common = {
        "event_id": event.id,
        "unit": "Hợp tác xã Chè Shan Tả Lèng Xanh",
        "email": "pao@example.vn",
        "phone": "+84912345001",
    }
    names = [HARD, "H’Lan Ayŭn", LONG, "Páo"]
    return [
        RegistrationFactory(full_name=name, category=kind, position="Chủ tịch", title="TS.", **common)
        for name, kind in zip(names, [Category.VIP, Category.SPEAKER, Category.EXHIBITOR, Category.DELEGATE], strict=True)
    ]


@pytest.mark.parametrize(("size", "millimetres"), [(BadgeSize.A6, (105, 148)), (BadgeSize.CR80, (86, 54))])
def test_a_badge_is_one_page_of_its_size_with_all_letters_and_a_code_that_phones_read(event, people, size, millimetres) -> None:
    holders = queries.holders_of(people)

    content = drawing.draw(event, Look(size, ALL), holders)

    assert pdf.page_sizes(content) == [millimetres] * 4
    for text, holder in zip(pdf.texts(content), holders, strict=True):
        for part in (
            holder.full_name,
            "Chè Shan Tả Lèng",
            "Chủ tịch",
            drawing.grouped(holder.short_code),
            "Hội chợ mẫu phía Bắc",
        ):
            assert part in text
        assert "05 – 10/12/2026" in text
    for dpi in (150, 203, 300):
        assert [pdf.codes(content, page, dpi=dpi) for page in range(4)] == [[holder.badge_code] for holder in holders]
    assert all(pdf.fonts(content).values())


def test_a_code_holds_nothing_of_the_person_and_no_number(event, people) -> None:
    content = drawing.draw(event, Look(BadgeSize.CR80, ALL), queries.holders_of(people[:1]))

    [code] = pdf.codes(content)
    assert re.fullmatch(f"EV1[{ALPHABET}]{{20}}", code)
    everything = pdf.raw(content)
    assert b"example.vn" not in everything
    assert b"912345001" not in everything


def test_the_order_is_that_of_given_names(event, people) -> None:
    names = [holder.full_name for holder in queries.holders(event, Selection())]

    assert names == ["H’Lan Ayŭn", LONG, HARD, "Páo"]


def test_only_chosen_lines_are_shown(event, people) -> None:
    content = drawing.draw(event, Look(BadgeSize.A6, frozenset({"category"})), queries.holders_of(people[:1]))

    text = pdf.text(content)
    assert "Khách mời danh dự" in text
    assert "Chè Shan" not in text
    assert "Chủ tịch" not in text


def test_a_guest_from_abroad_has_the_category_in_both_languages_and_a_party_its_number(event) -> None:
    guest = RegistrationFactory(event_id=event.id, full_name="Katrin Muster", locale="de", party_size=12)

    text = pdf.text(drawing.draw(event, Look(BadgeSize.A6, ALL), queries.holders_of([guest])))

    assert "Khách tham quan · Besucher · 12 người" in text


def test_four_badges_lie_on_one_sheet(event, people) -> None:
    holders = queries.holders_of([*people, RegistrationFactory(event_id=event.id)])

    content = drawing.draw(event, Look(BadgeSize.A6, ALL, sheet=True), holders)

    assert pdf.page_sizes(content) == [(210, 297), (210, 297)]
    assert sorted(pdf.codes(content)) == sorted(holder.badge_code for holder in holders[:4])


def test_names_are_texts_not_markup(event) -> None:
    name = "<img src=file:///etc/passwd> <b>Én"
    person = RegistrationFactory(event_id=event.id, full_name=name)

    assert "passwd" in pdf.text(drawing.draw(event, Look(BadgeSize.A6, ALL), queries.holders_of([person])))


def test_characters_that_our_fonts_do_not_hold_are_told(event) -> None:
    odd = RegistrationFactory(event_id=event.id, full_name="田中 Páo")
    usual = RegistrationFactory(event_id=event.id, full_name="H’Lan Ayŭn Ấễộ Ơ ư Đ")

    assert drawing.doubts(queries.holders_of([odd, usual])) == [f"{odd.short_code}: 田中"]


def test_the_sample_opens_nothing(event) -> None:
    content = services.sample_pdf(event, queries.design_of(event, BadgeSize.A6))

    assert pdf.codes(content) == ["EV1" + "X" * 20]
    assert "Tẩn Mẩy Mẩy" in pdf.text(content)


@pytest.mark.parametrize(("size", "width_mm"), [(BadgeSize.A6, 105), (BadgeSize.CR80, 85.6)])
def test_the_longest_word_of_a_bar_is_not_cut(size, width_mm) -> None:
    look = Look(size, ALL)
    for category in Category:
        for locale in ("vi", "en", "de"):
            holder = Holder(1, "", "", category, "Én", "", "", "", "", 100, locale)

            bar = drawing._bar(holder, look)

            assert em_width(bar.text) * bar.half_points / 2 * 25.4 / 72 < width_mm
