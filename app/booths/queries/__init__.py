"""Reads of booths, claims, rates and states. What other features ask is named here."""

from app.booths.queries.booths import (
    booths_of,
    booths_with,
    count_booths,
    find_booth,
    find_whole,
    get_booth,
    history_of,
    kinds_of,
    merged_parts_of,
    nearest_free,
    organisations_matching,
)
from app.booths.queries.claims import (
    claims_of,
    claims_of_organisation,
    ended_holds_of,
    find_hold,
    find_live_claim,
    get_claim,
    held_by,
    is_live,
    live_claims_of,
    may_be_released,
)
from app.booths.queries.drafts import (
    DraftItem,
    claimed_booths,
    draft_items,
    edits_since,
    find_draft,
    hidden_codes,
    items_to_check,
    on_plan,
    published,
    published_halls,
    published_objects,
    stored_items,
)
from app.booths.queries.rates import (
    PriceGaps,
    bands_of,
    find_price,
    find_rate,
    get_line,
    get_scheme,
    get_subsidy,
    lines_of,
    price_gaps_of,
    price_groups_of,
    rate_card_of,
    rates_of,
    schemes_of,
    subsidies_of,
    unknown_codes,
)
from app.booths.queries.rules import (
    Rules,
    awaited_of,
    claims_paid_by,
    count_due_soon,
    count_of_firm,
    count_overdue,
    due_claims,
    due_page,
    events_with_due,
    overdue_claims,
    rules_of,
)
from app.booths.queries.states import Counts, count_states, counts_of, mark_of, state_of, states_of
from app.booths.queries.versions import (
    get_picture,
    get_print,
    get_version,
    latest_version,
    numbers_closed,
    pictures_of,
    prints_of,
    versions_of,
)

__all__ = [
    "Counts",
    "PriceGaps",
    "bands_of",
    "booths_of",
    "claims_of",
    "claims_of_organisation",
    "count_booths",
    "count_states",
    "counts_of",
    "find_booth",
    "find_hold",
    "find_live_claim",
    "find_price",
    "find_rate",
    "get_booth",
    "get_claim",
    "get_line",
    "get_scheme",
    "get_subsidy",
    "held_by",
    "is_live",
    "kinds_of",
    "lines_of",
    "live_claims_of",
    "may_be_released",
    "nearest_free",
    "organisations_matching",
    "price_gaps_of",
    "price_groups_of",
    "rate_card_of",
    "rates_of",
    "schemes_of",
    "state_of",
    "states_of",
    "subsidies_of",
    "unknown_codes",
]
__all__ += ["DraftItem", "draft_items", "edits_since", "find_draft", "hidden_codes", "items_to_check", "published"]
__all__ += ["published_halls"]
__all__ += ["claimed_booths", "latest_version", "on_plan", "published_objects"]
__all__ += ["stored_items"]
__all__ += ["get_picture", "get_version", "numbers_closed", "pictures_of", "versions_of"]
__all__ += ["Rules", "claims_paid_by", "count_of_firm", "count_overdue", "due_claims", "events_with_due", "overdue_claims"]
__all__ += ["rules_of"]
__all__ += ["booths_with", "merged_parts_of"]
__all__ += ["get_print", "prints_of"]
__all__ += ["awaited_of", "count_due_soon", "due_page", "find_whole", "history_of"]
__all__ += ["ended_holds_of", "mark_of"]
