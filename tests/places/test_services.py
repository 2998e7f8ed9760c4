"""Loading places, moving provinces between regions, and the check that finds what is wrong."""

import json
import unicodedata

import pytest
import sqlalchemy as sa

from app.places import queries, services
from app.places.checks import find_problems
from app.places.errors import RegionUnknown
from app.places.models import Commune, CommuneKind, FormerProvince, Province, RegionMember

COUNTS = {"province": 34, "commune": 3321, "former_province": 64, "region_set": 2, "region": 9, "region_member": 68}


def test_loading_twice_changes_nothing(db):
    assert services.load() == COUNTS
    assert services.load() == COUNTS
    assert find_problems() == []


def test_loading_repairs_a_changed_row(db):
    db.execute(sa.update(Commune).where(Commune.code == 3405).values(name="Tả  Leng", search_key="x"))
    services.load()
    assert db.scalar(sa.select(Commune.name).where(Commune.code == 3405)) == "Tả Lèng"


def test_loading_keeps_edited_region_sets(db):
    khuyen_cong = queries.get_region_set("khuyen-cong")
    south = next(region for region in khuyen_cong.regions if region.key == "phia-nam")
    assert services.move_province(khuyen_cong, queries.get_province(68), south)
    services.load()
    assert queries.region_of(68, "khuyen-cong").key == "phia-nam"
    assert queries.region_of(68, "socio-economic").key == "duyen-hai-nam-trung-bo-tay-nguyen"


def test_moving_a_province_to_where_it_is_changes_nothing(db):
    khuyen_cong = queries.get_region_set("khuyen-cong")
    assert not services.move_province(khuyen_cong, queries.get_province(12), queries.region_of(12, "khuyen-cong"))


def test_moving_a_province_into_a_region_of_another_set_is_refused(db):
    with pytest.raises(RegionUnknown):
        services.move_province(
            queries.get_region_set("khuyen-cong"), queries.get_province(12), queries.region_of(12, "socio-economic")
        )


def test_a_moved_province_is_in_one_region_only(db):
    khuyen_cong = queries.get_region_set("khuyen-cong")
    services.move_province(khuyen_cong, queries.get_province(68), khuyen_cong.regions[2])
    sizes = [len(region.provinces) for region in queries.get_region_set("khuyen-cong").regions]
    assert sizes == [18, 7, 9]


@pytest.mark.parametrize(
    ("statement", "finding"),
    [
        (
            sa.update(Commune).where(Commune.code == 3405).values(kind=CommuneKind.WARD),
            "commune: 2620 of kind commune, expected 2621",
        ),
        (
            sa.update(Commune).where(Commune.code == 3405).values(name=unicodedata.normalize("NFD", "Tả Lèng")),
            "commune 3405: the name",
        ),
        (sa.update(Commune).where(Commune.code == 3405).values(search_key="ta"), "commune 3405: the search key 'ta' is stale"),
        (
            sa.update(Commune).where(Commune.code == 3394).values(name="Tả Lèng"),
            "commune 3405: Tả Lèng occurs twice in province 12",
        ),
        (sa.delete(FormerProvince).where(FormerProvince.code == 6), "former_province: 62 units"),
        (sa.delete(FormerProvince).where(FormerProvince.code == 12), "province 12: Lai Châu has no unit before"),
        (sa.delete(RegionMember).where(RegionMember.province_code == 12), "region_set khuyen-cong: the provinces [12]"),
        (sa.update(Province).where(Province.code == 46).values(kind="province"), "province: 29 of kind province, expected 28"),
    ],
)
def test_the_check_names_what_is_wrong(db, statement, finding):
    # That nothing is wrong at first is what test_loading_twice_changes_nothing shows.
    db.execute(statement)
    assert [problem for problem in find_problems() if problem.startswith(finding)] != []


def test_an_empty_country_is_not_all_right(db):
    for model in (RegionMember, FormerProvince, Commune):
        db.execute(sa.delete(model))
    assert len(find_problems()) > 34


def test_the_files_are_compact_and_in_one_normal_form():
    for path in services.DATA.glob("*.json"):
        text = path.read_text(encoding="utf-8")
        assert len(text.encode()) < 200_000
        assert unicodedata.is_normalized("NFC", text)
        assert json.loads(text)


def test_commands_load_and_check(app, db):
    runner = app.test_cli_runner()
    loaded = runner.invoke(args=["places", "load"])
    assert (loaded.exit_code, loaded.output.startswith("province 34, commune 3321")) == (0, True)
    checked = runner.invoke(args=["places", "check"])
    assert (checked.exit_code, checked.output) == (0, "34 provinces, 3,321 communes, 63 former units, region sets complete.\n")


def test_the_check_command_fails_with_the_rows(app, db):
    db.execute(sa.delete(FormerProvince).where(FormerProvince.code == 6))
    db.commit()
    checked = app.test_cli_runner().invoke(args=["places", "check"])
    assert (checked.exit_code, checked.output) == (1, "former_province: 62 units until 2025-06-30, expected 63\n")
