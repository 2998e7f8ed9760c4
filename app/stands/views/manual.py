"""The exhibitor manual: read by the exhibitor with its own booth in it, written by the organiser; terms and last days."""

from typing import Any

from flask import flash
from flask.typing import ResponseReturnValue

from app.accounts.access import me
from app.booths.plan import load_plan
from app.core.db import db
from app.core.errors import NotFound
from app.core.i18n import _, language
from app.core.web import FeatureBlueprint, go, page
from app.documents import pdf
from app.events.access import event_permission
from app.events.models import Event
from app.files.sending import send_document
from app.registrations import queries as registrations
from app.registrations.models import Application, ExhibitorTerms
from app.stands import chapters, queries, tasks
from app.stands.access import accepted_link
from app.stands.extract import extract_of
from app.stands.forms.manual import ChapterForm, TermsForm
from app.stands.policies import StandPermission
from app.stands.services import manual as services
from app.stands.sheets import letterhead
from app.stands.views.joint import claims_of

bp = FeatureBlueprint("manual", __name__)
_DESK = "/manage/events/<string:event_slug>"


@bp.get("/exhibitor/<string:secret>/manual")
@accepted_link
def read(event: Event, application: Application, secret: str) -> ResponseReturnValue:
    return page("stands/manual/read.html", **_context(event, application, secret))


@bp.get("/exhibitor/<string:secret>/manual.pdf")
@accepted_link
def file(event: Event, application: Application, secret: str) -> ResponseReturnValue:
    context = letterhead(event, application.code) | _context(event, application, secret)
    made = pdf.render("pdf/stands/manual.html", context, css=("pdf/a4.css", "pdf/stands/manual.css"))
    return send_document(made, "application/pdf", _("Exhibitor manual") + f" {application.code}.pdf")


def _context(event: Event, application: Application, secret: str) -> dict[str, Any]:
    claims = claims_of(application)
    extract = extract_of(load_plan(event), {claim.booth_id for claim in claims})
    beside = extract.neighbours if extract else []
    names: dict[int, list[str]] = {}
    for booth_id, name in registrations.names_on_plan(event, booth_ids=[booth.id for booth in beside]) if beside else ():
        names.setdefault(booth_id, []).append(name)
    todo = tasks.tasks_of(event, application, secret)
    return {
        "event": event,
        "application": application,
        "secret": secret,
        "claims": claims,
        "extract": extract,
        "neighbours": [(booth, names.get(booth.id, [])) for booth in beside],
        "boards": queries.boards_of(event, application=application),
        "chapters": [chapter for chapter in queries.sections_of(event, language()) if chapter.body],
        "tasks": tasks.items_of(todo, event.timezone),
    }


@bp.get(f"{_DESK}/manual")
@event_permission(StandPermission.SEE)
def index(event: Event) -> ResponseReturnValue:
    return page("stands/manual/index.html", event=event, chapters=queries.sections_of(event, "vi"))


@bp.route(f"{_DESK}/manual/<string:key>", methods=["GET", "POST"])
@event_permission(StandPermission.MANAGE)
def chapter(event: Event, key: str) -> ResponseReturnValue:
    if key not in chapters.KEYS:
        raise NotFound
    values: dict[str, str] = {}
    for code in ("vi", "en"):
        found = next(item for item in queries.sections_of(event, code) if item.key == key)
        values |= {f"title_{code}": found.title, f"body_{code}": found.body}
    form = ChapterForm.from_request(data=values)
    if form.submitted_and_valid():
        services.write_chapter(event, key, form.texts(), by=me())
        flash(_("The chapter is saved; exhibitors read it from now on."), "success")
        return go(".index", event_slug=event.slug)
    return page("stands/manual/chapter.html", status=form.status, event=event, form=form, title=values["title_vi"])


@bp.route(f"{_DESK}/exhibitor-terms", methods=["GET", "POST"])
@event_permission(StandPermission.MANAGE)
def terms(event: Event) -> ResponseReturnValue:
    kept = db.session.get(ExhibitorTerms, event.id) or registrations.terms_of(event.id)
    form = TermsForm.for_event(event, obj=kept)
    if form.submitted_and_valid():
        services.set_terms(event, form.terms(), by=me())
        flash(_("Saved."), "success")
        return go(".terms", event_slug=event.slug)
    return page("stands/manual/terms.html", status=form.status, event=event, form=form)
