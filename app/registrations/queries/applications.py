"""Find applications, the booths and people they bring, and what they may have in common with others."""

from collections.abc import Collection, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from app.accounts.models import Membership, Organisation, User
from app.booths.models import LIVE, Booth, BoothClaim
from app.core.codes import digest
from app.core.db import db
from app.core.errors import NotFound
from app.events.models import Event
from app.registrations import search
from app.registrations.errors import LinkUnknown
from app.registrations.models import Application, ApplicationBooth, CoExhibitor, CoExhibitorStaff, Registration
from app.registrations.terms import ApplicationState, Category, CoExhibitorState, RegistrationState


def get_application(event: Event, code: str) -> Application:
    """Return the application with its organisation and booths.

    Raises:
        NotFound: the event has none with this code.
    """
    row = db.session.scalar(loaded().where(Application.event_id == event.id, Application.code == code.strip().upper()))
    if row is None:
        raise NotFound
    return row


def applications_with(event: Event, codes: Sequence[str]) -> list[Application]:
    """Return the applications of `event` with these codes, in order of codes; unknown codes are passed over."""
    wanted = {code.strip().upper() for code in codes}
    chosen = loaded().where(Application.event_id == event.id, Application.code.in_(wanted)).order_by(Application.code)
    return list(db.session.scalars(chosen))


def find_application_for(claim: BoothClaim) -> Application | None:
    """Return the application of the claim's exhibitor to which the booth can be added, the newest; None when there is none."""
    takes = (ApplicationState.SUBMITTED, ApplicationState.WAITLISTED, ApplicationState.ACCEPTED)
    mine = (Application.event_id == claim.event_id, Application.organisation_id == claim.organisation_id)
    chosen = loaded().where(*mine, Application.state.in_(takes)).order_by(Application.id.desc()).limit(1)
    return db.session.scalar(chosen)


def applications_of_claims(event: Event, claim_ids: Sequence[int]) -> dict[int, Application]:
    """Return the applications that name these claims, by claim id. One query."""
    chosen = sa.select(ApplicationBooth.claim_id, Application).join(
        Application, Application.id == ApplicationBooth.application_id
    )
    named = chosen.where(ApplicationBooth.event_id == event.id, ApplicationBooth.claim_id.in_(claim_ids))
    return {claim_id: application for claim_id, application in db.session.execute(named)}


def find_application_by_link(secret: str) -> Application:
    """Return the application that the private link opens.

    Raises:
        LinkUnknown: there is none.
    """
    row = db.session.scalar(loaded().where(Application.link_digest == digest(secret)))
    if row is None:
        raise LinkUnknown
    return row


def loading() -> tuple[ExecutableOption, ...]:
    """Return the options that bring organisation, place and booths along, in two queries whatever the number of rows."""
    return (
        joinedload(Application.organisation).joinedload(Organisation.province),
        joinedload(Application.organisation).joinedload(Organisation.commune),
        selectinload(Application.booths).joinedload(ApplicationBooth.claim).joinedload(BoothClaim.booth),
    )


def loaded() -> sa.Select[tuple[Application]]:
    """Return a selection of applications with what `loading` brings."""
    return sa.select(Application).options(*loading())


def applications(event: Event, *, state: ApplicationState | None = None, text: str = "") -> sa.Select[tuple[Application]]:
    """Return the statement for a list of applications, the latest sent first; page it with core.paging.

    Drafts are shown only when asked for: they are the exhibitor's own until they are sent.

    Args:
        text: words of the unit's name, its tax id, or the application's code; accents do not matter.
    """
    statement = (
        loaded()
        .join(Organisation, Organisation.id == Application.organisation_id)
        .where(Application.event_id == event.id)
        .order_by(Application.submitted_at.desc(), Application.id.desc())
    )
    if state is None:
        statement = statement.where(Application.state != ApplicationState.DRAFT)
    else:
        statement = statement.where(Application.state == state)
    for word in search.words(text)[:8]:
        statement = statement.where(
            sa.or_(Organisation.search_key.contains(word, autoescape=True), Application.code.contains(word.upper()))
        )
    return statement


def newest_applications(event: Event, *, limit: int = 5) -> list[Application]:
    """Return the applications sent last."""
    return list(db.session.scalars(applications(event).limit(limit)))


def applications_by_state(event: Event) -> dict[ApplicationState, int]:
    """Return how many applications are in each state; states without any are missing."""
    statement = sa.select(Application.state, sa.func.count()).where(Application.event_id == event.id)
    return {state: number for state, number in db.session.execute(statement.group_by(Application.state))}


def direct_exhibitors(event: Event) -> sa.Select[tuple[int | None, str, bool]]:
    """Return the selection of the direct exhibitors: accepted ones and their co-exhibitors, one row each.

    Returns: province_code, country, is_main.
    """
    main = (
        sa.select(Organisation.province_code, Organisation.country, sa.true().label("is_main"))
        .join(Application, Application.organisation_id == Organisation.id)
        .where(Application.event_id == event.id, Application.state == ApplicationState.ACCEPTED)
    )
    others = (
        sa.select(CoExhibitor.province_code, CoExhibitor.country, sa.false().label("is_main"))
        .join(Application, Application.id == CoExhibitor.application_id)
        .where(
            CoExhibitor.event_id == event.id,
            CoExhibitor.state != CoExhibitorState.REMOVED,
            Application.state == ApplicationState.ACCEPTED,
        )
    )
    both = sa.union_all(main, others).subquery()
    return sa.select(both.c.province_code, both.c.country, both.c.is_main)


def count_exhibitors_by_event(event_ids: Collection[int]) -> dict[int, int]:
    """Return how many direct exhibitors these events have, by event; one query."""
    accepted = Application.state == ApplicationState.ACCEPTED
    main = sa.select(Application.event_id).where(Application.event_id.in_(event_ids), accepted)
    others = (
        sa.select(CoExhibitor.event_id)
        .join(Application, Application.id == CoExhibitor.application_id)
        .where(CoExhibitor.event_id.in_(event_ids), CoExhibitor.state != CoExhibitorState.REMOVED, accepted)
    )
    rows = sa.union_all(main, others).subquery()
    counted = sa.select(rows.c.event_id, sa.func.count()).group_by(rows.c.event_id)
    return {event_id: number for event_id, number in db.session.execute(counted)}


def count_exhibitors(event: Event) -> tuple[int, int]:
    """Return how many direct exhibitors there are, and from how many provinces and cities they come; one query."""
    rows = direct_exhibitors(event).subquery()
    exhibitors, provinces = db.session.execute(
        sa.select(sa.func.count(), sa.func.count(sa.distinct(rows.c.province_code))).select_from(rows)
    ).one()
    return exhibitors, provinces


def applications_of(user: User) -> list[tuple[Application, Event]]:
    """Return the applications of all organisations that `user` is a member of, the newest first."""
    statement = (
        loaded()
        .add_columns(Event)
        .join(Event, Event.id == Application.event_id)
        .join(Membership, Membership.organisation_id == Application.organisation_id)
        .where(Membership.user_id == user.id)
        .order_by(Application.id.desc())
    )
    return [(application, event) for application, event in db.session.execute(statement.limit(100))]


def booths_of(application: Application) -> list[Booth]:
    """Return the booths that the application has now, in natural order."""
    statement = (
        sa.select(Booth)
        .join(BoothClaim, BoothClaim.booth_id == Booth.id)
        .join(ApplicationBooth, ApplicationBooth.claim_id == BoothClaim.id)
        .where(ApplicationBooth.application_id == application.id, BoothClaim.state.in_(LIVE))
        .order_by(Booth.sort_key)
    )
    return list(db.session.scalars(statement))


def find_application_of_claim(event_id: int, claim_id: int) -> tuple[Application, Booth, Event] | None:
    """Return the newest application of the unit that has the claim's booth, with booth and event; None when it has none."""
    statement = (
        loaded()
        .add_columns(Booth, Event)
        .join(BoothClaim, BoothClaim.organisation_id == Application.organisation_id)
        .join(Booth, Booth.id == BoothClaim.booth_id)
        .join(Event, Event.id == Application.event_id)
        .where(Application.event_id == event_id, BoothClaim.event_id == event_id, BoothClaim.id == claim_id)
        .order_by(Application.id.desc())
        .limit(1)
    )
    row = db.session.execute(statement).first()
    return (row[0], row[1], row[2]) if row else None


def doubles_of(application: Application) -> list[Application]:
    """Return other applications of the event whose unit has the same tax id: perhaps the same unit twice."""
    tax_id = application.organisation.tax_id
    if not tax_id:
        return []
    statement = (
        loaded()
        .join(Organisation, Organisation.id == Application.organisation_id)
        .where(
            Application.event_id == application.event_id,
            Application.id != application.id,
            Application.state.not_in([ApplicationState.DRAFT, ApplicationState.WITHDRAWN]),
            Organisation.tax_id == tax_id,
        )
    )
    return list(db.session.scalars(statement.order_by(Application.id).limit(20)))


def staff_of(application: Application, *, everybody: bool = False) -> list[Registration]:
    """Return the exhibitor's own people who have a pass, in the order of their names.

    Args:
        everybody: those of co-exhibitors, too.
    """
    statement = sa.select(Registration).where(
        Registration.event_id == application.event_id,
        Registration.application_id == application.id,
        Registration.category == Category.EXHIBITOR,
        Registration.state == RegistrationState.CONFIRMED,
    )
    if not everybody:
        statement = statement.where(~sa.exists().where(CoExhibitorStaff.registration_id == Registration.id))
    return list(db.session.scalars(statement.order_by(Registration.sort_key, Registration.id)))
