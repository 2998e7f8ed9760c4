"""What the scanner says. JavaScript has no words of its own: it gets these in the reader's language and fills in %(name)s."""

from app.checkin import explanations
from app.checkin.terms import NoteKind, Reason
from app.core.i18n import _
from app.registrations.terms import Category


def texts() -> dict[str, str]:
    """Return all texts by the names that static/js/scan/ uses."""
    return (
        _verdicts()
        | _states()
        | _search()
        | {f"reason_{reason.value}": text for reason, text in _reasons().items()}
        | {f"why_{key}": text for key, text in explanations.texts().items()}
        | {f"category_{category.value}": category.label for category in Category}
    )


def _verdicts() -> dict[str, str]:
    return {
        "word_accepted": _("Valid"),
        "word_exit": _("Has left"),
        "word_used": _("Already used"),
        "word_refused": _("Not admitted"),
        "word_provisional": _("Not verified"),
        "advice_accepted": _("Please let them in."),
        "advice_exit": _("The way out was noted."),
        "advice_used": _("Look at an identity paper. The scan was noted for the review."),
        "advice_refused": _("Please go to the desk."),
        "advice_provisional": _("The phone does not know this code and cannot ask now."),
        "first_scan": _("at %(time)s, %(gate)s"),
        "data_of": _("data of %(time)s"),
        "party": _("group of %(number)s"),
        "let_in": _("Let in and note for the review"),
        "to_desk": _("Send to the desk"),
        "decided_here": _("Decided by the phone, not sent yet."),
        "foreign_code": _("Foreign code"),
        "name_hidden": _("Name hidden"),
        "name_unknown": _("Name not on this phone"),
        "practice_note": _("Practice: this scan is not stored."),
        "undo": _("Take back"),
        "undone": _("taken back"),
        "undo_mistake": _("Scanned by mistake"),
        "undo_other_person": _("Another person"),
        "undo_not_in": _("Did not go in"),
        "undo_done": _("The scan is taken back."),
        "undo_too_late": _("A scan can be taken back within two minutes. Later a supervisor does it in the office."),
        "kiosk_go": _("Please go through."),
        "kiosk_bye": _("Goodbye."),
        "kiosk_staff": _("Please see our staff."),
    } | {f"note_{kind.value}": kind.label for kind in NoteKind}


def _states() -> dict[str, str]:
    return {
        "way_in": _("Way in"),
        "way_out": _("Way out"),
        "online": _("online"),
        "offline": _("offline"),
        "waiting": _("%(number)s to send"),
        "stuck": _("%(number)s need a look"),
        "data_state": _("%(number)s people on this phone, as of %(time)s"),
        "no_data": _("No data on this phone yet"),
        "loaded": _("%(number)s people loaded"),
        "sent_at": _("Last sent at %(time)s"),
        "camera": _("Camera %(number)s"),
        "count_note": _("today at %(gate)s"),
        "practice_name": _("Practice guest"),
        "practice_unit": _("Nothing is stored"),
        "remove_sure": _("Remove this phone from the gate and delete its data?"),
        "revoked": _("This phone was removed from the gate. What it has not sent yet stays on it. Ask for a new code."),
        "not_stored": _("The phone could not store this scan: %(fault)s"),
        "no_decoder": _("This phone cannot read codes by camera. Please type the short code."),
        "no_code_in_photo": _("No code was found in the photo. Please type the short code."),
        "wedge_ready": _("Hand scanner ready"),
        "wedge_lost": _("Touch the screen to go on with the hand scanner"),
        "ime": _("The keyboard’s input method may change codes. Please switch it off while a hand scanner types."),
        "pin_ask": _("PIN of this phone"),
        "pin_choose": _("New PIN, at least 4 digits"),
        "pin_short": _("The PIN needs at least 4 digits."),
        "pin_wrong": _("This PIN is wrong."),
        "pin_set": _("Set a PIN"),
        "pin_change": _("Change the PIN"),
    }


def _search() -> dict[str, str]:
    return {
        "no_net": _("There is no connection. Please try again when the phone is online."),
        "walk_in_code": _("Write on the badge: %(code)s, %(name)s"),
        "walk_in_kept": _("Write on the badge: number %(number)s, %(name)s. The phone registers the person when it is online."),
    }


def _reasons() -> dict[Reason, str]:
    """One line each: why, so that the steward can say it."""
    return {
        Reason.OK: _("Valid"),
        Reason.ALREADY_IN: _("Already used"),
        Reason.UNKNOWN: _("This code is not known at this event."),
        Reason.REVOKED: _("This badge was replaced by a new one."),
        Reason.CANCELLED: _("The registration was cancelled."),
        Reason.NOT_ACCEPTED: _("The registration is not confirmed yet."),
        Reason.UNPAID: _("The registration is not paid yet."),
        Reason.WRONG_EVENT: _("This code belongs to another event."),
        Reason.WRONG_DAY: _("Today is not a day of the event."),
        Reason.WRONG_CATEGORY: _("This kind of badge does not open this gate."),
        Reason.WRONG_ZONE: _("This badge does not open this area."),
        Reason.NOT_YET_VALID: _("This badge is not valid yet."),
        Reason.EXPIRED: _("This badge is no longer valid."),
        Reason.BLOCKED: _("This badge is blocked."),
        Reason.MALFORMED: _("The code cannot be read. Please type the short code."),
    }
