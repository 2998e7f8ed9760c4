"""What can go wrong when a document is made."""

from app.core.errors import DomainError, Invalid
from app.core.i18n import _l


class PdfFailed(DomainError):
    """A document could not be drawn within its limits. `reason` is for the log and the job, not for people."""

    status = 503
    code = "document_failed"

    def __init__(self, reason: str) -> None:
        super().__init__(_l("The document could not be made. Please try again; if it fails again, shorten long texts."))
        self.reason = reason

    def __str__(self) -> str:
        return self.reason


class TableRefused(Invalid):
    """A table file cannot be read: wrong kind, damaged, too large."""

    code = "table_refused"


class DrawingRefused(Invalid):
    """A CAD drawing cannot be read: another kind, damaged, too large, or no reader here."""

    code = "drawing_refused"
