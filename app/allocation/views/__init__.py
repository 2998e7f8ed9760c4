"""Pages of the allotment. All modules put their routes on one blueprint, so that endpoints read `allocation.wish`."""

from app.allocation.views import desk, draw, exhibitor, proposals
from app.allocation.views.blueprint import bp

__all__ = ["bp", "desk", "draw", "exhibitor", "proposals"]
