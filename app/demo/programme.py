"""Sessions and speakers of the fair and of the conference, as such afternoons run (R-85)."""

from datetime import timedelta

from app.agenda.models import Room, Session, SessionKind, Speaker, SpeakerSlot, Talk
from app.agenda.services.sessions import Plan, add_room, add_session, slots_of
from app.core.db import db
from app.core.text import name_sort_key
from app.demo.story import local, on
from app.demo.world import World
from app.events.models import Event

Kind = SessionKind
Row = tuple[str, int, str, SessionKind, str, str]
FIRST, SECOND, THIRD = (
    "Tham luận 1: Khuyến công sau sáp nhập tỉnh",
    "Tham luận 2: Chè vùng cao lên sàn",
    "Tham luận 3: Cơ giới hóa chế biến chè",
)
ONLINE = "Tọa đàm: bán hàng OCOP trên sàn điện tử"
# day and start, minutes, room, kind, title, title in English
_FAIR = (
    ("2026-12-05 19:30", 90, "Sân khấu chính", Kind.OPENING, "Lễ khai mạc", "Opening ceremony"),
    (
        "2026-12-06 09:00",
        120,
        "Phòng B",
        Kind.MATCHING,
        "Kết nối cung cầu vùng núi – vùng biển",
        "Matching: hills and coast",
    ),
    (
        "2026-12-06 14:00",
        90,
        "Phòng A",
        Kind.SEMINAR,
        ONLINE,
        "Selling OCOP online",
    ),
    (
        "2026-12-07 09:00",
        90,
        "Phòng A",
        Kind.SEMINAR,
        "Thanh toán không tiền mặt tại gian hàng",
        "Cashless booths",
    ),
    ("2026-12-10 20:00", 60, "Sân khấu chính", Kind.CLOSING, "Tổng kết và bế mạc", "Closing ceremony"),
)
_CONFERENCE = (
    ("2026-11-12 13:30", 15, "Hội trường lớn", Kind.OPENING, "Giới thiệu đại biểu, khai mạc", "Introduction and opening"),
    ("2026-11-12 13:45", 30, "Hội trường lớn", Kind.REPORT, "Báo cáo tổng hợp năm 2025 và 9 tháng năm 2026", "Summary report"),
    ("2026-11-12 14:15", 15, "Hội trường lớn", Kind.PAPER, FIRST, "Paper 1"),
    ("2026-11-12 14:30", 10, "Hội trường lớn", Kind.PAPER, SECOND, "Paper 2"),
    ("2026-11-12 14:40", 10, "Hội trường lớn", Kind.PAPER, THIRD, "Paper 3"),
    ("2026-11-12 14:50", 20, "Sảnh", Kind.BREAK, "Nghỉ giải lao", "Break"),
    ("2026-11-12 15:10", 80, "Hội trường lớn", Kind.DISCUSSION, "Thảo luận bốn chủ đề", "Discussion of four themes"),
    ("2026-11-12 16:30", 30, "Hội trường lớn", Kind.CLOSING, "Trao cờ đăng cai, bế mạc", "Handover of the host flag, closing"),
)
# full name, title, position, unit, e-mail, title of the session
_SPEAKERS = (
    (
        "Đặng Ngọc Ánh",
        "TS.",
        "Giảng viên",
        "Đại học Mẫu Thái Nguyên",
        "dien-gia@example.vn",
        THIRD,
    ),
    (
        "Phạm Thu Hà",
        "",
        "Phó Giám đốc",
        "Trung tâm Khuyến công Lai Châu (mẫu)",
        "laichau@example.vn",
        SECOND,
    ),
    ("Lê Hồng Sơn", "", "Phó Giám đốc Sở", "Sở Công Thương Phú Thọ (mẫu)", "", FIRST),
    ("Vũ Quốc Trí", "ThS.", "Điều phối", "Báo Công Thương Mẫu", "", ONLINE),
)


def plan(world: World, events: dict[str, Event]) -> None:
    """Plan the sessions of fair and conference and put the speakers into theirs."""
    with on("2026-10-08 09:00"):
        sessions: dict[str, tuple[Event, Session]] = {}
        for event, rows in ((events["F1"], _FAIR), (events["C20"], _CONFERENCE)):
            sessions |= _add_sessions(world, event, rows)
        for name, title, position, unit, email, session_title in _SPEAKERS:
            event, session = sessions[session_title]
            person = Speaker(
                event_id=event.id,
                full_name=name,
                title=title,
                position=position,
                unit=unit,
                email=email,
                sort_key=name_sort_key(name),
                publish_consent=True,
            )
            db.session.add(person)
            db.session.flush()
            _add_talk(event, session, person)


def _add_sessions(
    world: World, event: Event, rows: tuple[tuple[str, int, str, Kind, str, str], ...]
) -> dict[str, tuple[Event, Session]]:
    chair = world.people["chair"]
    rooms: dict[str, Room] = {}
    added = {}
    for start, minutes, room, kind, title, english in rows:
        if room not in rooms:
            rooms[room] = add_room(event, room, 400 if "lớn" in room or "chính" in room else 80, by=chair)
        begins = local(start)
        answers = Plan(rooms[room], kind, title, begins, begins + timedelta(minutes=minutes), title_en=english)
        added[title] = (event, add_session(event, answers, by=chair))
    return added


def _add_talk(event: Event, session: Session, speaker: Speaker) -> None:
    db.session.add(
        Talk(
            event_id=event.id,
            session_id=session.id,
            speaker_id=speaker.id,
            title=session.title,
            upload_until=session.starts_at - timedelta(hours=20),
        )
    )
    slots = slots_of(session.starts_at, session.ends_at)
    db.session.add_all(SpeakerSlot(speaker_id=speaker.id, slot_at=slot, session_id=session.id) for slot in slots)
    db.session.flush()
