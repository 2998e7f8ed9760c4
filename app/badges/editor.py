"""What the designer in the browser begins with: the layout, words, fields, new elements."""

from typing import Any

from flask import url_for

from app.badges import designs
from app.badges.forms.designs import KIND_WORDS
from app.badges.layouts.editing import KINDS, new_element
from app.badges.layouts.fields import LABELS
from app.badges.models import BadgeDesign
from app.core.i18n import _
from app.events.models import Event


def editor_setup(event: Event, design: BadgeDesign) -> dict[str, Any]:
    """Return the data of the designer's page."""
    where: dict[str, Any] = {"event_slug": event.slug, "design_id": design.id}
    width, height = design.layout["width"], design.layout["height"]
    return {
        "layout": design.layout,
        "version": design.version,
        "saveUrl": url_for("badge_designs.save", **where),
        "previewUrl": url_for("badge_designs.preview", **where),
        "kinds": {kind: str(KIND_WORDS[kind]) for kind in KINDS},
        "fields": {name: str(label) for name, label in LABELS.items()},
        "fresh": {kind: new_element(kind, width, height) for kind in KINDS},
        "images": [{"id": image.id, "name": image.name} for image in designs.images_of(event)],
        "texts": _texts(),
    }


def _texts() -> dict[str, str]:
    """Return what the designer says; {count} and {label} are filled in by the browser."""
    return {
        "move": _("{count} moved"),
        "resize": _("Size changed"),
        "add": _("{count} added"),
        "remove": _("{count} removed"),
        "duplicate": _("{count} copied"),
        "edit": _("Changed"),
        "align": _("Aligned"),
        "order": _("Order changed"),
        "undo": _("Undone: {label}"),
        "redo": _("Done again: {label}"),
        "nothing": _("Nothing to undo"),
        "selected": _("{count} chosen"),
        "unselected": _("Nothing chosen"),
        "saving": _("Saving …"),
        "saved": _("Saved"),
        "refused": _("Not saved: please correct what is marked."),
        "offline": _("Not saved yet: no connection. We keep trying."),
        "no_image": _("Please add a picture under Pictures and logos first."),
    }
