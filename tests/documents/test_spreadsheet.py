import io
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest

from app.documents import spreadsheet
from app.documents.errors import TableRefused
from app.documents.spreadsheet import Sheet, read_table, safe_cell, write_csv, write_xlsx
from tests.support import samples

DANGEROUS = ["=1+1", "+cmd", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", " =1", "\ufeff=1", "\n=1", "|calc", "%0A=1"]
HARMLESS = ["Hợp tác xã", "A-01", "1+1", "+84 912 345 678", "+84912345678", ""]


def xlsx(*rows) -> bytes:
    return write_xlsx([Sheet("Trang", [str(cell) for cell in rows[0]], rows[1:])])


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_is_read_whatever_its_delimiter(context, delimiter):
    table = read_table(delimiter.join(["Mã gian", "Tên đơn vị"]).encode() + b"\n" + delimiter.join(["A1", "Ong Vàng"]).encode())

    assert [(row.line, row.cells) for row in table.rows] == [(2, {"magian": "A1", "tendonvi": "Ong Vàng"})]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_csv_is_read_whatever_its_encoding(context, encoding):
    assert read_table("Tên\nĐặng Ỷ".encode(encoding)).rows[0].get("ten") == "Đặng Ỷ"


def test_csv_of_old_vietnamese_excel_is_read(context):
    content = b"T\xean\nHu\xea\xec"  # cp1258 keeps tones apart

    assert read_table(content).rows[0].get("Tên") == "Huế"


def test_names_of_columns_match_without_accents_and_signs(context):
    table = read_table("Số điện thoại (di động);Ghi chú\n0912;x".encode())

    assert table.rows[0].get("phone", "So dien thoai di dong") == "0912"
    assert (table.has("ghi chu"), table.has("khác"), table.rows[0].get("khác")) == (True, False, "")


def test_lines_are_those_of_the_file(context):
    table = read_table(b'a;b\n"x\ny";1\n\n;\nz;2\n')

    assert [(row.line, row.cells["a"]) for row in table.rows] == [(2, "x\ny"), (6, "z")]


def test_xlsx_is_read_as_it_was_written(context):
    table = read_table(xlsx(["Mã", "Giá", "Ngày"], ["A1", 4_500_000, date(2026, 12, 5)], ["=1+1", Decimal("1.5"), None]))

    assert [row.cells for row in table.rows] == [
        {"ma": "A1", "gia": "4500000", "ngay": "05/12/2026"},
        {"ma": "=1+1", "gia": "1.5", "ngay": ""},
    ]
    assert [row.line for row in table.rows] == [2, 3]


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"\xef\xbb\xbf", id="only-bom"),
        pytest.param(b"\n;;\n", id="only-empty-lines"),
        pytest.param(b"a;A\n1;2", id="two-columns-of-one-name"),
        pytest.param(b"a\0b", id="nul"),
        pytest.param(b"\xd0\xcf\x11\xe0" + b"\0" * 600, id="old-xls"),
        pytest.param(b"PK\x03\x04" + b"x" * 600, id="damaged-zip"),
        pytest.param(samples.pptx(), id="pptx"),
        pytest.param(samples.archive({"[Content_Types].xml": b"0" * 30_000_000}), id="bomb"),
        pytest.param(b";".join(b"c%d" % number for number in range(201)), id="too-many-columns"),
        pytest.param(b"a\n" + b"1\n" * 50_001, id="too-many-rows"),
        pytest.param(b'a\n"' + b"x" * 140_000, id="endless-cell"),
        pytest.param(b"a\n" + b"x" * (20 * 2**20), id="too-large"),
    ],
)
def test_tables_that_cannot_be_read_are_refused(context, content):
    with pytest.raises(TableRefused):
        read_table(content)


def test_entities_in_xlsx_are_refused(context):
    good = xlsx(["a"], ["b"])
    bad = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(good)) as source, zipfile.ZipFile(bad, "w") as target:
        for name in source.namelist():
            part = source.read(name)
            if name.endswith("sheet1.xml"):
                part = part.replace(b"<worksheet", b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><worksheet', 1)
            target.writestr(name, part)

    assert read_table(good).rows
    with pytest.raises(TableRefused):
        read_table(bad.getvalue())


def test_xlsx_that_lies_about_its_size_is_read_whole(context):
    content = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(xlsx(["a"], ["b"], ["c"]))) as source, zipfile.ZipFile(content, "w") as target:
        for name in source.namelist():
            target.writestr(name, source.read(name).replace(b'<dimension ref="A1:A3"/>', b'<dimension ref="A1"/>'))

    assert [row.cells["a"] for row in read_table(content.getvalue()).rows] == ["b", "c"]


@pytest.mark.parametrize("text", DANGEROUS)
def test_dangerous_cells_stay_text(text):
    assert safe_cell(text) == "'" + text


@pytest.mark.parametrize("text", HARMLESS)
def test_harmless_cells_stay_as_they_are(text):
    assert safe_cell(text) == text


def test_csv_shows_vietnamese_in_excel():
    content = write_csv(["Tên", "Số"], [["Đặng =1", 5], ["=1", None]])

    assert content == "\ufeffTên,Số\r\nĐặng =1,5\r\n'=1,\r\n".encode()


def test_no_cell_of_a_workbook_is_a_formula_or_a_link():
    texts = [*DANGEROUS, "http://evil.example", "0912345678", "x\x00y"]

    book = openpyxl.load_workbook(io.BytesIO(xlsx(["Tên"], *[[text] for text in texts])))
    cells = [row[0] for row in book.active.iter_rows(min_row=2)]

    assert {cell.data_type for cell in cells} == {"s"}
    assert {cell.hyperlink for cell in cells} == {None}
    assert cells[-2].value == "0912345678"


def test_workbook_keeps_numbers_and_dates():
    moment = datetime(2026, 12, 5, 8, 30, tzinfo=UTC)
    row = [7, 1.5, True, date(2026, 12, 5), moment, 10**16]

    book = openpyxl.load_workbook(io.BytesIO(xlsx(["a", "b", "c", "d", "e", "f"], row)))
    values = [cell.value for cell in book.active[2]]

    assert values == [7, 1.5, True, datetime(2026, 12, 5), datetime(2026, 12, 5, 8, 30), "10000000000000000"]


def test_names_of_sheets_are_made_acceptable():
    content = write_xlsx([Sheet("Gian hàng [A/B]: khu trưng bày và bán sản phẩm", ["a"], []), Sheet("", ["a"], [])])

    assert openpyxl.load_workbook(io.BytesIO(content)).sheetnames == ["Gian hàng -A-B-- khu trưng bày ", "1"]


def test_limits_are_stated():
    assert (spreadsheet.MAX_ROWS, spreadsheet.MAX_COLUMNS) == (50_000, 200)
