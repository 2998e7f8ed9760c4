"""Joint booths: the main exhibitor names co-exhibitors and may fill in for them."""

from typing import Any

from flask import flash
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from app.accounts.models import User
from app.accounts.session import current_user
from app.booths.models import BOOKED, BoothClaim
from app.core.access import allows
from app.core.errors import DomainError
from app.core.i18n import _
from app.core.web import FeatureBlueprint, go, page
from app.events.models import Event
from app.registrations import queries as registrations
from app.registrations import services as registration_services
from app.registrations.consent_texts import EXHIBITOR
from app.registrations.models import Application, CoExhibitor
from app.registrations.terms import CO_EXHIBITOR_TONES, CoExhibitorState
from app.stands import links
from app.stands.access import accepted_link
from app.stands.forms.co_exhibitors import FirmForm, OwnPartForm, RemoveForm, firm_values, own_part_values
from app.stands.policies import StandPermission
from app.stands.services import co_exhibitors as services
from app.stands.services import fascia

bp = FeatureBlueprint("joint", __name__, url_prefix="/exhibitor/<string:secret>/co-exhibitors")


def officer_of(event: Event) -> User | None:
    """Return the signed-in person who organises the event, who may do after the last day what exhibitors may not."""
    user = current_user()
    return user if user is not None and allows(user, StandPermission.MANAGE, event) else None


def actor_of(application: Application) -> Any:
    """Return who acts behind the private link, for the trail."""
    return current_user() or registration_services.actor_of(application)


def claims_of(application: Application) -> list[BoothClaim]:
    """Return the bookings that the application has, in the order of booths."""
    claims = [row.claim for row in application.booths if row.claim.state in BOOKED]
    return sorted(claims, key=lambda claim: claim.booth.sort_key)


@bp.get("")
@accepted_link
def index(event: Event, application: Application, secret: str) -> ResponseReturnValue:
    firms = registrations.co_exhibitors_of(application, removed=True)
    live = [firm for firm in firms if firm.state is not CoExhibitorState.REMOVED]
    return page(
        "stands/joint/index.html",
        event=event,
        application=application,
        secret=secret,
        firms=live,
        removed=[firm for firm in firms if firm.state is CoExhibitorState.REMOVED],
        staff=registrations.staff_of_co_exhibitors(application),
        quota=registration_services.staff_quota(application),
        own_quota=registration_services.own_quota(application),
        tones=CO_EXHIBITOR_TONES,
    )


@bp.route("/new", methods=["GET", "POST"])
@accepted_link
def new(event: Event, application: Application, secret: str) -> ResponseReturnValue:
    claims = claims_of(application)
    form = FirmForm.from_request(data=firm_values(claims))
    if form.submitted_and_valid():
        try:
            firm = services.name_firm(event, application, form.details(), by=actor_of(application))
        except DomainError as error:
            form.refuse(error.field, error.message)
        else:
            flash(_("%(name)s is named. Now send the link, or fill in its part yourself.", name=firm.name), "success")
            return go(".show", secret=secret, firm_id=firm.id)
    return _firm_page("stands/joint/new.html", event, application, secret, form, claims)


def _firm_page(
    template: str, event: Event, application: Application, secret: str, form: FirmForm, claims: list[BoothClaim], **more: Any
) -> Response:
    codes = {str(claim.id): claim.booth for claim in claims}
    own_quota = registration_services.own_quota(application)
    known: dict[str, Any] = {"event": event, "application": application, "secret": secret, "booths": codes}
    return page(template, status=form.status, form=form, own_quota=own_quota, **known, **more)


@bp.route("/<int:firm_id>", methods=["GET", "POST"])
@accepted_link
def show(event: Event, application: Application, secret: str, firm_id: int) -> ResponseReturnValue:
    firm, claims = registrations.get_co_exhibitor(application, firm_id), claims_of(application)
    form = FirmForm.from_request(data=firm_values(claims, firm))
    if form.submitted_and_valid():
        try:
            services.change_firm(event, application, firm, form.details(), by=actor_of(application))
        except DomainError as error:
            form.refuse(error.field, error.message)
        else:
            flash(_("Saved."), "success")
            return go(".index", secret=secret)
    address = links.address_of(firm) if firm.state is not CoExhibitorState.REMOVED else ""
    staff = registrations.staff_of_co_exhibitors(application).get(firm.id, [])
    more = {"firm": firm, "address": address, "staff": staff, "tones": CO_EXHIBITOR_TONES}
    return _firm_page("stands/joint/firm.html", event, application, secret, form, claims, **more)


@bp.post("/<int:firm_id>/invite")
@accepted_link
def invite(event: Event, application: Application, secret: str, firm_id: int) -> ResponseReturnValue:
    firm = registrations.get_co_exhibitor(application, firm_id)
    services.invite(event, firm, by=actor_of(application))
    told = _("The link is ready. Hand it over, for example by Zalo.")
    if firm.contact_email:
        told = _("The link was sent to %(address)s.", address=firm.contact_email)
    flash(told, "success")
    return go(".show", secret=secret, firm_id=firm.id)


@bp.route("/<int:firm_id>/part", methods=["GET", "POST"])
@accepted_link
def part(event: Event, application: Application, secret: str, firm_id: int) -> ResponseReturnValue:
    """Fill in for a firm that does not do it itself (A-23)."""
    firm = registrations.get_co_exhibitor(application, firm_id)
    form = own_part_form(firm)
    if form.submitted_and_valid():
        basis = _("noted by %(unit)s", unit=application.organisation.name)[:200]
        try:
            services.fill_in(
                event,
                firm,
                form.own_part(),
                by=actor_of(application),
                channel=form.channel.data,
                basis=basis,
                officer=officer_of(event),
                reason=form.reason.data or "",
            )
        except DomainError as error:
            form.refuse(error.field, error.message)
        else:
            flash(_("The part of %(name)s is saved.", name=firm.name), "success")
            return go(".index", secret=secret)
    back = ("joint.show", {"secret": secret, "firm_id": firm.id})
    return part_page(event, firm, form, back=back, assists=True)


def own_part_form(firm: CoExhibitor) -> OwnPartForm:
    """Return the form of a co-exhibitor's own part, filled with what is known."""
    staff = registrations.staff_of_co_exhibitors(firm.application).get(firm.id, [])
    return OwnPartForm.from_request(
        data=own_part_values(firm, [person.full_name for person in staff], registrations.consents_of(firm))
    )


def part_page(
    event: Event, firm: CoExhibitor, form: OwnPartForm, *, back: tuple[str, dict[str, Any]] | None, assists: bool
) -> Response:
    """Return the page of a co-exhibitor's own part."""
    terms = registrations.terms_of(event.id)
    return page(
        "stands/joint/part.html",
        status=form.status,
        event=event,
        firm=firm,
        form=form,
        texts=EXHIBITOR,
        back=back,
        assists=assists,
        is_late=not fascia.is_open(event),
        officer=officer_of(event),
        fascia_due_at=terms.fascia_due_at,
        chars=terms.fascia_chars,
    )


@bp.route("/<int:firm_id>/remove", methods=["GET", "POST"])
@accepted_link
def remove(event: Event, application: Application, secret: str, firm_id: int) -> ResponseReturnValue:
    firm = registrations.get_co_exhibitor(application, firm_id)
    form = RemoveForm.from_request()
    if form.submitted_and_valid():
        services.remove(event, firm, by=actor_of(application), reason=form.reason.data)
        flash(_("%(name)s is no longer on your booths.", name=firm.name), "success")
        return go(".index", secret=secret)
    return page("stands/joint/remove.html", status=form.status, event=event, firm=firm, secret=secret, form=form)
