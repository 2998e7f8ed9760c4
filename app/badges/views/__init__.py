"""Pages of badges: people, prints, batches, what is printed at home; designs, their elements and pictures; printers."""

from app.badges.views import batches, designs, elements, home, images, people, printers
from app.badges.views.blueprint import bp

blueprints = [bp, designs.bp, elements.bp, images.bp, printers.bp]
__all__ = ["batches", "blueprints", "home", "people"]
