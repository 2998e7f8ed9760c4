"""What can refuse a booth."""

from typing import Any

from app.core.errors import Conflict, Invalid
from app.core.i18n import _l


class BoothTaken(Conflict):
    """Somebody else has the booth. `extra["alternatives"]`: the nearest free booths of its kind."""

    code = "booth_taken"

    def __init__(self, booth_code: str, alternatives: list[dict[str, Any]] | None = None, message: Any = None) -> None:
        told = message or _l("Booth %(code)s has just been taken.", code=booth_code)
        super().__init__(told, alternatives=alternatives or [])


class BoothBlocked(Conflict):
    code = "booth_blocked"

    def __init__(self, booth_code: str, alternatives: list[dict[str, Any]] | None = None) -> None:
        super().__init__(_l("Booth %(code)s is not for sale.", code=booth_code), alternatives=alternatives or [])


class BoothMerged(Conflict):
    """The booth is part of a larger stand, which is given as a whole."""

    code = "booth_merged"

    def __init__(self, booth_code: str, whole: str) -> None:
        super().__init__(_l("Booth %(code)s is part of stand %(stand)s.", code=booth_code, stand=whole))


class CannotMerge(Invalid):
    """The chosen booths do not make one stand, or a stand cannot be split; the message says why."""

    code = "cannot_merge"


class CodeTaken(Invalid):
    code = "code_taken"


class NoSuchBooth(Invalid):
    code = "no_such_booth"

    def __init__(self, booth_code: str) -> None:
        super().__init__(_l("There is no booth %(code)s.", code=booth_code), field="code")


class BoothsChanged(Conflict):
    """The booths that an officer chose are not as they were on the page."""

    code = "booths_changed"

    def __init__(self, message: Any = None) -> None:
        super().__init__(message or _l("These booths have changed meanwhile. Please look at them again."))


class TooManyBooths(Conflict):
    """The firm has as many booths in the event as one firm may have; an officer may give more with a reason."""

    code = "too_many_booths"

    def __init__(self, most: int) -> None:
        super().__init__(_l("One firm has at most %(most)s booths here. More need a reason.", most=most), field="reason")


class WrongDay(Invalid):
    code = "wrong_day"


class BookingClosed(Conflict):
    code = "booking_closed"

    def __init__(self) -> None:
        super().__init__(_l("Booths of this event cannot be booked now."))


class PriceMissing(Conflict):
    code = "price_missing"

    def __init__(self) -> None:
        super().__init__(_l("The organiser has not set the price of this kind of booth yet."))


class TooManyHolds(Conflict):
    """The browser, person or network address holds as many booths as it may."""

    code = "too_many_holds"


class BoothsNotChosen(Conflict):
    code = "booths_not_chosen"
    status = 422

    def __init__(self) -> None:
        super().__init__(_l("Please tick the booths that you want to hold."))


class HoldExpired(Conflict):
    code = "hold_expired"

    def __init__(self, booth_code: str, alternatives: list[dict[str, Any]] | None = None) -> None:
        told = _l("Your hold of booth %(code)s has ended, and the booth is not free any more.", code=booth_code)
        super().__init__(told, alternatives=alternatives or [])


class HoldNotExtendable(Conflict):
    code = "hold_not_extendable"


class ClaimChanged(Conflict):
    """The claim is no longer in the state from which this step is possible."""

    code = "claim_changed"

    def __init__(self, booth_code: str) -> None:
        super().__init__(_l("The state of booth %(code)s has changed. Please look at it again.", code=booth_code))


class ActUnfit(Conflict):
    """The act makes no sense with the booth as it stands; the message says why."""

    code = "act_unfit"


class HandedOver(Conflict):
    """A booth that was handed over stays where its protocol says: neither moved nor swapped nor made part of a stand."""

    code = "handed_over"

    def __init__(self, booth_name: str, *, is_back: bool) -> None:
        if is_back:
            told = _l("Booth %(code)s was handed over and given back. Release it, then give the other booth.", code=booth_name)
        else:
            told = _l(
                "Booth %(code)s was handed over to its exhibitor. Take it back under “Handover of booths” and release it,"
                " then give the other booth.",
                code=booth_name,
            )
        super().__init__(told)


class NotPaid(Conflict):
    """A booth is handed over only when all is paid, unless an officer says why not."""

    code = "not_paid"

    def __init__(self, booth_name: str) -> None:
        super().__init__(_l("Booth %(code)s is not paid in full. Handing it over needs a reason.", code=booth_name))


class BoothHandedOver(Conflict):
    """The exhibitor is in the booth: money that paid for it cannot be taken back."""

    code = "booth_handed_over"

    def __init__(self, booth_name: str) -> None:
        told = _l(
            "Booth %(code)s has been handed over to the exhibitor. What paid for it cannot be taken back.", code=booth_name
        )
        super().__init__(told)


class BoothInUse(Conflict):
    code = "booth_in_use"


class BoothsRefused(Invalid):
    """Rows of a table or of the row tool cannot become booths; nothing was taken over. `problems` are sheets.Problem."""

    code = "booths_refused"

    def __init__(self, message: Any, problems: list[Any]) -> None:
        super().__init__(message)
        self.problems = problems


class RateExists(Conflict):
    """A line or subsidy of the same name or for the same booths is there already."""

    code = "rate_exists"

    def __init__(self) -> None:
        super().__init__(_l("There is one of these already. Please change that one."))


class BandsRefused(Invalid):
    """The dates of the price bands do not fit together; `flaws` are rate_card.Flaw."""

    code = "bands_refused"

    def __init__(self, flaws: list[Any]) -> None:
        super().__init__(_l("The dates of the prices do not fit together."))
        self.flaws = flaws


class DraftMoved(Conflict):
    """Somebody else saved or published between the reader's look and the act."""

    code = "draft_moved"

    def __init__(self) -> None:
        super().__init__(_l("Somebody else has changed the draft meanwhile. Please look at it again."))


class DraftConflict(Conflict):
    """Others changed the same items. `differences` are differences.Difference, `items` all that changed since the base."""

    code = "draft_conflict"

    def __init__(self, revision: int, differences: list[Any], items: list[Any]) -> None:
        super().__init__(_l("Somebody else has changed the same things. Nothing of yours was saved yet."))
        self.revision, self.differences, self.items = revision, differences, items


class DraftRefused(Invalid):
    """Operations that cannot be; nothing was saved. `errors`: operation, key, field, message."""

    code = "draft_refused"

    def __init__(self, errors: list[dict[str, Any]]) -> None:
        super().__init__(_l("Something in this change cannot be; nothing was saved."))
        self.errors = errors


class PlanRefused(Invalid):
    """The draft cannot be published; nothing was changed. `problems` are problems.PlanProblem."""

    code = "plan_refused"

    def __init__(self, problems: list[Any]) -> None:
        super().__init__(_l("The plan cannot be published yet; nothing was changed."))
        self.problems = problems


class NothingToPublish(Conflict):
    code = "nothing_to_publish"

    def __init__(self) -> None:
        super().__init__(_l("The draft is the same as the published plan."))


class ReasonMissing(Invalid):
    """A change that exhibitors must be told of, without a reason."""

    code = "reason_missing"

    def __init__(self) -> None:
        super().__init__(_l("Please give the reason: exhibitors are told, and it is kept in the log."), field="reason")


class PlanTooLarge(Invalid):
    """More booths than are drawn while somebody waits."""

    code = "plan_too_large"

    def __init__(self) -> None:
        super().__init__(_l("This plan is too large to be drawn while you wait. Please order the print; a job draws it."))
