"""The blueprint that the pages of badges share."""

from app.core.web import FeatureBlueprint

bp = FeatureBlueprint("badges", __name__)
PREFIX = "/manage/events/<string:event_slug>/badges"
