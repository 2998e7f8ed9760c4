"""Hosts and invited organisations; invitations to co-host that wait for an answer."""

from flask import flash, request
from flask.typing import ResponseReturnValue

from app.accounts.access import me, signed_in
from app.core.errors import DomainError, NotFound
from app.core.i18n import _, _n
from app.core.web import go, page
from app.events import queries
from app.events.access import event_permission
from app.events.forms import HostForm, InviteesForm
from app.events.models import Event, HostRole
from app.events.policies import EventPermission
from app.events.services import hosting
from app.events.views.blueprint import bp


@bp.route("/manage/events/<string:event_slug>/settings/hosts", methods=["GET", "POST"])
@event_permission(EventPermission.MANAGE)
def settings_hosts(event: Event) -> ResponseReturnValue:
    form = HostForm.from_request()
    matches = []
    if form.submitted_and_valid():
        organisation = queries.find_organisation_exactly(form.organisation.data)
        if organisation is None:
            matches = queries.find_organisations(form.organisation.data)
            form.refuse("organisation", _("Please choose one organisation by its full name."))
        else:
            try:
                role = HostRole(form.role.data)
                hosting.invite_host(event, organisation, role, by=me(), scope=form.scope.data or "")
            except DomainError as error:
                form.refuse(error.field, error.message)
            else:
                flash(_("%(organisation)s is named.", organisation=organisation.name), "success")
                return go("events.settings_hosts", event_slug=event.slug)
    return page(
        "events/settings/hosts.html", status=form.status, event=event, form=form, hosts=queries.hosts_of(event), matches=matches
    )


@bp.post("/manage/events/<string:event_slug>/settings/hosts/<int:host_id>/remove")
@event_permission(EventPermission.MANAGE)
def remove_host(event: Event, host_id: int) -> ResponseReturnValue:
    hosting.remove_host(queries.get_host(event, host_id), event, by=me())
    return go("events.settings_hosts", event_slug=event.slug)


@bp.route("/manage/events/<string:event_slug>/settings/invitees", methods=["GET", "POST"])
@event_permission(EventPermission.MANAGE)
def settings_invitees(event: Event) -> ResponseReturnValue:
    invited = queries.invitees_of(event)
    form = InviteesForm.from_request(data={"names": "\n".join(organisation.name for organisation in invited)})
    if form.submitted_and_valid():
        lines = hosting.read_invitees(form.names.data or "")
        if lines.unknown:
            shown = "; ".join(lines.unknown[:10])
            form.refuse("names", _("These lines name no organisation, or several: %(lines)s", lines=shown))
        else:
            hosting.set_invitees(event, lines.found, by=me())
            flash(_n("%(num)s organisation is invited.", "%(num)s organisations are invited.", len(lines.found)), "success")
            return go("events.settings_invitees", event_slug=event.slug)
    return page("events/settings/invitees.html", status=form.status, event=event, form=form, invited=invited)


@bp.get("/manage/invitations")
@signed_in
def invitations() -> ResponseReturnValue:
    return page("events/invitations.html", invitations=queries.invitations_for(me()))


@bp.post("/manage/invitations/<int:host_id>")
@signed_in
def answer_invitation(host_id: int) -> ResponseReturnValue:
    host, event = queries.get_invitation(me(), host_id)
    answer = request.form.get("answer", "")
    if answer not in ("accept", "decline"):
        raise NotFound
    hosting.answer_invitation(host, accept=answer == "accept", by=me())
    if answer == "accept":
        flash(_("You organise “%(event)s” together now. It stands in your calendar too.", event=event.name), "success")
        return go("events.overview", event_slug=event.slug)
    flash(_("You have declined."), "info")
    return go("events.invitations")
