"""What is entered about gates, phones and conflicts."""

from typing import Any

from wtforms import SelectField
from wtforms.validators import InputRequired

from app.checkin.terms import EntryRule, Resolution
from app.core.forms import Form, TextField, choices, choices_of, required_message
from app.core.i18n import _l

_needed = InputRequired(required_message)


class GateForm(Form):
    name = TextField(_l("Name of the gate"), [_needed], max_length=60)
    rule = SelectField(_l("How often a person counts"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rule.choices = choices_of(EntryRule)


class PhoneForm(Form):
    """A new phone; the choices are the event's gates."""

    gate = SelectField(_l("Gate of the new device"), coerce=int)

    @classmethod
    def for_gates(cls, gates: list[Any]) -> "PhoneForm":
        form = cls()
        form.gate.choices = choices((gate.id, gate.name) for gate in gates)
        return form


class SettleForm(Form):
    resolution = SelectField(_l("What it was"))
    reason = TextField(_l("Note"), [_needed], max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.resolution.choices = choices_of(Resolution)
