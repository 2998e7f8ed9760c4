"""Home, the public page of an event and what travels with it."""

from flask import Response, current_app, make_response, render_template, url_for
from flask.typing import ResponseReturnValue

from app.core import api as core_api
from app.core import clock, registry
from app.core.access import public
from app.core.i18n import format_dates, language
from app.core.web import page, site_url
from app.events import acts, calendar, ical, linked_data, pictures, queries
from app.events.access import public_event
from app.events.models import Event
from app.events.page_cache import PageCache, is_anonymous_read
from app.events.views.blueprint import bp

DAY_SECONDS = 86_400
pages = PageCache()


@bp.get("/")
@public
def home() -> ResponseReturnValue:
    return page("events/home.html", on=calendar.what_is_on())


@bp.get("/events/<string:event_slug>")
@public_event
def event_page(event: Event) -> ResponseReturnValue:
    if not is_anonymous_read():
        return _render(event)
    seconds = current_app.config["PAGE_CACHE_SECONDS"]
    key = (event.id, event.sequence, event.slug, event.state, event.visibility, language())
    return pages.get_or_render(key, seconds, lambda: _render(event))


def _render(event: Event) -> str:
    open_acts = acts.open_acts(event, clock.now())
    hosts = queries.hosts_of(event, accepted_only=True)
    image_url = site_url("events.picture", event_slug=event.slug, v=event.sequence, lang=language())
    return render_template(
        "events/event.html",
        event=event,
        acts=open_acts,
        hosts=hosts,
        facts=registry.facts.collect(event)[:4],
        sections=registry.sections.collect(event),
        image_url=image_url,
        page_url=site_url("events.event_page", event_slug=event.slug),
        linked_data=linked_data.describe(event, hosts, open_acts, image_url=image_url),
    )


@bp.get("/events/<string:event_slug>/event.ics")
@public_event
def event_ics(event: Event) -> ResponseReturnValue:
    return _calendar_file(ical.render_events([(event, True)], name=event.text("name", language())), f"{event.slug}.ics")


@bp.get("/events/<string:event_slug>/picture.png")
@public_event
def picture(event: Event) -> ResponseReturnValue:
    """Answer the picture for links, 1200 × 630; its address changes with the event."""
    words = pictures.Words(
        tag=" · ".join(filter(None, (event.kind.label, event.edition))),
        title=event.text("name", language()),
        days=format_dates(*event.days),
        place=event.place,
    )
    response = Response(pictures.draw(words), mimetype="image/png")
    if event.is_published:
        response.cache_control.public = True
        response.cache_control.max_age = DAY_SECONDS
    return response


@bp.get("/sitemap.xml")
@public
def sitemap() -> ResponseReturnValue:
    addresses = [site_url("events.home"), site_url("events.calendar")]
    addresses += [site_url("events.event_page", event_slug=event.slug) for event in calendar.public_events()]
    response = make_response(render_template("events/sitemap.xml", addresses=addresses))
    response.mimetype = "application/xml"
    return _kept(response)


@bp.get("/robots.txt")
@public
def robots() -> ResponseReturnValue:
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in ("/manage/", "/exhibitor/", "/speaker/", "/scan"))]
    return _kept(Response("\n".join([*lines, f"Sitemap: {site_url('events.sitemap')}", ""]), mimetype="text/plain"))


@bp.get("/api")
@public
def api_page() -> ResponseReturnValue:
    document = core_api.openapi(current_app)
    return page("events/api.html", document=document, described_at=url_for("events_api.openapi"))


def _kept(response: Response) -> Response:
    response.cache_control.public = True
    response.cache_control.max_age = 3600
    return response


def _calendar_file(content: bytes, name: str) -> Response:
    response = Response(content, mimetype=ical.MEDIA_TYPE)
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return response
