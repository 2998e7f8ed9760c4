"""Writes of badges: designs, single prints, batches, the queue of printer desks, keys; and the PDFs of single badges."""

from app.badges.services.batches import BATCH_JOB, ask_for_batch, fail_batch, log_prints, make_batch
from app.badges.services.designs import choose_default, ensure_design, show_fields
from app.badges.services.fees import Fee, FeeWay
from app.badges.services.pictures import badge_pdf, look_of, pdf_of_job, pdf_of_print, sample_pdf
from app.badges.services.printing import Again, print_badge, queue_badge
from app.badges.services.queueing import (
    LEASE,
    cancel_job,
    forget_person,
    move_job,
    print_again,
    queue_on_entry,
    queue_selection,
    report_failed,
    report_printed,
    take_job,
)
from app.badges.services.signing import ask_fee, retire_key, rotate_key, sign_codes, sign_holders
from app.badges.services.stations import PAIRING_LASTS, add_station, change_station, close_station, offer_pairing
from app.badges.services.stations import pair as pair_station

__all__ = [
    "BATCH_JOB",
    "LEASE",
    "PAIRING_LASTS",
    "Again",
    "Fee",
    "FeeWay",
    "add_station",
    "ask_fee",
    "ask_for_batch",
    "badge_pdf",
    "cancel_job",
    "change_station",
    "choose_default",
    "close_station",
    "ensure_design",
    "fail_batch",
    "forget_person",
    "log_prints",
    "look_of",
    "make_batch",
    "move_job",
    "offer_pairing",
    "pair_station",
    "pdf_of_job",
    "pdf_of_print",
    "print_again",
    "print_badge",
    "queue_badge",
    "queue_on_entry",
    "queue_selection",
    "report_failed",
    "report_printed",
    "retire_key",
    "rotate_key",
    "sample_pdf",
    "show_fields",
    "sign_codes",
    "sign_holders",
    "take_job",
]
