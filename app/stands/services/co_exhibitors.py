"""Joint booths: name co-exhibitors, give them booths or parts, let them fill in their own part, remove them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from app.accounts.models import User
from app.audit import services as audit
from app.booths.models import BOOKED
from app.core import clock
from app.core.db import db, refusing
from app.core.text import fold, sort_key
from app.events.models import Event
from app.registrations import queries as registrations
from app.registrations import services as registration_services
from app.registrations.models import Application, CoExhibitor, CoExhibitorBooth, CoExhibitorState, ConsentPurpose
from app.registrations.services import people
from app.stands import links, notices
from app.stands.errors import CoExhibitorGone, NamedTwice, NotYourBooth, TooManyCoExhibitors, TooManyPasses
from app.stands.services import fascia

# A pavilion of a province has four booths and a dozen firms; a hundred is a whole fair.
MOST_CO_EXHIBITORS = 100


@dataclass(frozen=True, kw_only=True)
class FirmDetails:
    """What the main exhibitor or an officer says of a co-exhibitor. `booths`: part ("" for all) by claim id."""

    name: str
    province_code: int | None = None
    country: str = "VN"
    contact_name: str = ""
    contact_phone: str = ""
    contact_email: str = ""
    staff_most: int = 2
    booths: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class OwnPart:
    """What a co-exhibitor says of itself."""

    name_en: str = ""
    website: str = ""
    products: tuple[dict[str, Any], ...] = ()
    fascia_vi: str = ""
    fascia_en: str = ""
    staff: tuple[str, ...] = ()
    consents: Mapping[ConsentPurpose, bool] = field(default_factory=dict)


def name_firm(
    event: Event, application: Application, details: FirmDetails, *, by: Any, organisation_id: int | None = None
) -> CoExhibitor:
    """Add a co-exhibitor to the booths of `application`.

    Returns: the flushed row, NAMED, without a link.
    Raises:
        NamedTwice: it stands there already, or is the main exhibitor itself. TooManyPasses, NotYourBooth,
        TooManyCoExhibitors: see `change_firm`.
    """
    _lock(application)
    if fold(details.name) == fold(application.organisation.name):
        raise NamedTwice(details.name)
    if len(registrations.co_exhibitors_of(application)) >= MOST_CO_EXHIBITORS:
        raise TooManyCoExhibitors(MOST_CO_EXHIBITORS)
    _require_passes(application, details.staff_most, before=0)
    with refusing("uq_co_exhibitor_live", NamedTwice(details.name)):
        firm = CoExhibitor(
            event_id=event.id,
            application_id=application.id,
            organisation_id=organisation_id,
            state=CoExhibitorState.NAMED,
            locale=application.locale,
            created_at=clock.now(),
            **_columns(details),
        )
        db.session.add(firm)
    _set_booths(application, firm, details.booths)
    audit.record(by, "stands.co_exhibitor_named", firm, data={"application": application.code})
    return firm


def change_firm(event: Event, application: Application, firm: CoExhibitor, details: FirmDetails, *, by: Any) -> None:
    """Change what the main exhibitor says of a co-exhibitor, and which booths it uses.

    Raises:
        NamedTwice: another one has this name. TooManyPasses: more passes than the booths have left, or fewer than it has
        named people. NotYourBooth: a booth that the application does not have. CoExhibitorGone: removed meanwhile.
    """
    _lock(application)
    _require_present(firm)
    _require_passes(application, details.staff_most, before=firm.staff_most)
    in_use = len(registrations.staff_of_co_exhibitors(application).get(firm.id, []))
    if details.staff_most < in_use:
        raise TooManyPasses(in_use, fewer=True)
    with refusing("uq_co_exhibitor_live", NamedTwice(details.name)):
        for name, value in _columns(details).items():
            setattr(firm, name, value)
        db.session.flush()
    _set_booths(application, firm, details.booths)
    audit.record(by, "stands.co_exhibitor_changed", firm, event=event, data={"booths": sorted(details.booths)})


def _columns(details: FirmDetails) -> dict[str, Any]:
    keys = {"search_key": fold(details.name)[:400], "sort_key": sort_key(details.name)}
    columns = ("name", "province_code", "country", "contact_name", "contact_phone", "contact_email", "staff_most")
    return {name: getattr(details, name) for name in columns} | keys


def _lock(application: Application) -> None:
    """Let those who share out the passes of one application queue for its row."""
    db.session.execute(sa.select(type(application).id).where(type(application).id == application.id).with_for_update())


def _require_present(firm: CoExhibitor) -> None:
    if firm.state is CoExhibitorState.REMOVED:
        raise CoExhibitorGone(firm.name)


def _require_passes(application: Application, wanted: int, *, before: int) -> None:
    own_people = len(registrations.staff_of(application))
    left = registration_services.own_quota(application) + before - own_people
    if wanted > max(left, 0):
        raise TooManyPasses(max(left, 0))


def _set_booths(application: Application, firm: CoExhibitor, wanted: Mapping[int, str]) -> None:
    own = {row.claim_id for row in application.booths if row.claim.state in BOOKED}
    if not set(wanted) <= own:
        raise NotYourBooth
    present = {row.claim_id: row for row in firm.booths}
    for claim_id, row in present.items():
        if claim_id not in wanted:
            firm.booths.remove(row)
            db.session.delete(row)
    for claim_id, part in wanted.items():
        if claim_id in present:
            present[claim_id].part = part
        else:
            firm.booths.append(CoExhibitorBooth(event_id=firm.event_id, claim_id=claim_id, part=part))
    db.session.flush()


def fill_in(
    event: Event,
    firm: CoExhibitor,
    part: OwnPart,
    *,
    by: Any,
    channel: str = "web",
    basis: str = "",
    officer: User | None = None,
    reason: str = "",
) -> None:
    """Keep what a co-exhibitor says of itself; afterwards its part is complete.

    Args:
        by: user or name for the trail: the firm itself, the main exhibitor for it (A-23), or an officer.
        officer: an organiser who may change the fascia and the names after their last day, with `reason`.
    Raises:
        CoExhibitorGone: removed meanwhile. FasciaClosed, StaffListClosed, ReasonMissing: too late. TooManyStaff.
    """
    _require_present(firm)
    fascia.set_co_exhibitor_text(event, firm, part.fascia_vi, part.fascia_en, by=by, officer=officer, reason=reason)
    present = [row.full_name for row in registrations.staff_of_co_exhibitors(firm.application).get(firm.id, [])]
    if set(present) != set(part.staff):
        registration_services.set_co_staff(event, firm, list(part.staff), by=by, officer=officer is not None)
    firm.name_en, firm.website = part.name_en, part.website
    firm.details = (firm.details or {}) | {"products": [dict(row) for row in part.products]}
    registration_services.record_consents(firm, part.consents, channel=channel, by=officer, basis=basis)
    if firm.state is CoExhibitorState.NAMED:
        firm.state, firm.completed_at = CoExhibitorState.COMPLETE, clock.now()
    audit.record(by, "stands.co_exhibitor_filled_in", firm, event=event, data={"channel": channel})


def invite(event: Event, firm: CoExhibitor, *, by: Any) -> str:
    """Make a new private link, which ends the one before, and mail it where there is an address.

    Returns: the link's address, to be handed over otherwise.
    Raises:
        CoExhibitorGone: removed meanwhile.
    """
    _require_present(firm)
    links.renew(firm)
    notices.co_exhibitor_invited(firm, event)
    audit.record(by, "stands.co_exhibitor_invited", firm, event=event, data={"link": firm.link_number})
    return links.address_of(firm)


def remove(event: Event, firm: CoExhibitor, *, by: Any, reason: str) -> None:
    """Take a co-exhibitor off the booths: link and passes end, the catalogue forgets it, the row stays as history.

    Raises:
        CoExhibitorGone: removed already.
    """
    changed = db.session.execute(
        sa.update(CoExhibitor)
        .where(CoExhibitor.id == firm.id, CoExhibitor.state != CoExhibitorState.REMOVED)
        .values(state=CoExhibitorState.REMOVED, removed_at=clock.now(), link_digest=None)
        .execution_options(synchronize_session=False)
    )
    if changed.rowcount != 1:  # type: ignore[attr-defined]
        raise CoExhibitorGone(firm.name)
    for person in registrations.staff_of_co_exhibitors(firm.application).get(firm.id, []):
        people.cancel(person, by=by, reason=reason)
    db.session.refresh(firm)
    booths = [row.claim.booth.name for row in firm.booths]
    audit.record(by, "stands.co_exhibitor_removed", firm, event=event, reason=reason, data={"booths": booths})
