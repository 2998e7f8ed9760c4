"""The floor plan of the fair: 247 standard booths in four zones and four raw plots, as acceptance 3.0 counts them."""

from decimal import Decimal

from app.booths.models import BoothKind
from app.booths.rows import RowPattern, lay_out
from app.booths.services.rates import Rates
from app.booths.sheets import NewBooth
from app.demo.plan_objects import publish_all

__all__ = ["HALL", "HALL_SIZE", "RATES", "booths", "publish_all"]

HALL = "Nhà trưng bày chính"
HALL_SIZE = (Decimal(126), Decimal(62))
RATES = {
    BoothKind.STANDARD: Rates(per_booth_vnd=4_500_000, corner_pct=10, vat_pct=8),
    BoothKind.RAW: Rates(per_m2_vnd=400_000, min_area_m2=36, vat_pct=8),
}
OWN, OTHERS, MACHINES, PLOTS, CASHLESS = (
    "OCOP Quảng Ninh",
    "Các tỉnh bạn",
    "Máy, thiết bị CNNT",
    "Đất trống",
    "Thương mại điện tử, không tiền mặt",
)

# zone, kind, rows, columns, side in metres, x, y, first code
_BLOCKS = (
    (OWN, BoothKind.STANDARD, 8, 12, 3, 4, 6, "A01"),
    (OWN, BoothKind.STANDARD, 1, 4, 3, 4, 42, "A97"),
    (OTHERS, BoothKind.STANDARD, 10, 11, 3, 46, 6, "B01"),
    (MACHINES, BoothKind.STANDARD, 3, 10, 3, 86, 6, "C01"),
    (PLOTS, BoothKind.RAW, 1, 4, 6, 86, 27, "D01"),
    (CASHLESS, BoothKind.STANDARD, 1, 7, 3, 86, 42, "E01"),
)


def booths() -> list[NewBooth]:
    """Return the 251 rows of the plan; the ends of rows are corners."""
    rows: list[NewBooth] = []
    for zone, kind, count, columns, side, x, y, code in _BLOCKS:
        pattern = RowPattern(
            hall=HALL,
            zone=zone,
            kind=kind,
            rows=count,
            columns=columns,
            width_m=Decimal(side),
            depth_m=Decimal(side),
            aisle_m=Decimal(3),
            x_m=Decimal(x),
            y_m=Decimal(y),
            start_code=code,
            back_to_back=True,
        )
        rows += lay_out(pattern)
    return rows
