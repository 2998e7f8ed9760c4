"""Writes: registering people, consents, applications and decisions about them."""

from app.registrations.services.capacity import recount
from app.registrations.services.consents import record_consents
from app.registrations.services.people import (
    ERASED_NAME,
    Person,
    block,
    cancel,
    change_person,
    erase,
    give_link,
    new_row,
    register,
    tell_ticket,
    unblock,
)

__all__ = [
    "ERASED_NAME",
    "Person",
    "block",
    "cancel",
    "change_person",
    "erase",
    "give_link",
    "new_row",
    "recount",
    "record_consents",
    "register",
    "tell_ticket",
    "unblock",
]
