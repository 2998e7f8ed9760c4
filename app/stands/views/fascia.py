"""Fascia boards: the exhibitor's own texts, and the organiser's list with versions and log."""

from typing import Any

from flask import flash, request
from flask.typing import ResponseReturnValue

from app.accounts.access import me
from app.core.errors import DomainError, NotFound
from app.core.i18n import _
from app.core.paging import Page
from app.core.web import FeatureBlueprint, go, page
from app.events.access import event_permission
from app.events.models import Event
from app.files.sending import send_document
from app.registrations import queries as registrations
from app.registrations.models import Application
from app.stands import queries, sheets
from app.stands.access import accepted_link
from app.stands.differences import State, compare
from app.stands.forms.fascia import BoardsForm, OneBoardForm, SendListForm
from app.stands.policies import StandPermission
from app.stands.queries import Board
from app.stands.services import fascia as services
from app.stands.views.joint import actor_of, claims_of, officer_of

bp = FeatureBlueprint("fascia", __name__)
_DESK = "/manage/events/<string:event_slug>/fascia"
_PER_PAGE = 100
FILTERS = ("all", "missing", "long", "changed")


@bp.route("/exhibitor/<string:secret>/fascia", methods=["GET", "POST"])
@accepted_link
def own_texts(event: Event, application: Application, secret: str) -> ResponseReturnValue:
    boards = queries.boards_of(event, application=application)
    own = [board for board in boards if board.co_exhibitor_id is None]
    rows = [{"claim_id": str(board.claim_id), "text_vi": board.text_vi, "text_en": board.text_en} for board in own]
    form = BoardsForm.from_request(data={"boards": rows})
    if form.submitted_and_valid():
        try:
            _save(event, application, form)
        except DomainError as error:
            form.refuse(None if error.field == "fascia_vi" else error.field, error.message)
        else:
            flash(_("The texts are saved and will be printed exactly like this."), "success")
            return go("registrations.application", secret=secret)
    return page(
        "stands/fascia/own.html",
        status=form.status,
        event=event,
        application=application,
        secret=secret,
        form=form,
        boards={str(board.claim_id): board for board in own},
        others=[board for board in boards if board.co_exhibitor_id is not None],
        changes=queries.changes_of(event, application=application, limit=20),
        terms=registrations.terms_of(event.id),
        is_open=services.is_open(event),
        officer=officer_of(event),
    )


def _save(event: Event, application: Application, form: BoardsForm) -> None:
    claims = {str(claim.id): claim for claim in claims_of(application)}
    actor = actor_of(application)
    for row in form.boards:
        claim = claims.get(row.form.claim_id.data or "")
        if claim is None:
            raise NotFound
        texts = (row.form.text_vi.data or "", row.form.text_en.data or "")
        reason = form.reason.data or ""
        services.set_booth_text(event, application, claim, *texts, by=actor, officer=officer_of(event), reason=reason)


@bp.get(_DESK)
@event_permission(StandPermission.SEE)
def index(event: Event) -> ResponseReturnValue:
    boards, lists = queries.boards_of(event), queries.lists_of(event)
    rows = compare(boards, lists[0].rows if lists else None)
    wanted = request.args.get("show", "all")
    shown = [row for row in rows if _is_wanted(row.board, row.state, wanted)]
    number = max(request.args.get("page", 1, type=int), 1)
    start = (number - 1) * _PER_PAGE
    return page(
        "stands/fascia/index.html",
        event=event,
        rows=Page(shown[start : start + _PER_PAGE], number, len(shown) > start + _PER_PAGE),
        counts=[(name, sum(_is_wanted(row.board, row.state, name) for row in rows)) for name in FILTERS],
        wanted=wanted if wanted in FILTERS else "all",
        lists=lists,
        terms=registrations.terms_of(event.id),
        is_open=services.is_open(event),
    )


def _is_wanted(board: Board | None, state: State, wanted: str) -> bool:
    if wanted == "missing":
        return board is not None and board.is_missing
    if wanted == "long":
        return board is not None and board.is_long
    return state not in (State.SAME, State.UNSENT) if wanted == "changed" else True


@bp.route(f"{_DESK}/boards/<int:claim_id>", methods=["GET", "POST"])
@event_permission(StandPermission.MANAGE)
def board(event: Event, claim_id: int) -> ResponseReturnValue:
    found = _find_board(event, claim_id, request.args.get("firm", type=int))
    form = OneBoardForm.from_request(data={"fascia_vi": found.text_vi, "fascia_en": found.text_en})
    if form.submitted_and_valid():
        try:
            _change(event, found, form)
        except DomainError as error:
            form.refuse(error.field, error.message)
        else:
            flash(_("The text of booth %(booth)s is changed and noted in the log.", booth=found.booth), "success")
            return go(".index", event_slug=event.slug)
    is_open = services.is_open(event)
    return page("stands/fascia/board.html", status=form.status, event=event, board=found, form=form, is_open=is_open)


def _find_board(event: Event, claim_id: int, firm_id: int | None) -> Board:
    for one in queries.boards_of(event):
        if one.claim_id == claim_id and one.co_exhibitor_id == firm_id:
            return one
    raise NotFound


def _change(event: Event, found: Board, form: OneBoardForm) -> None:
    application = registrations.get_application(event, found.application_code)
    texts = (form.fascia_vi.data or "", form.fascia_en.data or "")
    known: dict[str, Any] = {"by": me(), "officer": me(), "reason": form.reason.data or ""}
    if found.co_exhibitor_id is None:
        claim = next(claim for claim in claims_of(application) if claim.id == found.claim_id)
        services.set_booth_text(event, application, claim, *texts, **known)
    else:
        firm = registrations.get_co_exhibitor(application, found.co_exhibitor_id)
        services.set_co_exhibitor_text(event, firm, *texts, **known)


@bp.route(f"{_DESK}/send", methods=["GET", "POST"])
@event_permission(StandPermission.MANAGE)
def send(event: Event) -> ResponseReturnValue:
    lists = queries.lists_of(event)
    form = SendListForm.from_request(data={"sent_to": lists[0].sent_to if lists else ""})
    if form.submitted_and_valid():
        made = services.send_list(event, sent_to=form.sent_to.data, by=me())
        flash(_("List no. %(number)s is frozen. Download it and send it to the stand builder.", number=made.number), "success")
        return go(".index", event_slug=event.slug)
    boards = queries.boards_of(event)
    rows = compare(boards, lists[0].rows if lists else None)
    counts = {state: sum(row.state is state for row in rows) for state in State}
    faulty = sum(one.is_missing for one in boards), sum(one.is_long for one in boards)
    context: dict[str, Any] = {"boards": len(boards), "counts": counts, "missing": faulty[0], "long": faulty[1]}
    return page("stands/fascia/send.html", status=form.status, event=event, form=form, newest=lists[:1], State=State, **context)


@bp.get(f"{_DESK}/log")
@event_permission(StandPermission.SEE)
def log(event: Event) -> ResponseReturnValue:
    return page("stands/fascia/log.html", event=event, changes=queries.changes_of(event))


@bp.get(f"{_DESK}/current.<string:kind>")
@event_permission(StandPermission.SEE)
def current_file(event: Event, kind: str) -> ResponseReturnValue:
    lists = queries.lists_of(event)
    rows = compare(queries.boards_of(event), lists[0].rows if lists else None)
    made = sheets.fascia_file(event, rows, kind, against=lists[0] if lists else None)
    return send_document(made, sheets.MEDIA_TYPES[kind], _("Fascia boards") + f" {event.code}.{kind}")


@bp.get(f"{_DESK}/lists/<int:number>.<string:kind>")
@event_permission(StandPermission.SEE)
def sent_file(event: Event, number: int, kind: str) -> ResponseReturnValue:
    sent = queries.get_list(event, number)
    before = queries.get_list(event, number - 1) if number > 1 else None
    rows = compare(sheets.frozen_boards(sent), before.rows if before else None)
    made = sheets.fascia_file(event, rows, kind, sent=sent, against=before)
    return send_document(made, sheets.MEDIA_TYPES[kind], _("Fascia boards") + f" {event.code} {number}.{kind}")
