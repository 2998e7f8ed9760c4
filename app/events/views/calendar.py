"""The shared calendar: by month and by year, filtered, with overlaps marked; and as a feed."""

from flask import Response, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.models import Organisation
from app.accounts.session import current_user
from app.core import clock
from app.core.access import public
from app.core.db import db
from app.core.i18n import _
from app.core.web import page
from app.events import almanac, ical
from app.events import calendar as shared
from app.events.models import EventKind
from app.events.views.blueprint import bp
from app.places import queries as places


@bp.get("/calendar")
@public
def calendar() -> ResponseReturnValue:
    wish = almanac.read_wish(request.args, clock.today("Asia/Ho_Chi_Minh"))
    region_sets = places.region_sets()
    entries = shared.entries(almanac.choice(wish, region_sets), current_user())
    return page(
        "events/calendar.html",
        fragment="events/_calendar.html",
        wish=wish,
        months=almanac.arrange(wish, entries),
        overlaps=almanac.overlap_notes(entries),
        provinces=places.provinces(),
        region_sets=region_sets,
        kinds=list(EventKind),
        organisation=db.session.get(Organisation, wish.organisation_id) if wish.organisation_id else None,
        feed_url=url_for("events.calendar_ics", **wish.filters),
    )


@bp.get("/calendar.ics")
@public
def calendar_ics() -> ResponseReturnValue:
    """Answer the public calendar from last month on, with the filters of the page, for calendar programs to follow."""
    wish = almanac.read_wish(request.args, clock.today("Asia/Ho_Chi_Minh"))
    entries = shared.entries(almanac.feed_choice(wish, places.region_sets()), None)
    content = ical.render_events([(entry.event, entry.is_named) for entry in entries], name=_("Shared calendar"))
    response = Response(content, mimetype=ical.MEDIA_TYPE)
    response.cache_control.public = True
    response.cache_control.max_age = 900
    return response
