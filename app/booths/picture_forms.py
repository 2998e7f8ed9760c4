"""What people type about pictures under a plan."""

from collections.abc import Sequence
from typing import Any

from flask_wtf.file import FileField
from wtforms import IntegerField, SelectField
from wtforms.validators import NumberRange, Optional

from app.booths.bulk import number
from app.booths.items import WrongValue
from app.core.forms import Form, TextField, choices
from app.core.i18n import _, _l


class CalibrateForm(Form):
    """A length on the picture and in the hall: from that follows its size."""

    metres = TextField(_l("Known length in metres"), max_length=20)
    pixels = TextField(_l("The same length on the picture, in pixels"), max_length=20)

    def known_length(self) -> float | None:
        """Return metres for one pixel; None when neither was typed.

        Raises:
            WrongValue: one without the other, or no sensible number.
        """
        metres, pixels = number(self.metres.data or ""), number(self.pixels.data or "")
        if not metres and not pixels:
            return None
        if metres <= 0 or pixels <= 0:
            raise WrongValue(_("Please give the length both in metres and in pixels."))
        return metres / pixels


class PictureForm(CalibrateForm):
    """A file for the floor of a hall."""

    file = FileField(_l("PNG, JPEG, SVG or PDF"))
    hall = SelectField(_l("Hall"))
    page = IntegerField(_l("Page of the PDF"), [Optional(), NumberRange(1, 1000)])

    @classmethod
    def for_halls(cls, halls: Sequence[tuple[str, str]], **arguments: Any) -> "PictureForm":
        form = cls(**arguments)
        form.hall.choices = choices(halls)
        return form
