"""Which planned events get in each other's way (A-01, A-103, R-33)."""

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from app.events.overlaps import OverlapRules, PlannedEvent, Reason, Severity, Share, compare, overlaps_among, overlaps_of

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
QUANG_NINH, PHU_THO = 22, 25


def at(day, hour="08:00", zone=HANOI):
    return datetime.strptime(f"{day} {hour}", "%d/%m/%Y %H:%M").replace(tzinfo=zone)


F1 = PlannedEvent(
    key=1,
    title="Hội chợ triển lãm hàng công nghiệp nông thôn và OCOP",
    starts_at=at("05/12/2026"),
    ends_at=at("10/12/2026", "22:00"),
    venue_key=10,
    province_code=QUANG_NINH,
    region="phia-bac",
    theme="OCOP",
    invited=frozenset(range(1, 141)),
)
F2 = PlannedEvent(
    key=2,
    title="Tuần hàng OCOP Phú Thọ",
    starts_at=at("03/12/2026"),
    ends_at=at("08/12/2026", "21:00"),
    venue_key=20,
    province_code=PHU_THO,
    region="phia-bac",
    theme="ocop",
    invited=frozenset(range(79, 179)),
)
ELSEWHERE = PlannedEvent(
    key=3, title="Khác", starts_at=at("06/12/2026"), ends_at=at("07/12/2026"), province_code=79, region="phia-nam"
)


def test_the_sample_fair_meets_the_week_of_phu_tho():
    [found] = overlaps_of(F1, [F2])
    assert (found.first_day, found.last_day, found.days) == (date(2026, 12, 5), date(2026, 12, 8), 4)
    assert found.reasons == (Reason.SAME_REGION, Reason.SAME_THEME, Reason.SAME_INVITEES)
    assert (found.invitees, found.invitees.percent) == (Share(62, 100), 62.0)
    assert (found.severity, found.other_key, found.title, found.is_busy) == (
        Severity.WARNING,
        2,
        "Tuần hàng OCOP Phú Thọ",
        False,
    )


def test_the_other_side_is_warned_too_with_its_own_base():
    [found] = overlaps_of(F2, [F1])
    assert (found.days, found.invitees) == (4, Share(62, 140))


def test_another_region_set_gives_other_findings():
    one, two = replace(F1, region="dong-bang-song-hong"), replace(F2, region="trung-du-mien-nui-phia-bac")
    assert compare(one, two).reasons == (Reason.SAME_THEME, Reason.SAME_INVITEES)


def test_the_same_days_alone_are_no_finding():
    assert overlaps_of(F1, [ELSEWHERE]) == []
    assert overlaps_of(F1, [replace(ELSEWHERE, region="phia-bac")]) != []


def test_an_event_does_not_overlap_itself():
    assert overlaps_of(F1, [F1, replace(F1, title="edited")]) == []


def test_the_same_venue_at_the_same_hour_is_a_block():
    other = replace(ELSEWHERE, venue_key=10, province_code=QUANG_NINH, region="phia-bac")
    [found] = overlaps_of(F1, [other])
    assert (found.severity, found.reasons) == (Severity.BLOCK, (Reason.SAME_VENUE, Reason.SAME_PROVINCE))


def test_the_same_venue_later_on_the_same_day_is_a_warning():
    other = replace(ELSEWHERE, venue_key=10, starts_at=F1.ends_at, ends_at=at("10/12/2026", "23:30"))
    assert compare(F1, other).severity is Severity.WARNING


def test_without_a_venue_nothing_is_blocked():
    one, two = replace(F1, venue_key=None), replace(F2, venue_key=None)
    assert Reason.SAME_VENUE not in compare(one, two).reasons


def test_the_same_province_says_more_than_the_same_region():
    assert compare(F1, replace(F2, province_code=QUANG_NINH)).reasons[0] is Reason.SAME_PROVINCE
    assert Reason.SAME_REGION not in compare(F1, replace(F2, province_code=QUANG_NINH)).reasons


@pytest.mark.parametrize("whose", ["planned", "other"])
def test_a_cancelled_event_never_warns(whose):
    one = replace(F1, is_off=whose == "planned")
    two = replace(F2, venue_key=10, is_off=whose == "other")
    assert overlaps_of(one, [two]) == []
    assert overlaps_among([one, two]) == {}


def test_a_hidden_event_is_only_busy():
    hidden = replace(F2, is_hidden=True)
    [found] = overlaps_of(F1, [hidden])
    assert (found.is_busy, found.title, found.other_key, found.invitees) == (True, "", None, None)
    assert (found.days, found.reasons) == (4, (Reason.SAME_REGION,))


def test_a_hidden_event_elsewhere_does_not_betray_its_theme():
    hidden = replace(F2, is_hidden=True, region="phia-nam")
    assert overlaps_of(F1, [hidden]) == []


def test_a_hidden_event_in_the_same_venue_still_blocks():
    [found] = overlaps_of(F1, [replace(F2, is_hidden=True, venue_key=10)])
    assert (found.severity, found.is_busy) == (Severity.BLOCK, True)


@pytest.mark.parametrize(
    ("starts", "ends", "days"),
    [
        (at("10/12/2026", "23:00"), at("11/12/2026", "02:00"), 1),  # crosses midnight into the day after
        (at("04/12/2026", "20:00"), at("05/12/2026", "01:00"), 1),  # begins on the eve
        (at("04/12/2026", "20:00"), at("05/12/2026", "00:00"), 0),  # ends with the eve
        (at("11/12/2026", "00:00"), at("11/12/2026", "12:00"), 0),
        (at("01/12/2026"), at("31/12/2026", "23:59"), 6),
        (at("05/12/2026"), at("05/12/2026", "09:00"), 1),
    ],
)
def test_shared_days_are_counted_locally(starts, ends, days):
    found = compare(F1, replace(F2, starts_at=starts, ends_at=ends))
    assert (found.days if found else 0) == days


def test_days_are_those_of_the_event_whatever_the_zone_of_the_instants():
    utc = ZoneInfo("UTC")
    found = compare(F1, replace(F2, starts_at=at("10/12/2026", "16:30", utc), ends_at=at("10/12/2026", "18:00", utc)))
    assert (found.first_day, found.days) == (date(2026, 12, 10), 1)


def test_an_overlap_across_new_year():
    one = replace(F1, starts_at=at("28/12/2026"), ends_at=at("02/01/2027"))
    two = replace(F2, starts_at=at("31/12/2026"), ends_at=at("05/01/2027"))
    found = compare(one, two)
    assert (found.first_day, found.last_day, found.days) == (date(2026, 12, 31), date(2027, 1, 2), 3)


def test_an_event_of_one_day():
    day = replace(F1, starts_at=at("24/11/2026"), ends_at=at("24/11/2026", "17:00"))
    assert compare(day, replace(F2, starts_at=at("24/11/2026", "13:00"), ends_at=at("25/11/2026"))).days == 1


@pytest.mark.parametrize(("percent", "told"), [(62, True), (63, False)])
def test_common_invitees_are_told_from_a_share_on(percent, told):
    found = compare(F1, F2, OverlapRules(invitees_from_pct=percent))
    assert (Reason.SAME_INVITEES in found.reasons) is told


@pytest.mark.parametrize(
    ("one", "two"), [(frozenset(), frozenset()), (frozenset(), frozenset({1})), (frozenset({1}), frozenset())]
)
def test_without_invitees_there_is_no_share(one, two):
    found = compare(replace(F1, invited=one), replace(F2, invited=two))
    assert (Reason.SAME_INVITEES in found.reasons, found.invitees) == (False, None)


def test_themes_are_compared_without_accents_and_an_empty_theme_is_none():
    assert Reason.SAME_THEME in compare(replace(F1, theme="Hàng Việt"), replace(F2, theme="hang  viet")).reasons
    assert Reason.SAME_THEME not in compare(replace(F1, theme=""), replace(F2, theme=" ")).reasons


def test_only_watched_reasons_count():
    assert compare(F1, F2, OverlapRules(watched=frozenset({Reason.SAME_VENUE}))) is None


def test_findings_are_ordered_by_gravity():
    others = [
        replace(F2, key=4, ends_at=at("06/12/2026")),
        replace(F2, key=5),
        replace(F2, key=6, province_code=QUANG_NINH),
        replace(F2, key=7, venue_key=10),
    ]
    assert [found.other_key for found in overlaps_of(F1, others)] == [7, 6, 5, 4]
    assert overlaps_of(F1, reversed(others)) == overlaps_of(F1, others)


def test_the_calendar_of_a_year_shows_both_sides_of_each_overlap():
    later = replace(F2, key=9, starts_at=at("20/12/2026"), ends_at=at("21/12/2026"))
    found = overlaps_among([later, F2, ELSEWHERE, F1])
    assert {key: [overlap.other_key for overlap in overlaps] for key, overlaps in found.items()} == {1: [2], 2: [1]}


def test_the_calendar_agrees_with_each_single_comparison():
    events = [
        replace(F1, key=number, starts_at=at(f"{1 + number:02}/12/2026"), ends_at=at(f"{3 + number + number % 4:02}/12/2026"))
        for number in range(20)
    ]
    assert overlaps_among(events) == {event.key: overlaps_of(event, events) for event in events}
