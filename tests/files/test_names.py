import pytest

from app.files.names import clean_name, extension


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("Báo cáo.pdf", "Báo cáo.pdf"),
        ("Ba\u0301o ca\u0301o.pdf", "Báo cáo.pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\a\\slides.pptx", "slides.pptx"),
        ("a.pdf\0.html", "a.pdf.html"),
        ("\u202egpj.exe", "gpj.exe"),
        ("  hai   khoảng \t trắng .pdf", "hai khoảng trắng .pdf"),
        ("CON.pptx", "_CON.pptx"),
        ("..", ""),
        ("", ""),
        (".htaccess", "htaccess"),
        ("😀.png", "😀.png"),
    ],
)
def test_names_are_shown_without_tricks(given, expected):
    assert clean_name(given) == expected


def test_long_names_keep_their_extension():
    cleaned = clean_name("ả" * 300 + ".pdf")

    assert len(cleaned) == 150
    assert cleaned.endswith("ả.pdf")


@pytest.mark.parametrize(("name", "expected"), [("a.PDF", "pdf"), ("a.tar.gz", "gz"), ("a", ""), (".pdf", ""), ("a.", "")])
def test_extension_is_the_last_one(name, expected):
    assert extension(name) == expected
