"""From the first answer of an exhibitor to the decision, with booths, money, passes and mails."""

import pytest
import sqlalchemy as sa

from app.accounts.models import Organisation, OrganisationKind
from app.accounts.services.organisations import OrganisationDetails
from app.audit.models import AuditEntry
from app.booths import services as booths
from app.booths.errors import BoothTaken
from app.booths.models import BoothClaim, ClaimState
from app.core.codes import new_secret
from app.payments.models import Invoice, InvoiceState
from app.registrations import queries, services
from app.registrations.errors import AlreadyDecided, ApplicationsClosed, Incomplete, NotEditable, ReasonNeeded, TooManyStaff
from app.registrations.links import link_secret, secret_for
from app.registrations.models import ApplicationState, ConsentPurpose
from app.registrations.services import Wishes
from tests.factories.accounts import UserFactory
from tests.factories.booths import make_fair
from tests.factories.events import EventFactory, EventKind
from tests.factories.registrations import ApplicationFactory

X1 = OrganisationDetails(OrganisationKind.COOPERATIVE, "Hợp tác xã Chè Shan Tả Lèng Xanh", tax_id="6299900012")
PAO = Wishes(
    contact_name="Giàng A Páo",
    contact_phone="+84912345001",
    contact_email="pao@example.vn",
    details={"staff": ["Giàng A Páo", "Lò Văn Én"]},
)


def draft(event, *held):
    application = services.start(event, X1)
    services.save_wishes(application, PAO)
    services.record_consents(application, {ConsentPurpose.PARTICIPATION: True})
    claims = [booths.hold(booth, booths.Holder(new_secret())) for booth in held]
    services.attach_holds(application, claims)
    return application


@pytest.fixture
def fair(db):
    return make_fair(3, code="HCKC26")


@pytest.fixture
def reviewer(db):
    return UserFactory()


def states(application) -> list[str]:
    return [row.claim.state.value for row in application.booths]


def test_the_first_save_gives_a_code_and_a_link(fair) -> None:
    application = services.start(fair[0], X1)
    assert application.code == "HCKC26DK0001"
    assert queries.find_application_by_link(secret_for(application.code)) == application


def test_only_the_digest_of_the_link_is_kept(fair) -> None:
    application = services.start(fair[0], X1)
    assert link_secret(application) not in str(vars(application))


def test_no_application_begins_after_the_closing_time(fair, clock) -> None:
    fair[0].applications_close_at = fair[0].created_at
    with pytest.raises(ApplicationsClosed):
        services.start(fair[0], X1)
    assert services.start(fair[0], X1, assisted_by=UserFactory()).state is ApplicationState.DRAFT


def test_a_conference_takes_no_exhibitors(db) -> None:
    with pytest.raises(ApplicationsClosed):
        services.start(EventFactory(kind=EventKind.CONFERENCE), X1)


def test_sending_applies_for_the_held_booth_and_confirms_by_mail(fair, outbox, run_jobs) -> None:
    event, (corner, *_rest) = fair
    application = draft(event, corner)
    assert services.submit(event, application) == []
    assert (application.state, states(application)) == (ApplicationState.SUBMITTED, ["applied"])
    run_jobs()
    assert [(letter.to, application.code in letter.subject) for letter in outbox] == [("pao@example.vn", True)]
    assert secret_for(application.code) in outbox[0].text


def test_without_an_address_no_mail_is_sent(fair, outbox, run_jobs) -> None:
    application = draft(fair[0])
    application.contact_email = ""
    services.submit(fair[0], application)
    run_jobs()
    assert outbox == []


@pytest.mark.parametrize("missing", ["contact", "consent"])
def test_an_incomplete_application_is_not_sent(fair, missing: str) -> None:
    application = draft(fair[0])
    if missing == "contact":
        application.contact_phone = ""
    else:
        services.record_consents(application, {ConsentPurpose.PARTICIPATION: False})
    with pytest.raises(Incomplete):
        services.submit(fair[0], application)
    assert application.state is ApplicationState.DRAFT


def test_a_lost_hold_does_not_lose_the_application(fair, clock) -> None:
    event, (corner, *_rest) = fair
    application = draft(event, corner)
    clock.shift(16 * 60)
    other = booths.hold(corner, booths.Holder(new_secret()))
    assert services.submit(event, application) == [corner.code]
    assert (application.state, states(application), other.state) == (ApplicationState.SUBMITTED, [], ClaimState.HELD)


def test_an_expired_hold_is_taken_again_when_the_booth_is_free(fair, clock) -> None:
    event, (corner, *_rest) = fair
    application = draft(event, corner)
    clock.shift(16 * 60)
    assert services.submit(event, application) == []
    assert [booth.code for booth in queries.booths_of(application)] == [corner.code]


def test_a_sent_application_is_not_sent_twice(fair) -> None:
    application = draft(fair[0])
    services.submit(fair[0], application)
    with pytest.raises(AlreadyDecided):
        services.submit(fair[0], application)


def test_a_sent_application_cannot_be_changed_until_changes_are_asked_for(fair, reviewer) -> None:
    event = fair[0]
    application = draft(event)
    services.submit(event, application)
    with pytest.raises(NotEditable):
        services.save_wishes(application, PAO)
    services.ask_for_changes(event, application, by=reviewer, note="Thiếu số điện thoại Zalo")
    services.save_wishes(application, PAO)
    services.submit(event, application)
    assert application.state is ApplicationState.SUBMITTED


def test_accepting_reserves_requests_payment_and_gives_passes(fair, reviewer, outbox, run_jobs, db) -> None:
    event, (corner, *_rest) = fair
    application = draft(event, corner)
    services.submit(event, application)
    invoice = services.accept(event, application, by=reviewer)
    # 4.500.000 + 450.000, VAT 396.000
    assert (invoice.code, invoice.net_vnd, invoice.vat_vnd, invoice.total_vnd) == (
        "HCKC26DK0001",
        4_950_000,
        396_000,
        5_346_000,
    )
    assert states(application) == ["reserved"]
    assert [row.full_name for row in queries.staff_of(application)] == ["Lò Văn Én", "Giàng A Páo"]
    run_jobs()
    assert (outbox[-1].to, "HCKC26DK0001" in outbox[-1].text, corner.code in outbox[-1].text) == ("pao@example.vn", True, True)


def test_accepting_without_a_booth_asks_for_no_money(fair, reviewer) -> None:
    application = draft(fair[0])
    services.submit(fair[0], application)
    assert services.accept(fair[0], application, by=reviewer) is None


def test_the_second_decision_is_told_what_the_first_was(fair, reviewer) -> None:
    event = fair[0]
    application = draft(event)
    services.submit(event, application)
    services.decline(event, application, by=reviewer, reason="Hết chỗ")
    with pytest.raises(AlreadyDecided) as refusal:
        services.accept(event, application, by=reviewer)
    assert (refusal.value.status, application.state) == (409, ApplicationState.DECLINED)


@pytest.mark.parametrize("decide", [services.decline, services.ask_for_changes])
def test_a_refusal_needs_a_reason(fair, reviewer, decide) -> None:
    application = draft(fair[0])
    services.submit(fair[0], application)
    word = "reason" if decide is services.decline else "note"
    with pytest.raises(ReasonNeeded):
        decide(fair[0], application, by=reviewer, **{word: " "})
    assert application.state is ApplicationState.SUBMITTED


def test_declining_frees_the_booth_and_tells_the_reason(fair, reviewer, outbox, run_jobs) -> None:
    event, (corner, *_rest) = fair
    application = draft(event, corner)
    services.submit(event, application)
    services.decline(event, application, by=reviewer, reason="Sản phẩm không đúng chủ đề")
    assert states(application) == ["released"]
    run_jobs()
    assert "Sản phẩm không đúng chủ đề" in outbox[-1].text


def test_the_waiting_list_leads_to_acceptance_with_a_booth(fair, reviewer) -> None:
    event, (corner, *_rest) = fair
    application = draft(event)
    services.submit(event, application)
    services.waitlist(event, application, by=reviewer)
    services.assign_booth(event, application, corner.code, by=reviewer)
    assert services.accept(event, application, by=reviewer).total_vnd == 5_346_000


def test_a_booth_assigned_later_is_charged_at_once(fair, reviewer, db) -> None:
    event, (corner, plain, *_rest) = fair
    application = draft(event, corner)
    services.submit(event, application)
    services.accept(event, application, by=reviewer)
    services.assign_booth(event, application, plain.code, by=reviewer)
    totals = db.scalars(sa.select(Invoice.total_vnd).where(Invoice.event_id == event.id).order_by(Invoice.id)).all()
    assert totals == [5_346_000, 4_860_000]


def test_a_booth_is_assigned_once(fair, reviewer) -> None:
    event, (corner, *_rest) = fair
    first, second = draft(event), draft(event)
    for application in (first, second):
        services.submit(event, application)
    services.assign_booth(event, first, corner.code, by=reviewer)
    with pytest.raises(BoothTaken):
        services.assign_booth(event, second, corner.code, by=reviewer)


def test_withdrawing_undoes_booth_money_and_passes(fair, reviewer, db) -> None:
    event, (corner, *_rest) = fair
    application = draft(event, corner)
    services.submit(event, application)
    invoice = services.accept(event, application, by=reviewer)
    services.withdraw(event, application, reason="Không đủ hàng")
    assert (states(application), queries.staff_of(application)) == (["released"], [])
    assert (invoice.state, application.state) == (InvoiceState.CANCELLED, ApplicationState.WITHDRAWN)


def test_staff_passes_are_limited_by_booths(fair, reviewer) -> None:
    event, (corner, *_rest) = fair
    application = draft(event, corner)
    services.submit(event, application)
    services.accept(event, application, by=reviewer)
    with pytest.raises(TooManyStaff):
        services.set_staff(event, application, ["A", "B", "C"], by="x")
    services.set_staff(event, application, ["Lò Văn Én", "Tẩn Mẩy Mẩy"], by="x")
    assert [row.full_name for row in queries.staff_of(application)] == ["Lò Văn Én", "Tẩn Mẩy Mẩy"]


def test_people_who_stay_on_the_staff_list_keep_their_code(fair, reviewer) -> None:
    event = fair[0]
    application = draft(event)
    services.submit(event, application)
    services.accept(event, application, by=reviewer)
    before = {row.full_name: row.badge_code for row in queries.staff_of(application)}
    services.set_staff(event, application, ["Lò Văn Én"], by="x")
    assert [row.badge_code for row in queries.staff_of(application)] == [before["Lò Văn Én"]]


def test_the_same_tax_id_is_shown_as_a_possible_double_and_not_joined(fair, db) -> None:
    first, second = draft(fair[0]), draft(fair[0])
    services.submit(fair[0], first)
    assert queries.doubles_of(second) == [first]
    assert queries.doubles_of(first) == []
    assert first.organisation_id != second.organisation_id
    assert db.scalar(sa.select(sa.func.count()).select_from(Organisation).where(Organisation.tax_id == X1.tax_id)) == 2


def test_every_step_stands_in_the_trail(fair, reviewer, db) -> None:
    event, (corner, *_rest) = fair
    application = draft(event, corner)
    services.submit(event, application)
    services.accept(event, application, by=reviewer)
    statement = sa.select(AuditEntry.action, AuditEntry.actor_label).where(AuditEntry.subject_type == "application")
    assert db.execute(statement.order_by(AuditEntry.id)).all() == [
        ("registrations.application_started", f"exhibitor {application.code}"),
        ("registrations.application_sent", f"exhibitor {application.code}"),
        ("registrations.application_accepted", reviewer.full_name),
    ]


def test_applications_are_found_without_accents_and_drafts_stay_private(fair, db) -> None:
    application = draft(fair[0])
    assert db.scalars(queries.applications(fair[0])).all() == []
    services.submit(fair[0], application)
    for text in ("che shan", "CHÈ SHAN tả", "6299900012", application.code.lower()):
        assert db.scalars(queries.applications(fair[0], text=text)).all() == [application]
    assert db.scalars(queries.applications(fair[0], text="gom bat trang")).all() == []
    assert db.scalars(queries.applications(EventFactory(), text="che shan")).all() == []


def test_claims_of_another_event_are_not_attached(fair, db) -> None:
    _other, (foreign, *_rest) = make_fair(1)
    claim = booths.hold(foreign, booths.Holder(new_secret()))
    application = draft(fair[0])
    services.attach_holds(application, [claim])
    assert application.booths == []
    assert db.get(BoothClaim, claim.id).state is ClaimState.HELD


def test_the_application_of_another_event_is_not_found(db) -> None:
    application = ApplicationFactory()
    with pytest.raises(queries.get_application.__globals__["NotFound"]):
        queries.get_application(EventFactory(), application.code)
