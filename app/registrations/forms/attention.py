"""What finance decides about money without a booth."""

from typing import Any

from wtforms import RadioField
from wtforms.validators import DataRequired, InputRequired, ValidationError

from app.core.forms import Form, LongTextField, TextField, choices, required_message
from app.core.i18n import _, _l

_needed = InputRequired(required_message)


class AttentionForm(Form):
    what = RadioField(_l("What shall happen?"), [_needed])
    other = TextField(_l("Other booths"), max_length=120)
    reason = TextField(_l("Reason, or the reference of the transfer"), [_needed], max_length=200)

    @classmethod
    def for_case(cls, case: Any) -> "AttentionForm":
        """Offer what is possible: booths that somebody else has are not given back."""
        form = cls.from_request()
        offered = [("other", _("give other booths")), ("refund", _("pay the money back"))]
        if case.lost and len(case.free) == len(case.lost):
            names = ", ".join(booth.name for booth in case.free)
            offered.insert(0, ("back", _("give %(booths)s back at the old price", booths=names)))
        form.what.choices = choices(offered)
        return form

    def validate_other(self, field: TextField) -> None:
        if self.what.data == "other" and not self.codes():
            raise ValidationError(str(required_message))

    def codes(self) -> list[str]:
        """Return the codes that were typed, separated by commas or spaces."""
        return (self.other.data or "").replace(",", " ").split()


class TakeBackForm(Form):
    # Spaces are no reason.
    reason = LongTextField(_l("Reason"), [DataRequired(required_message)], max_length=300)
