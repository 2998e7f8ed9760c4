"""What can be refused to exhibitors, visitors and reviewers."""

from typing import Any

from app.core.errors import Conflict, Invalid, NotFound
from app.core.i18n import _l, _n


class ApplicationsClosed(Conflict):
    code = "applications_closed"

    def __init__(self) -> None:
        super().__init__(_l("Applications for this event are closed."))


class RegistrationsClosed(Conflict):
    code = "registrations_closed"

    def __init__(self) -> None:
        super().__init__(_l("Registration for this event is closed."))


class NoPlacesLeft(Conflict):
    code = "no_places_left"

    def __init__(self) -> None:
        super().__init__(_l("There is no place left in this group. Please ask the organisers."), field="category")


class AlreadyDecided(Conflict):
    """Somebody else decided, or the exhibitor withdrew, between reading and deciding."""

    code = "already_decided"

    def __init__(self, now: Any) -> None:
        super().__init__(_l("This application has been dealt with in the meantime; it is now: %(state)s.", state=now))


class DecisionRefused(Conflict):
    """One of several applications cannot be decided so; nothing was decided."""

    code = "decision_refused"

    def __init__(self, application_code: str, unit: str, why: Any) -> None:
        told = _l("Nothing was decided. %(code)s, %(unit)s: %(why)s", code=application_code, unit=unit, why=why)
        super().__init__(told)


class NotEditable(Conflict):
    code = "not_editable"

    def __init__(self) -> None:
        super().__init__(_l("The application has been sent and cannot be changed now. Please write to the organisers."))


class Incomplete(Invalid):
    code = "incomplete"

    def __init__(self, field: str | None = None) -> None:
        super().__init__(_l("Some answers are still missing. Please go through the marked steps."), field=field)


class ReasonNeeded(Invalid):
    code = "reason_needed"

    def __init__(self) -> None:
        super().__init__(_l("Please give a reason: the exhibitor will read it."), field="reason")


class BoothLost(Conflict):
    """A booth of the application is no longer free: decide again with another one."""

    code = "booth_lost"

    def __init__(self, code: str) -> None:
        super().__init__(_l("Booth %(code)s is no longer held for this application.", code=code))


class TooManyStaff(Invalid):
    code = "too_many_staff"

    def __init__(self, most: int) -> None:
        super().__init__(_l("There are %(most)s staff passes for your booths.", most=most), field="names")


class StaffListClosed(Conflict):
    code = "staff_list_closed"

    def __init__(self) -> None:
        super().__init__(_l("The last day for names of booth staff has passed. Please ask the organisers."), field="names")


class LinkUnknown(NotFound):
    code = "link_unknown"

    def __init__(self) -> None:
        super().__init__(_l("This link is not known. Please take the newest one from your mail, or ask the organisers."))


class StateChanged(Conflict):
    code = "state_changed"

    def __init__(self) -> None:
        super().__init__(_l("The registration has been changed by somebody else in the meantime. Please look again."))


class PrivateDataMissing(Invalid):
    code = "contact_missing"

    def __init__(self) -> None:
        super().__init__(_l("Please give a phone number or an e-mail address."), field="phone")


class ListRefused(Invalid):
    """A list with faults: nothing is taken over."""

    code = "list_refused"

    def __init__(self, problems: int) -> None:
        told = _n(
            "%(num)s problem was found; nothing was taken over.",
            "%(num)s problems were found; nothing was taken over.",
            problems,
        )
        super().__init__(told)


class PricesChanged(Conflict):
    """What the officer chose to recompute is not what was shown any more."""

    code = "prices_changed"

    def __init__(self) -> None:
        super().__init__(_l("Prices or orders have changed meanwhile, or nothing was chosen. Please look at the list again."))


class ContractorsClosed(Conflict):
    """The event has no days for contractors, or they are over."""

    code = "contractors_closed"

    def __init__(self) -> None:
        super().__init__(_l("There are no days of build or strike ahead on which a contractor could come."))


class TooManyContractors(Conflict):
    code = "too_many_contractors"

    def __init__(self, most: int) -> None:
        super().__init__(_n("You may name %(num)s contractor.", "You may name %(num)s contractors.", most))


class DaysOutOfOrder(Invalid):
    code = "days_out_of_order"

    def __init__(self, field: str) -> None:
        super().__init__(_l("The last day is before the first."), field=field)


class NothingToGive(Conflict):
    """No money of this request waits any more, or it never was for a booth."""

    code = "nothing_to_give"

    def __init__(self) -> None:
        super().__init__(_l("Nothing of this request waits any more. Perhaps somebody else has decided."))
