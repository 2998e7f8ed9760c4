"""Why a file is not accepted."""

from typing import Any

from app.core.errors import DomainError, Invalid
from app.core.i18n import _l


class FileTooLarge(DomainError):
    status = 413
    code = "file_too_large"

    def __init__(self, max_bytes: int) -> None:
        super().__init__(_l("The file is larger than %(megabytes)s MB.", megabytes=max_bytes // 2**20))


class WrongType(Invalid):
    """The content is not what the policy allows, or not what the name says."""

    code = "wrong_type"

    def __init__(self, message: Any) -> None:
        super().__init__(message)


class EmptyFile(Invalid):
    code = "empty_file"

    def __init__(self) -> None:
        super().__init__(_l("The file is empty."))


class NoContent(DomainError):
    """The storage lost the content of a file. Never expected; doctor reports it."""

    status = 503
    code = "no_content"

    def __init__(self) -> None:
        super().__init__(_l("The file cannot be read at the moment."))


class BackupRefused(DomainError):
    """A backup cannot be made, trusted or put in place; the message is for operators at the command line."""

    code = "backup_refused"
