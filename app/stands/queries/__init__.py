"""Reads of stands: one file a noun."""

from app.stands.queries.fascia import Board, boards_of, changes_of, get_list, lists_of, newest_list
from app.stands.queries.handovers import (
    Round,
    Visit,
    application_of,
    get_booking,
    get_handover,
    handovers_of,
    handovers_of_claims,
    open_vnd_of,
    round_of,
)
from app.stands.queries.manual import sections_of

__all__ = ["Board", "Round", "Visit", "application_of", "boards_of", "changes_of", "get_booking", "get_handover", "get_list"]
__all__ += ["handovers_of", "handovers_of_claims", "lists_of", "newest_list", "open_vnd_of", "round_of", "sections_of"]
