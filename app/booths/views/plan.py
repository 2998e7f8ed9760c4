"""The organiser's rates and the row tool."""

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.access import me
from app.booths import services
from app.booths.drawing import draw
from app.booths.errors import BoothsRefused
from app.booths.forms import RowsForm
from app.booths.pages import desk_page
from app.booths.policies import BoothPermission
from app.booths.preview import preview_plan
from app.booths.rows import lay_out
from app.booths.services.seeding import ground_of
from app.booths.sheets import check_booths
from app.core.i18n import _, _n
from app.core.web import FeatureBlueprint, go
from app.events.access import event_permission
from app.events.models import Event
from app.events.queries import halls_of

bp = FeatureBlueprint("booth_plan", __name__, url_prefix="/manage/events/<string:event_slug>/booths")


@bp.route("/rows", methods=["GET", "POST"])
@event_permission(BoothPermission.MANAGE)
def rows(event: Event) -> ResponseReturnValue:
    """Preview first; the same numbers sent with `commit` make the booths."""
    form = RowsForm.for_halls(halls_of(event))
    if not form.submitted_and_valid():
        return desk_page("booths/rows.html", status=form.status, event=event, form=form, made=[], problems=[], drawing="")
    made = lay_out(form.pattern())
    try:
        if "commit" in request.form:
            number = services.add_booths(event, made, by=me(), source="rows")
            flash(_n("%(num)s booth was added.", "%(num)s booths were added.", number), "success")
            return go("booth_desk.index", event_slug=event.slug)
        problems = check_booths(made, ground_of(event))
    except BoothsRefused as error:
        problems = error.problems
    base = url_for("booth_desk.index", event_slug=event.slug)
    drawing = draw(preview_plan(event, made), {}, base=base, chosen=[-row.line for row in made], chosen_word=_("new"))
    status = 422 if problems else 200
    return desk_page(
        "booths/rows.html", status=status, event=event, form=form, made=made, problems=problems[:200], drawing=drawing
    )
