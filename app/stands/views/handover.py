"""The hall master's round on the phone: booths to hand over and to take back, signed at the booth; and the protocols."""

from typing import BinaryIO, cast

from flask import Response, flash, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.access import me
from app.booths.models import BoothClaim, ClaimState
from app.booths.plan import load_plan
from app.core.errors import DomainError, NotFound
from app.core.i18n import _
from app.core.paging import Page
from app.core.web import FeatureBlueprint, go, page
from app.events.access import event_permission
from app.events.models import Event
from app.files.models import StoredFile
from app.files.sending import send, send_document
from app.registrations.models import Application
from app.stands import queries
from app.stands.access import accepted_link
from app.stands.checklist import items_of
from app.stands.forms.handover import HandoverForm
from app.stands.models import Handover, HandoverKind
from app.stands.policies import StandPermission
from app.stands.protocols import protocol_pdf
from app.stands.services import handovers as services

bp = FeatureBlueprint("handover", __name__)
_DESK = "/manage/events/<string:event_slug>/handover"


@bp.get(_DESK)
@event_permission(StandPermission.HAND_OVER)
def index(event: Event) -> ResponseReturnValue:
    state = request.args.get("state", "waiting")
    state = state if state in ("waiting", "out", "back") else "waiting"
    text, zone = request.args.get("q", "").strip()[:80], request.args.get("zone", "")[:60]
    number = min(max(request.args.get("page", 1, type=int), 1), 10_000)
    found = queries.round_of(event, state, text=text, zone=zone, page=number)
    protocols = queries.handovers_of_claims(event, [visit.claim.id for visit in found.visits])
    return page(
        "stands/handover/index.html",
        fragment="stands/handover/_list.html",
        event=event,
        state=state,
        text=text,
        zone=zone,
        zones=load_plan(event).zones,
        counts=found.counts,
        visits=Page(found.visits, number, found.has_next),
        protocols=protocols,
    )


@bp.route(f"{_DESK}/booths/<int:claim_id>", methods=["GET", "POST"])
@event_permission(StandPermission.HAND_OVER)
def booth(event: Event, claim_id: int) -> ResponseReturnValue:
    claim = queries.get_booking(event, claim_id)
    kind = HandoverKind.RETURN if claim.state is ClaimState.OCCUPIED else HandoverKind.HANDOVER
    done = queries.handovers_of_claims(event, [claim.id]).get(claim.id, {})
    if kind in done or claim.state is ClaimState.VACATED:
        newest = max(done.values(), key=lambda row: row.id, default=None)
        return go(".protocol", event_slug=event.slug, handover_id=newest.id) if newest else go(".index", event_slug=event.slug)
    lines = items_of(claim.booth, kind)
    form = HandoverForm.from_request(data={"items": [{} for _line in lines]})
    if form.submitted_and_valid():
        if len(form.items) != len(lines):
            form.refuse(None, _("The list has changed meanwhile. Please open the booth again."))
        else:
            made = _record(event, claim, kind, form, lines)
            if made is not None:
                flash(_told(kind, claim), "success")
                return go(".protocol", event_slug=event.slug, handover_id=made.id)
    return _booth_page(event, claim, kind, form, lines)


def _record(event: Event, claim: BoothClaim, kind: HandoverKind, form: HandoverForm, lines: list[str]) -> Handover | None:
    chosen = [upload for upload in request.files.getlist("photos") if upload.filename]
    for upload in chosen:
        upload.stream.seek(0)
    photos = [(cast(BinaryIO, upload.stream), upload.filename or "") for upload in chosen]
    try:
        return services.record(event, claim, kind, form.protocol(lines), by=me(), photos=photos)
    except DomainError as error:
        if error.code == "handed_over_already":
            raise
        form.refuse(error.field, error.message)
        return None


def _told(kind: HandoverKind, claim: BoothClaim) -> str:
    if kind is HandoverKind.HANDOVER:
        return _("Booth %(booth)s is handed over.", booth=claim.booth.name)
    return _("Booth %(booth)s is taken back.", booth=claim.booth.name)


def _booth_page(event: Event, claim: BoothClaim, kind: HandoverKind, form: HandoverForm, lines: list[str]) -> Response:
    application = queries.application_of(claim)
    boards = queries.boards_of(event, application=application) if application is not None else []
    return page(
        "stands/handover/booth.html",
        status=form.status,
        event=event,
        claim=claim,
        kind=kind,
        form=form,
        lines=lines,
        application=application,
        boards=[board for board in boards if board.claim_id == claim.id],
        open_vnd=queries.open_vnd_of(claim) if kind is HandoverKind.HANDOVER else 0,
        most_photos=services.MOST_PHOTOS,
    )


@bp.get(f"{_DESK}/protocols/<int:handover_id>")
@event_permission(StandPermission.HAND_OVER)
def protocol(event: Event, handover_id: int) -> ResponseReturnValue:
    found = queries.get_handover(event, handover_id)
    pictures = [
        url_for(".picture", event_slug=event.slug, handover_id=found.id, file_id=photo.file_id) for photo in found.photos
    ]
    signature = ""
    if found.signature_id is not None:
        signature = url_for(".picture", event_slug=event.slug, handover_id=found.id, file_id=found.signature_id)
    return page("stands/handover/protocol.html", event=event, found=found, pictures=pictures, signature=signature)


@bp.get(f"{_DESK}/protocols/<int:handover_id>/pictures/<int:file_id>")
@event_permission(StandPermission.HAND_OVER)
def picture(event: Event, handover_id: int, file_id: int) -> ResponseReturnValue:
    """The signature and the photos: only of this protocol, only for who may see it."""
    return send(_file_of(queries.get_handover(event, handover_id), file_id))


def _file_of(found: Handover, file_id: int) -> StoredFile:
    own = [photo.file for photo in found.photos] + ([found.signature] if found.signature is not None else [])
    for stored in own:
        if stored.id == file_id:
            return stored
    raise NotFound


@bp.get(f"{_DESK}/protocols/<int:handover_id>.pdf")
@event_permission(StandPermission.HAND_OVER)
def protocol_file(event: Event, handover_id: int) -> ResponseReturnValue:
    return _pdf(event, queries.get_handover(event, handover_id))


@bp.get("/exhibitor/<string:secret>/handovers/<int:handover_id>.pdf")
@accepted_link
def own_protocol(event: Event, application: Application, secret: str, handover_id: int) -> ResponseReturnValue:
    found = next((row for row in queries.handovers_of(application) if row.id == handover_id), None)
    if found is None:
        raise NotFound
    return _pdf(event, found)


def _pdf(event: Event, found: Handover) -> Response:
    return send_document(protocol_pdf(event, found), "application/pdf", f"{found.kind.label} {found.booth_code}.pdf")
