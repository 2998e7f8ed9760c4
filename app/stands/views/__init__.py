"""Pages of stands: one file a noun; each adds its blueprint here."""

from app.core.web import FeatureBlueprint
from app.stands.views import fascia, guest, handover, joint, manual, orders, products

blueprints: list[FeatureBlueprint] = [joint.bp, guest.bp, fascia.bp, manual.bp, handover.bp, orders.bp, products.bp]
