"""Pages of stands: one file a noun; each adds its blueprint here."""

from app.core.web import FeatureBlueprint

blueprints: list[FeatureBlueprint] = []
