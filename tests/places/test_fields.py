"""Choosing province, commune and country in a form."""

import pytest
from werkzeug.datastructures import MultiDict
from wtforms.validators import InputRequired, Optional

from app.core.forms import Form
from app.places import countries
from app.places.fields import CommuneField, CountryField, ProvinceField


class AddressForm(Form):
    class Meta:
        csrf = False

    country = CountryField()
    province = ProvinceField(validators=[Optional()])
    commune = CommuneField(validators=[Optional()])


class StrictForm(Form):
    class Meta:
        csrf = False

    province = ProvinceField(validators=[InputRequired()])
    commune = CommuneField(validators=[InputRequired()])


@pytest.fixture
def fill(app, db):
    """Fill in an address form as a browser would send it."""

    def send(form_class=AddressForm, **typed):
        with app.test_request_context("/?lang=en", method="POST"):
            form = form_class(formdata=MultiDict({"country": "VN"} | typed))
            form.validate()
            # Messages are read in the language of the request.
            return form, {field: [str(error) for error in errors] for field, errors in form.errors.items()}

    return send


def test_province_and_commune_are_taken(fill):
    form, errors = fill(StrictForm, province="12", commune="ta leng")
    assert errors == {}
    assert (form.province.data, form.commune.code, form.commune.data) == (12, 3405, "Xã Tả Lèng")


def test_a_unique_commune_fills_in_its_province(fill):
    form, errors = fill(commune="Sin Suối Hồ")
    assert (errors, form.province.data, form.commune.code) == ({}, 12, 3394)


def test_an_empty_address_is_allowed_where_the_form_says_so(fill):
    form, errors = fill(province="", commune="")
    assert (errors, form.province.data, form.commune.code) == ({}, None, None)


def test_an_empty_address_is_refused_where_it_is_required(fill):
    _form, errors = fill(StrictForm, province="", commune="")
    assert sorted(errors) == ["commune", "province"]


def test_a_commune_outside_the_province_is_refused(fill):
    form, errors = fill(province="22", commune="Tả Lèng")
    assert (list(errors), form.commune.code, form.commune.data) == (["commune"], None, "Tả Lèng")


def test_an_ambiguous_commune_lists_the_provinces(fill):
    _form, errors = fill(commune="Tân Tiến")
    assert errors["commune"] == [
        "Several places have this name, in Tuyên Quang, Lạng Sơn, Bắc Ninh, Hưng Yên, Thanh Hóa, Đắk Lắk, Đồng Nai, Cà Mau. "
        "Please choose the province."
    ]


def test_a_former_province_names_its_successor(fill):
    _form, errors = fill(province="Bắc Kạn", commune="")
    assert errors["province"] == [
        "Bắc Kạn existed until 30 Jun 2025 and now belongs to Thái Nguyên. Please choose Thái Nguyên and the present commune."
    ]


def test_a_present_province_may_be_named(fill):
    form, errors = fill(province="Lai Châu", commune="Tả Lèng")
    assert (errors, form.province.data) == ({}, 12)


@pytest.mark.parametrize("typed", ["3", "abc", "-1", "9" * 40])
def test_an_unknown_province_is_refused(fill, typed):
    _form, errors = fill(province=typed)
    assert list(errors) == ["province"]


def test_a_stored_commune_is_shown_by_name(app, db):
    with app.test_request_context("/"):
        form = AddressForm(data={"commune": 3405, "province": 12})
        assert (form.commune.data, form.commune.code, form.province.data) == ("Xã Tả Lèng", 3405, 12)
        assert 'value="Xã Tả Lèng"' in str(form.commune())
        assert '<option selected value="12">Lai Châu</option>' in str(form.province())


def test_the_commune_input_brings_its_list(app, db):
    with app.test_request_context("/"):
        field = str(AddressForm(prefix="home").commune())
    assert "<datalist id='home-commune-options'></datalist>" in field
    assert 'hx-get="/places/communes?for=home-commune&amp;by=home-province"' in field


def test_countries_begin_with_viet_nam(app):
    with app.test_request_context("/?lang=en"):
        assert countries.countries()[:2] == (("VN", "Vietnam"), ("AF", "Afghanistan"))
        assert len(countries.countries()) == 249
        assert (countries.country_name("DE"), countries.country_name("??")) == ("Germany", "??")
    with app.test_request_context("/?lang=vi"):
        assert countries.country_name("DE") == "Đức"


def test_an_unknown_country_is_refused(fill):
    form, errors = fill(country="DE")
    assert (errors, form.country.data) == ({}, "DE")
    _form, errors = fill(country="EU")
    assert list(errors) == ["country"]
