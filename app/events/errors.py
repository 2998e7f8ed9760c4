"""What planners and organisers can be refused."""

from typing import Any

from app.core.errors import Conflict, Invalid
from app.core.i18n import _l, format_dates


class WrongDates(Invalid):
    code = "wrong_dates"


class PlaceUnclear(Invalid):
    code = "place_unclear"

    def __init__(self) -> None:
        text = _l("Please name the province as well, for example “Trung tâm Hội chợ, Quảng Ninh”, or write “online”.")
        super().__init__(text, field="place")


class VenueTaken(Conflict):
    """Another live event holds the venue at that time; the database decides."""

    code = "venue_taken"

    def __init__(self, other: Any = None, *, named: bool = False) -> None:
        if other is None:
            text = _l("This venue is taken at that time.")
        elif named:
            text = _l("This venue is taken by “%(name)s” on %(days)s.", name=other.name, days=_Days(other))
        else:
            text = _l("This venue is busy on %(days)s.", days=_Days(other))
        super().__init__(text, field="place")


class _Days:
    """The days of an event, written in the language of the moment of showing."""

    def __init__(self, event: Any) -> None:
        self.event = event

    def __str__(self) -> str:
        return format_dates(*self.event.days)


class SlugTaken(Conflict):
    code = "slug_taken"

    def __init__(self) -> None:
        super().__init__(_l("Another event already has this address."), field="slug")


class CodeTaken(Conflict):
    code = "code_taken"

    def __init__(self) -> None:
        super().__init__(_l("Another event already has this code."), field="code")


class EditionTaken(Conflict):
    code = "edition_taken"

    def __init__(self) -> None:
        super().__init__(_l("This series already has an edition with this number."), field="edition")


class NameFixed(Conflict):
    """Address and code stand on links, tickets and transfers once the public knows them."""

    code = "name_fixed"

    def __init__(self, field: str) -> None:
        super().__init__(_l("This cannot be changed any more: the event is public and people use it."), field=field)


class EventFrozen(Conflict):
    code = "event_frozen"

    def __init__(self) -> None:
        super().__init__(_l("This event is closed and cannot be changed any more."))


class WrongStep(Conflict):
    """The state does not lead there, or somebody else changed it meanwhile."""

    code = "wrong_step"

    def __init__(self, state: Any) -> None:
        super().__init__(_l("This step is not possible: the event is “%(state)s” now.", state=state.label))


class ReasonNeeded(Invalid):
    code = "reason_needed"

    def __init__(self) -> None:
        super().__init__(_l("Please write the reason or the number of the decision."), field="reason")


class NotReady(Conflict):
    code = "not_ready"

    def __init__(self, titles: list[str]) -> None:
        super().__init__(_l("This must be done first: %(what)s", what="; ".join(titles)), blockers=titles)


class LastOrganiser(Conflict):
    code = "last_organiser"

    def __init__(self) -> None:
        super().__init__(_l("This is the last organiser of the event. Give the role to somebody else first."))


class RoleGiven(Conflict):
    code = "role_given"

    def __init__(self) -> None:
        super().__init__(_l("This person already has this role."), field="email")


class HostNamed(Conflict):
    code = "host_named"

    def __init__(self) -> None:
        super().__init__(_l("This organisation is already named or invited."), field="organisation")


class AlreadyAnswered(Conflict):
    code = "already_answered"

    def __init__(self) -> None:
        super().__init__(_l("This invitation was answered already."))


class HallNamed(Conflict):
    code = "hall_named"

    def __init__(self) -> None:
        super().__init__(_l("There is already a hall of this name."), field="name")


class HallUsed(Conflict):
    code = "hall_used"

    def __init__(self) -> None:
        super().__init__(_l("This hall is used by a floor plan or by rooms and cannot be removed."))
