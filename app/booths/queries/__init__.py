"""Reads of booths, claims, rates and states. What other features ask is named here."""

from app.booths.queries.booths import (
    booths_of,
    count_booths,
    find_booth,
    get_booth,
    kinds_of,
    nearest_free,
    organisations_matching,
)
from app.booths.queries.claims import (
    claims_of,
    claims_of_organisation,
    find_hold,
    find_live_claim,
    get_claim,
    held_by,
    is_live,
    live_claims_of,
)
from app.booths.queries.rates import find_rate, rates_of
from app.booths.queries.states import Counts, count_states, counts_of, state_of, states_of

__all__ = [
    "Counts",
    "booths_of",
    "claims_of",
    "claims_of_organisation",
    "count_booths",
    "count_states",
    "counts_of",
    "find_booth",
    "find_hold",
    "find_live_claim",
    "find_rate",
    "get_booth",
    "get_claim",
    "held_by",
    "is_live",
    "kinds_of",
    "live_claims_of",
    "nearest_free",
    "organisations_matching",
    "rates_of",
    "state_of",
    "states_of",
]
