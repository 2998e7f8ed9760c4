"""HTTP text of badges becomes typed values: the desk's forms, those of stations and codes, and those of designs."""

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
from app.badges.forms.desk import BatchForm, PrintForm, SelectionForm
from app.badges.forms.stations import FeeForm, JobForm, KeyForm, ReasonForm, RotateForm, StationForm

__all__ = [
    "AddElementForm",
    "BatchForm",
    "ElementForm",
    "FeeForm",
    "FrameForm",
    "ImageForm",
    "JobForm",
    "KeyForm",
    "NameForm",
    "NewDesignForm",
    "PhotoForm",
    "PrintForm",
    "PrinterForm",
    "ReasonForm",
    "RotateForm",
    "RulesForm",
    "SelectionForm",
    "StationForm",
]
