"""Tables of badges: how they look (`design`), and what was printed (`printing`)."""

from app.badges.models.design import BadgeDesign, BadgeSize
from app.badges.models.printing import BATCH_TONES, BadgeBatch, BadgePrint, BatchState, RevokedCode

__all__ = ["BATCH_TONES", "BadgeBatch", "BadgeDesign", "BadgePrint", "BadgeSize", "BatchState", "RevokedCode"]
