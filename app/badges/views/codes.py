"""Pages of how codes are made and what a further print costs."""

from typing import Any

from flask import flash
from flask.typing import ResponseReturnValue

from app.accounts.access import me
from app.badges import keys, services
from app.badges.forms import FeeForm, KeyForm, ReasonForm, RotateForm
from app.badges.models import BadgeSettings
from app.badges.policies import BadgePermission
from app.badges.views.blueprint import PREFIX, bp
from app.core.errors import DomainError
from app.core.i18n import _
from app.core.web import go, page
from app.events.access import event_permission
from app.events.models import Event

_CODES = f"{PREFIX}/codes"


@bp.route(_CODES, methods=["GET", "POST"])
@event_permission(BadgePermission.MANAGE_CODES)
def codes(event: Event) -> ResponseReturnValue:
    form = KeyForm.from_request(data={"signs_codes": keys.settings_of(event).signs_codes})
    if form.submitted_and_valid():
        services.sign_codes(event, bool(form.signs_codes.data), by=me())
        flash(_("Saved."), "success")
        return go("badges.codes", event_slug=event.slug)
    return _codes_page(event, form.status, form=form)


def _codes_page(event: Event, status: int = 200, **forms: Any) -> ResponseReturnValue:
    current = keys.current_key(event.id)
    chosen: BadgeSettings = keys.settings_of(event)
    fee = {"fee": chosen.reprint_fee_vnd or None, "vat_pct": chosen.reprint_vat_pct}
    shown = {
        "form": KeyForm(formdata=None, data={"signs_codes": chosen.signs_codes}),
        "fee_form": FeeForm(formdata=None, data=fee),
        "rotate_form": RotateForm(formdata=None, data={"seen": current.number if current else 0}),
    }
    return page(
        "badges/codes.html",
        status=status,
        event=event,
        keys=keys.keys_of(event),
        current=current,
        printed=keys.prints_by_key(event),
        chosen=chosen,
        **(shown | forms),
    )


@bp.post(f"{_CODES}/fee")
@event_permission(BadgePermission.MANAGE_CODES)
def codes_fee(event: Event) -> ResponseReturnValue:
    form = FeeForm.from_request()
    if not form.submitted_and_valid():
        return _codes_page(event, form.status, fee_form=form)
    services.ask_fee(event, form.fee.data or 0, form.vat_pct.data or 0, by=me())
    flash(_("Saved."), "success")
    return go("badges.codes", event_slug=event.slug)


@bp.post(f"{_CODES}/rotate")
@event_permission(BadgePermission.MANAGE_CODES)
def codes_rotate(event: Event) -> ResponseReturnValue:
    form = RotateForm.from_request()
    if form.submitted_and_valid():
        try:
            services.rotate_key(event, seen=form.seen_number, by=me(), reason=form.reason.data)
        except DomainError as error:
            form.refuse(error.field, error.message)
        else:
            flash(_("A new key signs from now on. Badges of the old key stay valid until you retire it."), "success")
            return go("badges.codes", event_slug=event.slug)
    return _codes_page(event, form.status, rotate_form=form)


@bp.route(f"{_CODES}/keys/<int:number>/retire", methods=["GET", "POST"])
@event_permission(BadgePermission.MANAGE_CODES)
def codes_retire(event: Event, number: int) -> ResponseReturnValue:
    key = keys.get_key(event, number)
    form = ReasonForm.from_request()
    if form.submitted_and_valid():
        try:
            services.retire_key(event, number, by=me(), reason=form.reason.data)
        except DomainError as error:
            form.refuse(error.field, error.message)
        else:
            flash(_("Key %(number)s is retired. Gates refuse what it signed.", number=number), "success")
            return go("badges.codes", event_slug=event.slug)
    printed = keys.prints_by_key(event).get(number, 0)
    return page("badges/key_retire.html", status=form.status, event=event, key=key, printed=printed, form=form)
