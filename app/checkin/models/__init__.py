"""Gates, devices and scans. Scans are append-only; who is in follows from the set of them."""

from app.checkin.models.desk import ConflictReview, GateNote, VisitorCount
from app.checkin.models.gates import Device, Gate, GateHours, Zone
from app.checkin.models.scans import Entry, Scan, ScanUndo
from app.checkin.terms import AgainRule, ConflictKind, Direction, EntryRule, Reason, Resolution, ScanResult

# The closed lists are part of what other features know of scans.
__all__ = [
    "AgainRule",
    "ConflictKind",
    "ConflictReview",
    "Device",
    "Direction",
    "Entry",
    "EntryRule",
    "Gate",
    "GateHours",
    "GateNote",
    "Reason",
    "Resolution",
    "Scan",
    "ScanResult",
    "ScanUndo",
    "VisitorCount",
    "Zone",
]
