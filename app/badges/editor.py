"""What the designer in the browser begins with: the layout, words, fields, new elements."""

from typing import Any

from flask import url_for

from app.badges import designs
from app.badges.forms.designs import KIND_WORDS
from app.badges.layouts.editing import KINDS, new_element
from app.badges.layouts.fields import GROUPS, category_word
from app.badges.layouts.starting import COLOURS
from app.badges.models import BadgeDesign
from app.core.i18n import language
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
        "fresh": {kind: new_element(kind, width, height) for kind in KINDS},
        "groups": [
            {"label": str(label), "fields": [[name, str(word)] for name, word in fields.items()]} for label, fields in GROUPS
        ],
        "images": [{"id": image.id, "name": image.name} for image in designs.images_of(event)],
        "categories": [
            {"value": category.value, "label": category_word(category, language()), "ground": ground, "ink": ink}
            for category, (ground, ink) in COLOURS.items()
        ],
    }
