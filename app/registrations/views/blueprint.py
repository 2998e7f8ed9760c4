"""The pages of this feature share one blueprint, so that links read `registrations.<page>`."""

from app.core.web import FeatureBlueprint

bp = FeatureBlueprint("registrations", __name__)
