"""Badges on paper: size, letters, codes, and nothing personal in a code."""

import itertools
import re
import unicodedata

import pytest

from app.badges import designs, drawing, queries, services
from app.badges.layouts.fields import Holder
from app.badges.layouts.schema import read_layout
from app.badges.layouts.sizes import BadgeSize
from app.badges.layouts.starting import starting_layout
from app.badges.queries import Selection
from app.core.codes import ALPHABET
from app.registrations.terms import Category
from tests.factories.events import EventFactory
from tests.factories.registrations import RegistrationFactory
from tests.support import pdf

HARD = "NGUYỄN THỊ ẤỄỘ HƯỜNG"
LONG = "Công Tằng Tôn Nữ Hường Quỳnh Trượng Nguyệt Ánh Hồng Ngọc Diễm"
_VOWELS = ("a", "ă", "â", "e", "ê", "i", "o", "ô", "ơ", "u", "ư", "y")
_TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
LOWER = "đ" + "".join(unicodedata.normalize("NFC", vowel + tone) for vowel, tone in itertools.product(_VOWELS, _TONES))
# Every letter of the Vietnamese alphabet with each of its marks: 146 with the capitals.
VIETNAMESE = LOWER + LOWER.upper()


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


def drawn(event, people, size=BadgeSize.A6, **more) -> bytes:
    return drawing.draw(event, starting_layout(size), queries.holders_of(people), **more)


@pytest.mark.parametrize(("size", "millimetres"), [(BadgeSize.A6, (105, 148)), (BadgeSize.CR80, (86, 54))])
def test_a_badge_is_one_page_of_its_size_with_all_letters_and_a_code_that_phones_read(event, people, size, millimetres) -> None:
    holders = queries.holders_of(people)

    content = drawn(event, people, size)

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


@pytest.mark.parametrize("size", list(BadgeSize))
def test_every_size_begins_with_a_badge_whose_code_is_read_as_printed(event, people, size) -> None:
    holder = queries.holders_of(people[:1])[0]

    content = drawn(event, people[:1], size)

    width, height = size.millimetres
    folded = size is BadgeSize.BUTTERFLY
    assert pdf.page_sizes(content) == [(round(width), round(height * (2 if folded else 1)))]
    for dpi in (203, 300):
        assert set(pdf.codes(content, dpi=dpi)) == {holder.badge_code}
    assert HARD in pdf.text(content)


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_the_full_vietnamese_alphabet_is_printed_and_read_back_composed(event, form) -> None:
    words = " ".join(VIETNAMESE[place : place + 12] for place in range(0, len(VIETNAMESE), 12))
    part = {"text": "{full_name}", "most": 14, "least": 6, "lines": 4, "weight": 400}
    for weight in (400, 600, 700):
        box = {"id": "name", "kind": "text", "x": 5, "y": 5, "width": 95, "height": 130, "parts": [part | {"weight": weight}]}
        layout = read_layout({"width": 105, "height": 148, "front": [box]})
        holder = Holder(1, "", "", Category.VISITOR, unicodedata.normalize(form, words), "", "", "", "", 1, "vi")

        content = drawing.draw(event, layout, [holder])

        assert pdf.text(content).replace(" ", "") == VIETNAMESE
        assert all(pdf.fonts(content).values())


def test_a_code_holds_nothing_of_the_person_and_no_number(event, people) -> None:
    content = drawn(event, people[:1], BadgeSize.CR80)

    [code] = pdf.codes(content)
    assert re.fullmatch(f"EV1[{ALPHABET}]{{20}}", code)
    everything = pdf.raw(content)
    assert b"example.vn" not in everything
    assert b"912345001" not in everything


def test_the_order_is_that_of_given_names(event, people) -> None:
    names = [holder.full_name for holder in queries.holders(event, Selection())]

    assert names == ["H’Lan Ayŭn", LONG, HARD, "Páo"]


def test_a_guest_from_abroad_has_the_category_in_both_languages_and_a_party_its_number(event) -> None:
    guest = RegistrationFactory(event_id=event.id, full_name="Katrin Muster", locale="de", party_size=12)

    assert "Khách tham quan · Besucher · 12 người" in pdf.text(drawn(event, [guest]))


def test_names_are_texts_not_operators(event) -> None:
    name = "<img src=x> ) Tj (Én"
    person = RegistrationFactory(event_id=event.id, full_name=name)

    assert "<img src=x> ) Tj (Én" in pdf.text(drawn(event, [person]))


def test_characters_that_our_fonts_do_not_hold_are_told(event) -> None:
    odd = RegistrationFactory(event_id=event.id, full_name="田中 Páo")
    usual = RegistrationFactory(event_id=event.id, full_name="H’Lan Ayŭn Ấễộ Ơ ư Đ")

    assert drawing.doubts(queries.holders_of([odd, usual])) == [f"{odd.short_code}: 田中"]


def test_the_sample_opens_nothing(event) -> None:
    content = services.sample_pdf(event, designs.default_design(event))

    assert pdf.codes(content) == ["EV1" + "X" * 20]
    assert "Tẩn Mẩy Mẩy" in pdf.text(content)


def test_the_longest_word_of_a_bar_is_not_cut_and_its_colour_can_be_read(event) -> None:
    for size, category, locale in itertools.product(BadgeSize, Category, ("vi", "en", "de")):
        layout = starting_layout(size)
        bar = next(element for element in layout.front if element.kind == "bar")
        holder = Holder(1, "", "", category, "Én", "", "", "", "", 100, locale)
        setter = drawing.setter_for(event, layout)

        [text] = setter.texts(bar, holder)

        assert len(text.lines) == 1
        assert text.size >= 4
        look = setter.look(holder)
        assert contrast(look.ground, look.ink) >= 4.5


def contrast(one: str, other: str) -> float:
    def light(colour: str) -> float:
        parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    dark, bright = sorted((light(one), light(other)))
    return (bright + 0.05) / (dark + 0.05)


def test_a_thousand_badges_are_set_from_the_same_static_parts(event) -> None:
    """The event's lines are set once, not for each person."""
    setter = drawing.setter_for(event, starting_layout(BadgeSize.A6))
    first, second = (Holder(n, "EV1X", "", Category.VISITOR, "Én", "", "", "", "", 1, "vi") for n in (1, 2))
    element = setter.layout.front[0]

    assert setter.element(element, first) is setter.element(element, second)
