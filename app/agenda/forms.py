"""Forms of planners and speakers. HTTP text in, typed values out."""

from datetime import datetime, timedelta
from typing import Any, Self

from flask import request
from wtforms import BooleanField, IntegerField, SelectField
from wtforms.validators import Email, InputRequired, NumberRange, Optional

from app.agenda.models import SLOT_MINUTES, SessionKind
from app.core.forms import Form, LocalDateTimeField, LongTextField, PhoneField, TextField, choices, choices_of, required_message
from app.core.i18n import LANGUAGE_NAMES, _l
from app.events.models import Event

REQUIRED = InputRequired(required_message)


class _ZonedForm(Form):
    @classmethod
    def for_event(cls, event: Event, **arguments: Any) -> Self:
        """Bind to the request; all times are local times of the event."""
        form = cls.from_request(**arguments)
        for field in form:
            if isinstance(field, LocalDateTimeField) and field.zone != event.timezone:
                field.zone = event.timezone
                field.process(request.form if request.method == "POST" else None, field.object_data)
        return form


class RoomForm(Form):
    name = TextField(_l("Name of the room"), [REQUIRED], max_length=80)
    capacity = IntegerField(_l("Seats"), [Optional(), NumberRange(1, 100_000)])


class SessionForm(_ZonedForm):
    room = SelectField(_l("Room"), coerce=int)
    kind = SelectField(_l("Kind of session"), choices=lambda: choices_of(SessionKind), default=SessionKind.PAPER.value)
    title = TextField(_l("Title of the session"), [REQUIRED], max_length=200)
    title_en = TextField(_l("Title in English"), max_length=200)
    starts_at = LocalDateTimeField(_l("Begins"), [REQUIRED])
    minutes = IntegerField(_l("Length in minutes"), [REQUIRED, NumberRange(SLOT_MINUTES, 24 * 60)], default=30)
    abstract = LongTextField(_l("What it is about"), max_length=5000)
    is_public = BooleanField(_l("Show in the public agenda"), default=True)

    @property
    def ends_at(self) -> datetime:
        """Return the end that follows from the length."""
        end: datetime = self.starts_at.data + timedelta(minutes=self.minutes.data)
        return end


class ShiftForm(Form):
    minutes = IntegerField(_l("Minutes"), [REQUIRED], default=20)


class SpeakerForm(Form):
    title = TextField(_l("Academic title or form of address"), max_length=40)
    full_name = TextField(_l("Full name"), [REQUIRED], max_length=120)
    position = TextField(_l("Position held"), max_length=120)
    unit = TextField(_l("Unit"), max_length=200)
    email = TextField(_l("E-mail"), [Optional(), Email(_l("Please check the e-mail address."))], max_length=254)
    phone = PhoneField(_l("Phone"), [Optional()], max_length=40)
    locale = SelectField(_l("Language of mails"), choices=lambda: choices(LANGUAGE_NAMES.items()), default="vi")


class TalkForm(_ZonedForm):
    speaker = SelectField(_l("Speaker"), coerce=int)
    title = TextField(_l("Title of the talk"), max_length=200)
    upload_until = LocalDateTimeField(_l("Presentation due until"), [Optional()])


class TalkDetailsForm(_ZonedForm):
    title = TextField(_l("Title of the talk"), max_length=200)
    title_en = TextField(_l("Title in English"), max_length=200)
    upload_until = LocalDateTimeField(_l("Presentation due until"), [Optional()])


class TitlesForm(Form):
    title = TextField(_l("Title in Vietnamese"), max_length=200)
    title_en = TextField(_l("Title in English"), max_length=200)


class ProfileForm(Form):
    biography = LongTextField(_l("Biography"), max_length=600)
    needs = TextField(_l("What you need in the room"), max_length=500)
    publish_consent = BooleanField(_l("My name, unit and biography may be published with the agenda"))


class UploadForm(Form):
    """The file itself is read from the request: a plain file input."""

    is_public = BooleanField(_l("Visitors may download this presentation after the session"))
