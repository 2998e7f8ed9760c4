"""Vietnamese text: one normal form, search without accents, Vietnamese order (R-71, R-72)."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.text import clean, fold, name_sort_key, natural_key, sort_key

LONGEST_KEY = 400
# A fixed alphabet and fixed examples: the same test on every machine, without building tables of all of Unicode.
VIETNAMESE = "aăâbcdđeêoôơuưyáàảãạấầẩẫậắằẳẵặéíóúýỳỵĐỆƯ ’'-"
ODD = VIETNAMESE + "\u200b\ufeff\u00ad\u0301\u0323\u031b\n\r\t\u00a0\u2028ß中ก9~!"
examples = settings(deadline=None, derandomize=True, database=None)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Xã  Tả\u00a0Lèng ", "Xã Tả Lèng"),
        (unicodedata.normalize("NFD", "Đặng Ngọc Ánh"), "Đặng Ngọc Ánh"),
        ("một\r\nhai\rba", "một\nhai\nba"),
        ("\ufeffHợp tác xã\u200b Chè\u00ad", "Hợp tác xã Chè"),
        ("H’Lan Ayŭn", "H’Lan Ayŭn"),
        ("", ""),
        (" \u200b ", ""),
    ],
)
def test_clean_gives_one_form(typed, kept):
    assert clean(typed) == kept


@examples
@given(st.text(alphabet=ODD, max_size=60))
def test_clean_is_stable(text):
    assert clean(clean(text)) == clean(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hoà", "hòa"),
        ("HOÀ HỘI", "Hòa Hội"),
        ("Thuỷ", "Thủy"),
        ("Đặng", "dang"),
        ("ĐẶNG", "Ðặng"),  # Eth, which old keyboards send for Đ
        ("H’Lan Ayŭn", "h'lan ayun"),
        ("Ea H’Leo", "ea hleo"),
        ("Ea HʼLeo", "ea h`leo"),
        (unicodedata.normalize("NFD", "Tẩn Mẩy Mẩy"), "tan may may"),
        ("Giàng  A\u00a0Páo", "giang a pao"),
        ("ỆỔỮỰ", "eouu"),
        ("ＨＣＫＣ", "hckc"),
        ("Tả\u200bLèng", "taleng"),
        ("Straße", "strasse"),
    ],
)
def test_fold_makes_spellings_equal(one, other):
    assert fold(one) == fold(other)


def test_fold_keeps_different_words_apart():
    assert len({fold(word) for word in ("Mẩy", "Mây mẩy", "May1", "Mai")}) == 4


@examples
@given(st.text(alphabet=VIETNAMESE, max_size=30))
def test_fold_of_vietnamese_is_ascii(text):
    assert fold(text).isascii()
    assert fold(fold(text)) == fold(text)


def test_sort_key_follows_the_vietnamese_alphabet():
    expected = ["an", "ăn", "ân", "bạn", "can", "dan", "đan", "em", "êm", "oi", "ôi", "ơi", "uy", "ưu", "xa", "ý"]
    assert sorted(reversed(expected), key=sort_key) == expected


def test_sort_key_orders_tones_after_letters():
    tones = ["ma", "mà", "mả", "mã", "má", "mạ", "mai"]
    assert sorted(reversed(tones), key=sort_key) == tones


@pytest.mark.parametrize(
    "ordered",
    [
        ["An", "An Bình", "An Phú", "Anh"],
        ["Hà Nội", "Hải Phòng", "Hồ Chí Minh", "Huế"],
        ["Lai Châu", "Lạng Sơn", "Lào Cai", "Lâm Đồng"],
        ["3 Tháng 2", "Ba Đình", "ก", "中"],
        ["Hà", "H’Lan", "Hoa"],
        ["Muller", "Müller Mẫu", "Muster"],
    ],
)
def test_sort_key_orders_names(ordered):
    assert sorted(reversed(ordered), key=sort_key) == ordered


@examples
@given(st.text(alphabet=ODD, max_size=300))
def test_sort_key_fits_its_column_and_is_ascii(text):
    assert sort_key(text).isascii()
    assert len(sort_key(text)) <= LONGEST_KEY


def test_sort_key_ignores_case_and_normal_form():
    assert sort_key("ĐẶNG NGỌC ÁNH") == sort_key(unicodedata.normalize("NFD", "đặng ngọc ánh"))


def test_names_are_ordered_by_given_name():
    people = ["Nguyễn Văn An", "Đặng Ngọc Ánh", "Hoàng Thị Minh Châu", "Lò Văn Én", "Tẩn Mẩy Mẩy", "Giàng A Páo", "Páo"]
    assert sorted(reversed(people), key=name_sort_key) == people


def test_a_given_name_that_stands_elsewhere_can_be_named():
    people = ["Katrin Muster", "H’Lan Ayŭn", "Vũ Quốc Trí"]
    given_names = {"Katrin Muster": "Katrin", "H’Lan Ayŭn": "H’Lan"}
    ordered = sorted(people, key=lambda name: name_sort_key(name, given_names.get(name, "")))
    assert ordered == ["H’Lan Ayŭn", "Katrin Muster", "Vũ Quốc Trí"]


def test_an_empty_name_has_a_key():
    assert name_sort_key("") < name_sort_key("An")


def test_long_names_fit_the_column():
    assert len(name_sort_key("Nguyễn " * 30)) == LONGEST_KEY


def test_booth_codes_are_ordered_as_people_count():
    codes = ["A1", "A2", "A10", "B9", "B12–B13", "B100", "C05", "C5b", "D01"]
    assert sorted(reversed(codes), key=natural_key) == codes


@pytest.mark.parametrize(("one", "other"), [("a05", "A5"), ("A 05", "A  5"), ("Đ1", "D01")])
def test_spellings_of_a_code_have_one_key(one, other):
    assert natural_key(one) == natural_key(other)


def test_a_code_without_digits_has_a_key():
    assert natural_key("VIP") == "VIP"
