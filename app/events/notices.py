"""Mails of this feature: rendered in the reader's language, sent by a job."""

from app.accounts.models import User
from app.core.i18n import force_locale, format_dates
from app.events import queries
from app.events.models import Event, EventHost, EventRole, HostState, Role
from app.mail import services as mail


def host_invited(host: EventHost, event: Event, *, by: User) -> None:
    """Ask the admins of an organisation whether it hosts the event together with us."""
    for person in queries.admins_of(host.organisation):
        with force_locale(person.locale):
            context = {
                "name": person.full_name,
                "inviter": by.full_name,
                "owner": event.owner.name,
                "organisation": host.organisation.name,
                "event": event.text("name", person.locale),
                "days": format_dates(*event.days),
                "place": event.place,
                "role": host.role.label,
                "scope": host.scope,
            }
        mail.send(template="events/host_invited", to=person.email, locale=person.locale, context=context, event=event)


def host_answered(host: EventHost, event: Event) -> None:
    """Tell the organisers what the invited organisation answered."""
    for row in queries.roles_given(event):
        if row.role is Role.ORGANISER:
            _tell_answer(row, host, event)


def _tell_answer(row: EventRole, host: EventHost, event: Event) -> None:
    context = {
        "name": row.user.full_name,
        "organisation": host.organisation.name,
        "event": event.text("name", row.user.locale),
        "slug": event.slug,
        "agreed": host.state is HostState.ACCEPTED,
    }
    mail.send(template="events/host_answered", to=row.user.email, locale=row.user.locale, context=context, event=event)


_FACTS = {"name": "Nguyễn Thị Lan", "organisation": "Sở Công Thương Hải Phòng", "event": "Hội chợ mẫu 2026"}
# One context per template: the guard over all mails renders them.
SAMPLES = {
    "events/host_invited": _FACTS
    | {"inviter": "Trần Văn Bình", "owner": "Sở Công Thương Quảng Ninh", "days": "05 – 10/12/2026", "place": "Hạ Long"}
    | {"role": "Co-host", "scope": ""},
    "events/host_answered": _FACTS | {"slug": "hoi-cho-mau-2026", "agreed": True},
}
