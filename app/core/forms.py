"""The form base and the fields that features share. HTTP text in, typed values out, nothing written."""

import contextlib
import re
from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import Any, Self
from zoneinfo import ZoneInfo

import phonenumbers
from flask import request
from flask_babel import get_domain
from flask_wtf import FlaskForm
from wtforms import DateTimeLocalField, StringField, TextAreaField, ValidationError
from wtforms import Field as WTField
from wtforms.fields.choices import SelectChoice

from app.core.i18n import _, _l
from app.core.text import clean

FORBIDDEN_CHARACTERS = {"\x00", "\r", "\u0085", "\u2028", "\u2029"}


class _Translations:
    """WTForms' own messages, from our catalogues: the library has no Vietnamese."""

    def gettext(self, text: str) -> str:
        return str(get_domain().get_translations().ugettext(text)) if text else text

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        return str(get_domain().get_translations().ungettext(singular, plural, number))


class Form(FlaskForm):  # type: ignore[misc]
    """Base of all forms: CSRF, texts trimmed and in NFC, all errors at their field."""

    form_errors: list[Any]

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        def get_translations(self, form: Any) -> _Translations:
            return _Translations()

    @classmethod
    def from_request(cls, **arguments: Any) -> Self:
        """Bind to the request's form data; `obj=` and `data=` give the values shown at first."""
        return cls(**arguments)

    def submitted_and_valid(self) -> bool:
        """Tell whether the form was sent and has no error. When it has, redisplay it with status 422."""
        return bool(self.validate_on_submit())

    @property
    def status(self) -> int:
        """422 when a sent form has errors, else 200."""
        return 422 if request.method == "POST" and self.errors else 200

    def refuse(self, field: str | None, message: Any) -> None:
        """Attach a domain error to `field`, or to the whole form when it has no such field."""
        target = self._fields.get(field or "")
        if target is None:
            self.form_errors = [*self.form_errors, message]
        else:
            target.errors = [*target.errors, message]


def _cleaned(value: Any) -> Any:
    return clean(value) if isinstance(value, str) else value


class TextField(StringField):  # type: ignore[misc]
    """One line of text, trimmed, NFC, at most `max_length` characters (default 200)."""

    data: Any

    def __init__(self, label: Any = None, validators: Any = None, *, max_length: int = 200, **kwargs: Any) -> None:
        kwargs.setdefault("filters", [_cleaned])
        super().__init__(label, validators, **kwargs)
        self.max_length = max_length

    def pre_validate(self, form: Any) -> None:
        _check_text(self, self.max_length)
        if "\n" in (self.data or ""):
            raise ValidationError(_("Please use one line only."))


class LongTextField(TextAreaField):  # type: ignore[misc]
    """Several lines of text, trimmed, NFC, at most `max_length` characters (default 5,000)."""

    def __init__(self, label: Any = None, validators: Any = None, *, max_length: int = 5000, **kwargs: Any) -> None:
        kwargs.setdefault("filters", [_cleaned])
        super().__init__(label, validators, **kwargs)
        self.max_length = max_length

    def pre_validate(self, form: Any) -> None:
        _check_text(self, self.max_length)


def _check_text(field: WTField, max_length: int) -> None:
    text = field.data or ""
    if FORBIDDEN_CHARACTERS & set(text):
        raise ValidationError(_("This text contains characters that cannot be used."))
    if len(text) > max_length:
        raise ValidationError(_("Please use at most %(most)s characters; these are %(now)s.", most=max_length, now=len(text)))


class PhoneField(TextField):
    """A phone number; `data` is E.164 after validation (R-73). Vietnamese unless it starts with another +code."""

    def pre_validate(self, form: Any) -> None:
        super().pre_validate(form)
        if self.data:
            self.data = parse_phone(self.data)

    def _value(self) -> str:
        # What was refused is shown as it was typed.
        return format_phone(str(self.data)) if self.data and not self.errors else str(self.data or "")


def choices(pairs: Iterable[tuple[str, Any]]) -> list[SelectChoice]:
    """Return what `choices=` of a select or radio field takes, from pairs of value and label."""
    return [SelectChoice(value, label) for value, label in pairs]


def choices_of(kinds: type[StrEnum]) -> list[SelectChoice]:
    """Return one choice for each member of an enum whose members have a `label`."""
    return choices((kind.value, getattr(kind, "label", kind.value)) for kind in kinds)


def parse_phone(text: str) -> str:
    """Return `text` as E.164. Takes 0912 345 678, 84 912…, +84 912…, 0084…, a lost leading 0, and foreign numbers with +.

    Raises:
        ValidationError: not a valid number, also the abolished 11-digit 012x numbers; letters or an extension in it.
    """
    number = None
    # Letters would be read as the keys of a telephone, an extension would be lost in E.164.
    if not any(char.isalpha() for char in text):
        with contextlib.suppress(phonenumbers.NumberParseException):
            number = phonenumbers.parse(text, "VN")
    if number is None or number.extension or not phonenumbers.is_valid_number(number):
        raise ValidationError(_("Please check the phone number, for example 0912 345 678."))
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def format_phone(e164: str) -> str:
    """Return a number as people write it: 0912 345 678, or +49 … abroad. Anything unreadable comes back unchanged."""
    try:
        number = phonenumbers.parse(e164, "VN")
    except phonenumbers.NumberParseException:
        return e164
    kind = phonenumbers.PhoneNumberFormat
    return str(phonenumbers.format_number(number, kind.NATIONAL if number.country_code == 84 else kind.INTERNATIONAL))


class MoneyField(StringField):  # type: ignore[misc]
    """Whole đồng. Accepts 4500000, 4.500.000, 4,500,000 and a trailing đ; refuses what is ambiguous."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.raw_text = (valuelist[0] if valuelist else "").strip()
        self.data: int | None = None
        if not self.raw_text:
            return
        self.data = parse_vnd(self.raw_text)

    def _value(self) -> str:
        if getattr(self, "raw_text", ""):
            return str(self.raw_text)
        return "" if self.data is None else f"{self.data:,}".replace(",", ".")


def parse_vnd(text: str) -> int:
    """Return whole đồng from what people type.

    Raises:
        ValueError: not a whole, unambiguous, non-negative amount below 10^15.
    """
    amount = _CURRENCY_WORD.sub("", text.strip().lower()).replace("\u00a0", " ").replace("\u202f", " ")
    if not _WHOLE_AMOUNT.fullmatch(amount):
        raise ValueError(_("Please enter whole đồng, for example 4.500.000."))
    return int(re.sub(r"[., ]", "", amount))


_CURRENCY_WORD = re.compile(r"\s*(₫|đồng|đ|vnđ|vnd)\.?$")
# Plain digits, or groups of three by one and the same sign: 4.5 could be four and a half million, 0.500 half a đồng.
_WHOLE_AMOUNT = re.compile(r"[0-9]{1,15}|[1-9][0-9]{0,2}(?P<sign>[., ])[0-9]{3}((?P=sign)[0-9]{3}){0,3}")


class LocalDateTimeField(DateTimeLocalField):  # type: ignore[misc]
    """A local date and time in the IANA zone `zone` (set on the field before use); `data` is aware UTC-comparable."""

    data: Any

    def __init__(self, label: Any = None, validators: Any = None, *, zone: str = "Asia/Ho_Chi_Minh", **kwargs: Any) -> None:
        super().__init__(label, validators, format=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%d/%m/%Y %H:%M"], **kwargs)
        self.zone = zone

    def process_formdata(self, valuelist: list[str]) -> None:
        if not any(valuelist):
            self.data = None
            return
        super().process_formdata(valuelist)
        if self.data is not None:
            self.data = self.data.replace(tzinfo=ZoneInfo(self.zone))

    def _value(self) -> str:
        if self.raw_data:
            return " ".join(self.raw_data)
        return self.data.astimezone(ZoneInfo(self.zone)).strftime("%Y-%m-%dT%H:%M") if isinstance(self.data, datetime) else ""


required_message = _l("Please fill in this field.")
