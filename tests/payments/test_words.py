import pytest

from app.payments.words import amount_in_words


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        (0, "Không đồng"),
        (5, "Năm đồng"),
        (10, "Mười đồng"),
        (11, "Mười một đồng"),
        (15, "Mười lăm đồng"),
        (21, "Hai mươi mốt đồng"),
        (24, "Hai mươi tư đồng"),
        (25, "Hai mươi lăm đồng"),
        (105, "Một trăm linh năm đồng"),
        (110, "Một trăm mười đồng"),
        (1_000, "Một nghìn đồng"),
        (1_005, "Một nghìn không trăm linh năm đồng"),
        (1_000_005, "Một triệu không trăm linh năm đồng"),
        (4_500_000, "Bốn triệu năm trăm nghìn đồng"),
        (4_950_000, "Bốn triệu chín trăm năm mươi nghìn đồng"),
        (5_346_000, "Năm triệu ba trăm bốn mươi sáu nghìn đồng"),
        (12_600_000, "Mười hai triệu sáu trăm nghìn đồng"),
        (1_021_000, "Một triệu không trăm hai mươi mốt nghìn đồng"),
        (43_735_000_000, "Bốn mươi ba tỷ bảy trăm ba mươi lăm triệu đồng"),
        (1_000_000_000_000, "Một nghìn tỷ đồng"),
        (2_005_000_000_000, "Hai nghìn không trăm linh năm tỷ đồng"),
        (-400_000, "Âm bốn trăm nghìn đồng"),
    ],
)
def test_vietnamese_words(amount, expected):
    assert amount_in_words(amount) == expected


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        (0, "Zero dong"),
        (1, "One dong"),
        (21, "Twenty-one dong"),
        (115, "One hundred fifteen dong"),
        (4_500_000, "Four million five hundred thousand dong"),
        (43_735_000_000, "Forty-three billion seven hundred thirty-five million dong"),
    ],
)
def test_english_words(amount, expected):
    assert amount_in_words(amount, "en") == expected


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        (0, "Null Dong"),
        (1, "Ein Dong"),
        (21, "Einundzwanzig Dong"),
        (101, "Einhundertein Dong"),
        (1_000, "Eintausend Dong"),
        (1_000_000, "Eine Million Dong"),
        (4_500_000, "Vier Millionen fünfhunderttausend Dong"),
        (5_346_000, "Fünf Millionen dreihundertsechsundvierzigtausend Dong"),
    ],
)
def test_german_words(amount, expected):
    assert amount_in_words(amount, "de") == expected


def test_amounts_beyond_all_budgets_are_refused():
    with pytest.raises(ValueError):
        amount_in_words(10**18)
