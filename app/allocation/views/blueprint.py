"""The pages of this feature share one blueprint."""

from app.core.web import FeatureBlueprint

bp = FeatureBlueprint("allocation", __name__)
MANAGE = "/manage/events/<string:event_slug>/allotment"
