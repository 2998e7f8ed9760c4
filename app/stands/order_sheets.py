"""The table of ordered services for the contractor: one line an order, and sums."""

from typing import Any
from zoneinfo import ZoneInfo

from app.core.i18n import _, language
from app.documents.spreadsheet import Sheet
from app.stands.models import StandOrder
from app.stands.queries.orders import sums_by_service


def sheets_of(orders: list[StandOrder], booths: dict[int, list[str]], zone: str) -> list[Sheet]:
    """Return one sheet by booth and one with the sums of each service; amounts are numbers."""
    return [_by_booth(orders, booths, zone), _sums(orders)]


def _by_booth(orders: list[StandOrder], booths: dict[int, list[str]], zone: str) -> Sheet:
    headers: tuple[str, ...] = (
        _("Booth"),
        _("Exhibitor"),
        _("Contact"),
        _("Phone"),
        _("Service"),
        _("Quantity"),
        _("Unit"),
        _("Price"),
    )
    headers += (_("Net"), _("VAT rate"), _("VAT"), _("Total"), _("Ordered on"))
    rows: list[list[Any]] = []
    for row in orders:
        application, service = row.application, row.service
        codes = ", ".join(booths.get(application.id, []))
        cells: list[Any] = [codes, application.organisation.name, application.contact_name, application.contact_phone]
        cells += [service.text(language()), row.quantity, service.unit, row.unit_price_vnd, row.net_vnd, row.vat_pct]
        cells += [row.vat_vnd, row.total_vnd, row.ordered_at.astimezone(ZoneInfo(zone)).date()]
        rows.append(cells)
    widths = (14, 40, 24, 16, 34, 10, 12, 14, 14, 8, 14, 14, 12)
    return Sheet(_("By booth"), headers, rows, widths)


def _sums(orders: list[StandOrder]) -> Sheet:
    services = {row.service_id: row.service for row in orders}
    sums = sums_by_service(orders)
    headers = (_("Service"), _("Quantity"), _("Unit"), _("Net"), _("VAT"), _("Total"))
    rows: list[list[Any]] = [
        [service.text(language()), row.quantity, service.unit, row.net_vnd, row.vat_vnd, row.total_vnd]
        for service, row in sorted(((services[key], row) for key, row in sums.items()), key=lambda pair: pair[0].position)
    ]
    whole = [sum(row[number] for row in rows) for number in (3, 4, 5)]
    return Sheet(_("Sums"), headers, [*rows, [_("Total"), "", "", *whole]], (40, 12, 12, 16, 16, 16))
