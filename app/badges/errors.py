"""What can be refused to people who print badges."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.core.errors import Conflict, Invalid, NotFound, SignInNeeded
from app.core.i18n import _, _l


class ReasonMissing(Invalid):
    code = "reason_missing"

    def __init__(self) -> None:
        super().__init__(_l("This badge was printed before. Please say why it is printed again."), field="reason")


class PrintedMeanwhile(Conflict):
    """Somebody printed the badge between reading the page and pressing the button."""

    code = "printed_meanwhile"

    def __init__(self) -> None:
        super().__init__(_l("Somebody has printed this badge in the meantime. Please look at the list of prints first."))


class NotPrintable(Conflict):
    code = "not_printable"

    def __init__(self) -> None:
        super().__init__(_l("Only confirmed people get a badge. Please look at the state of this person."))


class NobodyToPrint(Conflict):
    code = "nobody_to_print"

    def __init__(self) -> None:
        super().__init__(_l("There is nobody to print a badge for with this choice."))


class PrintOver(NotFound):
    """The link of a print is short-lived: later copies are prints of their own, with a reason."""

    code = "print_over"

    def __init__(self) -> None:
        super().__init__(_l("This link has ended. Please print the badge again and say why."))


class NotReady(Conflict):
    code = "batch_not_ready"

    def __init__(self) -> None:
        super().__init__(_l("The file is still being made. Please wait a little."))


class KeyChanged(Conflict):
    """Somebody rotated or retired the key between reading the page and pressing the button."""

    code = "key_changed"

    def __init__(self) -> None:
        super().__init__(_l("The keys were changed in the meantime. Please look at the list first."))


class KeyInUse(Conflict):
    code = "key_in_use"

    def __init__(self) -> None:
        super().__init__(_l("This key signs new badges. Let another key take over first."))


class KeyUnreadable(Conflict):
    """The sealed key was made with another SECRET_KEY."""

    code = "key_unreadable"

    def __init__(self) -> None:
        super().__init__(_l("The key of this event cannot be opened here any more. Please let a new key take over."))


class NotSigning(Conflict):
    code = "not_signing"

    def __init__(self) -> None:
        super().__init__(_l("This event has no key to sign with."))


class FeeUndecided(Invalid):
    code = "fee_undecided"

    def __init__(self) -> None:
        super().__init__(_l("Please say why this print is free of charge."), field="waived_because")


class FeeEach(Conflict):
    """A further print costs something here, which many at once cannot settle."""

    code = "fee_each"

    def __init__(self) -> None:
        super().__init__(
            _l("Some of these badges were printed before and a further print has its price. Print those one by one.")
        )


class AlreadyQueued(Conflict):
    code = "already_queued"

    def __init__(self) -> None:
        super().__init__(_l("This badge is waiting for a printer already."))


class StationNameTaken(Invalid):
    code = "station_name_taken"

    def __init__(self) -> None:
        super().__init__(_l("Another station of this event has this name."), field="name")


class StationUnknown(SignInNeeded):
    """The token of a station opens nothing: never paired, closed, or the event is long over."""

    code = "station_unknown"

    def __init__(self) -> None:
        super().__init__(_l("This device is not paired any more. Please pair it again."))


class StationClosed(Conflict):
    code = "station_closed"

    def __init__(self) -> None:
        super().__init__(_l("This station was removed."))


class PairingRefused(Invalid):
    code = "pairing_refused"

    def __init__(self) -> None:
        super().__init__(_l("This pairing code is not valid or was used already. Ask for a new one."), field="pairing_code")


class JobOver(Conflict):
    """The badge was given to somebody else meanwhile, or somebody decided about it."""

    code = "print_job_over"

    def __init__(self) -> None:
        super().__init__(_l("This badge is not yours to print any more. Please look at the queue."))


@dataclass(frozen=True)
class LayoutFault:
    """What is wrong at which field of which element; `side` and `element` are empty for the layout itself."""

    side: str
    element: str
    field: str
    message: str


class LayoutInvalid(Invalid):
    """A layout that cannot be printed; the page shows each fault at its element."""

    code = "layout_invalid"

    def __init__(self, faults: Sequence[LayoutFault]) -> None:
        first = faults[0]
        place = " · ".join(filter(None, (first.element, first.field)))
        super().__init__(f"{place}: {first.message}" if place else first.message)
        self.faults = list(faults)


class DesignChanged(Conflict):
    """Somebody else saved the design meanwhile. `differs`: what, in words."""

    code = "design_changed"

    def __init__(self, version: int, differs: Sequence[str]) -> None:
        super().__init__(_l("Somebody else has changed this design in the meantime."), version=version, differs=list(differs))
        self.version, self.differs = version, list(differs)


class DesignInUse(Conflict):
    code = "design_in_use"

    def __init__(self) -> None:
        super().__init__(_l("Badges were printed with this design; it stays for the record. Please change it or make another."))


class DesignNameTaken(Conflict):
    code = "design_name_taken"

    def __init__(self) -> None:
        super().__init__(_l("Another design of this event has this name."), field="name")


class PrinterNameTaken(Conflict):
    code = "printer_name_taken"

    def __init__(self) -> None:
        super().__init__(_l("Another printer of this event has this name."), field="name")


class SheetTooSmall(Invalid):
    """Says which sizes do not go together."""

    code = "sheet_too_small"

    def __init__(self, badge: str, label: str) -> None:
        message = _("The badge (%(badge)s mm) is larger than a label of this sheet (%(label)s mm).", badge=badge, label=label)
        super().__init__(message, field="sheet")
