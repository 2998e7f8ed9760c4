"""Designs are made, changed by one at a time, and removed; the designer's pages with and without JavaScript."""

import copy
import io
import json

import pytest
from PIL import Image

from app.badges import designs, queries, services
from app.badges.errors import DesignChanged, DesignInUse, DesignNameTaken, LayoutInvalid
from app.badges.layouts import editing
from app.badges.layouts.sizes import BadgeSize
from app.badges.models import BadgeBatch, BadgeDesign, BadgePhoto, BadgePrinter
from app.badges.queries import Selection
from app.badges.words import titles_of
from app.events.models import Role
from app.files.models import StoredFile
from app.registrations import services as registrations
from tests.factories.accounts import UserFactory
from tests.factories.badges import BadgeDesignFactory
from tests.factories.events import EventFactory, person_with
from tests.factories.registrations import RegistrationFactory
from tests.support import html, pdf
from tests.support.queries import count_queries


@pytest.fixture
def event(db):
    return EventFactory()


@pytest.fixture
def organiser(event, client):
    found = person_with(Role.ORGANISER, event)
    client.sign_in(found)
    return found


@pytest.fixture
def design(event, organiser):
    return services.add_design(event, "Thẻ hội chợ", BadgeSize.A6, by=organiser)


def here(event, design, rest=""):
    return f"/manage/events/{event.slug}/badges/designs/{design.id}{rest}"


def post(client, path, body):
    """Send JSON as the designer does, with the page's token."""
    token = html.parse(client.get(path.rpartition("/")[0]).text)
    csrf = next(node.get("data-csrf") for node in token.iter("div") if node.get("id") == "badge-designer")
    return client.post(path, data=json.dumps(body), content_type="application/json", headers={"X-CSRFToken": csrf})


def picture(size=(900, 1200), kind="JPEG") -> io.BytesIO:
    content = io.BytesIO()
    Image.new("RGB", size, "#0e5a5c").save(content, kind)
    content.seek(0)
    return content


def test_an_event_begins_with_two_designs_that_are_kept_with_the_first_change(db, event) -> None:
    assert [(design.key, design.id) for design in designs.designs_of(event)] == [("a6", None), ("cr80", None)]

    services.add_design(event, "Của chúng tôi", BadgeSize.BUTTERFLY, by=UserFactory())

    assert [(row.name, row.is_default) for row in designs.kept_designs(event)] == [
        ("A6", True),
        ("CR80", False),
        ("Của chúng tôi", False),
    ]


def test_a_name_stands_for_one_design(event, design) -> None:
    with pytest.raises(DesignNameTaken):
        services.copy_design(design, event, "Thẻ hội chợ", by=UserFactory())


def test_two_editors_do_not_overwrite_each_other_and_learn_what_differs(db, event, design) -> None:
    first = editing.with_changed(design.layout, "bar", {"text": "{category} ·"})
    services.save_layout(design, first, seen=1, by=UserFactory())

    with pytest.raises(DesignChanged) as refused:
        services.save_layout(design, editing.without(design.layout, "code"), seen=1, by=UserFactory())

    assert refused.value.version == 2
    assert [line.partition(":")[0] for line in refused.value.differs] == ["code"]
    db.refresh(design)
    assert (design.version, design.drawn.front[-1].text) == (2, "{category} ·")


def test_a_picture_of_another_event_is_not_shown(event, design) -> None:
    foreign = services.add_image(EventFactory(), picture(), "logo.jpg", name="", by=UserFactory())
    layout, _name = editing.with_new(design.layout, "front", "image", image=foreign.id)

    with pytest.raises(LayoutInvalid) as refused:
        services.save_layout(design, layout, seen=1, by=UserFactory())

    assert refused.value.faults[0].field == "image"


def test_a_design_that_was_printed_with_stays(event, design, organiser) -> None:
    RegistrationFactory(event_id=event.id)
    services.ask_for_batch(event, Selection(), design, by=organiser)

    with pytest.raises(DesignInUse):
        services.remove_design(design, by=organiser)


def test_the_designer_draws_what_is_not_saved_and_saves_what_it_draws(client, event, design) -> None:
    before = copy.deepcopy(design.layout)
    layout = editing.with_changed(before, "bar", {"height": 20, "y": 128})

    drawn = post(client, here(event, design, "/preview"), {"layout": layout, "person": "marks"})

    assert drawn.status_code == 200
    assert drawn.json["person"] == "NGUYỄN THỊ ẤỄỘ HƯỜNG"
    assert set(drawn.json["elements"]) == {"event", "person", "code", "short-code", "bar"}
    assert 'height="20"' in drawn.json["elements"]["bar"]
    saved = post(client, here(event, design, "/layout"), {"layout": layout, "version": 1})
    assert (saved.status_code, saved.json) == (200, {"version": 2})
    late = post(client, here(event, design, "/layout"), {"layout": before, "version": 1})
    assert (late.status_code, late.json["version"]) == (409, 2)
    assert late.json["differs"] == ["bar: height, y"]
    assert late.json["layout"] == layout


def test_the_designer_is_told_what_is_wrong_at_which_element(client, event, design) -> None:
    layout = editing.with_changed(design.layout, "bar", {"text": "{salary}", "width": 9000})
    for rest in ("/preview", "/layout"):
        answer = post(client, here(event, design, rest), {"layout": layout, "version": 1})

        assert answer.status_code == 422
        assert (answer.json["faults"][0]["element"], answer.json["faults"][0]["field"]) == ("bar", "width")
    assert post(client, here(event, design, "/layout"), {"layout": None}).status_code == 422


def test_a_stranger_neither_draws_nor_saves(client, event, design) -> None:
    client.sign_in(person_with(Role.CHECKIN_SUPERVISOR, event))

    for rest in ("", "/layout", "/preview"):
        method = client.get if not rest else client.post
        assert method(here(event, design, rest)).status_code in (400, 403)
    assert client.get(here(EventFactory(), design)).status_code in (403, 404)


def test_without_javascript_an_element_is_added_changed_moved_and_removed(db, client, event, design) -> None:
    added = client.submit(here(event, design), {"kind": "text", "side": "back"}, form="kind")
    assert added.location == here(event, design, "/elements/text-1")

    wrong = client.submit(added.location, {"x": "2,5", "width": "wide", "parts-0-text": "{nobody}"}, form="x")
    assert wrong.status_code == 422
    assert "width-error" in wrong.text
    changed = client.submit(added.location, {"x": "2,5", "parts-0-text": "{unit}", "only": ["press"]}, form="x")
    assert changed.status_code == 303

    [element] = design.drawn.back
    assert (element.x, element.parts[0].text, [kind.value for kind in element.only]) == (2.5, "{unit}", ["press"])
    assert client.submit(added.location, {"parts-0-text": "{nobody}"}, form="x").status_code == 422
    client.submit(here(event, design), {"where": "other"}, form="/text-1/move")
    assert [part.id for part in design.drawn.front][-1] == "text-1"
    client.submit(added.location, form="/text-1/remove")
    assert "text-1" not in [part.id for part in design.drawn.elements()]


def test_the_colours_of_categories_and_the_size_have_their_forms(db, client, event, design) -> None:
    client.submit(
        here(event, design, "/rules"), {"ground_exhibitor": "#C8371F", "word_exhibitor": "Gian hàng"}, form="word_vip"
    )
    client.submit(here(event, design, "/frame"), {"width": "90", "fold": "top", "copies_front": "y"}, form="fold")

    layout = design.drawn
    assert (layout.rules["exhibitor"].ground, layout.rules["exhibitor"].ink) == ("#c8371f", "#ffffff")
    assert (layout.width, layout.fold.value, len(layout.back)) == (90, "top", len(layout.front))
    refused = client.submit(here(event, design, "/rules"), {"ground_press": "red"}, form="word_vip")
    assert refused.status_code == 422
    assert "ground_press-error" in refused.text


def test_designs_are_listed_copied_renamed_offered_first_and_removed(db, client, event, design) -> None:
    index = here(event, design).rpartition("/")[0]
    assert html.words(html.parse(client.get(index).text)).count("Thẻ hội chợ") >= 1
    client.submit(f"{here(event, design)}/rename?copy=1", {"name": "Bản sao"}, form="name")
    client.submit(here(event, design, "/rename"), {"name": "Thẻ chính"}, form="name")
    twin = next(row for row in designs.kept_designs(event) if row.name == "Bản sao")
    services.choose_default(twin, by=UserFactory())

    assert designs.default_design(event).name == "Bản sao"
    client.submit(here(event, design, "/remove"), form="csrf_token")
    assert {row.name for row in designs.kept_designs(event)} == {"A6", "CR80", "Bản sao"}
    sample = client.get(here(event, twin, "/sample.pdf"))
    assert pdf.page_sizes(sample.data) == [(105, 148)]


def test_the_list_of_designs_asks_the_same_number_of_questions_for_more_designs(client, event, design) -> None:
    logo = services.add_image(event, picture((40, 20), "PNG"), "logo.png", name="Lô-gô", by=UserFactory())
    layout, _name = editing.with_new(design.layout, "front", "image", image=logo.id)
    services.save_layout(design, layout, seen=1, by=UserFactory())
    index = here(event, design).rpartition("/")[0]

    def cost() -> int:
        client.get(index)
        with count_queries() as asked:
            client.get(index)
        return len(asked)

    few = cost()
    for name in ("B", "C"):
        services.copy_design(design, event, name, by=UserFactory())

    assert cost() == few
    assert client.get(index).text.count(f"/badges/images/{logo.id}") == 3


def test_a_photo_is_printed_and_goes_with_the_persons_data(db, client, event, organiser, run_jobs) -> None:
    person = RegistrationFactory(event_id=event.id, full_name="Giàng A Páo")
    path = f"/manage/events/{event.slug}/badges/people/{person.short_code}/photo"
    assert client.submit(path, form="photo").status_code == 422
    sent = client.submit(path, {"photo": (picture(), "pao.jpg")}, form="photo")
    assert sent.status_code == 303
    layout = {"width": 105, "height": 148, "front": [{"id": "p", "kind": "photo", "x": 10, "y": 10, "width": 30, "height": 40}]}
    made = BadgeDesignFactory(event_id=event.id, layout=layout | {"back": [], "rules": {}, "fold": ""})

    content = services.draw_badges(event, made.drawn, queries.holders_of([person]))

    assert pdf.picture(content).getpixel((110, 150))[:3] == pytest.approx((14, 90, 92), abs=6)
    kept = db.get(StoredFile, db.get(BadgePhoto, person.id).file_id)
    assert kept.size_bytes < 40_000
    assert client.get(f"{path}.jpg").mimetype == "image/jpeg"
    registrations.erase(person, by=organiser)
    run_jobs()
    assert db.query(BadgePhoto).count() == 0


def test_a_printer_moves_the_badges_of_its_batches(db, client, event, organiser) -> None:
    RegistrationFactory(event_id=event.id)
    desk = f"/manage/events/{event.slug}/badges"
    client.submit(f"{desk}/printers", {"name": "HP quầy 1", "offset_x_mm": "1,5", "offset_y_mm": "-2"}, form="offset_x_mm")
    assert client.submit(f"{desk}/printers", {"name": "HP quầy 1"}, form="offset_x_mm").status_code == 422
    assert client.submit(f"{desk}/printers", {"name": "B", "offset_x_mm": "90"}, form="offset_x_mm").status_code == 422
    [printer] = db.query(BadgePrinter).all()

    client.submit(f"{desk}/batches", {"printer": str(printer.id), "sheet": "a4_a6"}, form="sheet")

    assert db.query(BadgeBatch).one().selection["offset"] == [1.5, -2.0]
    assert pdf.page_sizes(client.get(f"{desk}/printers/test-page.pdf?sheet=a4_a6&printer={printer.id}").data) == [(210, 297)]


def test_a_batch_is_looked_through_before_it_is_made(client, event, organiser) -> None:
    odd = RegistrationFactory(event_id=event.id, full_name="田中 Páo")
    desk = f"/manage/events/{event.slug}/badges"

    asked = client.submit(f"{desk}/batches", {"check": "1"}, form="sheet")

    page = client.get(asked.location)
    assert f"/people/{odd.short_code}" in page.text
    assert "田中" in page.text
    refused = client.submit(f"{desk}/batches", {"sheet": "lyreco_70x36"}, form="sheet")
    assert refused.status_code == 422
    assert "sheet-error" in refused.text


def test_the_first_badges_of_a_batch_are_there_before_the_file(db, client, event, organiser) -> None:
    people = [RegistrationFactory(event_id=event.id) for _number in range(services.FIRST + 2)]
    services.ask_for_batch(event, Selection(), designs.default_design(event), by=organiser)
    batch = db.query(BadgeBatch).one()

    answer = client.get(f"/manage/events/{event.slug}/badges/batches/{batch.id}/first.pdf")

    assert pdf.page_count(answer.data) == services.FIRST < len(people)
    assert db.query(BadgeDesign).count() == 2


def test_elements_are_called_by_what_they_show(client, event, design) -> None:
    page = client.get(here(event, design)).text
    assert ">Chữ: Danh xưng, Họ và tên, Đơn vị, Chức vụ</a>" in page
    for name in ("event", "person", "short-code"):
        assert f">{name}</a>" not in page
    client.submit(here(event, design), {"kind": "line", "side": "front"}, form="kind")
    client.submit(here(event, design), {"kind": "line", "side": "front"}, form="kind")
    titles = titles_of(designs.get_design(event, design.id).drawn)
    assert len(set(titles.values())) == len(titles) == 7
    assert client.get(here(event, design, "/elements/person")).status_code == 200
