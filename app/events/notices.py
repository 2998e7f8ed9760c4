"""Mails of this feature: rendered in the reader's language, sent by a job."""

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass

from app.accounts.models import User
from app.core.i18n import _, force_locale, format_dates
from app.events import queries
from app.events.models import Event, EventHost, EventRole, HostState, Role
from app.events.terms import News
from app.mail import services as mail
from app.mail.errors import BadAddress
from app.mail.services import Attachment


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


@dataclass(frozen=True)
class Hearer:
    """Somebody who takes part. `facts` and `note` are in the person's language; `address` is the page to look at."""

    name: str
    email: str
    locale: str
    address: str
    facts: Sequence[tuple[str, str]] = ()
    note: str = ""
    confidential: bool = False


def news(event: Event, news: News, reason: str, to: Hearer, attachments: Sequence[Attachment] = ()) -> None:
    """Tell somebody who takes part that the event is called off or has a new date, once."""
    with force_locale(to.locale):
        context = {
            "news": news.value,
            "sentence": _sentence(news, event, to.locale),
            "name": to.name,
            "event": event.text("name", to.locale),
            "days": format_dates(*event.days),
            "place": event.place,
            "reason": reason,
            "facts": list(to.facts),
            "note": to.note,
            "address": to.address,
        }
    with contextlib.suppress(BadAddress):  # imported: no server would take it, and nothing else is known of the person
        mail.send(
            template="events/news",
            to=to.email,
            locale=to.locale,
            context=context,
            event=event,
            confidential=to.confidential,
            attachments=attachments,
        )


def _sentence(news: News, event: Event, locale: str) -> str:
    names = {"owner": event.owner.name, "event": event.text("name", locale)}
    return {
        News.CANCELLED: _("%(owner)s has cancelled “%(event)s”. It does not take place.", **names),
        News.POSTPONED: _("%(owner)s has postponed “%(event)s”. We write again as soon as the new date is known.", **names),
        News.RESUMED: _("“%(event)s” takes place, on a new date. Your registration still counts.", **names),
        News.NEW_DATE: _("“%(event)s” has a new date. Your registration still counts.", **names),
        News.NEW_PLACE: _("“%(event)s” takes place somewhere else. Your registration still counts.", **names),
    }[news]


_FACTS = {"name": "Nguyễn Thị Lan", "organisation": "Sở Công Thương Hải Phòng", "event": "Hội chợ mẫu 2026"}
# One context per template: the guard over all mails renders them.
SAMPLES = {
    "events/host_invited": _FACTS
    | {"inviter": "Trần Văn Bình", "owner": "Sở Công Thương Quảng Ninh", "days": "05 – 10/12/2026", "place": "Hạ Long"}
    | {"role": "Co-host", "scope": ""},
    "events/host_answered": _FACTS | {"slug": "hoi-cho-mau-2026", "agreed": True},
    "events/news": _FACTS
    | {"news": "postponed", "sentence": "Sở Công Thương đã hoãn hội chợ.", "days": "05 – 10/12/2026", "place": "Hạ Long"}
    | {"reason": "Bão số 12", "facts": [("Gian hàng", "A01")], "note": "", "address": "https://fair.example.vn/a/mau"},
}
