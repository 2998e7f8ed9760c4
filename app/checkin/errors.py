"""Refusals at the gate and around it."""

from app.core.errors import Conflict, Invalid, SignInNeeded
from app.core.i18n import _l


class DeviceUnknown(SignInNeeded):
    """The token opens nothing (any more): unknown, revoked, or the event is over."""

    code = "device_unknown"

    def __init__(self) -> None:
        super().__init__(_l("This device is not paired any more. Please pair it again."))


class PairingRefused(Invalid):
    code = "pairing_refused"

    def __init__(self) -> None:
        super().__init__(_l("This pairing code is not valid or was used already. Ask for a new one."), field="pairing_code")


class GateNameTaken(Conflict):
    code = "gate_name_taken"

    def __init__(self) -> None:
        super().__init__(_l("There is a gate with this name already."), field="name")


class GateInUse(Conflict):
    code = "gate_in_use"

    def __init__(self) -> None:
        super().__init__(_l("This gate has devices or scans and stays in the list."))


class DeviceRevoked(Conflict):
    code = "device_revoked"

    def __init__(self) -> None:
        super().__init__(_l("The device was removed already."))


class CursorUnreadable(Invalid):
    code = "cursor_unreadable"

    def __init__(self) -> None:
        super().__init__(_l("This cursor is not one of ours. Ask without one for everything."), field="since")


class NameMissing(Invalid):
    code = "name_missing"

    def __init__(self) -> None:
        super().__init__(_l("Please enter the name."), field="full_name")


class SheetTooLong(Invalid):
    code = "sheet_too_long"

    def __init__(self) -> None:
        super().__init__(
            _l("So many people do not fit on paper at once. Please take the sheet of a province or the Excel file.")
        )


class UndoneAlready(Conflict):
    code = "undone_already"

    def __init__(self) -> None:
        super().__init__(_l("This scan was taken back already."))


class ZoneNameTaken(Conflict):
    code = "zone_name_taken"

    def __init__(self) -> None:
        super().__init__(_l("There is an area with this name already."), field="name")


class ZoneInUse(Conflict):
    code = "zone_in_use"

    def __init__(self) -> None:
        super().__init__(_l("A gate leads into this area, an area lies in it, or people were scanned there. It stays."))


class ZoneInItself(Invalid):
    code = "zone_in_itself"

    def __init__(self) -> None:
        super().__init__(_l("An area cannot lie in itself."), field="lies")


class RoomMissing(Invalid):
    code = "room_missing"

    def __init__(self) -> None:
        super().__init__(_l("Please choose the room whose sessions are counted."), field="room")
