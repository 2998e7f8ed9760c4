"""Texts of fascia boards, exactly as they will be printed."""

from wtforms import FieldList, FormField, HiddenField
from wtforms.validators import InputRequired

from app.core.forms import Form, TextField, required_message
from app.core.i18n import _l

required = InputRequired(message=required_message)


class BoardForm(Form):
    """The board of one booth; a part of a form, which carries the token."""

    class Meta(Form.Meta):
        csrf = False

    claim_id = HiddenField()
    text_vi = TextField(_l("Text in Vietnamese"), max_length=60, render_kw={"autocomplete": "off"})
    text_en = TextField(_l("Text in English"), max_length=60, render_kw={"autocomplete": "off"})


class BoardsForm(Form):
    """All boards of an exhibitor on one page."""

    boards = FieldList(FormField(BoardForm))
    reason = TextField(_l("Reason"), max_length=300)


class OneBoardForm(Form):
    """One board, changed by an organiser."""

    fascia_vi = TextField(_l("Text in Vietnamese"), max_length=60, render_kw={"autocomplete": "off"})
    fascia_en = TextField(_l("Text in English"), max_length=60, render_kw={"autocomplete": "off"})
    reason = TextField(_l("Reason"), max_length=300)


class SendListForm(Form):
    sent_to = TextField(_l("To whom"), [required], max_length=200)
