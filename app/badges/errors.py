"""What can be refused to people who print badges."""

from app.core.errors import Conflict, Invalid, NotFound
from app.core.i18n import _l


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
