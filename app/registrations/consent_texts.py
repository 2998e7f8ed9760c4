"""What people are asked to agree to, word for word (R-66, R-70). A change of meaning needs a new version, never a new edit."""

from dataclasses import dataclass
from typing import Any

from app.core.i18n import _l
from app.registrations.terms import ConsentPurpose

VERSION = "2026-10"


@dataclass(frozen=True)
class ConsentText:
    """One tick: what for, and how long the data are kept."""

    purpose: ConsentPurpose
    label: Any
    explanation: Any
    required: bool = False


_EXHIBITOR_PARTICIPATION = ConsentText(
    ConsentPurpose.PARTICIPATION,
    _l("I have read what the data are needed for and agree that they are used for taking part"),
    _l(
        "The organisers use the answers to review the application, to assign a booth, for the contract, payment and badges."
        " Contact data are kept for 12 months after the event, contracts and payments for 10 years as accounting law demands."
    ),
    required=True,
)
_CATALOGUE = ConsentText(
    ConsentPurpose.CATALOGUE,
    _l("Show our unit and its public contact in the catalogue"),
    _l("Name, products, booth and the contact of the unit appear on the public page until 12 months after the event."),
)
_SHARE = ConsentText(
    ConsentPurpose.SHARE_CONTACT,
    _l("Pass our contact on to buyers, banks and provinces that ask for it"),
    _l("Only the contact of the unit, only for trade and support, until 12 months after the event."),
)
_PHOTOS = ConsentText(
    ConsentPurpose.PHOTOS,
    _l("Photos and livestreams may show me and be published"),
    _l("For reports about the event on the organisers' pages and in the press. Withdrawing stops further use."),
)
_MESSAGES = ConsentText(
    ConsentPurpose.MESSAGES,
    _l("Send me news about this and later events by e-mail, Zalo or SMS"),
    _l("At most once a week, until you withdraw it."),
)
_VISITOR_PARTICIPATION = ConsentText(
    ConsentPurpose.PARTICIPATION,
    _l("I have read what my data are needed for and agree that they are used for my visit"),
    _l(
        "Name and contact are used for the entrance code and for counting visitors."
        " They are kept for 12 months after the event; lists of funded events as long as the audit needs them."
    ),
    required=True,
)

EXHIBITOR = (_EXHIBITOR_PARTICIPATION, _CATALOGUE, _SHARE, _PHOTOS, _MESSAGES)
VISITOR = (_VISITOR_PARTICIPATION, _PHOTOS, _MESSAGES)


def label_of(purpose: ConsentPurpose) -> str:
    """Return the words of a purpose for lists and histories."""
    return str(next(text.label for text in (*EXHIBITOR, *VISITOR) if text.purpose is purpose))
