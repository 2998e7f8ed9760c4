"""What may be a password, and that it is kept exactly as typed."""

import pytest

from app.accounts import passwords
from app.accounts.errors import WeakPassword
from tests.factories.accounts import PASSWORD

CONTEXT = ["hoang.chau@socongthuong.example.vn", "Hoàng Thị Minh Châu", "Công ty TNHH Gốm Phù Lãng"]


@pytest.mark.parametrize(
    "password",
    [
        PASSWORD,
        "correct horse battery staple",
        " một khoảng trắng ở đầu",
        "Tre già măng mọc 1998",
        "x7#kQ9!vLp2m",
        "vạn sự khởi đầu nan, gian nan bắt đầu nản",
        "0912 345 678 gọi em nhé",
        "thuyền nan lướt " + "sóng " * 36,
    ],
)
def test_an_unusual_password_is_accepted(app, password: str) -> None:
    assert passwords.check(password, CONTEXT) is None


@pytest.mark.parametrize(
    "password",
    [
        "password",
        "password1",
        "P@ssw0rd",
        "Passw0rd!2026",
        "matkhau123",
        "Mật khẩu 2026",
        "12345678",
        "87654321",
        "11112222",
        "20102010",
        "091234567",
        "qwertyuiop",
        "1q2w3e4r5t",
        "abcabcabc",
        "aaaaaaaa",
        "iloveyou1",
        "anhyeuem",
        "saigon2026",
        "football!!",
        "sunshine99",
    ],
)
def test_a_password_that_is_guessed_first_is_refused(app, password: str) -> None:
    with pytest.raises(WeakPassword):
        passwords.check(password)


@pytest.mark.parametrize(
    "password",
    [
        "fairground2026",
        "SoCongThuong2026",
        "hoicho2026!",
        "hoang.chau",
        "minhchau1990",
        "ChauHoang99",
        "gomphulang2026",
        "Phu Lang 2026",
    ],
)
def test_a_password_made_of_what_is_near_is_refused(app, password: str) -> None:
    with pytest.raises(WeakPassword) as refused:
        passwords.check(password, CONTEXT)
    assert refused.value.field == "password"


def test_seven_characters_are_too_short_and_eight_are_not(app) -> None:
    with pytest.raises(WeakPassword):
        passwords.check("kT9#vQx")
    passwords.check("kT9#vQx2")


def test_two_hundred_characters_are_allowed_and_more_are_not(app) -> None:
    long = ("ngựa gỗ leo thang " * 20)[:200]
    passwords.check(long)
    with pytest.raises(WeakPassword):
        passwords.check(long + "!")


@pytest.mark.parametrize("other", [PASSWORD[:-1] + "x", PASSWORD.upper(), PASSWORD + " ", PASSWORD.replace("è", "e"), ""])
def test_only_the_very_same_password_fits(other: str) -> None:
    kept = passwords.hash_password(PASSWORD)
    assert (passwords.verify(kept, PASSWORD), passwords.verify(kept, other)) == (True, False)


def test_a_leading_space_counts() -> None:
    kept = passwords.hash_password(" chè xanh bốn mùa")
    assert (passwords.verify(kept, " chè xanh bốn mùa"), passwords.verify(kept, "chè xanh bốn mùa")) == (True, False)


def test_two_keyboards_that_compose_marks_differently_give_one_password() -> None:
    kept = passwords.hash_password("ch\u00e8 xanh b\u1ed1n m\u00f9a")
    assert passwords.verify(kept, "che\u0300 xanh bo\u0302\u0301n mu\u0300a") is True


def test_the_hash_has_our_parameters() -> None:
    kept = passwords.hash_password(PASSWORD)
    assert kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert (passwords.needs_rehash(kept), passwords.needs_rehash(passwords.DUMMY)) == (False, False)


def test_a_hash_with_other_parameters_is_to_be_renewed() -> None:
    assert passwords.needs_rehash(passwords.DUMMY.replace("t=2", "t=3")) is True


def test_nobody_has_the_dummy_password() -> None:
    assert passwords.verify(None, "nobody knows this one") is False
