"""The hall master's list at the booth."""

from typing import Any

from wtforms import BooleanField, FieldList, FormField, HiddenField, RadioField, ValidationError
from wtforms.validators import InputRequired

from app.core.forms import Form, LongTextField, TextField, choices_of, required_message
from app.core.i18n import _, _l
from app.stands.models import ItemState
from app.stands.services.handovers import Protocol

required = InputRequired(message=required_message)


class ItemForm(Form):
    """One line of the list; a part of a form, which carries the token."""

    class Meta(Form.Meta):
        csrf = False

    state = RadioField(_l("State"), choices=lambda: choices_of(ItemState), default=ItemState.FINE.value)
    note = TextField(_l("What is wrong"), max_length=200)

    def validate_note(self, field: Any) -> None:
        if self.state.data == ItemState.DAMAGED and not field.data:
            raise ValidationError(_("Please say what is damaged."))


class HandoverForm(Form):
    items = FieldList(FormField(ItemForm))
    remarks = LongTextField(_l("Remarks"), max_length=1000)
    override_reason = TextField(_l("Reason for handing over before all is paid"), max_length=300)
    signer_name = TextField(_l("Full name of who signs"), [required], max_length=120, render_kw={"autocomplete": "off"})
    # A drawing as data address, from the canvas.
    signature = HiddenField()
    tick = BooleanField(_l("The exhibitor confirms this list in front of me, without drawing a signature"))

    def protocol(self, names: list[str]) -> Protocol:
        """Return the valid answers; `names` are the lines that were asked."""
        rows = [row.form for row in self.items]
        return Protocol(
            items=[
                {"name": name, "state": row.state.data, "note": row.note.data or ""}
                for name, row in zip(names, rows, strict=True)
            ],
            signer_name=self.signer_name.data,
            signature=self.signature.data or "",
            tick=bool(self.tick.data),
            remarks=self.remarks.data or "",
            override_reason=self.override_reason.data or "",
        )
