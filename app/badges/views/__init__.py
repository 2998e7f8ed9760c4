"""Pages of badges: people, prints, batches, queue, stations, codes, what is printed at home; designs and printers."""

from app.badges.views import batches, codes, designs, elements, home, images, people, printers, queue, stations
from app.badges.views.blueprint import bp

blueprints = [bp, designs.bp, elements.bp, images.bp, printers.bp]
__all__ = ["batches", "blueprints", "codes", "home", "people", "queue", "stations"]
