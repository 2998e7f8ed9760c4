"""Form fields for places. A commune is typed or picked from a list that htmx refreshes; without JavaScript it is typed."""

from typing import Any

from flask import url_for
from markupsafe import Markup
from wtforms import SelectField
from wtforms.validators import ValidationError
from wtforms.widgets import TextInput

from app.core.errors import DomainError
from app.core.forms import TextField, choices
from app.core.i18n import _l
from app.places import countries, queries
from app.places.models import Commune


def _code_or_none(value: Any) -> int | None:
    return int(value) if value not in (None, "", "None") else None


class ProvinceField(SelectField):  # type: ignore[misc]
    """One of the 34 provinces by code; `data` is the code or None. The choices are read when the form is made."""

    def __init__(self, label: Any = None, validators: Any = None, **kwargs: Any) -> None:
        kwargs.setdefault("coerce", _code_or_none)
        kwargs.setdefault("choices", _province_choices)
        super().__init__(label if label is not None else _l("Province or city"), validators, **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take a code; a name (from a link or a program) is resolved, and a merged province names its successor."""
        text = valuelist[0].strip() if valuelist else ""
        if text and not text.isdigit():
            try:
                self.data = queries.resolve_province(text).code
            except DomainError as error:
                raise ValueError(str(error.message)) from error
        else:
            super().process_formdata([text])


def _province_choices() -> Any:
    return choices([("", _l("Please choose")), *((str(province.code), province.name) for province in queries.provinces())])


def _country_choices() -> Any:
    return choices(countries.countries())


class CountryField(SelectField):  # type: ignore[misc]
    """A country by its ISO code, Viet Nam first and chosen at first."""

    def __init__(self, label: Any = None, validators: Any = None, **kwargs: Any) -> None:
        kwargs.setdefault("choices", _country_choices)
        kwargs.setdefault("default", countries.HOME)
        super().__init__(label if label is not None else _l("Country"), validators, **kwargs)


class _CommuneInput(TextInput):  # type: ignore[misc]
    """A text input with a datalist of its own, which htmx replaces while somebody types."""

    def __call__(self, field: Any, **kwargs: Any) -> Markup:
        options = f"{field.id}-options"
        kwargs |= {"list": options, "autocomplete": "off", "hx-target": f"#{options}", "hx-swap": "outerHTML"}
        kwargs["hx-get"] = url_for("places.communes", **{"for": field.name, "by": field.province_name})
        kwargs["hx-trigger"] = "focus once, input changed delay:250ms"
        kwargs["hx-include"] = f"[name='{field.province_name}']"
        return Markup("{}<datalist id='{}'></datalist>").format(super().__call__(field, **kwargs), options)


class CommuneField(TextField):
    """A commune by its name ("Xã Tả Lèng", "ta leng", "Tả Lèng, Lai Châu") or five-digit code.

    `data` is the text, after validation the official name; `commune` the unit found, `code` its code.

    Args:
        province: name of the ProvinceField of the same form that narrows the search, default "province".
    """

    widget = _CommuneInput()
    commune: Commune | None = None

    def __init__(self, label: Any = None, validators: Any = None, *, province: str = "province", **kwargs: Any) -> None:
        super().__init__(label if label is not None else _l("Commune, ward or special zone"), validators, **kwargs)
        prefix = kwargs.get("_prefix", "")
        self.province, self.province_name = province, prefix + province

    @property
    def code(self) -> int | None:
        """Return the code of the commune found by validation, or of the one given by the object."""
        return self.commune.code if self.commune is not None else None

    def process_data(self, value: Any) -> None:
        """Take a Commune, its code, or text."""
        if isinstance(value, int):
            value = queries.get_commune(value)
        self.commune = value if isinstance(value, Commune) else None
        super().process_data(self.commune.official_name if self.commune else value)

    def pre_validate(self, form: Any) -> None:
        super().pre_validate(form)
        self.commune = None
        if not self.data:
            return
        chosen = form[self.province].data if self.province in form else None
        try:
            self.commune = queries.resolve_commune(self.data, chosen)
        except DomainError as error:
            raise ValidationError(str(error.message)) from error
        self.data = self.commune.official_name
        if self.province in form and chosen is None and not form[self.province].errors:
            form[self.province].data = self.commune.province_code
