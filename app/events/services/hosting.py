"""Who organises together: invitations to organisations, their answers, and whom the event invites to take part."""

from dataclasses import dataclass

import sqlalchemy as sa

from app.accounts.models import Organisation, User
from app.audit import services as audit
from app.core.db import db, refusing
from app.core.errors import Conflict
from app.core.i18n import _l
from app.events import notices, queries
from app.events.errors import AlreadyAnswered, HostNamed
from app.events.models import Event, EventHost, EventInvitee, HostRole, HostState
from app.events.services.planning import refuse_frozen


def invite_host(event: Event, organisation: Organisation, role: HostRole, *, by: User, scope: str = "") -> EventHost:
    """Name `organisation` as host of the event. It is shown when its admin has agreed; its admins get a mail.

    The owner itself and organisations that `by` administers agree at once.

    Args:
        scope: what exactly is hosted together; empty: the whole event.
    Raises:
        HostNamed: it is named already. EventFrozen.
    """
    refuse_frozen(event)
    own = organisation.id == event.owner_id or organisation in queries.planning_organisations(by)
    position = len(queries.hosts_of(event))
    with refusing("uq_event_host_event_id_organisation_id", HostNamed()):
        host = EventHost(
            event_id=event.id,
            organisation=organisation,
            role=role,
            scope=scope,
            position=position,
            state=HostState.ACCEPTED if own else HostState.INVITED,
        )
        db.session.add(host)
    audit.record(by, "events.host_invited", host, event=event, data={"organisation_id": organisation.id, "role": role})
    if host.state is HostState.INVITED:
        notices.host_invited(host, event, by=by)
    return host


def answer_invitation(host: EventHost, *, accept: bool, by: User) -> None:
    """Agree to host, or decline, in the name of the invited organisation.

    Raises:
        AlreadyAnswered: somebody answered or withdrew it first.
    """
    state = HostState.ACCEPTED if accept else HostState.DECLINED
    changed = db.session.execute(
        sa.update(EventHost)
        .where(EventHost.id == host.id, EventHost.state == HostState.INVITED)
        .values(state=state)
        .execution_options(synchronize_session=False)
    )
    if changed.rowcount != 1:  # type: ignore[attr-defined]
        raise AlreadyAnswered
    db.session.refresh(host)
    event = db.session.get_one(Event, host.event_id)
    if accept and event.is_published:
        event.sequence += 1
    audit.record(by, "events.host_answered", host, event=event, data={"state": state})
    notices.host_answered(host, event)


def remove_host(host: EventHost, event: Event, *, by: User) -> None:
    """Take a host or an invitation back.

    Raises:
        Conflict: the planning organisation stays. EventFrozen.
    """
    refuse_frozen(event)
    if host.organisation_id == event.owner_id:
        raise Conflict(_l("The organisation that plans the event cannot be removed from it."))
    audit.record(by, "events.host_removed", host, event=event, data={"organisation_id": host.organisation_id})
    if host.state is HostState.ACCEPTED and event.is_published:
        event.sequence += 1
    db.session.delete(host)
    db.session.flush()


@dataclass(frozen=True)
class InviteeLines:
    """What lines of names mean: organisations found, and lines that name none or several."""

    found: list[Organisation]
    unknown: list[str]


def read_invitees(text: str) -> InviteeLines:
    """Look up each line of `text`: a name, short name or tax number of an organisation. Writes nothing."""
    found: dict[int, Organisation] = {}
    unknown: list[str] = []
    for line in filter(None, (part.strip() for part in text.splitlines())):
        organisation = queries.find_organisation_exactly(line)
        if organisation is None:
            unknown.append(line)
        else:
            found[organisation.id] = organisation
    return InviteeLines(list(found.values()), unknown)


def set_invitees(event: Event, organisations: list[Organisation], *, by: User) -> None:
    """Make exactly these organisations the invited ones; overlaps compare them."""
    refuse_frozen(event)
    before = {organisation.id for organisation in queries.invitees_of(event)}
    wanted = {organisation.id for organisation in organisations}
    if before - wanted:
        db.session.execute(
            sa.delete(EventInvitee).where(EventInvitee.event_id == event.id, EventInvitee.organisation_id.in_(before - wanted))
        )
    db.session.add_all(EventInvitee(event_id=event.id, organisation_id=key) for key in sorted(wanted - before))
    audit.record(by, "events.invitees_set", event, data={"count": len(wanted)})
