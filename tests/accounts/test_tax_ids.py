"""Tax identities (R-53, R-54, A-21). All numbers are of a series that is improbable, or published test vectors."""

import random

import pytest
from werkzeug.datastructures import MultiDict
from wtforms import StringField

from app.accounts.fields import TaxIdField
from app.accounts.models import OrganisationKind, TaxIdKind
from app.accounts.tax_ids import TaxId, TaxIdRefused, check_digit, kinds_of, mask, parse_tax_id
from app.core.forms import Form

COMPANY, BRANCH, HOUSEHOLD = OrganisationKind.COMPANY, OrganisationKind.DEPENDENT_UNIT, OrganisationKind.HOUSEHOLD
STATE, FOREIGN = OrganisationKind.STATE_BODY, OrganisationKind.FOREIGN
VALID = [
    "0100233488",
    "6299900012",
    "5799900026",
    "0299900036",
    "4699900052",
    "5399900060",
    "2499900076",
    "6299900083",
    "5799900097",
    "0999900105",
    "0109900778",
    "0109900785",
    "2799900119",
    "2599900136",
]


@pytest.mark.parametrize("number", VALID)
def test_a_company_number_is_accepted(number):
    assert parse_tax_id(number, COMPANY) == TaxId(TaxIdKind.MST10, number)


@pytest.mark.parametrize("number", VALID)
def test_every_other_check_digit_is_refused(number):
    for last in set("0123456789") - {number[-1]}:
        assert reason(number[:-1] + last) == "check_digit"


@pytest.mark.parametrize("stem", ["019990004", "289990012"])
def test_a_stem_that_gives_ten_was_never_issued(stem):
    assert check_digit(stem) == 10
    assert {reason(f"{stem}{last}") for last in range(10)} == {"never_issued"}


def test_the_check_digit_finds_each_single_mistake_and_exchange():
    chance = random.Random(54)
    for number in VALID:
        place = chance.randrange(9)
        other = chance.choice([digit for digit in "0123456789" if digit != number[place]])
        assert reason(number[:place] + other + number[place + 1 :]) in ("check_digit", "never_issued")
        if number[place] != number[place + 1]:
            swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
            assert reason(swapped) in ("check_digit", "never_issued")


@pytest.mark.parametrize(
    ("typed", "kind", "expected"),
    [
        ("5799900026-001", BRANCH, TaxId(TaxIdKind.MST13, "5799900026-001")),
        ("0314409058-002", BRANCH, TaxId(TaxIdKind.MST13, "0314409058-002")),
        ("5799900026 001", BRANCH, TaxId(TaxIdKind.MST13, "5799900026-001")),
        ("5799900026–001", COMPANY, TaxId(TaxIdKind.MST13, "5799900026-001")),
        ("012187999901", HOUSEHOLD, TaxId(TaxIdKind.PERSONAL, "012187999901")),
        ("012 187 999 901", HOUSEHOLD, TaxId(TaxIdKind.PERSONAL, "012187999901")),
        ("6299900012", HOUSEHOLD, TaxId(TaxIdKind.MST10, "6299900012")),
        ("1099999", STATE, TaxId(TaxIdKind.BUDGET_UNIT, "1099999")),
        ("6299900012", STATE, TaxId(TaxIdKind.MST10, "6299900012")),
        ("MST: 6299900012", COMPANY, TaxId(TaxIdKind.MST10, "6299900012")),
        ("62.999.000.12", COMPANY, TaxId(TaxIdKind.MST10, "6299900012")),
        ("6299900012.0", COMPANY, TaxId(TaxIdKind.MST10, "6299900012")),
        ("de 123456789", FOREIGN, TaxId(TaxIdKind.FOREIGN, "DE 123456789")),
        ("12/345/67890", FOREIGN, TaxId(TaxIdKind.FOREIGN, "12/345/67890")),
    ],
)
def test_spellings_are_accepted(typed, kind, expected):
    assert parse_tax_id(typed, kind) == expected


@pytest.mark.parametrize(
    ("typed", "kind", "expected"),
    [
        ("6299900013", COMPANY, "check_digit"),
        ("0100233480", COMPANY, "check_digit"),
        ("5799900026-000", BRANCH, "branch"),
        ("5799900027-001", BRANCH, "check_digit"),
        ("5799900026", BRANCH, "kind"),
        ("012187999901", COMPANY, "kind"),
        ("012187999901", STATE, "kind"),
        ("1099999", COMPANY, "kind"),
        ("0000000", STATE, "never_issued"),
        ("0100000000", COMPANY, "never_issued"),
        ("097187999901", HOUSEHOLD, "person"),
        ("000187999901", HOUSEHOLD, "person"),
        ("12345", COMPANY, "length"),
        ("", COMPANY, "characters"),
        ("629990001A", COMPANY, "characters"),
        ("٦٢٩٩٩٠٠٠١٢", COMPANY, "characters"),
        ("1,21888E+10", HOUSEHOLD, "spreadsheet"),
        ("1.2187999901E+10", HOUSEHOLD, "spreadsheet"),
        ("DE", FOREIGN, "characters"),
        ("<script>1", FOREIGN, "characters"),
    ],
)
def test_others_are_refused(typed, kind, expected):
    assert reason(typed, kind) == expected


@pytest.mark.parametrize(
    ("typed", "kind", "suggestion"),
    [
        ("109900778", COMPANY, "0109900778"),
        ("12187999901", HOUSEHOLD, "012187999901"),
        ("109900778001", BRANCH, "0109900778-001"),
        ("109900779", COMPANY, ""),
    ],
)
def test_a_zero_that_a_spreadsheet_has_eaten_is_suggested(typed, kind, suggestion):
    with pytest.raises(TaxIdRefused) as refusal:
        parse_tax_id(typed, kind)
    assert (refusal.value.reason, refusal.value.suggestion) == ("length", suggestion)


def test_every_kind_of_organisation_has_kinds_of_numbers():
    assert all(kinds_of(kind) for kind in OrganisationKind)
    assert [kind for kind in OrganisationKind if TaxIdKind.PERSONAL in kinds_of(kind)] == [
        HOUSEHOLD,
        OrganisationKind.CRAFT_VILLAGE,
    ]


def test_only_personal_numbers_are_masked():
    assert parse_tax_id("012187999901", HOUSEHOLD).masked == "0121••••9901"
    assert mask(TaxIdKind.MST10, "6299900012") == "6299900012"
    assert mask(None, None) == "–"


def test_the_field_takes_the_kind_from_its_form(app):
    class OrganisationForm(Form):
        class Meta:
            csrf = False

        kind = StringField()
        tax_id = TaxIdField()

    def fill(kind, number):
        with app.test_request_context("/?lang=vi", method="POST"):
            form = OrganisationForm(formdata=MultiDict({"kind": kind, "tax_id": number}))
            form.validate()
            return form

    accepted = fill("household", "012 187 999 901")
    assert (accepted.errors, accepted.tax_id.data, accepted.tax_id.tax_id.kind) == ({}, "012187999901", TaxIdKind.PERSONAL)
    refused = fill("company", "6299900013")
    assert refused.tax_id.data == "6299900013"
    assert "sai số kiểm tra" in refused.errors["tax_id"][0].lower()
    assert fill("nonsense", "6299900013").errors == {}
    assert fill("company", "").errors == {}


def reason(typed, kind=COMPANY):
    with pytest.raises(TaxIdRefused) as refusal:
        parse_tax_id(typed, kind)
    return refusal.value.reason
