"""What an accepted exhibitor still has to do, with the last day and the state of each (item 10)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import url_for

from app.core import clock
from app.core.db import db
from app.core.i18n import _, _n, format_date
from app.events.models import Event
from app.payments.models import Invoice, InvoiceState
from app.registrations import queries as registrations
from app.registrations import services as registration_services
from app.registrations.models import Application
from app.stands import queries
from app.stands.queries import orders


@dataclass(frozen=True)
class Task:
    """One line: what, until when, and whether it is done. Without `due` there is no last day."""

    title: str
    url: str
    text: str
    done: bool
    due: datetime | date | None = None

    @property
    def is_late(self) -> bool:
        if self.done or self.due is None:
            return False
        today = clock.now()
        return self.due < today if isinstance(self.due, datetime) else self.due < today.date()

    @property
    def tag(self) -> str:
        return _("done") if self.done else _("late") if self.is_late else _("open")

    @property
    def tone(self) -> str:
        return "green" if self.done else "red" if self.is_late else "amber"


Provider = Callable[[Event, Application, str], Task | None]
_providers: list[tuple[int, Provider]] = []


def provide(order: int) -> Callable[[Provider], Provider]:
    """Register a task of the exhibitor: called with event, application and the secret of its link; None: nothing to do."""

    def register(provider: Provider) -> Provider:
        _providers.append((order, provider))
        return provider

    return register


def tasks_of(event: Event, application: Application, secret: str) -> list[Task]:
    """Return the tasks in their order."""
    made = [provider(event, application, secret) for _order, provider in sorted(_providers, key=lambda entry: entry[0])]
    return [task for task in made if task is not None]


def items_of(tasks: list[Task], zone: str) -> list[dict[str, Any]]:
    """Return the tasks as the list of `layout.tasks` shows them."""
    return [
        {"title": task.title, "url": task.url, "text": _told(task, zone), "tag": task.tag, "tone": task.tone} for task in tasks
    ]


def _told(task: Task, zone: str) -> str:
    if task.due is None:
        return task.text
    day = task.due.astimezone(ZoneInfo(zone)).date() if isinstance(task.due, datetime) else task.due
    until = _("until %(day)s", day=format_date(day))
    return f"{until} · {task.text}" if task.text else until


@provide(10)
def _payment(event: Event, application: Application, secret: str) -> Task | None:
    found = db.session.get(Invoice, application.invoice_id) if application.invoice_id else None
    if found is None or found.state is InvoiceState.CANCELLED or not found.total_vnd:
        return None
    url = url_for("registrations.payment", secret=secret)
    needs_deposit = found.paid_vnd < found.deposit_vnd
    due = found.deposit_due_on if needs_deposit else found.balance_due_on
    text = _("deposit") if needs_deposit else _("balance")
    is_paid = found.paid_vnd >= found.total_vnd
    return Task(_("Pay the booth"), url, "" if is_paid else text, is_paid, due)


@provide(20)
def _fascia(event: Event, application: Application, secret: str) -> Task | None:
    boards = queries.boards_of(event, application=application)
    if not boards:
        return None
    missing = sum(board.is_missing for board in boards)
    text = _("%(number)s of %(all)s boards have a text", number=len(boards) - missing, all=len(boards))
    due = registrations.terms_of(event.id).fascia_due_at
    return Task(_("Check the text of the fascia board"), url_for("fascia.own_texts", secret=secret), text, not missing, due)


@provide(30)
def _services(event: Event, application: Application, secret: str) -> Task | None:
    """Nobody must order; the task tells the day from which it costs more or is over."""
    today = clock.today(event.timezone)
    days = [service.deadline_on for service in orders.services_of(event, offered=True) if service.deadline_on >= today]
    rows = orders.orders_of(application)
    if not days and not rows:
        return None
    text = _n("%(num)s service ordered", "%(num)s services ordered", len(rows)) if rows else _("if you need any")
    url = url_for("services.own_orders", secret=secret)
    return Task(_("Order services"), url, text, bool(rows), min(days, default=None))


@provide(45)
def _products(event: Event, application: Application, secret: str) -> Task | None:
    number = len((application.details or {}).get("products", []))
    text = _n("%(num)s product in the catalogue", "%(num)s products in the catalogue", number)
    due = registrations.terms_of(event.id).products_due_at
    url = url_for("products.own", secret=secret)
    return Task(_("Name your products for the catalogue"), url, text, number > 0, due)


@provide(40)
def _staff(event: Event, application: Application, secret: str) -> Task | None:
    quota, named = registration_services.own_quota(application), len(registrations.staff_of(application))
    if not quota:
        return None
    text = _("%(used)s of %(most)s passes have a name.", used=named, most=quota)
    due = registrations.terms_of(event.id).staff_due_at
    return Task(_("Name your booth staff"), url_for("registrations.staff", secret=secret), text, named > 0, due)


@provide(50)
def _co_exhibitors(event: Event, application: Application, secret: str) -> Task | None:
    firms = registrations.co_exhibitors_of(application)
    if not firms:
        return None
    complete = sum(firm.completed_at is not None for firm in firms)
    text = _("%(number)s of %(all)s have filled in their part", number=complete, all=len(firms))
    due = registrations.terms_of(event.id).products_due_at
    return Task(_("Co-exhibitors"), url_for("joint.index", secret=secret), text, complete == len(firms), due)
