"""What can refuse a wish, an offer or a proposal."""

from typing import Any

from app.core.errors import Conflict, Invalid
from app.core.i18n import _l


class WishRefused(Invalid):
    """The wish cannot be kept as it is; `field` says where."""

    code = "wish_refused"


class OfferOver(Conflict):
    """The offer was answered, or its time is over."""

    code = "offer_over"

    def __init__(self) -> None:
        super().__init__(_l("This offer is over: it was answered, or its time has ended."))


class OfferStands(Conflict):
    code = "offer_stands"

    def __init__(self) -> None:
        super().__init__(_l("An offer stands for this exhibitor already."))


class NothingFits(Conflict):
    code = "nothing_fits"

    def __init__(self) -> None:
        super().__init__(_l("No free booths meet this wish now."))


class ProposalChanged(Conflict):
    """Somebody else changed the proposal since the page was opened."""

    code = "proposal_changed"

    def __init__(self) -> None:
        super().__init__(_l("Somebody else has changed this proposal meanwhile. Please look at it again; nothing was lost."))


class ProposalOver(Conflict):
    code = "proposal_over"

    def __init__(self, state: Any) -> None:
        super().__init__(_l("This proposal is %(state)s and cannot be changed.", state=state))


class ProposalRefused(Conflict):
    """Booths of the proposal cannot be given any more; nothing was taken over. `extra["booths"]` names them."""

    code = "proposal_refused"

    def __init__(self, problems: list[str]) -> None:
        told = _l(
            "Nothing was taken over: %(booths)s can no longer be given as proposed. Run it again.", booths=", ".join(problems)
        )
        super().__init__(told, booths=problems)
