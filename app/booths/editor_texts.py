"""What the plan editor says. JavaScript has no words of its own: it gets these in the reader's language and fills in {name}."""

from app.booths.items import FIELDS, Audience, ObjectKind
from app.booths.models import BoothKind, BoothState
from app.core.i18n import _


def texts() -> dict[str, str]:
    """Return all texts by the names that static/js/plan-editor/ uses."""
    return _acts() | _saving() | _refusals() | _items() | _fields()


def _acts() -> dict[str, str]:
    """What the scene says after an act, see docs/front-end.md."""
    return {
        "move": _("{count} moved"),
        "resize": _("Size changed"),
        "turn": _("{count} turned"),
        "add": _("{count} added"),
        "remove": _("{count} removed"),
        "duplicate": _("{count} duplicated"),
        "edit": _("{count} changed"),
        "align": _("{count} aligned"),
        "distribute": _("{count} distributed"),
        "lock": _("{count} locked"),
        "unlock": _("{count} unlocked"),
        "rows": _("{count} booths added in rows"),
        "number": _("{count} numbered"),
        "merge": _("Booths merged"),
        "split": _("Booth split"),
        "calibrate": _("Background scaled"),
        "undo": _("Undone: {label}"),
        "redo": _("Done again: {label}"),
        "nothing": _("There is nothing to undo or redo."),
        "selected": _("{count} selected"),
        "unselected": _("Nothing selected"),
        "kept": _("{count} kept in the selection"),
        "let_go": _("No longer kept; {count} kept"),
        "leave": _("Tab leaves the plan."),
    }


def _saving() -> dict[str, str]:
    return {
        "saving": _("Saving …"),
        "saved": _("Saved {time}"),
        "unchanged": _("Nothing changed yet"),
        "offline": _("Not saved: no connection. Trying again; your changes are kept on this device."),
        "signed_out": _("Not saved: please sign in again in another tab. Your changes are kept on this device."),
        "refused": _("The server refused a change and it was taken back: {message}"),
        "restored": _("Changes of last time that had not been saved are back and are being saved."),
        "colleague": _("A colleague changed {count} items; they are shown."),
        "loading_failed": _("The plan could not be loaded. Please check the connection and load the page again."),
        "problems": _("{count} problems to solve before publishing"),
        "no_problems": _("No problems: the plan can be published"),
    }


def _refusals() -> dict[str, str]:
    return {
        "needed": _("Please fill in this field."),
        "not_a_number": _("Please enter a number between {least} and {most}."),
        "not_a_code": _("A booth code has up to 12 letters and digits, for example A01."),
        "not_a_start": _("The code must end with a number, for example A01."),
        "code_twice": _("Booth {code} exists already."),
        "hall_twice": _("There is a hall of this name already."),
        "hall_in_use": _("The hall is not empty: please move or remove what is in it first."),
        "no_hall": _("Start with a hall or floor: its size decides what has room."),
        "last_hall": _("The plan needs at least one hall."),
        "taken": _("{name} belongs to somebody ({state}). Please release it first."),
        "not_mergeable": _("Select booths of one hall that together fill a rectangle without gaps."),
        "not_splittable": _("Select one booth that stands straight."),
        "too_small": _("The parts would be smaller than 0.5 m."),
        "locked": _("{count} locked: unlock them first."),
        "calibrate_first": _("Click the first point on the picture."),
        "calibrate_second": _("Click the second point."),
        "calibrate_far": _("The two points lie too close together."),
        "row_fit": _("{count} booths, {first} to {last}"),
        "row_doubles": _("{count} codes exist already, for example {code}."),
        "row_overlaps": _("{count} booths would stand on others."),
        "row_outside": _("{count} booths would stand outside the hall."),
        "row_too_many": _("At most 2,000 booths can be made at once."),
    }


def _items() -> dict[str, str]:
    return {
        "background": _("background picture"),
        "new_hall": _("Hall {number}"),
        "described": _("{name}, {width} × {depth} m, at {x} across and {y} down"),
        "described_locked": _("locked"),
        "many": _("{count} selected"),
        "floor": _("floor {floor}"),
        "mixed": _("different"),
        "yes": _("yes"),
        "no": _("no"),
        "none": _("none"),
        "removed": _("removed"),
        "as_changed": _("keep it, changed"),
        "whole": _("whole item"),
        "by": _("{name}, {time}"),
        "area": _("{area} m²"),
        "rows_in_hall": _("{count} booths"),
        "hint_rows": _("Click where the first booth stands, or drag over the floor. Enter adds the rows, Escape gives up."),
        "hint_booth": _("Click to place a booth, or drag its size. Enter places it in the middle, Escape ends."),
        "hint_object": _("Click to place it, or drag its size. Enter places it in the middle, Escape ends."),
    }


def _fields() -> dict[str, str]:
    """Return how fields, their values and kinds of items are called: as everywhere else."""
    fields = {name: str(field.label) for of_type in FIELDS.values() for name, field in of_type.items()}
    fields |= {"w": fields["width"], "h": fields["depth"]}
    return (
        {f"field_{name}": label for name, label in fields.items()}
        | {f"audience_{audience.value}": str(audience.label) for audience in Audience}
        | {f"kind_{kind.value}": str(kind.label) for kind in (*ObjectKind, *BoothKind)}
        | {f"state_{state.value}": str(state.label) for state in BoothState}
    )
