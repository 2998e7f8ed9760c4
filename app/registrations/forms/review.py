"""What reviewers enter: a decision with its reason, a booth to assign."""

from typing import Any

from wtforms import HiddenField, RadioField, ValidationError
from wtforms.validators import InputRequired

from app.core.forms import Form, LongTextField, TextField, choices, required_message
from app.core.i18n import _, _l

required = InputRequired(message=required_message)
DECISIONS = (
    ("accept", _l("Accept")),
    ("ask_for_changes", _l("Ask for changes")),
    ("waitlist", _l("Put on the waiting list")),
    ("decline", _l("Decline the application")),
)


class DecisionForm(Form):
    decision = RadioField(_l("Decision"), [required], choices=choices(DECISIONS))
    reason = LongTextField(_l("Reason or note; the exhibitor reads it"), max_length=1000)
    # The state that the reviewer saw: somebody may have decided since.
    seen = HiddenField()

    def validate_reason(self, field: Any) -> None:
        if self.decision.data in ("decline", "ask_for_changes") and not field.data:
            raise ValidationError(_("Please give a reason: the exhibitor will read it."))


class AssignForm(Form):
    booth = TextField(_l("Booth"), [required], max_length=12, render_kw={"autocomplete": "off"})


class StaffForm(Form):
    names = LongTextField(_l("Booth staff, one name a line"), max_length=3000)

    def lines(self) -> list[str]:
        """Return the names as written."""
        return [name for name in (self.names.data or "").splitlines() if name]

    def validate_names(self, _field: Any) -> None:
        if any(len(name) > 120 for name in self.lines()):
            raise ValidationError(_("Please write one name a line."))


class WithdrawForm(Form):
    reason = LongTextField(_l("Why do you withdraw?"), max_length=500)
