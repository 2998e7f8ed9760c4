"""Pages of how badges look."""

from flask import flash
from flask.typing import ResponseReturnValue

from app.accounts.access import me
from app.badges import queries, services
from app.badges.forms import DesignForm
from app.badges.models import BadgeSize
from app.badges.policies import BadgePermission
from app.badges.views.blueprint import PREFIX, bp, known_size
from app.core.i18n import _
from app.core.web import go, page
from app.events.access import event_permission
from app.events.models import Event
from app.files.sending import send_document


@bp.route(f"{PREFIX}/design/<string:size>", methods=["GET", "POST"])
@event_permission(BadgePermission.DESIGN)
def design(event: Event, size: str) -> ResponseReturnValue:
    chosen = known_size(size)
    present = queries.design_of(event, chosen)
    shown = [field for field in queries.FIELDS if present.fields.get(field)]
    form = DesignForm.from_request(data={"shown": shown, "is_default": present.is_default})
    if form.submitted_and_valid():
        services.show_fields(event, chosen, set(form.shown.data or ()), by=me())
        if form.is_default.data and not present.is_default:
            services.choose_default(event, chosen, by=me())
        flash(_("The design is saved."))
        return go("badges.design", event_slug=event.slug, size=size)
    return page("badges/design.html", status=form.status, event=event, form=form, size=chosen, sizes=BadgeSize, present=present)


@bp.route(f"{PREFIX}/design/<string:size>/sample.pdf")
@event_permission(BadgePermission.DESIGN)
def sample(event: Event, size: str) -> ResponseReturnValue:
    content = services.sample_pdf(event, queries.design_of(event, known_size(size)))
    return send_document(content, "application/pdf", f"{event.code}-sample-{size}.pdf")
