import re

import pytest
from jinja2 import DictLoader

from app.core.i18n import force_locale
from app.documents import pdf, qr
from app.documents.typefaces import missing_glyphs
from tests.support import pdf as look

VIETNAMESE = "Đặng Thị Ỷ, Nguyễn Hữu Ưỡn, ĐẮK LẮK, H’Lan Ayŭn, ỆỔỖ, 4.500.000 ₫ – “trích”"
A6 = "@page { size: 105mm 148mm; margin: 6mm } article { break-after: page }"


def draw(html: str, *css: str, **kwargs) -> bytes:
    return pdf.draw(pdf.Sheet(f"<title>t</title>{html}"), css=[*pdf.style_sheets(), *css], **kwargs)


def test_text_keeps_all_vietnamese_letters(context):
    assert look.text(draw(f"<p>{VIETNAMESE}<p><b>{VIETNAMESE}</b>")) == f"{VIETNAMESE} {VIETNAMESE}"


def test_all_fonts_are_ours_and_embedded(context):
    fonts = look.fonts(draw(f"<p>{VIETNAMESE}<p><b>{VIETNAMESE}</b>"))

    assert {re.match("Be-Vietnam-Pro|Inter|.*", name)[0] for name in fonts} == {"Be-Vietnam-Pro", "Inter"}
    assert all(fonts.values())


def test_letters_with_separate_marks_are_joined(context):
    assert look.text(draw("<p>Nguye\u0302\u0303n")) == "Nguyễn"


def test_official_papers_have_the_other_face(context):
    content = pdf.draw(pdf.Sheet(f"<title>t</title><p>{VIETNAMESE}"), css=pdf.style_sheets("pdf/official.css"))

    assert {name.partition("-")[0] for name in look.fonts(content)} == {"Tinos"}
    assert look.page_sizes(content) == [(210, 297)]


def test_page_box_is_what_the_sheet_says(context):
    assert look.page_sizes(draw("<p>a", A6)) == [(105, 148)]


def test_same_content_gives_the_same_file(context):
    assert draw(f"<p>{VIETNAMESE}") == draw(f"<p>{VIETNAMESE}")


def test_template_is_rendered_in_the_language_asked_for(context, monkeypatch):
    monkeypatch.setattr(
        context.jinja_env,
        "loader",
        DictLoader({"t.html": "<title>t</title><p>{{ 1234567 | money }} {{ name }}", "pdf/base.css": ""}),
    )

    content = pdf.render("t.html", {"name": "<b>Tên</b> & Co"}, locale="en")

    assert look.text(content) == "₫1,234,567 <b>Tên</b> & Co"


@pytest.mark.parametrize(("locale", "label"), [("vi", "Trang 2 / 2"), ("en", "Page 2 / 2"), ("de", "Seite 2 / 2")])
def test_a4_sheet_counts_pages_in_its_language(context, locale, label):
    css = pdf.style_sheets("pdf/a4.css", locale=locale)

    content = pdf.draw(pdf.Sheet("<title>t</title><p>a<p style='break-before: page'>b"), css=css)

    assert label in look.texts(content)[1]


def test_letterhead_names_host_live_page_and_code(context):
    url = "https://fair.example/events/ocop-2026"
    values = {"host": "Sở Công Thương Lào Cai", "host_unit": "UBND tỉnh Lào Cai", "live_url": url, "live_qr": qr.svg(url)}
    with force_locale("vi"):
        html = context.jinja_env.get_template("pdf/_letterhead.html").render(
            **values, made_at=None, footer_note="", host_logo=""
        )

    content = pdf.draw(pdf.Sheet(f"<title>t</title>{html}<p>x"), css=pdf.style_sheets("pdf/a4.css"))

    assert "Sở Công Thương Lào Cai" in look.text(content)
    assert look.codes(content) == [url]


def test_pictures_come_only_with_the_job(context):
    content = draw("<img src='asset:logo' style='width: 40mm'>", assets={"logo": qr.png("LOGO")})

    assert look.codes(content) == ["LOGO"]


def test_letters_without_a_glyph_of_ours_are_told(context):
    assert missing_glyphs(VIETNAMESE) == ""
    assert missing_glyphs("Nguyễn 中国 ລາວ 中") == "中国ລາວ"
