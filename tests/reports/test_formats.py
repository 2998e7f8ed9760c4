"""Page, PDF, Word, Excel and CSV say the same; charts are the same picture on the page and in print."""

import csv
import io

import docx
import openpyxl
import pytest

from app.core.i18n import force_locale
from app.documents import pdf
from app.reports import documents, queries
from tests.support import html
from tests.support.pdf import page_count, page_sizes, text

BASE = "/manage/events/ocop/report"
FIGURES = {"Lượt khách": "400", "Gian hàng đã giao": "3", "Đơn vị trưng bày": "3", "Đã thu": "0 ₫"}
RAW = FIGURES | {"Đã thu": "0"}
TABLES = [("Quảng Ninh", "2"), ("Lai Châu", "1"), ("A", "3"), ("10/10", "300"), ("11/10", "100"), ("9", "100"), ("18", "300")]


@pytest.fixture
def page(desk):
    answer = desk.get(BASE)
    assert answer.status_code == 200
    return html.parse(answer.text)


def _page_figures(tree) -> dict[str, str]:
    boxes = tree.findall('.//{*}div[@class="kpi"]')
    found = [[html.words(part) for part in box.findall("{*}p")][:2] for box in boxes]
    return {label: value.replace("\xa0", " ") for label, value in found}


def test_the_page_shows_figures_and_tables(page) -> None:
    rows = [tuple(html.words(cell) for cell in row) for row in page.findall(".//{*}tbody/{*}tr")]
    assert (_page_figures(page), rows) == (FIGURES, TABLES)


def test_the_pdf_is_one_page_of_a4_with_the_same_figures(desk) -> None:
    answer = desk.get(f"{BASE}/summary.pdf")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert (page_count(answer.data), page_sizes(answer.data)) == (1, [(210, 297)])
    words = text(answer.data).replace("\xa0", " ")
    said = [f"{label} {value}" for label, value in FIGURES.items()] + [f"{name}: {count}" for name, count in TABLES[3:]]
    assert [line for line in said if line not in words] == []
    # Bars carry their numbers themselves: names down the side, then numbers.
    assert [name for name, _count in TABLES[:2] if name not in words] == []


def test_the_largest_fair_fits_on_one_page(fair, monkeypatch) -> None:
    """All 34 provinces, eight zones with long names, six days, fifteen hours, a last edition, in the longest language."""
    name = "Hội chợ triển lãm hàng công nghiệp nông thôn tiêu biểu và sản phẩm OCOP khu vực phía Bắc năm 2026 (dữ liệu mẫu)"
    figures = queries.figures_of(fair)
    figures["about"]["names"] = dict.fromkeys(("vi", "en", "de"), name)
    figures["exhibitors"] = {"units": 1_240, "foreign": 50, "by_province": [[f"Tuyên Quang {n}", 35] for n in range(34)]}
    figures["booths"] |= {"by_zone": [[f"Thương mại điện tử, không tiền mặt {n}", 300] for n in range(8)], "taken": 2_400}
    figures["delegates"] |= {"invited": 3_000, "arrived": 2_345}
    figures["agenda"] = {"sessions": 48, "talks": 120, "presentations": 96}
    figures["money"] |= {"due_vnd": 21_546_264_000, "paid_vnd": 14_613_956_000}
    by_day = [[f"2026-12-{day:02d}", 60_000] for day in range(5, 11)]
    figures["visits"] = {"total": 360_000, "by_day": by_day, "by_hour": [[hour, 24_000] for hour in range(8, 23)]}
    monkeypatch.setattr(queries, "figures_with_base", lambda _event: figures | {"before": figures})
    assert page_count(documents.as_pdf(fair, "de")) == 1


def test_word_says_the_same(desk) -> None:
    content = desk.get(f"{BASE}/summary.docx").data
    letterhead, first, *others, _signature = docx.Document(io.BytesIO(content)).tables
    figures = {row.cells[0].text: row.cells[1].text.replace("\xa0", " ") for row in first.rows[1:]}
    rows = [tuple(cell.text for cell in row.cells) for table in others for row in table.rows[1:]]
    assert (figures, rows) == (FIGURES, TABLES)
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in letterhead.rows[0].cells[1].text


def test_excel_says_the_same(desk) -> None:
    book = openpyxl.load_workbook(io.BytesIO(desk.get(f"{BASE}/summary.xlsx").data))
    first, *others = book.worksheets
    figures = {row[0]: str(row[1]) for row in list(first.iter_rows(min_row=2, max_row=1 + len(RAW), values_only=True))}
    rows = [(str(name), str(count)) for sheet in others for name, count in sheet.iter_rows(min_row=2, values_only=True)]
    assert (figures, rows) == (RAW, TABLES)


def test_csv_says_the_same(desk) -> None:
    lines = list(csv.reader(io.StringIO(desk.get(f"{BASE}/summary.csv").data.decode("utf-8-sig"))))
    assert dict(line[1:] for line in lines[2 : 2 + len(RAW)]) == RAW
    assert [tuple(line[1:]) for line in lines[2 + len(RAW) :]] == TABLES


def test_charts_are_the_same_picture_on_page_and_paper(desk, fair, monkeypatch) -> None:
    printed = []

    def keep(template, context, **_more):
        printed.extend(str(part.chart()) for part in context["summary"].parts)
        return b"%PDF-"

    monkeypatch.setattr(pdf, "render", keep)
    documents.as_pdf(fair, "vi")
    page = desk.get(BASE).text
    assert (len(printed), [chart for chart in printed if page.count(chart) != 1]) == (4, [])


def test_the_file_has_the_language_that_was_asked_for(fair) -> None:
    with force_locale("vi"):
        assert "Besuche" in documents.as_csv(fair, "de").decode("utf-8-sig")


@pytest.mark.parametrize("kind", ["exe", "html"])
def test_there_are_no_other_formats(desk, kind: str) -> None:
    assert desk.get(f"{BASE}/summary.{kind}").status_code == 404
