"""Writes: registering people, consents, applications and decisions about them."""

from app.registrations.services.acceptance import live_claims, names_are_open, own_quota, set_co_staff, set_staff, staff_quota
from app.registrations.services.applications import (
    Wishes,
    actor_of,
    are_open,
    attach_holds,
    missing_steps,
    require_editable,
    save_unit,
    save_wishes,
    start,
    submit,
    withdraw,
)
from app.registrations.services.billing import preview_withdrawal
from app.registrations.services.capacity import recount
from app.registrations.services.consents import record_consents
from app.registrations.services.contractors import ContractorDays, name_contractor, set_contractor_days
from app.registrations.services.deciding import decide, decide_all, possible_for
from app.registrations.services.decisions import accept, ask_for_changes, assign_booth, assign_booths, decline, waitlist
from app.registrations.services.exhibitor_lists import import_exhibitors
from app.registrations.services.importing import Import, Taken, import_people, imports_of
from app.registrations.services.people import (
    ERASED_NAME,
    Person,
    block,
    cancel,
    change_person,
    erase,
    give_link,
    is_known,
    new_row,
    note_added,
    register,
    tell_ticket,
    unblock,
)

__all__ = [
    "ContractorDays",
    "name_contractor",
    "set_contractor_days",
    "ERASED_NAME",
    "Import",
    "Person",
    "Taken",
    "Wishes",
    "accept",
    "actor_of",
    "are_open",
    "ask_for_changes",
    "assign_booth",
    "assign_booths",
    "attach_holds",
    "block",
    "cancel",
    "change_person",
    "decide",
    "decide_all",
    "decline",
    "erase",
    "give_link",
    "import_exhibitors",
    "import_people",
    "imports_of",
    "is_known",
    "live_claims",
    "missing_steps",
    "new_row",
    "note_added",
    "names_are_open",
    "own_quota",
    "preview_withdrawal",
    "possible_for",
    "record_consents",
    "recount",
    "register",
    "require_editable",
    "save_unit",
    "save_wishes",
    "set_co_staff",
    "set_staff",
    "staff_quota",
    "start",
    "submit",
    "tell_ticket",
    "unblock",
    "waitlist",
    "withdraw",
]
