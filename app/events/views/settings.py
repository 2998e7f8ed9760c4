"""Settings of an event, one page for each subject."""

from typing import Any

from flask import flash
from flask.typing import ResponseReturnValue

from app.accounts.access import me
from app.core.errors import DomainError
from app.core.forms import Form
from app.core.i18n import _
from app.core.registry import Fact
from app.core.web import go, page
from app.events import checklist, queries
from app.events.access import event_permission
from app.events.forms import DatesForm, FactsForm, HallForm, MoneyForm, PlaceForm, TellingForm, TextsForm
from app.events.models import Event, EventKind, Visibility
from app.events.policies import EventPermission
from app.events.services import details, planning, siting, states
from app.events.terms import CALLED_OFF, News
from app.events.views.blueprint import bp

_ROOT = "/manage/events/<string:event_slug>/settings"


def _saved(endpoint: str, event: Event) -> ResponseReturnValue:
    flash(_("Saved."), "success")
    return go(endpoint, event_slug=event.slug)


def _show(template: str, event: Event, form: Form, **context: Any) -> ResponseReturnValue:
    return page(template, status=form.status, event=event, form=form, **context)


@bp.route(_ROOT, methods=["GET", "POST"])
@event_permission(EventPermission.MANAGE)
def settings(event: Event) -> ResponseReturnValue:
    first = {"series_name": event.series.name if event.series is not None else "", "edition": event.edition or ""}
    form = FactsForm.from_request(obj=event, data=None, **first)
    if form.submitted_and_valid():
        try:
            details.change_facts(event, _facts(form), by=me())
        except DomainError as error:
            form.refuse(error.field, error.message)
        else:
            return _saved("events.settings", event)
    under_duty = checklist.is_under_duty(event)
    return _show("events/settings/facts.html", event, form, series=queries.series_of(event.owner), under_duty=under_duty)


def _facts(form: FactsForm) -> details.Facts:
    return details.Facts(
        name=form.name.data,
        kind=EventKind(form.kind.data),
        slug=form.slug.data,
        code=form.code.data,
        visibility=Visibility(form.visibility.data),
        theme=form.theme.data or "",
        series_name=form.series_name.data or "",
        edition=form.edition.data or "",
        duty_exempt=bool(form.duty_exempt.data),
        duty_decision=form.duty_decision.data or "",
        contact_name=form.contact_name.data or "",
        contact_phone=form.contact_phone.data or "",
        contact_email=form.contact_email.data or "",
    )


@bp.route(f"{_ROOT}/texts", methods=["GET", "POST"])
@event_permission(EventPermission.MANAGE)
def settings_texts(event: Event) -> ResponseReturnValue:
    kept = event.translations or {}
    first = {f"{field}_{code}": kept.get(code, {}).get(field, "") for code in ("en", "de") for field in ("name", "description")}
    form = TextsForm.from_request(obj=event, **first)
    if form.submitted_and_valid():
        try:
            details.change_texts(event, form.texts(), by=me())
        except DomainError as error:
            form.refuse(error.field, error.message)
        else:
            return _saved("events.settings_texts", event)
    return _show("events/settings/texts.html", event, form)


@bp.route(f"{_ROOT}/dates", methods=["GET", "POST"])
@event_permission(EventPermission.MANAGE)
def settings_dates(event: Event) -> ResponseReturnValue:
    form = DatesForm.in_zone(event.timezone, obj=event)
    if form.submitted_and_valid():
        try:
            planning.reschedule(event, form.starts_at.data, form.ends_at.data, by=me())
            details.change_deadlines(event, _deadlines(form), by=me())
            _announce(event, News.NEW_DATE, form)
        except DomainError as error:
            # Two events in one venue: the time is what can be changed here.
            form.refuse("starts_at" if error.field == "place" else error.field, error.message)
        else:
            return _saved("events.settings_dates", event)
    legal = checklist.legal_dates(event) if checklist.is_under_duty(event) else None
    return _show("events/settings/dates.html", event, form, legal=legal, hearers=_hearers(event))


def _hearers(event: Event) -> list[Fact]:
    """Return who may be told of a change; nobody while the event is called off anyway."""
    return states.hearers(event) if event.state not in CALLED_OFF else []


def _announce(event: Event, news: News, form: TellingForm) -> None:
    if form.tell.data and _hearers(event):
        states.announce(event, news, form.why.data or "")


def _deadlines(form: DatesForm) -> details.Deadlines:
    return details.Deadlines(
        opening_at=form.opening_at.data,
        applications_close_at=form.applications_close_at.data,
        registrations_close_at=form.registrations_close_at.data,
        plan_locks_on=form.plan_locks_on.data,
        delegate_capacity=form.delegate_capacity.data,
    )


@bp.route(f"{_ROOT}/place", methods=["GET", "POST"])
@event_permission(EventPermission.MANAGE)
def settings_place(event: Event) -> ResponseReturnValue:
    form = PlaceForm.from_request(data={"place": event.place})
    if form.submitted_and_valid():
        try:
            planning.relocate(event, siting.find_place(form.place.data), by=me())
            _announce(event, News.NEW_PLACE, form)
        except DomainError as error:
            form.refuse(error.field, error.message)
        else:
            return _saved("events.settings_place", event)
    return _show(
        "events/settings/place.html",
        event,
        form,
        venues=queries.venues(),
        label_of=queries.venue_label,
        hearers=_hearers(event),
    )


@bp.route(f"{_ROOT}/halls", methods=["GET", "POST"])
@event_permission(EventPermission.MANAGE)
def settings_halls(event: Event) -> ResponseReturnValue:
    form = HallForm.from_request()
    if form.submitted_and_valid():
        try:
            details.add_hall(event, _size(form), by=me())
        except DomainError as error:
            form.refuse(error.field, error.message)
        else:
            return _saved("events.settings_halls", event)
    return _show("events/settings/halls.html", event, form, halls=queries.halls_of(event))


def _size(form: HallForm) -> details.HallSize:
    return details.HallSize(form.name.data, form.width_m.data, form.depth_m.data)


@bp.route(f"{_ROOT}/halls/<int:hall_id>", methods=["GET", "POST"])
@event_permission(EventPermission.MANAGE)
def settings_hall(event: Event, hall_id: int) -> ResponseReturnValue:
    hall = queries.get_hall(event, hall_id)
    form = HallForm.from_request(obj=hall)
    if form.submitted_and_valid():
        try:
            details.change_hall(hall, event, _size(form), by=me())
        except DomainError as error:
            form.refuse(error.field, error.message)
        else:
            return _saved("events.settings_halls", event)
    return _show("events/settings/hall.html", event, form, hall=hall)


@bp.post(f"{_ROOT}/halls/<int:hall_id>/remove")
@event_permission(EventPermission.MANAGE)
def remove_hall(event: Event, hall_id: int) -> ResponseReturnValue:
    details.remove_hall(queries.get_hall(event, hall_id), event, by=me())
    return _saved("events.settings_halls", event)


@bp.route(f"{_ROOT}/money", methods=["GET", "POST"])
@event_permission(EventPermission.MANAGE)
def settings_money(event: Event) -> ResponseReturnValue:
    form = MoneyForm.from_request(obj=event)
    if form.submitted_and_valid():
        try:
            details.change_money(event, _money(form), by=me())
        except DomainError as error:
            form.refuse(error.field, error.message)
        else:
            return _saved("events.settings_money", event)
    return _show("events/settings/money.html", event, form)


def _money(form: MoneyForm) -> details.Money:
    return details.Money(
        bank_bin=form.bank_bin.data or "",
        bank_account=form.bank_account.data or "",
        bank_account_name=form.bank_account_name.data or "",
        deposit_pct=form.deposit_pct.data,
        deposit_days=form.deposit_days.data,
        balance_due_on=form.balance_due_on.data,
    )
