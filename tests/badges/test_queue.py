"""The queue of printer desks: nothing is lost while a printer is down, each badge goes to one desk, every print is logged."""

import pytest
from sqlalchemy import select

from app.audit.models import AuditEntry
from app.badges import print_queue, queries, services
from app.badges.errors import AlreadyQueued, FeeEach, JobOver, NotPrintable, ReasonMissing
from app.badges.models import (
    BadgePrint,
    BadgeSettings,
    PrintJob,
    PrintOnEntry,
    PrintOrigin,
    PrintState,
    PrintTrouble,
    RevokedCode,
)
from app.badges.queries import Selection
from app.badges.services import Again
from app.core import clock as time
from app.payments.models import Invoice, InvoiceState
from app.registrations import services as registrations
from app.registrations.models import RegistrationState
from tests.factories.accounts import UserFactory
from tests.factories.badges import BadgePrintFactory, PrintStationFactory, desk_of
from tests.factories.events import EventFactory
from tests.factories.registrations import RegistrationFactory
from tests.support.queries import count_queries


@pytest.fixture
def event(db):
    return EventFactory()


@pytest.fixture
def officer(db):
    return UserFactory()


@pytest.fixture
def station(event):
    return PrintStationFactory(event_id=event.id, name="Quầy A")


@pytest.fixture
def people(event):
    return [RegistrationFactory(event_id=event.id, full_name=name) for name in ("Lò Thị Mẩy", "Giàng A Páo")]


def take(station):
    return services.take_job(desk_of(station))


def jobs(db):
    return list(db.scalars(select(PrintJob).order_by(PrintJob.id).execution_options(populate_existing=True)))


def test_badges_are_printed_in_the_order_in_which_they_were_sent(db, event, station, people, officer) -> None:
    for person in people:
        services.queue_badge(person, station=station, by=officer)

    first, second, third = take(station), take(station), take(station)

    assert [job.id for job in jobs(db)] == [first.job_id, second.job_id]
    assert third is None
    assert [job.state for job in jobs(db)] == [PrintState.SENT] * 2


def test_a_printed_badge_is_logged_with_station_time_and_who_asked(db, station, people, officer) -> None:
    services.queue_badge(people[0], station=station, by=officer)
    taken = take(station)

    services.report_printed(desk_of(station), taken.job_id, taken.lease)
    services.report_printed(desk_of(station), taken.job_id, taken.lease)

    [logged] = db.query(BadgePrint).all()
    assert (logged.registration_id, logged.badge_code) == (people[0].id, people[0].badge_code)
    assert (logged.station_id, logged.printed_by_id) == (station.id, officer.id)
    [job] = jobs(db)
    assert (job.state, job.print_id) == (PrintState.PRINTED, logged.id)
    entry = db.query(AuditEntry).order_by(AuditEntry.id.desc()).first()
    assert (entry.action, entry.data["print"]) == ("badges.printed_at_station", logged.id)


def test_a_badge_of_a_silent_station_comes_back_and_the_late_report_changes_nothing(
    db, station, people, officer, clock
) -> None:
    services.queue_badge(people[0], station=None, by=officer)
    other = PrintStationFactory(event_id=station.event_id, name="Quầy B")
    first = take(station)
    assert take(other) is None

    clock.shift(91)
    second = take(other)

    assert (second.job_id, second.lease != first.lease) == (first.job_id, True)
    with pytest.raises(JobOver):
        services.report_printed(desk_of(station), first.job_id, first.lease)
    services.report_printed(desk_of(other), second.job_id, second.lease)
    assert db.query(BadgePrint).count() == 1


def test_a_report_after_the_lease_counts_while_nobody_else_took_the_badge(db, station, people, officer, clock) -> None:
    services.queue_badge(people[0], station=station, by=officer)
    taken = take(station)
    clock.shift(600)

    services.report_printed(desk_of(station), taken.job_id, taken.lease)

    assert db.query(BadgePrint).count() == 1


def test_a_badge_that_a_station_keeps_is_given_to_nobody_else(db, station, people, officer, clock) -> None:
    services.queue_badge(people[0], station=None, by=officer)
    other = PrintStationFactory(event_id=station.event_id, name="Quầy B")
    first = take(station)
    for _minute in range(4):
        clock.shift(60)
        services.keep_job(desk_of(station), first.job_id, first.lease)
        assert take(other) is None

    services.report_printed(desk_of(station), first.job_id, first.lease)

    assert (db.query(BadgePrint).count(), jobs(db)[0].attempts) == (1, 1)


def test_a_badge_that_is_somebody_elses_is_not_kept(station, people, officer, clock) -> None:
    services.queue_badge(people[0], station=None, by=officer)
    other = PrintStationFactory(event_id=station.event_id, name="Quầy B")
    first = take(station)
    clock.shift(91)
    second = take(other)
    for desk, lease in ((station, first.lease), (other, first.lease), (station, second.lease)):
        with pytest.raises(JobOver):
            services.keep_job(desk_of(desk), first.job_id, lease)
    services.report_printed(desk_of(other), second.job_id, second.lease)
    with pytest.raises(JobOver):
        services.keep_job(desk_of(other), second.job_id, second.lease)


def test_after_five_silences_a_person_must_look(db, station, people, officer, clock) -> None:
    services.queue_badge(people[0], station=station, by=officer)
    for _silence in range(5):
        assert take(station) is not None
        clock.shift(91)

    assert take(station) is None
    [job] = jobs(db)
    assert (job.state, job.trouble) == (PrintState.FAILED, PrintTrouble.NO_ANSWER)

    services.print_again(job, by=officer)
    assert take(station).job_id == job.id


def test_a_failed_badge_waits_for_a_person_and_may_go_elsewhere(db, station, people, officer) -> None:
    services.queue_badge(people[0], station=station, by=officer)
    other = PrintStationFactory(event_id=station.event_id, name="Quầy B")
    taken = take(station)
    services.report_failed(desk_of(station), taken.job_id, taken.lease, PrintTrouble.JAM)
    [job] = jobs(db)
    assert (job.state, job.trouble, take(station)) == (PrintState.FAILED, PrintTrouble.JAM, None)

    services.move_job(job, other, by=officer)

    assert take(station) is None
    assert take(other).job_id == job.id
    assert db.query(BadgePrint).count() == 0


def test_a_moved_badge_is_not_the_first_stations_any_more(station, people, officer) -> None:
    job = services.queue_badge(people[0], station=station, by=officer)
    taken = take(station)

    services.move_job(job, None, by=officer)

    with pytest.raises(JobOver):
        services.report_printed(desk_of(station), taken.job_id, taken.lease)


def test_one_badge_waits_once(station, people, officer) -> None:
    services.queue_badge(people[0], station=station, by=officer)

    with pytest.raises(AlreadyQueued):
        services.queue_badge(people[0], station=None, by=officer)
    with pytest.raises(AlreadyQueued):
        services.print_badge(people[0], by=officer)


def test_only_confirmed_people_are_queued_and_printed(db, event, station, people, officer) -> None:
    with pytest.raises(NotPrintable):
        services.queue_badge(
            RegistrationFactory(event_id=event.id, state=RegistrationState.PENDING), station=station, by=officer
        )
    services.queue_badge(people[0], station=station, by=officer)
    services.queue_badge(people[1], station=station, by=officer)
    registrations.cancel(people[0], by=officer)

    assert take(station).job_id == jobs(db)[1].id
    assert jobs(db)[0].trouble is PrintTrouble.NOT_PRINTABLE


def test_what_is_printed_is_frozen_when_the_station_takes_it(db, event, station, people, officer) -> None:
    services.queue_badge(people[0], station=station, by=officer)
    taken = take(station)
    people[0].full_name = "Lò Thị Mẩy Khác"
    db.flush()

    job = print_queue.leased_job(desk_of(station), taken.job_id, taken.lease)

    assert print_queue.thaw(job.frozen).full_name == "Lò Thị Mẩy"
    assert services.pdf_of_job(event, job, None).startswith(b"%PDF")


def test_erased_people_leave_no_name_in_the_queue(db, event, station, people, officer, run_jobs) -> None:
    services.queue_badge(people[0], station=station, by=officer)
    taken = take(station)
    services.report_printed(desk_of(station), taken.job_id, taken.lease)

    registrations.erase(people[0], by=officer)
    run_jobs()

    [job] = jobs(db)
    assert "Mẩy" not in str(job.frozen)
    assert job.frozen["badge_code"] == people[0].badge_code


def test_a_selection_is_queued_in_the_order_of_given_names_and_only_once(db, event, station, people, officer) -> None:
    assert services.queue_selection(event, Selection(), station=station, by=officer) == 2
    assert services.queue_selection(event, Selection(), station=station, by=officer) == 0

    assert [job.registration_id for job in jobs(db)] == [people[0].id, people[1].id]
    assert {job.origin for job in jobs(db)} == {PrintOrigin.SELECTION}


def test_a_selection_with_printed_ones_needs_a_reason_and_where_it_costs_each_goes_alone(
    db, event, station, people, officer
) -> None:
    BadgePrintFactory(person=people[0])
    with pytest.raises(ReasonMissing):
        services.queue_selection(event, Selection(), station=station, by=officer)
    assert services.queue_selection(event, Selection(only_new=True), station=station, by=officer) == 1
    assert services.queue_selection(event, Selection(), station=station, by=officer, reason="in hỏng") == 1

    db.add(BadgeSettings(event_id=event.id, reprint_fee_vnd=20_000))
    db.flush()
    with pytest.raises(FeeEach):
        services.queue_selection(event, Selection(), station=station, by=officer, reason="in hỏng")


def test_a_selection_may_be_single_people(db, event, station, people, officer) -> None:
    services.queue_selection(event, Selection(people=(people[1].id,)), station=station, by=officer)

    assert [job.registration_id for job in jobs(db)] == [people[1].id]


@pytest.mark.parametrize(
    ("mode", "printed", "queued"),
    [
        (PrintOnEntry.NEVER, False, 0),
        (PrintOnEntry.ONCE, False, 1),
        (PrintOnEntry.ONCE, True, 0),
        (PrintOnEntry.ALWAYS, False, 1),
        (PrintOnEntry.ALWAYS, True, 1),
    ],
)
def test_an_entry_prints_never_once_or_always(db, event, people, mode, printed, queued) -> None:
    station = PrintStationFactory(event_id=event.id, on_entry=mode)
    if printed:
        BadgePrintFactory(person=people[0])
    db.flush()

    with count_queries() as counted:
        services.queue_on_entry(station.id, people[0].id, device="Cổng A", at=time.now())
    assert len(counted) == 1
    services.queue_on_entry(station.id, people[0].id, device="Cổng A", at=time.now())

    assert [(job.origin, job.device, job.station_id) for job in jobs(db)] == [
        (PrintOrigin.CHECK_IN, "Cổng A", station.id)
    ] * queued


def test_a_removed_station_or_another_events_person_is_not_printed_on_entry(db, event, station, people) -> None:
    services.queue_on_entry(station.id, RegistrationFactory().id, device="", at=time.now())
    services.close_station(station, by=UserFactory())
    services.queue_on_entry(station.id, people[0].id, device="", at=time.now())

    assert jobs(db) == []


def test_what_waits_for_a_removed_station_goes_to_the_first_that_is_free(db, event, station, people, officer) -> None:
    services.queue_badge(people[0], station=station, by=officer)
    taken = take(station)
    desk = desk_of(station)

    services.close_station(station, by=officer)

    with pytest.raises(JobOver):
        services.report_printed(desk, taken.job_id, taken.lease)
    assert take(PrintStationFactory(event_id=event.id, name="Quầy B")).job_id == taken.job_id


def test_a_lost_badge_is_replaced_through_the_queue_with_reason_and_price(db, event, station, people, officer) -> None:
    old = people[0].badge_code
    first = BadgePrintFactory(person=people[0])
    db.add(BadgeSettings(event_id=event.id, reprint_fee_vnd=50_000, reprint_vat_pct=8))
    db.flush()
    with pytest.raises(ReasonMissing):
        services.queue_badge(people[0], station=station, by=officer, again=Again(seen=first.id))

    job = services.queue_badge(people[0], station=station, by=officer, again=Again(first.id, "mất", replace=True))
    taken = take(station)
    services.report_printed(desk_of(station), taken.job_id, taken.lease)

    assert [row.badge_code for row in db.query(RevokedCode)] == [old]
    invoice = db.get(Invoice, job.invoice_id)
    assert (invoice.total_vnd, invoice.state) == (54_000, InvoiceState.OPEN)
    last = queries.prints_of(people[0])[0]
    assert (last.badge_code, last.invoice_id, last.reason) == (people[0].badge_code, invoice.id, "mất")


def test_a_cancelled_badge_cancels_its_price(db, event, station, people, officer) -> None:
    first = BadgePrintFactory(person=people[0])
    db.add(BadgeSettings(event_id=event.id, reprint_fee_vnd=50_000))
    db.flush()
    job = services.queue_badge(people[0], station=station, by=officer, again=Again(first.id, "mất"))

    services.cancel_job(job, by=officer, reason="tìm thấy thẻ")

    assert take(station) is None
    assert db.get(Invoice, job.invoice_id).state is InvoiceState.CANCELLED
    with pytest.raises(JobOver):
        services.cancel_job(job, by=officer, reason="lần nữa")
