"""The products of an accepted exhibitor, as the catalogue shows them."""

from typing import Any

from wtforms import FieldList, FormField

from app.core.forms import Form
from app.registrations.forms.wishes import MOST_PRODUCTS, ProductForm
from app.registrations.models import Application


class ProductsForm(Form):
    products = FieldList(FormField(ProductForm), min_entries=5, max_entries=MOST_PRODUCTS)

    def rows(self) -> list[dict[str, Any]]:
        """Return the products that have a name."""
        goods = [row.form for row in self.products if row.form.name_vi.data]
        return [{"name_vi": row.name_vi.data, "name_en": row.name_en.data or "", "stars": int(row.stars.data)} for row in goods]


def product_values(application: Application) -> list[dict[str, Any]]:
    """Return what the form shows; older answers have the name alone."""
    rows = (application.details or {}).get("products", [])
    return [
        {
            "name_vi": row.get("name_vi") or row.get("name", ""),
            "name_en": row.get("name_en", ""),
            "stars": str(row.get("stars", 0)),
        }
        for row in rows
    ]
