"""The operator's page of regions: which province belongs to which region of a set."""

from typing import Any

from flask import flash
from flask.typing import ResponseReturnValue
from wtforms import SelectField

from app.accounts.access import admin_only, me
from app.audit import services as audit
from app.core.forms import Form, choices
from app.core.i18n import _, _n
from app.core.web import FeatureBlueprint, go, page
from app.places import queries, services
from app.places.models import RegionSet

bp = FeatureBlueprint("regions", __name__, url_prefix="/manage/regions")


@bp.get("")
@admin_only
def index() -> ResponseReturnValue:
    return page("accounts/regions.html", region_sets=queries.region_sets())


@bp.route("/<string:set_key>", methods=["GET", "POST"])
@admin_only
def edit(set_key: str) -> ResponseReturnValue:
    region_set = queries.get_region_set(set_key)
    form = _form_of(region_set)
    if form.submitted_and_valid():
        moved = _save(region_set, form)
        flash(_n("%(num)d province moved.", "%(num)d provinces moved.", moved) if moved else _("Nothing was changed."))
        return go(".index")
    return page("accounts/region_set.html", status=form.status, region_set=region_set, form=form)


def _form_of(region_set: RegionSet) -> Form:
    """Return a form with one choice of region for each province, named by the province's code."""
    regions = choices((str(region.id), region.display_name) for region in region_set.regions)
    current = {province.code: region.id for region in region_set.regions for province in region.provinces}
    fields: dict[str, Any] = {
        f"province_{province.code}": SelectField(province.name, choices=regions, coerce=int, default=current.get(province.code))
        for province in queries.provinces()
    }
    form: Form = type("RegionSetForm", (Form,), fields).from_request()  # type: ignore[attr-defined]
    return form


def _save(region_set: RegionSet, form: Form) -> int:
    regions = {region.id: region for region in region_set.regions}
    moved = {}
    for province in queries.provinces():
        region = regions[form[f"province_{province.code}"].data]
        if services.move_province(region_set, province, region):
            moved[province.code] = region.key
    if moved:
        audit.record(me(), "places.provinces_moved", region_set, data={"set": region_set.key, "moved": moved})
    return len(moved)
