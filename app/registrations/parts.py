"""Where higher features put their part into the exhibitor's own page and the organiser's page of a person."""

from app.core.registry import Registry, Section

# Called with the application; the page is opened by its private link.
exhibitor_parts: Registry[Section] = Registry("parts of the exhibitor's page")
# Called with the registration; the page is read by many roles, so a provider asks for its own permission.
person_parts: Registry[Section] = Registry("parts of the page of a person")
