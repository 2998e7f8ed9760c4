"""Separate ticks for each purpose, none set beforehand (R-66, R-70)."""

from collections.abc import Sequence
from typing import Any

from wtforms import BooleanField, RadioField, ValidationError

from app.core.forms import Form, choices
from app.core.i18n import _, _l
from app.registrations.consent_texts import EXHIBITOR, ConsentText
from app.registrations.terms import ConsentPurpose


class ConsentForm(Form):
    """The ticks of an exhibitor; `texts` are the words beside them."""

    texts: Sequence[ConsentText] = EXHIBITOR

    participation = BooleanField(EXHIBITOR[0].label)
    catalogue = BooleanField(EXHIBITOR[1].label)
    share_contact = BooleanField(EXHIBITOR[2].label)
    photos = BooleanField(EXHIBITOR[3].label)
    messages = BooleanField(EXHIBITOR[4].label)
    # Asked of an officer who fills in for somebody else.
    channel = RadioField(
        _l("How the unit agreed"),
        choices=choices([("phone", _l("I read the texts out by phone and the unit agreed")), ("paper", _l("signed on paper"))]),
        default="phone",
    )

    def validate_participation(self, field: Any) -> None:
        if not field.data:
            raise ValidationError(_("Without this we may not work on the application."))

    def given(self) -> dict[ConsentPurpose, bool]:
        """Return the ticks by purpose."""
        return {text.purpose: bool(self[text.purpose.value].data) for text in self.texts}


class OwnConsentsForm(Form):
    """On the exhibitor's page: what can be given and withdrawn any time. Taking part ends by withdrawing the application."""

    catalogue = BooleanField(EXHIBITOR[1].label)
    share_contact = BooleanField(EXHIBITOR[2].label)
    photos = BooleanField(EXHIBITOR[3].label)
    messages = BooleanField(EXHIBITOR[4].label)

    def given(self) -> dict[ConsentPurpose, bool]:
        """Return the ticks by purpose."""
        return {text.purpose: bool(self[text.purpose.value].data) for text in EXHIBITOR if not text.required}
