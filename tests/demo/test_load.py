"""The demo data are those of the acceptance scenario, and they hold what the program promises."""

import pytest
import sqlalchemy as sa

from app.booths.models import Booth, BoothClaim, BoothKind, ClaimState
from app.checkin.models import VisitorCount
from app.core.db import db as database
from app.core.doctor import examine
from app.demo import services
from app.demo.sign_ins import SIGN_INS
from app.events.models import Event, EventInvitee
from app.payments.models import Invoice
from app.registrations.models import Application, Registration
from app.registrations.services import late
from tests.factories.accounts import OrganisationFactory


@pytest.fixture
def demo(app, db):
    result = app.test_cli_runner().invoke(args=["demo", "load", "--quiet"])
    assert (result.exit_code, result.output) == (0, "")
    return db


def event(code: str) -> Event:
    return database.session.scalars(sa.select(Event).where(Event.code == code)).one()


def test_the_scenario_is_loaded_and_sound(demo) -> None:
    """One load for all statements: it takes seconds."""
    fair = event("HCKC26")
    kinds = dict(
        demo.execute(sa.select(Booth.kind, sa.func.count()).where(Booth.event_id == fair.id).group_by(Booth.kind)).all()
    )
    assert kinds == {BoothKind.STANDARD: 247, BoothKind.RAW: 4}
    a12 = demo.execute(
        sa.select(BoothClaim.state, BoothClaim.total_vnd)
        .join(Booth, Booth.id == BoothClaim.booth_id)
        .where(Booth.event_id == fair.id, Booth.code == "A12")
    ).one()
    assert (a12.state in (ClaimState.RESERVED, ClaimState.CONFIRMED), a12.total_vnd) == (True, 5_346_000)
    assert demo.scalar(sa.select(sa.func.count()).where(Registration.event_id == event("HNKC20").id)) == 320
    assert demo.scalar(sa.select(sa.func.sum(VisitorCount.delta)).where(VisitorCount.event_id == event("HCKC25").id)) == 62_000
    assert demo.scalar(sa.select(sa.func.count()).where(Application.event_id == fair.id)) > 100
    assert demo.scalar(sa.select(sa.func.count()).where(Invoice.event_id == fair.id)) > 90
    mine, theirs = (
        set(demo.scalars(sa.select(EventInvitee.organisation_id).where(EventInvitee.event_id == event(code).id)))
        for code in ("HCKC26", "OCOPPT26")
    )
    assert (len(mine & theirs), len(theirs)) == (62, 100)
    assert len({email for _role, email, _password in SIGN_INS}) == 16
    spring = event("HCX27")
    merged = demo.scalars(sa.select(Booth.label).where(Booth.event_id == spring.id, Booth.label != "")).all()
    assert merged == ["D01–D02"]
    [case] = late.cases_of(spring)
    assert ([booth.code for booth in case.lost], [booth.code for booth in case.free], case.credit_vnd > 0) == (
        ["D04"],
        ["D04"],
        True,
    )
    demo.commit()
    assert {finding.key: finding.rows for finding in examine() if not finding.ok} == {}


def test_it_is_loaded_into_an_empty_database_only(db) -> None:
    OrganisationFactory()
    with pytest.raises(services.NotEmpty):
        services.load("acceptance")
