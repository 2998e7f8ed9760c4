"""All at once: whose badges, in which order, published whole or not at all, the same on the command line."""

import pytest

from app.badges import checks, designs, drawing, queries, services
from app.badges.errors import NobodyToPrint
from app.badges.layouts.imposing import Paper
from app.badges.models import BadgePrint, BatchState
from app.badges.queries import Selection
from app.documents.errors import PdfFailed
from app.files.models import StoredFile
from app.files.services import read_content
from app.jobs.models import Job, JobState
from app.registrations.models import RegistrationState
from app.registrations.terms import Category
from tests.factories.accounts import UserFactory
from tests.factories.badges import BadgePrintFactory
from tests.factories.events import EventFactory
from tests.factories.registrations import RegistrationFactory
from tests.support import pdf


@pytest.fixture
def event(db):
    return EventFactory(slug="f1")


@pytest.fixture
def officer(db):
    return UserFactory()


def names(event, selection) -> list[str]:
    return [holder.full_name for holder in queries.holders(event, selection)]


def test_a_batch_of_25_has_each_badge_once_in_order(db, event, officer, run_jobs) -> None:
    for _number in range(25):
        RegistrationFactory(event_id=event.id)
    batch = services.ask_for_batch(event, Selection(), designs.default_design(event), by=officer)
    assert (batch.state, batch.total, batch.file_id) == (BatchState.WAITING, 25, None)

    run_jobs()

    db.refresh(batch)
    assert (batch.state, batch.done, batch.doubts) == (BatchState.READY, 25, [])
    content = read_content(db.get(StoredFile, batch.file_id))
    wanted = [holder.badge_code for holder in queries.holders(event, Selection())]
    assert [pdf.codes(content, page)[0] for page in range(25)] == wanted
    assert sorted(row.badge_code for row in db.query(BadgePrint).filter_by(batch_id=batch.id)) == sorted(wanted)
    assert [*checks.find_batches_without_file()] == []


def test_a_batch_done_twice_is_published_once(db, event, officer, run_jobs) -> None:
    RegistrationFactory(event_id=event.id)
    batch = services.ask_for_batch(event, Selection(), designs.designs_of(event)[1], by=officer)
    publish_late = services.make_batch(batch.id)
    run_jobs()

    publish_late()

    assert services.make_batch(batch.id) is None
    assert db.query(BadgePrint).count() == 1
    assert db.query(StoredFile).count() == 1


def test_a_batch_that_fails_for_good_has_no_file_and_no_prints(db, event, officer, run_jobs, clock, monkeypatch) -> None:
    RegistrationFactory(event_id=event.id)
    batch = services.ask_for_batch(event, Selection(), designs.default_design(event), by=officer)

    def fail(*_arguments, **_more):
        raise PdfFailed("out of memory")

    with monkeypatch.context() as patch:
        patch.setattr(drawing, "draw", fail)
        for _try in range(8):
            run_jobs(raise_errors=False)
            assert batch.file_id is None
            clock.shift(4000)

    db.refresh(batch)
    assert batch.state is BatchState.FAILED
    assert db.get(Job, batch.job_id).state is JobState.PARKED
    assert (db.query(BadgePrint).count(), db.query(StoredFile).count()) == (0, 0)


def test_characters_outside_our_fonts_are_noted(db, event, officer, run_jobs) -> None:
    person = RegistrationFactory(event_id=event.id, full_name="田 Páo")
    batch = services.ask_for_batch(event, Selection(), designs.default_design(event), by=officer)

    run_jobs()

    db.refresh(batch)
    assert batch.doubts == [f"{person.short_code}: 田"]


def test_only_confirmed_people_are_printed(event) -> None:
    for state in RegistrationState:
        RegistrationFactory(event_id=event.id, full_name=state.value, state=state)
    RegistrationFactory(full_name="of another event")

    assert names(event, Selection()) == ["confirmed"]


def test_a_batch_of_one_category(event) -> None:
    RegistrationFactory(event_id=event.id, full_name="Én", category=Category.DELEGATE)
    RegistrationFactory(event_id=event.id, full_name="Páo")

    assert names(event, Selection(Category.DELEGATE)) == ["Én"]


def test_only_new_leaves_out_whose_present_code_was_printed(event) -> None:
    printed = RegistrationFactory(event_id=event.id, full_name="Én")
    BadgePrintFactory(person=printed)
    RegistrationFactory(event_id=event.id, full_name="Páo")
    assert names(event, Selection(only_new=True)) == ["Páo"]

    printed.badge_code = "EV1" + "B" * 20

    assert names(event, Selection(only_new=True)) == ["Én", "Páo"]


def test_desks_are_divided_by_the_letter_of_the_given_name(event) -> None:
    for name in ("Lò Văn Đức", "Lò Văn Dũng", "Nguyễn Thị Ánh", "Trần Văn Ân", "Vũ An"):
        RegistrationFactory(event_id=event.id, full_name=name)

    assert names(event, Selection(letter="D")) == ["Lò Văn Dũng"]
    assert names(event, Selection(letter="Đ")) == ["Lò Văn Đức"]
    assert names(event, Selection(letter="A")) == ["Vũ An", "Nguyễn Thị Ánh"]


def test_a_batch_of_nobody_is_refused(event, officer) -> None:
    with pytest.raises(NobodyToPrint):
        services.ask_for_batch(event, Selection(), designs.default_design(event), by=officer)


def test_a_batch_lies_on_the_paper_that_was_asked_for(db, event, officer, run_jobs) -> None:
    for _number in range(5):
        RegistrationFactory(event_id=event.id)
    paper = Paper("a4_a6", start_at=4)
    batch = services.ask_for_batch(event, Selection(), designs.default_design(event), by=officer, paper=paper)

    run_jobs()

    db.refresh(batch)
    content = read_content(db.get(StoredFile, batch.file_id))
    assert pdf.page_sizes(content) == [(210, 297)] * 2
    assert [len(pdf.codes(content, page)) for page in range(2)] == [1, 4]


def test_the_command_prints_a_category_and_then_only_new_ones(app, db, event, tmp_path) -> None:
    people = [RegistrationFactory(event_id=event.id, category=Category.DELEGATE) for _number in range(2)]
    RegistrationFactory(event_id=event.id)
    out = tmp_path / "badges.pdf"
    command = ["badges", "print", "f1", "--out", str(out), "--category", "delegate", "--only-new"]

    db.commit()

    first = app.test_cli_runner().invoke(args=command)

    assert (first.exit_code, first.output) == (0, f"2 badges written to {out}.\n")
    assert pdf.page_sizes(out.read_bytes()) == [(105, 148)] * 2
    printed = sorted(row.badge_code for row in db.query(BadgePrint))
    assert printed == sorted(person.badge_code for person in people)

    second = app.test_cli_runner().invoke(args=[*command, "--quiet"])

    assert (second.exit_code, second.output.count("\n")) == (1, 1)
    assert [path.name for path in tmp_path.iterdir()] == ["badges.pdf"]


def test_the_command_names_an_unknown_event(app, db, tmp_path) -> None:
    answer = app.test_cli_runner().invoke(args=["badges", "print", "nope", "--out", str(tmp_path / "x.pdf")])

    assert (answer.exit_code, answer.output) == (1, "Error: There is no event nope.\n")
