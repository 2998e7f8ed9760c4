"""The one blueprint of this feature's pages."""

from app.core.web import FeatureBlueprint

bp = FeatureBlueprint("events", __name__)
