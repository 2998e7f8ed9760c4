"""Writes of badges: designs, single prints, batches; and the PDFs of single badges."""

from app.badges.services.batches import BATCH_JOB, ask_for_batch, fail_batch, log_prints, make_batch
from app.badges.services.designs import choose_default, ensure_design, show_fields
from app.badges.services.pictures import badge_pdf, look_of, pdf_of_print, sample_pdf
from app.badges.services.printing import print_badge
from app.badges.services.signing import retire_key, rotate_key, sign_codes, sign_holders

__all__ = [
    "BATCH_JOB",
    "ask_for_batch",
    "badge_pdf",
    "choose_default",
    "ensure_design",
    "fail_batch",
    "log_prints",
    "look_of",
    "make_batch",
    "pdf_of_print",
    "print_badge",
    "retire_key",
    "rotate_key",
    "sample_pdf",
    "show_fields",
    "sign_codes",
    "sign_holders",
]
