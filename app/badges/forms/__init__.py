"""HTTP text of badges becomes typed values: the desk's forms, and those of designs."""

from app.badges.forms.designs import (
    AddElementForm,
    ElementForm,
    FrameForm,
    ImageForm,
    NameForm,
    NewDesignForm,
    PhotoForm,
    PrinterForm,
    RulesForm,
)
from app.badges.forms.desk import BatchForm, PrintForm

__all__ = [
    "AddElementForm",
    "BatchForm",
    "ElementForm",
    "FrameForm",
    "ImageForm",
    "NameForm",
    "NewDesignForm",
    "PhotoForm",
    "PrintForm",
    "PrinterForm",
    "RulesForm",
]
