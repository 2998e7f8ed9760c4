"""The one blueprint of this feature's pages."""

from app.core.web import FeatureBlueprint

bp = FeatureBlueprint("agenda", __name__)
