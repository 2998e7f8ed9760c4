"""Finding places by what people type; present and former units; regions (R-1 … R-7)."""

from datetime import date

import pytest

from app.places import queries
from app.places.errors import CommuneAmbiguous, CommuneUnknown, ProvinceMerged, ProvinceUnknown, UnknownPlace
from tests.support.queries import count_queries


def names(communes):
    return [f"{commune.official_name}, {commune.province.name}" for commune in communes]


def test_provinces_are_in_vietnamese_order(db):
    found = [province.name for province in queries.provinces()]
    assert len(found) == 34
    assert (found[:3], found[4:7], found[-1]) == (
        ["An Giang", "Bắc Ninh", "Cà Mau"],
        ["Cần Thơ", "Đà Nẵng", "Đắk Lắk"],
        "Vĩnh Long",
    )


@pytest.mark.parametrize("typed", ["ta leng", "TẢ LÈNG", "lai châu tả lèng", "xa ta leng", "tả-lèng"])
def test_a_commune_is_found_without_accents(db, typed):
    assert names(queries.find_communes(typed)) == ["Xã Tả Lèng, Lai Châu"]


def test_apostrophes_do_not_matter(db):
    assert names(queries.find_communes("ea h'leo")) == ["Xã Ea H’Leo, Đắk Lắk"]


def test_the_search_stays_in_the_chosen_province(db):
    assert names(queries.find_communes("tân tiến", 40)) == []
    assert names(queries.find_communes("tân tiến", 24)) == ["Phường Tân Tiến, Bắc Ninh"]


def test_names_that_begin_with_the_text_come_first(db):
    assert names(queries.find_communes("hạ long", 22))[0] == "Phường Hạ Long, Quảng Ninh"


@pytest.mark.parametrize("typed", ["", "  ", "%", "_", "’", "không có xã này"])
def test_nothing_is_found_for_nothing(db, typed):
    assert queries.find_communes(typed) == []


def test_the_search_is_limited_and_one_query(db):
    with count_queries() as asked:
        assert len(names(queries.find_communes("xa", limit=5))) == 5
    assert len(asked) == 1


def test_communes_of_a_province(db):
    with count_queries() as asked:
        found = names(queries.communes_of(12))
    assert (len(found), len(asked)) == (38, 1)
    assert found == sorted(found, key=lambda name: queries.communes_of(12)[found.index(name)].sort_key)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Xã Tả Lèng", 3405),
        ("Tả Lèng, Lai Châu", 3405),
        ("xã sin suối hồ, huyện Phong Thổ, tỉnh Lai Châu", 3394),
        ("03394", 3394),
        ("P. Hạ Long", 6688),
        ("phuong hong gai", 6685),
        ("Phường Bắc Kạn, Thái Nguyên", 1843),
        ("X. Tân Cương, TP Thái Nguyên", 5503),
        ("Ba Đình, Hanoi", 4),
    ],
)
def test_a_typed_commune_is_resolved(db, typed, code):
    assert queries.resolve_commune(typed).code == code


def test_a_name_of_several_communes_asks_which(db):
    with pytest.raises(CommuneAmbiguous) as refusal:
        queries.resolve_commune("Tân Tiến")
    assert len(refusal.value.extra["codes"]) == 8
    assert queries.resolve_commune("Tân Tiến", 24).province.name == "Bắc Ninh"
    assert queries.resolve_commune("Tân Tiến, Bắc Ninh").province.name == "Bắc Ninh"


@pytest.mark.parametrize("typed", ["", ",", "Tả Leng Hai", "99999", "Phường Tả Lèng", "%"])
def test_an_unknown_commune_is_refused(db, typed):
    with pytest.raises(CommuneUnknown):
        queries.resolve_commune(typed)


def test_a_commune_of_another_province_is_refused(db):
    with pytest.raises(CommuneUnknown):
        queries.resolve_commune("Tả Lèng", 22)
    with pytest.raises(CommuneUnknown):
        queries.resolve_commune("Tả Lèng, Lai Châu", 22)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Lai Châu", 12),
        ("tỉnh lai châu", 12),
        ("T. Lai Châu", 12),
        ("Lai Chau Province", 12),
        ("TP. Huế", 46),
        ("TP HCM", 79),
        ("Thành phố Hồ Chí Minh", 79),
        ("Hanoi", 1),
        ("Da Nang City", 48),
        ("Đắc Lắc", 66),
        ("01", 1),
        ("12", 12),
    ],
)
def test_a_typed_province_is_resolved(db, typed, code):
    assert queries.resolve_province(typed).code == code


@pytest.mark.parametrize(
    ("typed", "successor"),
    [("Bắc Kạn", "Thái Nguyên"), ("ba ria - vung tau", "Hồ Chí Minh"), ("tỉnh Đăk Nông", "Lâm Đồng"), ("06 Bắc Giang", None)],
)
def test_a_merged_province_names_its_successor(db, typed, successor):
    if successor is None:
        with pytest.raises(ProvinceUnknown):
            queries.resolve_province(typed)
        return
    with pytest.raises(ProvinceMerged) as refusal:
        queries.resolve_province(typed)
    assert f"{successor}" in str(refusal.value.message)
    assert "30/06/2025" in str(refusal.value.message)


def test_an_old_address_is_refused_with_the_successor(db):
    with pytest.raises(ProvinceMerged):
        queries.resolve_commune("Tân Tiến, Bắc Kạn")


@pytest.mark.parametrize("typed", ["", "Foo", "99", "Quảng", "123456789012345678901234567890"])
def test_an_unknown_province_is_refused(db, typed):
    with pytest.raises(ProvinceUnknown):
        queries.resolve_province(typed)


def test_unknown_codes_are_not_found(db):
    with pytest.raises(UnknownPlace):
        queries.get_province(3)
    with pytest.raises(UnknownPlace):
        queries.get_commune(1)


@pytest.mark.parametrize(
    ("province", "day", "units"),
    [
        (19, date(2025, 6, 30), ["Bắc Kạn", "Thái Nguyên"]),
        (19, date(2025, 7, 1), ["Thái Nguyên"]),
        (46, date(2024, 12, 31), ["Thừa Thiên Huế"]),
        (46, date(2025, 1, 1), ["Huế"]),
        (12, date(2020, 1, 1), ["Lai Châu"]),
        (79, date(2025, 1, 1), ["Bình Dương", "Bà Rịa - Vũng Tàu", "Hồ Chí Minh"]),
    ],
)
def test_the_units_of_a_province_on_a_day(db, province, day, units):
    assert [unit.name for unit in queries.units_on(province, day)] == units


def test_region_sets_divide_the_country(db):
    with count_queries() as asked:
        sets = {each.key: [len(region.provinces) for region in each.regions] for each in queries.region_sets()}
    assert sets == {"socio-economic": [9, 6, 5, 6, 3, 5], "khuyen-cong": [18, 8, 8]}
    assert len(asked) <= 4


def test_a_province_can_be_in_different_regions(db):
    assert queries.region_of(44, "socio-economic").name == "Bắc Trung Bộ"
    assert queries.region_of(44, "khuyen-cong").name == "Khu vực miền Trung – Tây Nguyên"
    assert queries.region_of(44, "unknown") is None


def test_the_norm_of_a_set_is_named(db):
    assert queries.get_region_set("socio-economic").norm == "306/NQ-CP, Chính phủ, 05/10/2025"
    assert queries.get_region_set("khuyen-cong").norm == "26/2014/TT-BCT, Bộ Công Thương"
    with pytest.raises(UnknownPlace):
        queries.get_region_set("unknown")
