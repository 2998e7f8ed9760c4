"""`flask import booths` and `flask export booths`, doctor, cloning, and what other pages get."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.booths import checks, queries, services
from app.booths.models import BoothClaim, ClaimState
from app.booths.services import Holder
from app.booths.setup import booth_fact, has_booths, plan_section, taken_booths
from app.core import clock as time
from app.core.registry import CloneRun
from app.events.queries import halls_of
from tests.factories.accounts import OrganisationFactory, UserFactory
from tests.factories.booths import make_fair
from tests.factories.events import EventFactory, HallFactory

HEAD = "code,zone,kind,hall,x_m,y_m,width_m,depth_m,open_sides\n"


@pytest.fixture
def run(app, db):
    def call(*arguments: str):
        db.commit()
        return app.test_cli_runner().invoke(args=list(arguments))

    return call


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "booths.csv"
    path.write_text(HEAD + "A01,A,,,0,0,3,3,2\nA02,A,,,3,0,3,3,1\n")
    return path


def test_a_dry_run_takes_nothing_over(run, table) -> None:
    event = EventFactory()
    result = run("import", "booths", event.slug, str(table), "--dry-run")
    assert (result.exit_code, result.output) == (0, "2 booths can be taken over.\n")
    assert queries.booths_of(event) == []


def test_a_table_is_imported_and_exported(run, table, tmp_path) -> None:
    event = EventFactory()
    assert run("import", "booths", event.slug, str(table)).output == "2 booths added.\n"
    out = tmp_path / "out.csv"
    assert run("export", "booths", event.slug, "--out", str(out)).exit_code == 0
    assert out.read_text("utf-8-sig").splitlines() == [
        HEAD.strip() + ",angle,height_limit_m,power_kw,power_points,water_points,price_group",
        "A01,A,standard,Nhà 1,0,0,3,3,2,0,,,0,0,",
        "A02,A,standard,Nhà 1,3,0,3,3,1,0,,,0,0,",
    ]


def test_problems_are_told_by_line_with_exit_1(run, table) -> None:
    event = EventFactory()
    table.write_text(HEAD + "A01,A,,,0,0,3,3,2\nA01,A,,,3,0,-3,3,1\n")
    result = run("import", "booths", event.slug, str(table))
    assert result.exit_code == 1
    assert "3: width_m: " in result.output
    assert queries.booths_of(event) == []


def test_an_unknown_event_is_one_clear_line(run, table) -> None:
    result = run("import", "booths", "nowhere", str(table))
    assert (result.exit_code, result.output) == (1, "Error: There is no event nowhere.\n")


def test_a_sound_database_has_no_problems(db) -> None:
    _event, booths = make_fair(4)
    services.hold(booths[0], Holder("x"))
    services.apply(services.hold(booths[1], Holder("y")), OrganisationFactory())
    services.let_go(services.hold(booths[2], Holder("z")))
    assert (checks.find_double_claims(), checks.find_wrong_holds(), checks.find_wrong_totals()) == ([], [], [])


def test_the_doctor_names_wrong_holds_and_totals(db) -> None:
    _event, booths = make_fair(2)
    claim = services.hold(booths[0], Holder("x"))
    db.execute(sa.update(BoothClaim).values(expires_at=time.now() + timedelta(days=1), total_vnd=1))
    assert checks.find_wrong_holds() == [f"claim {claim.id} holds longer than 2:00:00"]
    assert checks.find_wrong_totals() == [f"claim {claim.id}: total is not the sum of its lines"]


def test_the_doctor_names_an_oversold_booth(db) -> None:
    event, booths = make_fair(1)
    claim = services.hold(booths[0], Holder("x"))
    db.execute(sa.text("DROP INDEX uq_booth_claim_live"))
    values = {c.name: getattr(claim, c.name) for c in BoothClaim.__table__.columns if c.name != "id"}
    db.execute(sa.insert(BoothClaim).values(values | {"state": ClaimState.HELD}))
    assert checks.find_double_claims() == [f"event {event.id}: booth A01 has 2 live claims"]


def test_a_new_edition_takes_booths_and_rates_without_claims(db) -> None:
    source, booths = make_fair(3)
    services.hold(booths[0], Holder("x"))
    target = EventFactory()
    run = CloneRun(shift_days=365, zone="Asia/Ho_Chi_Minh", chosen=frozenset(), by=UserFactory())
    for hall in halls_of(source):
        run.remember(hall, HallFactory(event_id=target.id, name=hall.name))
    services.clone_booths(source, target, run)
    services.clone_rates(source, target, run)
    assert [booth.code for booth in queries.booths_of(target)] == ["A01", "A02", "A03"]
    assert queries.rates_of(target)["standard"].per_booth_vnd == 4_500_000
    assert queries.states_of(target) == {}


def test_other_pages_get_figures_checks_and_a_picture(app, db) -> None:
    event, booths = make_fair(3)
    services.assign(booths[0], OrganisationFactory(), by=UserFactory())
    with app.test_request_context():
        assert (taken_booths(event).value, taken_booths(event).share) == ("1", 1 / 3)
        assert [check.done for check in has_booths(event)] == [True, True]
        assert (booth_fact(event).value, booth_fact(event).label) == ("3", "gian hàng, còn 2")
        assert plan_section(event).context["picture"].count("<path") == 2


def test_a_fair_without_booths_cannot_go_live(app, db) -> None:
    event = EventFactory()
    with app.test_request_context():
        assert [(check.done, check.blocks) for check in has_booths(event)] == [(False, True), (False, True)]
        assert (taken_booths(event), booth_fact(event), plan_section(event)) == (None, None, None)
