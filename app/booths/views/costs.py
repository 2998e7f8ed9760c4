"""The calculator of costs for firms that think of exhibiting (A-22), and the schemes it counts with."""

from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from flask import flash, request
from flask.typing import ResponseReturnValue

from app.accounts.access import me
from app.booths import queries
from app.booths.cost_forms import CostForm, SchemeForm
from app.booths.costing import Estimate, estimate
from app.booths.errors import RateExists
from app.booths.models import SupportScheme
from app.booths.pages import desk_page
from app.booths.policies import BoothPermission
from app.booths.rate_card import RateCard
from app.booths.services import schemes
from app.core import clock
from app.core.i18n import _
from app.core.web import FeatureBlueprint, go, page
from app.events.access import event_permission, public_event
from app.events.models import Event

bp = FeatureBlueprint("booth_costs", __name__)
_DESK = "/manage/events/<string:event_slug>/booths/schemes"


@bp.get("/events/<string:event_slug>/cost-calculator")
@public_event
def calculator(event: Event) -> ResponseReturnValue:
    card = queries.rate_card_of(event.id)
    form = CostForm.from_address([(str(line.id), _line_name(line)) for line in card.lines])
    asked = bool(request.args) and form.validate()
    found = _estimate(event, card, form) if asked else None
    listed = queries.schemes_of(event.id)
    status = 422 if request.args and not asked else 200
    return page("booths/costs.html", event=event, status=status, form=form, found=found, schemes=listed, lines=card.lines)


def _line_name(line: Any) -> str:
    parts = [
        str(line.kind.label),
        line.price_group,
        _("from %(area)s m² on", area=line.area_from_m2) if line.area_from_m2 else "",
    ]
    return " · ".join(part for part in parts if part)


def _estimate(event: Event, card: RateCard, form: CostForm) -> Estimate | None:
    line = next((line for line in card.lines if str(line.id) == form.line.data), None)
    if line is None:
        return None
    area = Decimal(max(form.area.data or 9, line.area_from_m2))
    sides = int(form.sides.data or 1)
    asked = SimpleNamespace(kind=line.kind, price_group=line.price_group, area_m2=area, open_sides=sides, unit_count=1)
    price = card.price(asked, clock.today(event.timezone))
    if price is None:
        form.refuse("line", _("Today no price counts, and no booth can be booked."))
        return None
    return estimate(form.plan(price.rent_vnd, price.corner_vnd), queries.schemes_of(event.id))


@bp.get(_DESK)
@event_permission(BoothPermission.MANAGE)
def index(event: Event) -> ResponseReturnValue:
    return desk_page("booths/schemes.html", event=event, schemes=queries.schemes_of(event.id))


@bp.route(f"{_DESK}/new", methods=["GET", "POST"])
@event_permission(BoothPermission.MANAGE)
def add(event: Event) -> ResponseReturnValue:
    return _edit(event, None)


@bp.route(f"{_DESK}/<int:scheme_id>", methods=["GET", "POST"])
@event_permission(BoothPermission.MANAGE)
def edit(event: Event, scheme_id: int) -> ResponseReturnValue:
    return _edit(event, queries.get_scheme(event, scheme_id))


def _edit(event: Event, found: SupportScheme | None) -> ResponseReturnValue:
    form = SchemeForm.from_request(data=SchemeForm.values_of(found))
    if form.submitted_and_valid() and form.fits():
        try:
            schemes.save_scheme(event, form.terms(), by=me(), scheme=found)
        except RateExists as error:
            form.refuse("name", error.message)
        else:
            flash(_("The support is saved."), "success")
            return go(".index", event_slug=event.slug)
    return desk_page("booths/scheme.html", status=form.status, event=event, form=form, scheme=found)


@bp.post(f"{_DESK}/<int:scheme_id>/delete")
@event_permission(BoothPermission.MANAGE)
def delete(event: Event, scheme_id: int) -> ResponseReturnValue:
    schemes.delete_scheme(event, queries.get_scheme(event, scheme_id), by=me())
    flash(_("The support is deleted."), "success")
    return go(".index", event_slug=event.slug)
