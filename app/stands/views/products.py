"""The exhibitor's products for the catalogue."""

from typing import Any

from flask import flash
from flask.typing import ResponseReturnValue

from app.core.errors import DomainError
from app.core.i18n import _
from app.core.web import FeatureBlueprint, go, page
from app.events.models import Event
from app.registrations import queries as registrations
from app.registrations.models import Application
from app.stands.access import accepted_link
from app.stands.forms.products import ProductsForm, product_values
from app.stands.services import products as services
from app.stands.views.joint import actor_of, officer_of

bp = FeatureBlueprint("products", __name__, url_prefix="/exhibitor/<string:secret>/products")


@bp.route("", methods=["GET", "POST"])
@accepted_link
def own(event: Event, application: Application, secret: str) -> ResponseReturnValue:
    form = ProductsForm.from_request(data={"products": product_values(application)})
    officer = officer_of(event)
    if form.submitted_and_valid():
        try:
            services.set_products(event, application, form.rows(), by=actor_of(application), officer=officer)
        except DomainError as error:
            form.refuse(error.field, error.message)
        else:
            flash(_("Saved."), "success")
            return go("registrations.application", secret=secret)
    due = registrations.terms_of(event.id).products_due_at
    is_open = officer is not None or services.is_open(event)
    known: dict[str, Any] = {"event": event, "application": application, "secret": secret}
    return page("stands/products.html", status=form.status, form=form, due=due, is_open=is_open, **known)
