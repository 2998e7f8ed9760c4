"""Hand booths over and take them back: one signed protocol of each kind, and the state of the booking with it."""

import base64
import binascii
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

from PIL import Image, UnidentifiedImageError

from app.accounts.models import User
from app.audit import services as audit
from app.booths import services as booths
from app.booths.errors import ClaimChanged
from app.booths.models import BoothClaim
from app.core import clock
from app.core.db import db, refusing
from app.core.i18n import format_money
from app.events.models import Event
from app.files import services as files
from app.files.kinds import PNG
from app.files.models import StoredFile
from app.files.policies import IMAGE, UploadPolicy
from app.stands import queries
from app.stands.errors import BadSignature, HandedOverAlready, NotPaidInFull, NotSigned
from app.stands.models import Handover, HandoverKind, HandoverPhoto

MOST_PHOTOS = 6
SIGNATURE = UploadPolicy((PNG,), 300 * 2**10)
_DATA = "data:image/png;base64,"


@dataclass(frozen=True, kw_only=True)
class Protocol:
    """What was found and who signed. `items`: [{"name", "state", "note"}]; `signature` is a data address of a PNG or ""."""

    items: list[dict[str, str]]
    signer_name: str
    signature: str = ""
    tick: bool = False
    remarks: str = ""
    override_reason: str = ""


def record(
    event: Event,
    claim: BoothClaim,
    kind: HandoverKind,
    protocol: Protocol,
    *,
    by: User,
    photos: Sequence[tuple[BinaryIO, str]] = (),
) -> Handover:
    """Keep the protocol and change the state of the booking: handed over, or given back.

    Of two hall masters at one booth one wins: by the state of the claim and by the unique protocol.

    Raises:
        HandedOverAlready: done meanwhile, or not handed over before the return. NotPaidInFull: without a reason.
        NotSigned, BadSignature. FileTooLarge, WrongType: about a photo.
    """
    open_vnd = queries.open_vnd_of(claim) if kind is HandoverKind.HANDOVER else 0
    reason = protocol.override_reason.strip()
    if open_vnd and not reason:
        raise NotPaidInFull(claim.booth.name, format_money(open_vnd))
    signature = _keep_signature(event, claim, protocol.signature, by=by) if protocol.signature else None
    if signature is None and not protocol.tick:
        raise NotSigned
    _step(claim, kind, reason=reason, owes=open_vnd > 0, by=by)
    with refusing("uq_handover_once", HandedOverAlready(claim.booth.name)):
        made = Handover(
            event_id=event.id,
            claim_id=claim.id,
            kind=kind,
            booth_code=claim.booth.name[:40],
            unit=claim.organisation.name if claim.organisation is not None else "",
            items=list(protocol.items),
            remarks=protocol.remarks,
            override_reason=reason if open_vnd else "",
            open_vnd=open_vnd,
            signer_name=protocol.signer_name,
            signature_id=signature.id if signature is not None else None,
            signed_by_tick=signature is None,
            done_at=clock.now(),
            done_by_id=by.id,
        )
        db.session.add(made)
    for stream, filename in photos[:MOST_PHOTOS]:
        photo = files.accept_upload(stream, filename, IMAGE, by=by, event=event)
        db.session.add(HandoverPhoto(event_id=event.id, handover_id=made.id, file_id=photo.id))
    data: dict[str, Any] = {"booth": made.booth_code, "faults": len(made.faults), "open_vnd": open_vnd}
    audit.record(by, f"stands.booth_{kind.value}", made, reason=made.override_reason, data=data)
    return made


def _step(claim: BoothClaim, kind: HandoverKind, *, reason: str, owes: bool, by: User) -> None:
    try:
        if kind is HandoverKind.HANDOVER:
            booths.occupy(claim, by=by, reason=reason, owes=owes)
        else:
            booths.vacate(claim, by=by)
    except ClaimChanged as error:
        raise HandedOverAlready(claim.booth.name) from error


def _keep_signature(event: Event, claim: BoothClaim, drawn: str, *, by: User) -> StoredFile:
    """Keep the drawing as a PNG written again by us. Raises: BadSignature: no such picture, or an empty one."""
    if not drawn.startswith(_DATA):
        raise BadSignature
    try:
        content = base64.b64decode(drawn.removeprefix(_DATA), validate=True)
        with Image.open(io.BytesIO(content), formats=("PNG",)) as picture:
            alpha = picture.convert("RGBA").getchannel("A")
            strokes = alpha.getbbox() if picture.width * picture.height <= 2_000_000 else None
    except (binascii.Error, UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise BadSignature from error
    if strokes is None:
        raise BadSignature
    return files.accept_upload(io.BytesIO(content), f"{claim.booth.code}.png", SIGNATURE, by=by, event=event)
