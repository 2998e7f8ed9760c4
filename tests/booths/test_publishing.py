"""Publishing a draft: checked, all or nothing, kept as a numbered version; who has a booth is told of its change."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from app.audit.models import AuditEntry
from app.booths import queries, services
from app.booths.errors import DraftMoved, NothingToPublish, PlanRefused, ReasonMissing
from app.booths.models import Booth, ClaimState, PlanVersion
from app.core import clock
from app.core.db import db as database
from app.events.queries import halls_of
from app.registrations.models import ExhibitorTerms
from tests.booths.test_drafts import booth, put
from tests.factories.accounts import OrganisationFactory, UserFactory
from tests.factories.booths import BoothClaimFactory, make_fair
from tests.factories.registrations import ApplicationFactory


@pytest.fixture
def fair(db):
    return make_fair(3)


def edit(event, *operations: dict[str, Any]) -> int:
    draft = queries.find_draft(event.id)
    return services.save_draft(event, draft.revision if draft else 0, list(operations), by=UserFactory()).revision


def publish(event, *operations: dict[str, Any], **options: Any) -> PlanVersion:
    return services.publish(event, edit(event, *operations), by=UserFactory(), **options)


def places(event) -> dict[str, tuple[float, float, float]]:
    return {booth.code: (float(booth.x_m), float(booth.y_m), float(booth.angle)) for booth in queries.booths_of(event)}


def rebuilt() -> list[AuditEntry]:
    statement = sa.select(AuditEntry).where(AuditEntry.action == "booths.rebuilt").order_by(AuditEntry.id)
    return list(database.session.scalars(statement))


def test_a_published_draft_is_the_plan(client, fair) -> None:
    event, (one, two, three) = fair
    wall = {"op": "add", "key": "nwall000001", "type": "object", "data": {"kind": "column", "hall": f"h{one.hall_id}"}}
    wall["data"] |= {"x": 50, "y": 20, "width": 0.6, "depth": 0.6, "label": "Cột <1>"}
    version = publish(
        event,
        # Two booths change numbers; one is turned; one goes; one comes into a new hall.
        put(f"b{one.id}", code="A02"),
        put(f"b{two.id}", code="A01", y=30, angle=30),
        {"op": "remove", "key": f"b{three.id}"},
        {"op": "add", "key": "nhall000001", "type": "hall", "data": {"name": "Tầng 2", "width": 60, "depth": 30, "floor": 2}},
        booth(one.hall_id, "B10", 1, hall="nhall000001", power_kw=5.5),
        wall,
        note="Theo bản vẽ mới",
    )
    assert places(event) == {"A01": (3, 30, 30), "A02": (0, 0, 0), "B10": (1, 20, 0)}
    assert [(hall.name, hall.floor) for hall in halls_of(event)] == [("Nhà A", 1), ("Tầng 2", 2)]
    assert (version.number, version.counts) == (1, {"added": 3, "changed": 2, "removed": 1, "booths": 3})
    page = client.get(f"/events/{event.slug}/floor-plan").get_data(as_text=True)
    assert 'class="column"' in page
    assert "Cột &lt;1&gt;" in page
    assert 'transform="rotate(30 ' in page
    assert [item for item in queries.draft_items(event) if item.is_changed] == []
    with pytest.raises(NothingToPublish):
        services.publish(event, queries.find_draft(event.id).revision, by=UserFactory())
    assert publish(event, put(f"b{one.id}", zone="OCOP")).number == 2


@pytest.mark.parametrize("what", ["double_code", "overlap", "outside", "no_hall", "has_claims"])
def test_what_cannot_be_built_is_not_published_and_nothing_changes(fair, what) -> None:
    event, (one, two, _three) = fair
    BoothClaimFactory(of=two, state=ClaimState.RELEASED, ended_at=clock.now())
    wrong = {
        "double_code": [put(f"b{one.id}", code="A02")],
        "overlap": [put(f"b{one.id}", angle=45, x=0.5)],
        "outside": [put(f"b{one.id}", x=118)],
        "no_hall": [{"op": "remove", "key": f"h{one.hall_id}"}],
        "has_claims": [{"op": "remove", "key": f"b{two.id}"}],
    }
    before = places(event)
    edit(event, booth(one.hall_id, "B01", 60))
    with pytest.raises(PlanRefused) as refused:
        publish(event, *wrong[what])
    assert what in {problem.code for problem in refused.value.problems}
    database.session.expire_all()
    assert (places(event), queries.versions_of(event)) == (before, [])


def test_moving_a_taken_booth_needs_a_reason_and_its_exhibitor_is_told(fair, outbox, run_jobs) -> None:
    event, (one, two, three) = fair
    firm = OrganisationFactory(name="HTX Chè Tả Lèng")
    ApplicationFactory(event_id=event.id, organisation=firm, contact_email="che@example.vn", locale="vi")
    BoothClaimFactory(of=one, organisation_id=firm.id)
    with pytest.raises(ReasonMissing):
        publish(event, put(f"b{one.id}", y=30), put(f"b{two.id}", y=30))
    revision = queries.find_draft(event.id).revision
    services.publish(event, revision, by=UserFactory(), reason="Mở lối thoát hiểm")
    run_jobs()
    (letter,) = [letter for letter in outbox if letter.to == "che@example.vn"]
    assert "A01" in letter.subject
    assert "Mở lối thoát hiểm" in letter.text
    told = rebuilt()
    assert [(entry.reason, entry.data["booth"], entry.data["y"]) for entry in told] == [
        ("Mở lối thoát hiểm", "A01", ["0", "30"])
    ]


def test_a_reason_given_in_the_editor_counts_and_is_cleared(fair) -> None:
    event, (one, *_rest) = fair
    BoothClaimFactory(of=one)
    publish(event, put(f"b{one.id}", y=30, reason="Cột mới"))
    (item,) = [item for item in queries.draft_items(event) if item.key == f"b{one.id}"]
    assert (item.data["reason"], item.is_changed) == ("", False)


def test_numbers_change_only_with_a_reason_once_fascia_boards_are_made(fair) -> None:
    event, (one, *_rest) = fair
    publish(event, put(f"b{one.id}", code="K01"))
    database.session.add(
        ExhibitorTerms(event_id=event.id, fascia_due_at=clock.now() - timedelta(days=1), fascia_chars=30, staff_per_9m2=2)
    )
    with pytest.raises(ReasonMissing):
        publish(event, put(f"b{one.id}", code="K02"))
    publish(event, put(f"b{one.id}", code="K02"), reason="Trùng biển cũ")
    last = database.session.scalars(
        sa.select(AuditEntry).where(AuditEntry.action == "booths.rebuilt").order_by(AuditEntry.id)
    ).all()[-1]
    assert (last.reason, last.data["code"]) == ("Trùng biển cũ", ["K01", "K02"])


def test_what_was_not_looked_at_is_not_published(fair) -> None:
    event, (one, *_rest) = fair
    seen = edit(event, put(f"b{one.id}", zone="B"))
    edit(event, put(f"b{one.id}", zone="C"))
    with pytest.raises(DraftMoved):
        services.publish(event, seen, by=UserFactory())


def test_an_old_version_is_taken_back_into_the_draft(fair) -> None:
    event, (one, two, three) = fair
    publish(event, put(f"b{one.id}", zone="Cũ"))
    publish(event, put(f"b{one.id}", zone="Mới"), {"op": "remove", "key": f"b{three.id}"}, booth(one.hall_id, "B01", 60))
    services.restore(event, 1, by=UserFactory())
    assert sorted(places(event)) == ["A01", "A02", "B01"]
    publish(event, put(f"b{two.id}", zone="Z"))
    assert sorted(places(event)) == ["A01", "A02", "A03"]
    assert {booth.code: booth.zone for booth in queries.booths_of(event)}["A01"] == "Cũ"
    assert database.session.scalar(sa.select(sa.func.count()).select_from(Booth).where(Booth.event_id == event.id)) == 3
