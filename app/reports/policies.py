"""Who may read and freeze reports."""

from enum import StrEnum

from app.accounts.models import AUTHORITIES, User
from app.core.access import rule
from app.events.models import Event, Role
from app.events.roles import roles_of


class ReportPermission(StrEnum):
    OVERVIEW = "reports.overview"
    READ = "reports.read"
    FREEZE = "reports.freeze"
    EXPORT = "reports.export"


@rule(ReportPermission.OVERVIEW)
def may_see_overview(user: User | None, _subject: object) -> bool:
    """People of ministries, central agencies, departments, centres and communes find the list of events in their menu."""
    return user is not None and any(membership.organisation.kind in AUTHORITIES for membership in user.memberships)


@rule(ReportPermission.READ)
def may_read(user: User | None, event: Event) -> bool:
    """Organisers, finance, auditors and leadership read the summary."""
    return bool(roles_of(user, event) & {Role.ORGANISER, Role.FINANCE, Role.AUDITOR, Role.LEADERSHIP})


@rule(ReportPermission.FREEZE)
def may_freeze(user: User | None, event: Event) -> bool:
    """Organisers freeze a summary: from then on its figures stay."""
    return Role.ORGANISER in roles_of(user, event)


@rule(ReportPermission.EXPORT)
def may_export(user: User | None, event: Event) -> bool:
    """Organisers, reviewers and auditors take lists out of the program."""
    return bool(roles_of(user, event) & {Role.ORGANISER, Role.REVIEWER, Role.AUDITOR})
