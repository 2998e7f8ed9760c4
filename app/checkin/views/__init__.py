"""Pages of check-in. All modules put their routes on one blueprint; the scanner has its own."""

from app.checkin import scanner
from app.checkin.views import board, devices, gates, notes, review, scans, sheets, simulator, zones
from app.checkin.views.blueprint import bp

blueprints = [bp, scanner.bp]

__all__ = ["blueprints", "board", "devices", "gates", "notes", "review", "scans", "sheets", "simulator", "zones"]
