"""Booths, their prices and who holds or has them."""

from app.booths.models.booth import Booth, BoothKind, BoothState
from app.booths.models.claim import BOOKED, HANDED_OVER, LIVE, TRANSITIONS, BoothClaim, ClaimState
from app.booths.models.draft import ItemType, PlanDraft, PlanEdit, PlanItem
from app.booths.models.plan import BoothPlan
from app.booths.models.rate import BoothPrice, BoothSubsidy, FirmClass, PriceBand, PriceTier
from app.booths.models.rules import BookingRules
from app.booths.models.scheme import SupportScheme
from app.booths.models.version import PlanPicture, PlanPrint, PlanVersion

__all__ = ["LIVE", "TRANSITIONS", "Booth", "BoothClaim", "BoothKind", "BoothPlan", "BoothPrice", "BoothState", "BoothSubsidy"]
__all__ += ["ClaimState", "FirmClass", "PriceBand", "PriceTier", "SupportScheme"]
__all__ += ["ItemType", "PlanDraft", "PlanEdit", "PlanItem", "PlanPicture", "PlanPrint", "PlanVersion"]
__all__ += ["BOOKED", "HANDED_OVER", "BookingRules"]
