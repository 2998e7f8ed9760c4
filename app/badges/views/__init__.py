"""Pages of badges."""

from app.badges.views import batches, designs, home, people
from app.badges.views.blueprint import bp

blueprints = [bp]
__all__ = ["batches", "blueprints", "designs", "home", "people"]
