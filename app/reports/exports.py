"""Lists that leave the program: exhibitors, people, booths, scans, texts of fascia boards. For pages and for the command.

Never in them: codes of badges, secret links, personal tax numbers in full.
"""

import functools
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from app.accounts.models import Organisation
from app.accounts.tax_ids import mask
from app.booths.models import Booth, BoothClaim
from app.booths.queries import booths_of
from app.booths.sheets import table_of
from app.checkin.models import Device, Gate, Scan
from app.core.db import db
from app.core.i18n import _, _l
from app.documents.spreadsheet import Sheet, write_csv, write_xlsx
from app.events.models import Event
from app.places.models import Commune, Province
from app.registrations.models import Application, ApplicationBooth, Consent, Registration
from app.registrations.terms import ApplicationState, ConsentPurpose, LegalForm
from app.reports.queries import LET
from app.stands.queries import boards_of

Rows = Iterator[list[Any]]
MEDIA_TYPES = {"csv": "text/csv", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
# Rows fetched at once: a list of a million people must not stand in memory as objects.
_BATCH = 2_000


@dataclass(frozen=True)
class List:
    """One list: its words, how many rows, and what is in them."""

    label: Any
    about: Any
    count: Callable[[Event], int]
    table: Callable[[Event, bool], tuple[list[str], Rows]]


@dataclass(frozen=True)
class Offer:
    """A list on the page."""

    name: str
    label: str
    about: str
    rows: int


def offered(event: Event) -> list[Offer]:
    """Return all lists with the number of their rows."""
    return [Offer(name, str(item.label), str(item.about), item.count(event)) for name, item in LISTS.items()]


def write(
    event: Event,
    name: str,
    kind: str,
    *,
    with_contacts: bool,
    watch: Callable[[Iterable[list[Any]]], Iterable[list[Any]]] = iter,
) -> bytes:
    """Return the list as a CSV or XLSX file.

    Args:
        with_contacts: with phone numbers and addresses of people.
        watch: sees the rows pass by, for a progress bar.
    """
    headers, rows = LISTS[name].table(event, with_contacts)
    watched = watch(rows)
    if kind == "csv":
        return write_csv(headers, watched)
    return write_xlsx([Sheet(str(LISTS[name].label), headers, watched)])


def _stream(statement: sa.Select[Any]) -> Iterator[Any]:
    return iter(db.session.execute(statement.execution_options(yield_per=_BATCH)))


def _count(model: Any, *where: sa.ColumnElement[bool]) -> Callable[[Event], int]:
    def count(event: Event) -> int:
        return db.session.scalar(sa.select(sa.func.count()).select_from(model).where(model.event_id == event.id, *where)) or 0

    return count


def _local(event: Event) -> Callable[[datetime | None], datetime | None]:
    zone = ZoneInfo(event.timezone)
    return lambda at: None if at is None else at.astimezone(zone)


def _labels() -> Callable[[Any], str]:
    """Return the words of members of closed lists, each translated once."""
    return functools.cache(lambda member: str(member.label))


def _exhibitors(event: Event, with_contacts: bool) -> tuple[list[str], Rows]:
    headers = [_("Code"), _("State"), _("Unit"), _("Name in English"), _("Legal form"), _("Tax number")]
    headers += [
        _("Province"),
        _("Commune"),
        _("Country"),
        _("Booths wished"),
        _("Booths given"),
        _("Fascia board"),
        _("Sent at"),
    ]
    if with_contacts:
        headers += [_("Contact"), _("Job title"), _("Phone"), _("E-mail")]
    return headers, _exhibitor_rows(event, with_contacts)


def _exhibitor_rows(event: Event, with_contacts: bool) -> Rows:
    booths: dict[int, list[str]] = {}
    for application_id, code in db.session.execute(_given_booths(event)):
        booths.setdefault(application_id, []).append(code)
    local, words = _local(event), _labels()
    statement = (
        sa.select(Application, Organisation, Province.name, Commune.name)
        .join(Organisation, Organisation.id == Application.organisation_id)
        .outerjoin(Province, Province.code == Organisation.province_code)
        .outerjoin(Commune, Commune.code == Organisation.commune_code)
        .where(Application.event_id == event.id, Application.state != ApplicationState.DRAFT)
        .order_by(Organisation.sort_key, Application.id)
    )
    for one, unit, province, commune in _stream(statement):
        tax_id = mask(unit.tax_id_kind, unit.tax_id) if unit.tax_id else ""
        form = words(LegalForm(unit.legal_form)) if unit.legal_form in set(LegalForm) else unit.legal_form
        row = [one.code, words(one.state), unit.name, unit.name_en, form, tax_id, province, commune, unit.country]
        row += [one.booth_count, " ".join(booths.get(one.id, ())), one.fascia_vi, local(one.submitted_at)]
        if with_contacts:
            row += [one.contact_name, one.contact_position, one.contact_phone, one.contact_email]
        yield row


def _registrations(event: Event, with_contacts: bool) -> tuple[list[str], Rows]:
    headers = [_("Code"), _("Category"), _("State"), _("Full name"), _("Job title"), _("Unit"), _("Province"), _("Country")]
    headers += [_("Number of people"), _("Registered at")]
    if with_contacts:
        headers += [_("Phone"), _("E-mail"), _("Wants news")]
    return headers, _registration_rows(event, with_contacts)


def _registration_rows(event: Event, with_contacts: bool) -> Rows:
    local, words = _local(event), _labels()
    willing = _willing(event) if with_contacts else {}
    person = Registration
    statement = (
        sa.select(
            person.id,
            person.short_code,
            person.category,
            person.state,
            person.full_name,
            person.position,
            person.unit,
            Province.name,
            person.country,
            person.party_size,
            person.created_at,
            person.phone,
            person.email,
        )
        .outerjoin(Province, Province.code == person.province_code)
        .where(person.event_id == event.id)
        .order_by(person.sort_key, person.id)
    )
    for key, code, category, state, *middle, created_at, phone, email in _stream(statement):
        row = [code, words(category), words(state), *middle, local(created_at)]
        if with_contacts:
            row += [phone, email, _("yes") if willing.get(key) else _("no")]
        yield row


def _willing(event: Event) -> dict[int, bool]:
    """Return by person whether the latest statement allows messages (R-70)."""
    statement = (
        sa.select(Consent.registration_id, Consent.granted)
        .where(Consent.event_id == event.id, Consent.purpose == ConsentPurpose.MESSAGES, Consent.registration_id.is_not(None))
        .order_by(Consent.id)
    )
    return {key: granted for key, granted in db.session.execute(statement) if key is not None}


def _booths(event: Event, _with_contacts: bool) -> tuple[list[str], Rows]:
    """In the columns that `import booths` reads."""
    headers, rows = table_of(booths_of(event))
    return list(headers), iter(rows)


def _scans(event: Event, _with_contacts: bool) -> tuple[list[str], Rows]:
    headers = [
        _("Time"),
        _("Gate"),
        _("Device"),
        _("Code"),
        _("Category"),
        _("Direction"),
        _("Result"),
        _("Reason"),
        _("Offline"),
    ]
    return headers, _scan_rows(event)


def _scan_rows(event: Event) -> Rows:
    local, words = _local(event), _labels()
    statement = (
        sa.select(
            Scan.scanned_at,
            Gate.name,
            Device.name,
            Registration.short_code,
            Registration.category,
            Scan.direction,
            Scan.result,
            Scan.reason,
            Scan.sent_offline,
        )
        .join(Gate, Gate.id == Scan.gate_id)
        .join(Device, Device.id == Scan.device_id)
        .outerjoin(Registration, Registration.id == Scan.registration_id)
        .where(Scan.event_id == event.id)
        .order_by(Scan.scanned_at, Scan.id)
    )
    for at, gate, device, code, category, direction, result, reason, offline in _stream(statement):
        kind = words(category) if category else ""
        yield [local(at), gate, device, code, kind, words(direction), result.value, words(reason), _("yes") if offline else ""]


def _fascia(event: Event, _with_contacts: bool) -> tuple[list[str], Rows]:
    """What the maker of the boards needs: one row a board, in natural order of the booths."""
    boards = boards_of(event)
    headers = [_("Booth"), _("Text in Vietnamese"), _("Text in English")]
    return headers, ([board.booth, _composed(board.text_vi), _composed(board.text_en)] for board in boards)


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _given_booths(event: Event) -> sa.Select[tuple[int, str]]:
    """Booths of accepted exhibitors in natural order."""
    return (
        sa.select(Application.id, Booth.code)
        .join(ApplicationBooth, ApplicationBooth.application_id == Application.id)
        .join(BoothClaim, BoothClaim.id == ApplicationBooth.claim_id)
        .join(Booth, Booth.id == BoothClaim.booth_id)
        .where(
            Application.event_id == event.id,
            Application.state == ApplicationState.ACCEPTED,
            BoothClaim.state.in_(LET),
        )
        .order_by(Booth.sort_key)
    )


def _count_boards(event: Event) -> int:
    return len(boards_of(event))


LISTS: dict[str, List] = {
    "exhibitors": List(
        _l("Exhibitors"),
        _l("Applications with unit, tax number, booths and contact; personal tax numbers are masked."),
        _count(Application, Application.state != ApplicationState.DRAFT),
        _exhibitors,
    ),
    "registrations": List(
        _l("Registered people"),
        _l("Everybody with a code: category, unit, province, contact."),
        _count(Registration),
        _registrations,
    ),
    "booths": List(_l("Booths"), _l("The plan as a table that can be imported again."), _count(Booth), _booths),
    "scans": List(_l("Scans"), _l("Every scan at the gates with its answer, without names."), _count(Scan), _scans),
    "fascia": List(_l("Fascia boards"), _l("The texts for the maker of the boards, booth by booth."), _count_boards, _fascia),
}
