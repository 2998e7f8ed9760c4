"""Writes of booths: holds and bookings of one booth, the plan itself, rates, import and rows.

The unique index `uq_booth_claim_live` decides who gets a booth; these functions only name its refusal.
"""

from app.booths.services.bookings import apply, assign, confirm, move, occupy, release, reserve, sell, vacate
from app.booths.services.claiming import is_open
from app.booths.services.drafts import Saved
from app.booths.services.drafts import save as save_draft
from app.booths.services.holding import Holder, extend, hold, let_go, tidy
from app.booths.services.planning import block, clone_booths, delete_booth, unblock
from app.booths.services.publishing import publish, restore
from app.booths.services.rates import Rates, clone_rates, set_rates
from app.booths.services.seeding import add_booths

__all__ = ["Holder", "Rates", "add_booths", "apply", "assign", "block", "clone_booths", "clone_rates", "confirm"]
__all__ += ["delete_booth", "extend", "hold", "is_open", "let_go", "move", "occupy", "release", "reserve", "sell"]
__all__ += ["set_rates", "tidy", "unblock", "vacate"]
__all__ += ["Saved", "publish", "restore", "save_draft"]
