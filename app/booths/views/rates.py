"""The rate card: the organiser's page, its lines, dates, subsidies and groups; and the price list for everybody."""

from typing import Any

from flask import Response, flash
from flask.typing import ResponseReturnValue

from app.accounts.access import me
from app.booths import queries
from app.booths.errors import BandsRefused, RateExists
from app.booths.models import BoothPrice, BoothSubsidy, PriceTier
from app.booths.pages import desk_page
from app.booths.policies import BoothPermission
from app.booths.rate_forms import BandsForm, GroupForm, LineForm, SubsidyForm, shown_share
from app.booths.services import rates
from app.core import clock
from app.core.i18n import _, _n
from app.core.web import FeatureBlueprint, go, page
from app.events.access import event_permission, public_event
from app.events.models import Event

bp = FeatureBlueprint("booth_rates", __name__, url_prefix="/manage/events/<string:event_slug>/booths/rates")
public_bp = FeatureBlueprint("booth_prices", __name__, url_prefix="/events/<string:event_slug>/booth-prices")


@public_bp.get("")
@public_event
def prices(event: Event) -> ResponseReturnValue:
    return page("booths/prices.html", event=event, **_card(event))


def _card(event: Event) -> dict[str, Any]:
    card, today = queries.rate_card_of(event.id), clock.today(event.timezone)
    bands = {band.tier: band for band in card.bands}
    tiers = [tier for tier in PriceTier if tier in bands] or [PriceTier.STANDARD]
    told = {"today": today, "tier_now": card.tier_on(today), "tiers": tiers, "share": shown_share}
    return told | {"lines": card.lines, "bands": bands, "subsidies": queries.subsidies_of(event.id)}


@bp.get("")
@event_permission(BoothPermission.MANAGE)
def index(event: Event) -> ResponseReturnValue:
    return _index(event)


def _index(event: Event, *, bands: BandsForm | None = None, group: GroupForm | None = None) -> Response:
    context = _card(event)
    form = bands or BandsForm.for_bands(list(context["bands"].values()), bound=False)
    grouping = group or GroupForm(formdata=None)
    status = 422 if form.errors or grouping.errors else 200
    context |= {"gaps": queries.price_gaps_of(event), "groups": queries.price_groups_of(event)}
    context |= {"form": form if form.errors or not grouping.errors else grouping, "bands_form": form, "group_form": grouping}
    return desk_page("booths/rates.html", event=event, status=status, **context)


@bp.post("/dates")
@event_permission(BoothPermission.MANAGE)
def dates(event: Event) -> ResponseReturnValue:
    form = BandsForm.for_bands([], bound=True)
    if form.submitted_and_valid():
        try:
            rates.set_bands(event, form.bands(), by=me())
        except BandsRefused as error:
            form.refuse_flaws(error.flaws)
        else:
            flash(_("The dates of the prices are saved."), "success")
            return go(".index", event_slug=event.slug)
    return _index(event, bands=form)


@bp.post("/groups")
@event_permission(BoothPermission.MANAGE)
def groups(event: Event) -> ResponseReturnValue:
    form = GroupForm.from_request()
    if form.submitted_and_valid():
        unknown = queries.unknown_codes(event, form.wanted())
        if not unknown:
            number = rates.group_booths(event, form.wanted(), form.price_group.data or "", by=me())
            flash(_n("%(num)s booth changed its price group.", "%(num)s booths changed their price group.", number), "success")
            return go(".index", event_slug=event.slug)
        form.refuse("codes", _("There is no booth %(code)s.", code=", ".join(unknown[:5])))
    return _index(event, group=form)


@bp.route("/lines/new", methods=["GET", "POST"])
@event_permission(BoothPermission.MANAGE)
def add_line(event: Event) -> ResponseReturnValue:
    return _edit_line(event, None)


@bp.route("/lines/<int:line_id>", methods=["GET", "POST"])
@event_permission(BoothPermission.MANAGE)
def line(event: Event, line_id: int) -> ResponseReturnValue:
    return _edit_line(event, queries.get_line(event, line_id))


def _edit_line(event: Event, found: BoothPrice | None) -> ResponseReturnValue:
    form = LineForm.from_request(data=LineForm.values_of(found))
    if form.submitted_and_valid():
        try:
            rates.save_line(event, form.key(), form.rates(), by=me(), line=found)
        except RateExists as error:
            form.refuse("kind", error.message)
        else:
            flash(_("The rates are saved. Booths already held or booked keep their price."), "success")
            return go(".index", event_slug=event.slug)
    groups_ = queries.price_groups_of(event)
    return desk_page("booths/rate_line.html", status=form.status, event=event, form=form, line=found, groups=groups_)


@bp.post("/lines/<int:line_id>/delete")
@event_permission(BoothPermission.MANAGE)
def delete_line(event: Event, line_id: int) -> ResponseReturnValue:
    rates.delete_line(event, queries.get_line(event, line_id), by=me())
    flash(_("The line is deleted. Booths already held or booked keep their price."), "success")
    return go(".index", event_slug=event.slug)


@bp.route("/subsidies/new", methods=["GET", "POST"])
@event_permission(BoothPermission.MANAGE)
def add_subsidy(event: Event) -> ResponseReturnValue:
    return _edit_subsidy(event, None)


@bp.route("/subsidies/<int:subsidy_id>", methods=["GET", "POST"])
@event_permission(BoothPermission.MANAGE)
def subsidy(event: Event, subsidy_id: int) -> ResponseReturnValue:
    return _edit_subsidy(event, queries.get_subsidy(event, subsidy_id))


def _edit_subsidy(event: Event, found: BoothSubsidy | None) -> ResponseReturnValue:
    form = SubsidyForm.from_request(data=SubsidyForm.values_of(found))
    if form.submitted_and_valid():
        try:
            rates.save_subsidy(event, form.terms(), by=me(), subsidy=found)
        except RateExists as error:
            form.refuse("name", error.message)
        else:
            flash(_("The support is saved."), "success")
            return go(".index", event_slug=event.slug)
    return desk_page("booths/subsidy.html", status=form.status, event=event, form=form, subsidy=found)


@bp.post("/subsidies/<int:subsidy_id>/delete")
@event_permission(BoothPermission.MANAGE)
def delete_subsidy(event: Event, subsidy_id: int) -> ResponseReturnValue:
    rates.delete_subsidy(event, queries.get_subsidy(event, subsidy_id), by=me())
    flash(_("The support is deleted. Prices already agreed keep it."), "success")
    return go(".index", event_slug=event.slug)
