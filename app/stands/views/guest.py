"""The co-exhibitor's own page, opened by its private link, on a phone and without account."""

from flask import flash
from flask.typing import ResponseReturnValue

from app.core.errors import DomainError
from app.core.i18n import _
from app.core.web import FeatureBlueprint, go, page
from app.events.models import Event
from app.registrations import queries as registrations
from app.registrations.models import CoExhibitor
from app.stands.access import co_exhibitor_link
from app.stands.services import co_exhibitors as services
from app.stands.views.joint import officer_of, own_part_form, part_page

bp = FeatureBlueprint("co_exhibitor", __name__, url_prefix="/co-exhibitor/<string:secret>")


@bp.route("", methods=["GET", "POST"])
@co_exhibitor_link
def own_part(event: Event, firm: CoExhibitor, secret: str) -> ResponseReturnValue:
    form = own_part_form(firm)
    if form.submitted_and_valid():
        reason, officer = form.reason.data or "", officer_of(event)
        try:
            services.fill_in(event, firm, form.own_part(), by=firm.name, officer=officer, reason=reason)
        except DomainError as error:
            form.refuse(error.field, error.message)
        else:
            flash(_("Thank you, your part of the booth is complete."), "success")
            return go(".done", secret=secret)
    return part_page(event, firm, form, back=None, assists=False)


@bp.get("/done")
@co_exhibitor_link
def done(event: Event, firm: CoExhibitor, secret: str) -> ResponseReturnValue:
    staff = registrations.staff_of_co_exhibitors(firm.application).get(firm.id, [])
    consents = registrations.consents_of(firm)
    return page("stands/joint/done.html", event=event, firm=firm, secret=secret, staff=staff, consents=consents)
