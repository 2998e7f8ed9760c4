import re

import html5lib
import pytest

from app.core.i18n import force_locale
from app.documents import charts

ROWS = [("Quảng Ninh", 1234), ("Hải Phòng", 14), ("Lai Châu <b>", 7)]


def drawings():
    return [
        charts.bars(ROWS, title="Gần một nửa", description="Đơn vị theo tỉnh"),
        charts.columns(ROWS, title="Cao điểm", marked=["Hải Phòng"]),
        charts.stacked_columns([("05/12", "Khách", 1200), ("05/12", "Đại biểu", 30)], title="Theo ngày"),
    ]


def test_charts_obey_the_strict_policy_of_our_pages(context):
    for drawing in drawings():
        assert re.findall(r"style=|<script|<style|\bon[a-z]+=|href=", drawing) == []


def test_charts_on_one_page_share_no_ids(context):
    found = re.findall(r'\bid="([^"]+)"', "".join(drawings()))

    assert len(found) == len(set(found))
    assert len(found) == 4


def test_chart_says_its_finding_and_its_figures(context):
    tree = html5lib.parse(drawings()[0], namespaceHTMLElements=False)
    titles = [node.text for node in tree.iter() if str(node.tag).endswith("title")]

    assert titles == ["Gần một nửa", "Quảng Ninh: 1.234", "Hải Phòng: 14", "Lai Châu <b>: 7"]


def test_labels_cannot_become_markup(context):
    assert "<b>" not in drawings()[0]


def test_numbers_follow_the_language(context):
    with force_locale("en"):
        english = charts.bars(ROWS, title="t")
    with force_locale("vi"):
        vietnamese = charts.bars(ROWS, title="t")

    assert (">1,234<" in english, ">1.234<" in vietnamese) == (True, True)


def test_axis_follows_the_language(context):
    with force_locale("de"):
        drawing = charts.stacked_columns([("a", "b", 20_000)], title="t")

    assert ">20.000<" in drawing


def test_the_same_figures_are_drawn_the_same(context):
    assert drawings() == drawings()


def test_values_that_do_not_fit_stay_away_except_the_highest(context):
    rows = [(str(hour), 1000 + hour) for hour in range(24)]

    drawing = charts.columns(rows, title="t")

    assert re.findall(r">(1\.0\d\d)</text>", drawing) == ["1.023"]


def test_more_series_than_colours_are_refused(context):
    with pytest.raises(ValueError):
        charts.stacked_columns([("a", str(number), 1) for number in range(6)], title="t")


@pytest.mark.parametrize("draw", [charts.bars, charts.columns])
def test_no_rows_give_an_empty_picture(context, draw):
    assert draw([], title="Chưa có số liệu").startswith("<svg")
