"""Orders, swaps, merges, late money and withdrawals by several processes at once, on both databases (BK05, BK08).

Each process walks through all of them, meeting the others at a barrier before each; one start of the application serves all.
"""

import multiprocessing
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from app.accounts.models import Organisation, User
from app.booths import checks, queries, services
from app.booths.models import Booth, BoothClaim, BoothState, ClaimState
from app.booths.services import Holder
from app.core import clock
from app.core.db import db, unit_of_work
from app.core.errors import DomainError
from app.events.models import Event
from app.mail.models import Message
from app.payments import queries as payments
from app.payments.models import EntryKind, Invoice, LedgerEntry
from app.payments.services import bank
from app.payments.statements import Credit
from app.registrations import services as registrations
from app.registrations.models import Application, ApplicationBooth
from app.registrations.services import decisions, paid
from app.registrations.terms import ApplicationState, ConsentPurpose
from tests.factories.accounts import OrganisationFactory, UserFactory
from tests.factories.booths import BoothClaimFactory, make_fair
from tests.factories.registrations import ApplicationFactory
from tests.support.race import make_app, run_together

pytestmark = [pytest.mark.race, pytest.mark.own_database, pytest.mark.real_time]
PROCESSES = 8


@dataclass
class Scene:
    """Ids of what the processes fight for."""

    event: int
    officer: int
    order: int
    swapped: tuple[int, int]
    late: int
    withdrawn: int


@pytest.fixture
def scene(own_database: str, tmp_path: Path) -> Iterator[Scene]:
    app = make_app(own_database, tmp_path)
    with app.app_context():
        made = _prepare()
        db.session.commit()
        yield made
        db.session.remove()
        db.engine.dispose()


def _prepare() -> Scene:
    now = clock.now()
    event, booths = make_fair(12, venue=None, starts_at=now + timedelta(60), ends_at=now + timedelta(65))
    officer = UserFactory()
    over = now - timedelta(seconds=1)
    held = BoothClaimFactory(of=booths[0], state=ClaimState.HELD, created_at=over - timedelta(minutes=15), expires_at=over)
    order = ApplicationFactory(event_id=event.id, state=ApplicationState.DRAFT, submitted_at=None)
    registrations.record_consents(order, {ConsentPurpose.PARTICIPATION: True})
    db.session.add(ApplicationBooth(event_id=event.id, application_id=order.id, claim_id=held.id))
    swapped = [services.assign(booth, OrganisationFactory(), by=officer) for booth in booths[1:3]]
    late, withdrawn = (_accepted(event, code, officer) for code in ("A04", "A12"))
    (claim,) = queries.claims_of_organisation(event, late.organisation_id)
    claim.deposit_due_on = clock.today(event.timezone) - timedelta(days=1)
    db.session.flush()
    ids = (swapped[0].id, swapped[1].id)
    return Scene(event.id, officer.id, order.id, ids, claim.id, withdrawn.id)


def _accepted(event: Event, code: str, officer: User) -> Application:
    application = ApplicationFactory(event_id=event.id, state=ApplicationState.SUBMITTED)
    decisions.assign_booth(event, application, code, by=officer)
    decisions.accept(event, application, by=officer)
    return application


def walk(_app: Flask, barrier: Any, index: int, scene: Scene) -> dict[str, str]:
    """Meet the others before each fight; "won" or the code of the refusal by fight."""
    fights = {
        "order": lambda: _order(scene),
        "swap": lambda: _swap(scene),
        "several": lambda: _several(scene, index),
        "merge": lambda: _merge_or_hold(scene, index),
        "money": lambda: _pay_or_release(scene, index),
        "withdraw": lambda: _withdraw(scene),
    }
    return {name: _fight(barrier, work()) for name, work in fights.items()}


def _fight(barrier: Any, work: Callable[[], Any]) -> str:
    """Do what was prepared, together with the others. What was read before the barrier is what this process believes."""
    db.session.commit()
    barrier.wait()
    try:
        unit_of_work(work)
    except DomainError as error:
        return error.code
    return "won"


def _order(scene: Scene) -> Callable[[], Any]:
    event, application = db.session.get_one(Event, scene.event), db.session.get_one(Application, scene.order)
    return lambda: registrations.submit(event, application)


def _swap(scene: Scene) -> Callable[[], Any]:
    one, other = (db.session.get_one(BoothClaim, number) for number in scene.swapped)
    officer, _booths = db.session.get_one(User, scene.officer), (one.booth, other.booth)
    return lambda: services.swap(one, other, by=officer, reason="x")


def _several(scene: Scene, index: int) -> Callable[[], Any]:
    event = db.session.get_one(Event, scene.event)
    chosen = queries.booths_with(event, ["A05", "A06"])
    return lambda: services.hold_all(chosen[:: 1 if index % 2 else -1], Holder(f"browser {index}"))


def _merge_or_hold(scene: Scene, index: int) -> Callable[[], Any]:
    event, officer = db.session.get_one(Event, scene.event), db.session.get_one(User, scene.officer)
    chosen = queries.booths_with(event, ["A08", "A09", "A10"])
    if index % 2:
        return lambda: services.merge(chosen, by=officer, reason="x")
    return lambda: services.hold(chosen[1], Holder(f"merging {index}"))


def _pay_or_release(scene: Scene, index: int) -> Callable[[], Any]:
    """Half of them import the statement with the late deposit, the others release the booth, at the same moment."""
    event, claim = db.session.get_one(Event, scene.event), db.session.get_one(BoothClaim, scene.late)
    invoice, officer = db.session.get_one(Invoice, claim.invoice_id), db.session.get_one(User, scene.officer)
    _booth = claim.booth
    credit = Credit(1, "FT-LATE", invoice.deposit_vnd, invoice.code, clock.now())

    def pay() -> None:
        bank.import_credits(event, [credit], by=None)
        paid.confirm_booths(invoice.id)

    return pay if index % 2 else lambda: services.release_late(claim, by=officer)


def _withdraw(scene: Scene) -> Callable[[], Any]:
    event, application = db.session.get_one(Event, scene.event), db.session.get_one(Application, scene.withdrawn)
    _loaded = [row.claim.booth for row in application.booths]
    return lambda: registrations.withdraw(event, application)


def test_every_fight_has_one_winner_and_one_effect(own_database, tmp_path, scene) -> None:
    seen: list[dict[str, str]] = run_together(PROCESSES, walk, own_database, tmp_path, scene)
    db.session.rollback()
    winners = {name: sum(one[name] == "won" for one in seen) for name in seen[0]}
    assert {name: winners[name] for name in ("order", "swap", "several", "withdraw")} == {
        "order": 1,
        "swap": 1,
        "several": 1,
        "withdraw": 1,
    }, seen
    _the_order_is_one_claim_and_one_mail(scene)
    _the_swap_happened_once(scene)
    _both_booths_have_one_holder(scene)
    _no_part_of_a_stand_is_held(scene)
    _late_money_is_booked_once_and_never_lost(scene)
    _the_withdrawal_is_one_entry_and_one_mail(scene)
    assert checks.find_double_claims() + checks.find_wrong_stands() + checks.find_wrong_holds() == []


def _mails(template: str) -> int:
    sent = sa.select(sa.func.count()).select_from(Message).where(Message.template == f"registrations/{template}")
    return db.session.scalar(sent) or 0


def _holders(scene: Scene, *codes: str) -> list[BoothClaim]:
    event = db.session.get_one(Event, scene.event)
    found = [queries.find_live_claim(booth) for booth in queries.booths_with(event, codes)]
    return [claim for claim in found if claim is not None]


def _the_order_is_one_claim_and_one_mail(scene: Scene) -> None:
    assert [claim.state for claim in _holders(scene, "A01")] == [ClaimState.APPLIED]
    assert _mails("application_received") == 1


def _the_swap_happened_once(scene: Scene) -> None:
    assert [claim.id for claim in _holders(scene, "A02", "A03")] == [scene.swapped[1], scene.swapped[0]]


def _both_booths_have_one_holder(scene: Scene) -> None:
    holders = _holders(scene, "A05", "A06")
    assert (len(holders), len({claim.secret_digest for claim in holders})) == (2, 1)


def _no_part_of_a_stand_is_held(scene: Scene) -> None:
    event = db.session.get_one(Event, scene.event)
    parts = queries.booths_with(event, ["A08", "A09", "A10"])
    merged, held = parts[0].is_merged, queries.find_live_claim(parts[1]) is not None
    assert merged is not held


def _late_money_is_booked_once_and_never_lost(scene: Scene) -> None:
    claim = db.session.get_one(BoothClaim, scene.late)
    invoice = db.session.get_one(Invoice, claim.invoice_id)
    received = sa.select(LedgerEntry).where(LedgerEntry.kind == EntryKind.RECEIVED, LedgerEntry.invoice_id == invoice.id)
    assert len(db.session.scalars(received).all()) == 1
    if claim.state is ClaimState.CONFIRMED:
        assert (invoice.paid_vnd, payments.credit_of(invoice), _mails("booths_confirmed")) == (invoice.deposit_vnd, 0, 1)
    else:
        assert (claim.state, payments.credit_of(invoice)) == (ClaimState.RELEASED, invoice.deposit_vnd)
        assert queries.state_of(claim.booth) is BoothState.FREE


def _the_withdrawal_is_one_entry_and_one_mail(scene: Scene) -> None:
    application = db.session.get_one(Application, scene.withdrawn)
    cancelled = sa.select(sa.func.count()).select_from(LedgerEntry).where(LedgerEntry.kind == EntryKind.CANCELLED)
    mine = cancelled.where(LedgerEntry.invoice_id == application.invoice_id)
    assert (application.state, db.session.scalar(mine)) == (ApplicationState.WITHDRAWN, 1)
    assert _mails("application_withdrawn") == 1


def _die(url: str, folder: Path, event_id: int) -> None:
    """Hold a booth, and be killed while the hold becomes part of an order."""
    app = make_app(url, folder, FAIR_FAILPOINTS="booths.applying=kill")
    with app.app_context():
        event = db.session.get_one(Event, event_id)
        booth = queries.get_booth(event, "A07")
        held = unit_of_work(lambda: services.hold(booth, Holder("dies")))
        unit = db.session.scalars(sa.select(Organisation)).first()
        unit_of_work(lambda: services.apply(held, unit))  # type: ignore[arg-type]


def test_a_process_killed_between_hold_and_order_leaves_the_hold_and_nothing_else(own_database, tmp_path, scene) -> None:
    process = multiprocessing.get_context("fork").Process(target=_die, args=(own_database, tmp_path, scene.event))
    db.session.remove()
    db.engine.dispose()
    process.start()
    process.join(timeout=60)
    assert process.exitcode == -9
    (left,) = db.session.scalars(sa.select(BoothClaim).join(Booth, Booth.id == BoothClaim.booth_id).where(Booth.code == "A07"))
    assert (left.state, left.organisation_id, left.expires_at is not None) == (ClaimState.HELD, None, True)
    event = db.session.get_one(Event, scene.event)
    assert [claim.id for claim in queries.held_by("dies", event)] == [left.id]
