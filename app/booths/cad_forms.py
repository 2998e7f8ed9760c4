"""What people choose about a CAD drawing: the layer of booths, the layer of numbers, the units, and where it goes."""

from collections.abc import Sequence

from flask_wtf.file import FileField
from wtforms import HiddenField, SelectField
from wtforms.validators import InputRequired

from app.core.forms import Form, TextField, choices, required_message
from app.core.i18n import _, _l
from app.documents.cad import Drawing

_SCALES = (("0.001", _l("millimetres")), ("0.01", _l("centimetres")), ("0.1", _l("decimetres")), ("1", _l("metres")))
NEW_HALL = "new"


class DrawingForm(Form):
    file = FileField(_l("DXF drawing"))


class LayersForm(Form):
    """Second step: the drawing is kept, `drawing` is its number."""

    drawing = HiddenField()
    booths = SelectField(_l("Layer of the booths"))
    numbers = SelectField(_l("Layer of the numbers"))
    units = SelectField(_l("One unit of the drawing is one"))
    hall = SelectField(_l("Hall"))
    x = TextField(_l("First booth from the left wall"), max_length=20, default="2")
    y = TextField(_l("First booth from the upper wall"), max_length=20, default="2")
    zone = TextField(_l("Zone"), [InputRequired(required_message)], max_length=60, default="A")

    @classmethod
    def of(cls, drawing: Drawing, number: int, halls: Sequence[tuple[str, str]], *, is_first: bool) -> "LayersForm":
        """Return the form for the layers of a drawing; at first with the likeliest ones."""
        booths = {name: len(layer.outlines) for name, layer in drawing.layers.items() if layer.outlines}
        numbers = {name: len(layer.texts) for name, layer in drawing.layers.items() if layer.texts}
        likely = {
            "drawing": str(number),
            "booths": max(booths, key=booths.__getitem__, default=""),
            "numbers": max(numbers, key=numbers.__getitem__, default=""),
            "units": f"{drawing.metres:g}" if drawing.metres else "0.001",
            "hall": halls[0][0] if halls else NEW_HALL,
        }
        form = cls(formdata=None, data=likely) if is_first else cls()
        form.booths.choices = choices(
            (name, _("%(name)s (%(num)s outlines)", name=name, num=count)) for name, count in booths.items()
        )
        form.numbers.choices = choices(
            (name, _("%(name)s (%(num)s texts)", name=name, num=count)) for name, count in numbers.items()
        )
        own = {likely["units"]: _l("unit of %(metres)s m", metres=likely["units"])} if drawing.metres else {}
        form.units.choices = choices({**own, **dict(_SCALES)}.items())
        form.hall.choices = choices([*halls, (NEW_HALL, _("a new hall of its size"))])
        return form
