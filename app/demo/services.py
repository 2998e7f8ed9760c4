"""Load the demo data: the acceptance scenario, and the large sizes on top of it."""

import random
from collections.abc import Callable

import sqlalchemy as sa

from app.accounts.models import Organisation
from app.accounts.services import organisations
from app.booths.services.rates import set_rates
from app.booths.services.seeding import add_booths
from app.core.db import db
from app.core.errors import Conflict
from app.core.i18n import _
from app.demo import (
    areas,
    badges,
    bulk,
    calendar,
    crowd,
    exhibitors,
    names,
    plan,
    prices,
    printing,
    programme,
    spring_fair,
    stands,
    waiting,
    world,
)
from app.demo.story import is_over, local, on
from app.demo.world import PHU_THO, World
from app.events.models import Event, EventInvitee, Hall, HostRole, HostState
from app.places.services import load as load_places


class NotEmpty(Conflict):
    code = "not_empty"


Progress = Callable[[str, int, int], None]


def load(size: str = "acceptance", *, seed: int = 2026, progress: Progress = lambda _label, _done, _total: None) -> None:
    """Load the data of `size` into an empty database, within the caller's transaction.

    Raises:
        NotEmpty: there are organisations already.
    Args:
        size: acceptance; fair adds a fair with 400 booths and 20,000 visitors; national one with 3,000 and 1,000,000.
        seed: of the invented names and numbers; the same seed gives the same data.
        progress: told what is done and how far it is.
    """
    if db.session.scalar(sa.select(Organisation.id).limit(1)) is not None:
        raise NotEmpty(_("This database has data already; the demo is loaded into an empty one."))
    add(size, seed=seed, progress=progress)


def add(size: str = "acceptance", *, seed: int = 2026, progress: Progress = lambda _label, _done, _total: None) -> None:
    """Add the data of `size` to what is there: for measurements, which put large fairs beside it."""
    rng = random.Random(seed)
    load_places()
    with on("2026-08-03 08:00"):
        people = world.build()
    events = _plan_events(people)
    steps: list[tuple[str, Callable[[], None]]] = [
        ("floor plan", lambda: _furnish(people, events["F1"])),
        ("prices", lambda: prices.set_terms(people, events["F1"])),
        ("exhibitors", lambda: exhibitors.apply_all(people, events["F1"], rng)),
        ("waiting list", lambda: waiting.queue_up(people, events["F1"])),
        ("stands", lambda: stands.furnish(people, events["F1"])),
        ("services", lambda: prices.order_services(people, events["F1"])),
        ("spring fair", lambda: spring_fair.hold(people, events["F3"], events["F1"], random.Random(seed))),
        ("visitors", lambda: _fill(events, rng)),
        ("badges", lambda: badges.design(people, events["F1"])),
        ("printers", lambda: _set_up_printers(people, events["F1"])),
        ("programme", lambda: programme.plan(people, events)),
        ("last edition", lambda: _tell_last_edition(people, events["F0"], rng)),
        ("rehearsal", lambda: _rehearse(people, rng)),
    ]
    for number, (label, step) in enumerate(steps, start=1):
        step()
        progress(label, number, len(steps))
    if size != "acceptance":
        bulk.load(people, size, seed=seed, progress=progress)


def _set_up_printers(people: World, fair: Event) -> None:
    with on("2026-12-01 08:00"):
        printing.set_up(people, fair)


def _plan_events(people: World) -> dict[str, Event]:
    owners = {
        "F1": "organiser",
        "F0": "organiser",
        "F2": "phutho",
        "C20": "central",
        "T1": "reporter",
        "D1": "central",
        "F3": "organiser",
    }
    events = {}
    for key, by in owners.items():
        with on("2025-08-10 09:00" if key == "F0" else "2026-08-12 09:00"):
            events[key] = calendar.plan(people, key, by=by)
    fair, conference = events["F1"], events["C20"]
    calendar.series(people, calendar.FAIR_SERIES, "O2", {"VII": events["F0"], "VIII": fair})
    calendar.series(people, calendar.CONFERENCE_SERIES, "O5", {"XX": conference})
    for key, role in (("O1", HostRole.CO_HOST), ("O5", HostRole.CO_HOST), ("O3", HostRole.PARTNER)):
        calendar.host(people, fair, key, role)
    calendar.host(people, fair, "O6", HostRole.CO_HOST, HostState.INVITED)
    calendar.host(people, conference, "ministry", HostRole.PATRON)
    _set_terms(fair)
    with on("2026-09-01 08:00"):
        for key, event in events.items():
            calendar.open_to_public(event, calendar.ENTRIES[key].state)
    return events


def _set_terms(fair: Event) -> None:
    fair.description = (
        "Nơi gặp gỡ của các cơ sở công nghiệp nông thôn, hợp tác xã và chủ thể OCOP các tỉnh phía Bắc: "
        "trưng bày, bán hàng, kết nối cung cầu giữa vùng núi và vùng biển, thanh toán không tiền mặt."
    )
    fair.translations = {
        "en": fair.translations["en"]
        | {"description": "Rural industry, cooperatives and OCOP producers of the northern provinces show, sell and meet."},
        "de": fair.translations["de"]
        | {
            "description": "Ländliche Betriebe, Genossenschaften und OCOP-Erzeuger der Nordprovinzen stellen aus und verkaufen."
        },
    }
    fair.applications_close_at = local("2026-12-04 17:00")
    fair.balance_due_on = local("2026-11-15 00:00").date()
    fair.plan_locks_on = local("2026-12-04 00:00").date()
    fair.bank_bin, fair.bank_account = "970405", "1900201234567"
    fair.bank_account_name = "TT XUC TIEN THUONG MAI MAU"
    fair.contact_name, fair.contact_phone = "Ban tổ chức hội chợ (mẫu)", "+842033830000"
    fair.contact_email = "hoicho@example.vn"
    fair.duty_decision = "Văn bản xác nhận 000/SCT-QLTM (mẫu) ngày 26/08/2026"


def _furnish(people: World, fair: Event) -> None:
    organiser = people.people["organiser"]
    width, depth = plan.HALL_SIZE
    with on("2026-08-20 10:00"):
        db.session.add(Hall(event_id=fair.id, name=plan.HALL, width_m=width, depth_m=depth))
        db.session.flush()
        set_rates(fair, plan.RATES, by=organiser)
        add_booths(fair, plan.booths(), by=organiser, source="import")
    plan.publish_all(fair, plan.HALL, by=organiser)


def _fill(events: dict[str, Event], rng: random.Random) -> None:
    with on("2026-10-15 09:00"):
        crowd.invite_delegates(events["C20"], rng)
        crowd.register_visitors(events["F1"], rng, 180)
    crowd.let_in(events["C20"], rng, 0.86)
    crowd.count_visitors(events["F1"], rng)
    _invite_to_neighbour(events, rng)


def _invite_to_neighbour(events: dict[str, Event], rng: random.Random) -> None:
    """Let F2 invite a hundred firms, 62 of which F1 has invited too (A-01)."""
    invited_too = sa.select(EventInvitee.organisation_id).where(EventInvitee.event_id == events["F1"].id)
    ids = list(db.session.scalars(invited_too.order_by(EventInvitee.organisation_id).limit(62)))
    numbers = names.tax_numbers(259990010)
    for _number in range(38):
        details, _goods = names.firm(rng, "Đất Tổ", PHU_THO, next(numbers))
        ids.append(organisations.create(details, by=None).id)
    db.session.add_all(EventInvitee(event_id=events["F2"].id, organisation_id=number) for number in ids)
    db.session.flush()


def _tell_last_edition(people: World, event: Event, rng: random.Random) -> None:
    if is_over(event.ends_at):
        crowd.count_visitors(event, rng, crowd.DAILY)


def _rehearse(people: World, rng: random.Random) -> None:
    event = calendar.plan_rehearsal(people)
    organiser = people.people["organiser"]
    event.applications_close_at = event.ends_at
    event.bank_bin, event.bank_account, event.bank_account_name = "970405", "1900201234567", "TT XUC TIEN THUONG MAI MAU"
    db.session.add(Hall(event_id=event.id, name=plan.HALL, width_m=plan.HALL_SIZE[0], depth_m=plan.HALL_SIZE[1]))
    db.session.flush()
    set_rates(event, plan.RATES, by=organiser)
    add_booths(event, [row for row in plan.booths() if row.zone == plan.OWN][:24], by=organiser, source="rows")
    crowd.register_visitors(event, rng, 40)
    areas.furnish(event, by=organiser)
