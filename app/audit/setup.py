"""What operators ask of the audit trail."""

from collections.abc import Iterable

from app.audit import sealing
from app.core import doctor


@doctor.check("I21", "the audit trail is one unbroken chain")
def _chain_is_unbroken() -> Iterable[str]:
    for entry_id, what in sealing.broken_entries():
        yield f"audit_entry {entry_id} {what}"
