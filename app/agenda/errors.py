"""Refusals of the agenda."""

from app.core.errors import Conflict, Invalid, NotFound


class RoomTaken(Conflict):
    code = "room_taken"


class SpeakerTaken(Conflict):
    code = "speaker_taken"


class OffGrid(Invalid):
    code = "off_grid"


class OutsideEvent(Invalid):
    code = "outside_event"


class RoomInUse(Conflict):
    code = "room_in_use"


class LinkUnknown(NotFound):
    """The private link of a speaker is unknown, replaced or expired."""

    code = "link_unknown"


class TalkClosed(Conflict):
    code = "talk_closed"
