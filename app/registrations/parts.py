"""Where higher features put their part into the exhibitor's own page."""

from app.core.registry import Registry, Section

# Called with the application; the page is opened by its private link.
exhibitor_parts: Registry[Section] = Registry("parts of the exhibitor's page")
