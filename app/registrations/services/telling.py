"""Tell all who have registered what happens to the event: a chunk a job, so that twenty thousand mails stop nothing."""

from app.core.i18n import _, force_locale
from app.core.web import site_url
from app.events import notices as event_notices
from app.events.models import Event
from app.events.notices import Hearer
from app.events.terms import News
from app.jobs import services as jobs
from app.registrations import links, queries
from app.registrations.models import Application

_CHUNK = 200


def tell_all(event: Event, news: News, reason: str) -> None:
    """Ask for the mails to exhibitors and to everybody else."""
    _go_on("registrations.exhibitors_told", event, news, reason, after=0)
    _go_on("registrations.people_told", event, news, reason, after="")


def _go_on(job: str, event: Event, news: News, reason: str, *, after: int | str) -> None:
    jobs.enqueue(job, event_id=event.id, news=news.value, reason=reason, after=after)


def tell_exhibitors(event: Event, news: News, reason: str, *, after: int) -> None:
    """Tell the exhibitors behind application `after`, and ask for the next chunk."""
    chunk = queries.applications_to_tell(event, after, _CHUNK)
    for application in chunk:
        event_notices.news(event, news, reason, _exhibitor(application, news))
    page = site_url("events.event_page", event_slug=event.slug)
    for firm in queries.co_exhibitors_to_tell(event, chunk):
        event_notices.news(event, news, reason, Hearer(firm.contact_name, firm.contact_email, firm.locale, page))
    if len(chunk) == _CHUNK:
        _go_on("registrations.exhibitors_told", event, news, reason, after=chunk[-1].id)


def _exhibitor(application: Application, news: News) -> Hearer:
    with force_locale(application.locale):
        booths = ", ".join(booth.name for booth in queries.booths_of(application))
        facts = [(_("Application"), application.code), (_("Unit"), application.organisation.name)]
        note = {
            News.CANCELLED: _("Please pay nothing more. The organisers will write to you about what you have paid."),
            News.POSTPONED: _("Your application and your booths stay as they are; until then nothing falls due."),
            News.RESUMED: _("Your application and your booths still count. Your page shows the new days of payment."),
        }.get(news, "")
    return Hearer(
        name=application.contact_name,
        email=application.contact_email,
        locale=application.locale,
        address=site_url("registrations.application", secret=links.link_secret(application)),
        facts=facts + ([(_("Booth"), booths)] if booths else []),
        note=note,
        confidential=True,
    )


def tell_people(event: Event, news: News, reason: str, *, after: str) -> None:
    """Tell the people whose address comes behind `after`, each address once, and ask for the next chunk."""
    chunk = queries.people_to_tell(event, after, _CHUNK)
    page = site_url("events.event_page", event_slug=event.slug)
    for person in chunk:
        event_notices.news(event, news, reason, Hearer(person.full_name, person.email, person.locale, page))
    if len(chunk) == _CHUNK:
        _go_on("registrations.people_told", event, news, reason, after=chunk[-1].email)
