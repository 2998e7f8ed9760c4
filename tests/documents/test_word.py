import io
from datetime import UTC, date, datetime

import docx
import pytest
from PIL import Image

from app.documents import charts, word

MADE = datetime(2026, 12, 11, 8, 0, tzinfo=UTC)
HEAD = word.Letterhead("SỞ CÔNG THƯƠNG", "12/BC-SCT", "Lào Cai", date(2026, 2, 5), "UBND TỈNH LÀO CAI")


def written(*blocks, letterhead=None):
    return docx.Document(io.BytesIO(word.write_docx("BÁO CÁO", blocks, letterhead=letterhead, made_at=MADE)))


def test_letterhead_follows_the_decree():
    left, right = written(letterhead=HEAD).tables[0].rows[0].cells

    assert left.text.split("\n")[:2] + left.text.split("\n")[3:] == ["UBND TỈNH LÀO CAI", "SỞ CÔNG THƯƠNG", "Số: 12/BC-SCT"]
    assert right.text.split("\n")[:2] == ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"]
    assert right.text.split("\n")[-1] == "Lào Cai, ngày 05 tháng 02 năm 2026"


@pytest.mark.parametrize(("month", "shown"), [(1, "01"), (2, "02"), (3, "3"), (12, "12")])
def test_month_has_a_zero_only_before_one_and_two(month, shown):
    head = word.Letterhead("U", "1", "P", date(2026, month, 9))

    assert f"ngày 09 tháng {shown} năm" in written(letterhead=head).tables[0].rows[0].cells[1].text


def test_page_and_type_follow_the_decree():
    document = written(word.Paragraph("x"))
    section = document.sections[0]

    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert [round(getattr(section, name).mm) for name in word.MARGINS_MM] == [20, 20, 30, 15]
    assert (document.styles["Normal"].font.name, document.styles["Normal"].font.size.pt) == ("Times New Roman", 13)


def test_blocks_come_in_their_order():
    document = written(word.Heading("I. Kết quả"), word.Paragraph("Có \x00247 gian"), word.Heading("1. Số liệu", 2))

    assert [(p.style.name, p.text) for p in document.paragraphs] == [
        ("Normal", "BÁO CÁO"),
        ("Heading 1", "I. Kết quả"),
        ("Normal", "Có 247 gian"),
        ("Heading 2", "1. Số liệu"),
    ]


def test_tables_keep_their_cells():
    table = written(word.Table(["Tỉnh", "Gian"], [["Lào Cai", "12"], ["Sơn La", "7"]], frozenset({1}))).tables[0]

    assert [[cell.text for cell in row.cells] for row in table.rows] == [["Tỉnh", "Gian"], ["Lào Cai", "12"], ["Sơn La", "7"]]


def test_charts_go_into_word_as_pictures(context):
    content = charts.png(charts.bars([("Lào Cai", 12)], title="Đơn vị"))

    with Image.open(io.BytesIO(content)) as image:
        assert image.format == "PNG"
        assert image.width > 800
    assert len(written(word.Picture(content, "Đơn vị theo tỉnh")).inline_shapes) == 1


def test_signature_names_recipients_and_signer():
    left, right = written(word.Signature("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "Lò Văn Én", ["Lưu VT"])).tables[0].rows[0].cells

    assert left.text == "Nơi nhận:\n- Lưu VT;"
    assert right.text.split("\n") == ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "", "", "", "", "Lò Văn Én"]
