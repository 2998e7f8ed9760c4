"""Pages: the exhibitor's application, its review, the visitor's registration and ticket, the organiser's list of people."""

from app.registrations.views import (
    application,
    attention,
    catalogue,
    contractors,
    costs,
    deciding,
    exhibit,
    importing,
    money,
    people,
    review,
    taking_back,
    ticket,
    visit,
)
from app.registrations.views.blueprint import bp

__all__ = [
    "application",
    "attention",
    "blueprints",
    "catalogue",
    "contractors",
    "costs",
    "deciding",
    "exhibit",
    "importing",
    "money",
    "people",
    "review",
    "taking_back",
    "ticket",
    "visit",
]
blueprints = [bp, attention.bp, taking_back.bp]
