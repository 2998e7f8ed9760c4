"""What belongs to a stand beyond its booths: one file a noun."""

from app.stands.models.fascia import FasciaChange, FasciaList, FasciaText
from app.stands.models.handover import Handover, HandoverKind, HandoverPhoto, ItemState
from app.stands.models.manual import ManualSection
from app.stands.models.orders import ServiceNeed, StandOrder, StandService

__all__ = [
    "FasciaChange",
    "FasciaList",
    "FasciaText",
    "Handover",
    "HandoverKind",
    "HandoverPhoto",
    "ItemState",
    "ManualSection",
    "ServiceNeed",
    "StandOrder",
    "StandService",
]
