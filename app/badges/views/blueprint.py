"""The blueprint that the pages of badges share."""

from app.badges.models import BadgeSize
from app.core.errors import NotFound
from app.core.web import FeatureBlueprint

bp = FeatureBlueprint("badges", __name__)
PREFIX = "/manage/events/<string:event_slug>/badges"


def known_size(size: str) -> BadgeSize:
    """Return the size with this name. Raises: NotFound."""
    if size not in list(BadgeSize):
        raise NotFound
    return BadgeSize(size)
