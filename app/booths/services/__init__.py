"""Writes of booths: holds and bookings, their money and clocks, the organiser's verbs, the plan itself, rates, import and rows.

The unique index `uq_booth_claim_live` decides who gets a booth; these functions only name its refusal.
"""

from app.booths.services.acting import act, rehearse, snapshot
from app.booths.services.billing import awaiting_again, bill_again, charges_of, later_days, link, settle, unsettle
from app.booths.services.bookings import apply, assign, confirm, occupy, release, reserve, sell, vacate
from app.booths.services.claiming import is_open
from app.booths.services.clocks import give_time, release_all_late, release_late, set_rules, start_again
from app.booths.services.drafts import Saved
from app.booths.services.drafts import save as save_draft
from app.booths.services.holding import Holder, extend, hold, hold_all, let_go, tidy
from app.booths.services.merging import merge, split
from app.booths.services.moving import hold_for, move, swap, take_again, take_back
from app.booths.services.naming import open_order_of, rename
from app.booths.services.planning import block, clone_booths, delete_booth, keep_internal, unblock
from app.booths.services.printing import draw_print, fail_print, order_print
from app.booths.services.publishing import publish, restore
from app.booths.services.rates import Rates, clone_rates, set_rates
from app.booths.services.seeding import add_booths

__all__ = ["Holder", "Rates", "add_booths", "apply", "assign", "block", "clone_booths", "clone_rates", "confirm"]
__all__ += ["delete_booth", "extend", "hold", "is_open", "let_go", "move", "occupy", "release", "reserve", "sell"]
__all__ += ["set_rates", "tidy", "unblock", "vacate"]
__all__ += ["bill_again", "charges_of", "give_time", "hold_all", "hold_for", "keep_internal", "link", "merge", "open_order_of"]
__all__ += ["release_all_late", "release_late", "rename", "set_rules", "settle", "split", "swap", "take_back"]
__all__ += ["Saved", "draw_print", "fail_print", "order_print", "publish", "restore", "save_draft"]
__all__ += ["act", "rehearse", "snapshot"]
__all__ += ["awaiting_again", "later_days", "start_again", "take_again", "unsettle"]
