"""Tables of badges: their looks (`design`), prints (`printing`), printers and queue (`stations`), codes (`signing`)."""

from app.badges.models.design import BadgeDesign, BadgeImage, BadgePhoto, BadgePrinter, BadgeSize
from app.badges.models.printing import BATCH_TONES, BadgeBatch, BadgePrint, BatchState, RevokedCode
from app.badges.models.signing import BadgeSettings, SigningKey
from app.badges.models.stations import (
    OPEN,
    PRINT_TONES,
    PrintJob,
    PrintOnEntry,
    PrintOrigin,
    PrintState,
    PrintStation,
    PrintTrouble,
)

__all__ = [
    "BATCH_TONES",
    "OPEN",
    "PRINT_TONES",
    "BadgeBatch",
    "BadgeDesign",
    "BadgeImage",
    "BadgePhoto",
    "BadgePrint",
    "BadgePrinter",
    "BadgeSettings",
    "BadgeSize",
    "BatchState",
    "PrintJob",
    "PrintOnEntry",
    "PrintOrigin",
    "PrintState",
    "PrintStation",
    "PrintTrouble",
    "RevokedCode",
    "SigningKey",
]
