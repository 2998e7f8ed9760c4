import pytest

from app.payments import vietqr


@pytest.mark.parametrize(
    ("bank_bin", "account", "amount", "text", "expected"),
    [
        (
            "970416",
            "257678859",
            10000,
            "Chuyen tien",
            "00020101021238530010A0000007270123000697041601092576788590208QRIBFTTA"
            "53037045405100005802VN62150811Chuyen tien630453E6",
        ),
        (
            "970416",
            "257678859",
            None,
            "",
            "00020101021138530010A0000007270123000697041601092576788590208QRIBFTTA53037045802VN6304AE9F",
        ),
        (
            "970405",
            "1900201234567",
            4_500_000,
            "HCKC26DK0147",
            "00020101021238570010A00000072701270006970405011319002012345670208QRIBFTTA"
            "5303704540745000005802VN62160812HCKC26DK014763046845",
        ),
        (
            "970436",
            "0011000099999",
            12_600_000,
            "HCKC26DK0203",
            "00020101021238570010A00000072701270006970436011300110000999990208QRIBFTTA"
            "53037045408126000005802VN62160812HCKC26DK020363041DFD",
        ),
        (
            "970405",
            "1900201234567",
            5_346_000,
            "HCKC26DK0203",
            "00020101021238570010A00000072701270006970405011319002012345670208QRIBFTTA"
            "5303704540753460005802VN62160812HCKC26DK02036304C8E5",
        ),
    ],
)
def test_payload_equals_the_worked_examples(bank_bin, account, amount, text, expected):
    assert vietqr.payload(bank_bin, account, amount, text) == expected


def test_payload_to_a_card_names_the_card_service():
    assert "QRIBFTTC" in vietqr.payload("970416", "9704161234567890", 10_000, to_card=True)


def test_crc_has_the_published_check_value():
    assert vietqr.crc16(b"123456789") == 0x29B1


@pytest.mark.parametrize(
    ("bank_bin", "account", "amount", "text"),
    [
        ("97041", "1", 1, ""),
        ("97041x", "1", 1, ""),
        ("970416", "", 1, ""),
        ("970416", "1" * 20, 1, ""),
        ("970416", "1 2", 1, ""),
        ("970416", "1", 0, ""),
        ("970416", "1", -5, ""),
        ("970416", "1", 10**13, ""),
        ("970416", "1", 1, "Chuyển tiền"),
        ("970416", "1", 1, "A-1"),
        ("970416", "1", 1, "A" * 26),
    ],
)
def test_payload_refuses_what_no_bank_accepts(bank_bin, account, amount, text):
    with pytest.raises(ValueError):
        vietqr.payload(bank_bin, account, amount, text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Thanh toán gian hàng Đặng Văn Ê", "Thanh toan gian hang Dang"),
        ("HCKC26-DK.0147", "HCKC26 DK 0147"),
        ("  ", ""),
        ("中文 A1", "A1"),
    ],
)
def test_transfer_text_keeps_what_banks_carry(text, expected):
    assert vietqr.transfer_text(text) == expected


def test_transfer_text_can_be_cut_for_strict_providers():
    assert vietqr.transfer_text("Thanh toan gian hang A12", vietqr.MAX_PROVIDER_TEXT) == "Thanh toan gian han"


@pytest.mark.parametrize(
    ("memo", "expected"),
    [
        ("HCKC26DK0147", ["HCKC26DK0147"]),
        ("MBVCB.7788 HCKC26 DK0147 CT TU 0123", ["HCKC26DK0147"]),
        ("hckc26dk0147", ["HCKC26DK0147"]),
        ("CT DEN HCKC26DK0147 HCKC26DK0203", ["HCKC26DK0147", "HCKC26DK0203"]),
        ("HCKC26DK014", []),
        ("tien gian hang", []),
        ("", []),
    ],
)
def test_codes_are_found_whatever_the_bank_added(memo, expected):
    assert vietqr.codes_in(memo, ["HCKC26DK0147", "HCKC26DK0203"]) == expected


def test_a_code_inside_a_longer_one_is_not_found():
    assert vietqr.codes_in("HCKC26DK01478", ["HCKC26DK0147", "HCKC26DK01478"]) == ["HCKC26DK01478"]


@pytest.mark.parametrize(("code", "expected"), [("HCKC26DK0147", True), ("HC-26", False), ("hckc26dk0147", False)])
def test_transfer_codes_are_capitals_and_digits(code, expected):
    assert vietqr.is_transfer_code(code) is expected


def test_banks_are_told_apart_by_bin_and_code():
    banks = vietqr.banks()

    assert len(banks) == 61
    assert len({(bank.bin, bank.code) for bank in banks}) == 61
    assert next(bank.short_name for bank in banks if bank.bin == "970405") == "Agribank"
