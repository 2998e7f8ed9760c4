"""What can be refused to exhibitors, co-exhibitors and hall masters."""

from typing import Any

from app.core.errors import Conflict, Invalid
from app.core.i18n import _l


class NamedTwice(Conflict):
    code = "named_twice"

    def __init__(self, name: str) -> None:
        super().__init__(_l("%(name)s is on these booths already.", name=name), field="name")


class TooManyCoExhibitors(Conflict):
    code = "too_many_co_exhibitors"

    def __init__(self, most: int) -> None:
        super().__init__(_l("One contract takes at most %(most)s co-exhibitors.", most=most))


class TooManyPasses(Invalid):
    """More passes than are left, or fewer than have names already."""

    code = "too_many_passes"

    def __init__(self, number: int, *, fewer: bool = False) -> None:
        told = (
            _l("%(number)s of its passes have a name already. Take names off its list first.", number=number)
            if fewer
            else _l("Only %(number)s passes of your booths are left.", number=number)
        )
        super().__init__(told, field="staff_most")


class NotYourBooth(Invalid):
    code = "not_your_booth"

    def __init__(self) -> None:
        super().__init__(_l("One of these booths is not yours any more. Please look at the page again."))


class CoExhibitorGone(Conflict):
    code = "co_exhibitor_gone"

    def __init__(self, name: str) -> None:
        super().__init__(_l("%(name)s was removed from these booths.", name=name))


class FasciaClosed(Conflict):
    code = "fascia_closed"

    def __init__(self) -> None:
        super().__init__(
            _l("The last day for texts of fascia boards has passed. Please ask the organisers."), field="fascia_vi"
        )


class ProductsClosed(Conflict):
    code = "products_closed"

    def __init__(self) -> None:
        super().__init__(_l("The last day for products has passed. Please ask the organisers."))


class FasciaListEmpty(Conflict):
    code = "fascia_list_empty"

    def __init__(self) -> None:
        super().__init__(_l("No booth has an exhibitor yet, so there is nothing to send."))


class ReasonMissing(Invalid):
    code = "reason_missing"

    def __init__(self) -> None:
        super().__init__(_l("Please say why it is changed after the last day."), field="reason")


class HandedOverAlready(Conflict):
    """The protocol exists: another hall master was faster, or the form was sent twice."""

    code = "handed_over_already"

    def __init__(self, booth: str) -> None:
        super().__init__(_l("There is a signed protocol of booth %(booth)s already.", booth=booth))


class NotPaidInFull(Conflict):
    """R-49: a stand is handed over only at 100 %."""

    code = "not_paid_in_full"

    def __init__(self, booth: str, open_amount: Any) -> None:
        told = _l("Booth %(booth)s is not paid in full: %(amount)s are open.", booth=booth, amount=open_amount)
        super().__init__(told, field="override_reason")


class NotSigned(Invalid):
    code = "not_signed"

    def __init__(self) -> None:
        super().__init__(_l("Please let the exhibitor sign, or set the tick beside the typed name."), field="signature")


class BadSignature(Invalid):
    code = "bad_signature"

    def __init__(self) -> None:
        super().__init__(_l("The drawn signature could not be read. Please sign again, or set the tick."), field="signature")


class OrderRefused(Invalid):
    """An order of services cannot be placed or changed like that; `service_id` is to blame, 0 for the whole order."""

    code = "order_refused"

    def __init__(self, service_id: int, message: Any) -> None:
        super().__init__(message, field=f"service_{service_id}")
        self.service_id = service_id


class ServiceExists(Conflict):
    code = "service_exists"

    def __init__(self) -> None:
        super().__init__(_l("The list has a service of this name."), field="name")


class ServiceInUse(Conflict):
    code = "service_in_use"

    def __init__(self) -> None:
        super().__init__(_l("This service has been ordered and cannot be deleted. Take it off the offer instead."))


class NothingToAsk(Conflict):
    code = "nothing_to_ask"

    def __init__(self) -> None:
        super().__init__(_l("Everything that was ordered has been asked for already."))
