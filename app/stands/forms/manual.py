"""Chapters of the manual, and the terms for exhibitors."""

from typing import Any

from flask import request
from wtforms import IntegerField
from wtforms.validators import InputRequired, NumberRange, Optional

from app.core.forms import Form, LocalDateTimeField, LongTextField, TextField, required_message
from app.core.i18n import _l
from app.events.models import Event
from app.stands.services.manual import Terms

required = InputRequired(message=required_message)


class ChapterForm(Form):
    title_vi = TextField(_l("Heading in Vietnamese"), [required], max_length=120)
    body_vi = LongTextField(_l("Text in Vietnamese"), max_length=8000)
    title_en = TextField(_l("Heading in English"), max_length=120)
    body_en = LongTextField(_l("Text in English"), max_length=8000)

    def texts(self) -> dict[str, tuple[str, str]]:
        """Return heading and text by language."""
        return {
            "vi": (self.title_vi.data or "", self.body_vi.data or ""),
            "en": (self.title_en.data or "", self.body_en.data or ""),
        }


class TermsForm(Form):
    fascia_due_at = LocalDateTimeField(_l("Texts of fascia boards until"), [Optional()])
    staff_due_at = LocalDateTimeField(_l("Names of booth staff until"), [Optional()])
    products_due_at = LocalDateTimeField(_l("Products for the catalogue until"), [Optional()])
    fascia_chars = IntegerField(
        _l("Characters on a board of 3 m"),
        [InputRequired(message=required_message), NumberRange(5, 60, _l("Please enter a number from 5 to 60."))],
    )
    staff_per_9m2 = IntegerField(
        _l("Staff passes for each 9 m²"),
        [InputRequired(message=required_message), NumberRange(0, 20, _l("Please enter a number from 0 to 20."))],
    )

    @classmethod
    def for_event(cls, event: Event, **values: Any) -> "TermsForm":
        """Return the form, its times in the event's zone."""
        form = cls.from_request(**values)
        for field in (form.fascia_due_at, form.staff_due_at, form.products_due_at):
            if field.zone != event.timezone:
                field.zone = event.timezone
                field.process(request.form if request.method == "POST" else None, field.object_data)
        return form

    def terms(self) -> Terms:
        """Return the valid answers."""
        return Terms(
            fascia_due_at=self.fascia_due_at.data,
            staff_due_at=self.staff_due_at.data,
            products_due_at=self.products_due_at.data,
            fascia_chars=self.fascia_chars.data,
            staff_per_9m2=self.staff_per_9m2.data,
        )
