"""One print: logged, with a reason when it is not the first, with a new code when the old badge is lost."""

import pytest

from app.audit.models import AuditEntry
from app.badges import checks, designs, services
from app.badges.errors import NotPrintable, PrintedMeanwhile, PrintOver, ReasonMissing
from app.badges.models import BadgePrint, RevokedCode
from app.badges.services import Again
from app.core import clock as time
from app.core.db import db as database
from app.core.db import unit_of_work
from app.registrations.models import Registration, RegistrationState
from tests.factories.accounts import UserFactory
from tests.factories.badges import BadgePrintFactory
from tests.factories.events import EventFactory
from tests.factories.registrations import RegistrationFactory
from tests.support import pdf
from tests.support.race import make_app, run_together


@pytest.fixture
def event(db):
    return EventFactory()


@pytest.fixture
def person(event):
    return RegistrationFactory(event_id=event.id, full_name="Giàng A Páo")


@pytest.fixture
def officer(db):
    return UserFactory()


def test_a_first_print_needs_no_reason_and_is_logged(db, person, officer) -> None:
    logged = services.print_badge(person, by=officer)

    assert (logged.badge_code, logged.printed_by_id, logged.reason) == (person.badge_code, officer.id, "")
    entry = db.query(AuditEntry).order_by(AuditEntry.id.desc()).first()
    assert (entry.action, entry.subject_id) == ("badges.printed", str(person.id))


def test_a_second_print_needs_a_reason(person, officer) -> None:
    first = services.print_badge(person, by=officer)

    with pytest.raises(ReasonMissing):
        services.print_badge(person, by=officer, again=Again(seen=first.id))
    again = services.print_badge(person, by=officer, again=Again(seen=first.id, reason="rách"))

    assert again.badge_code == first.badge_code


def test_a_print_that_somebody_made_meanwhile_is_noticed(person, officer) -> None:
    services.print_badge(person, by=officer)

    with pytest.raises(PrintedMeanwhile):
        services.print_badge(person, by=officer, again=Again(seen=0, reason="mất"))


def test_a_replaced_badge_gets_a_new_code_and_the_old_one_is_known_as_replaced(db, person, officer, clock) -> None:
    first = services.print_badge(person, by=officer)
    before = person.changed_at
    clock.shift(60)

    again = services.print_badge(person, by=officer, again=Again(seen=first.id, reason="mất", replace=True))

    [revoked] = db.query(RevokedCode).all()
    assert (revoked.badge_code, revoked.registration_id, revoked.reason) == (first.badge_code, person.id, "mất")
    assert again.badge_code == person.badge_code != first.badge_code
    assert person.changed_at > before
    assert [*checks.find_strange_prints(), *checks.find_living_revoked_codes()] == []


def test_without_asking_the_code_stays(db, person, officer) -> None:
    first = services.print_badge(person, by=officer)
    services.print_badge(person, by=officer, again=Again(seen=first.id, reason="rách"))

    assert db.query(RevokedCode).count() == 0


@pytest.mark.parametrize("state", [state for state in RegistrationState if state is not RegistrationState.CONFIRMED])
def test_only_confirmed_people_get_a_badge(event, officer, state) -> None:
    with pytest.raises(NotPrintable):
        services.print_badge(RegistrationFactory(event_id=event.id, state=state), by=officer)


def test_the_file_of_a_print_ends_after_ten_minutes(event, person, officer, clock) -> None:
    logged = services.print_badge(person, by=officer)
    design = designs.designs_of(event)[1]
    assert pdf.codes(services.pdf_of_print(event, logged, design, reader=officer)) == [person.badge_code]

    clock.shift(601)

    with pytest.raises(PrintOver):
        services.pdf_of_print(event, logged, design, reader=officer)


def test_the_file_of_a_print_is_for_who_printed_and_for_the_present_code(event, person, officer) -> None:
    first = services.print_badge(person, by=officer)
    design = designs.default_design(event)
    with pytest.raises(PrintOver):
        services.pdf_of_print(event, first, design, reader=UserFactory())

    services.print_badge(person, by=officer, again=Again(seen=first.id, reason="mất", replace=True))

    with pytest.raises(PrintOver):
        services.pdf_of_print(event, first, design, reader=officer)


def test_the_doctor_sees_codes_that_are_nobodys(db, person) -> None:
    logged = BadgePrintFactory(person=person)
    assert [*checks.find_strange_prints()] == []

    logged.badge_code = "EV1" + "Z" * 20
    revoked = RevokedCode(
        badge_code=person.badge_code, event_id=person.event_id, registration_id=person.id, reason="x", revoked_at=time.now()
    )
    db.add(revoked)
    db.flush()

    assert [*checks.find_strange_prints()] == [f"badge_print {logged.id} has a code that is nobody's"]
    assert [*checks.find_living_revoked_codes()] == [f"registration {person.id} has a code that was replaced"]


def _replace(app, barrier, _index, person_id, officer_id, seen) -> str:
    from app.accounts.models import User

    def work() -> str:
        person = database.session.get_one(Registration, person_id)
        officer = database.session.get_one(User, officer_id)
        return services.print_badge(person, by=officer, again=Again(seen=seen, reason="mất", replace=True)).badge_code

    barrier.wait()
    try:
        return unit_of_work(work)
    except PrintedMeanwhile:
        return "refused"


@pytest.mark.own_database
@pytest.mark.race
def test_two_desks_that_replace_a_badge_at_once_make_one_new_code(own_database, tmp_path) -> None:
    with make_app(own_database, tmp_path).app_context():
        event = EventFactory()
        person, officer = RegistrationFactory(event_id=event.id), UserFactory()
        old = person.badge_code
        seen = services.print_badge(person, by=officer).id
        database.session.commit()
        arguments = (person.id, officer.id, seen)
        database.session.remove()
        database.engine.dispose()

        answers = run_together(4, _replace, own_database, tmp_path, *arguments)

        [new] = [answer for answer in answers if answer != "refused"]
        person = database.session.get_one(Registration, arguments[0])
        assert person.badge_code == new != old
        assert [row.badge_code for row in database.session.query(RevokedCode)] == [old]
        assert database.session.query(BadgePrint).count() == 2
        database.session.remove()
        database.engine.dispose()
