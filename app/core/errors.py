"""Refusals a user can meet. `code` is stable (tests, scanners, htmx); the message is translated when it is shown."""

from typing import Any


class DomainError(Exception):
    """A refusal by the domain.

    Attributes:
        status: HTTP status of the answer.
        code: stable name, snake_case.
        field: name of the form or JSON field the error belongs to, if one.
        extra: further members of the API's problem document.
    """

    status = 400
    code = "refused"

    def __init__(self, message: Any, *, field: str | None = None, **extra: Any) -> None:
        super().__init__(str(self.code))
        self.message = message
        self.field = field
        self.extra = extra


class Invalid(DomainError):
    status = 422
    code = "invalid"


class NotFound(DomainError):
    status = 404
    code = "not_found"

    def __init__(self, message: Any = None, **extra: Any) -> None:
        super().__init__(message, **extra)


class Forbidden(DomainError):
    status = 403
    code = "forbidden"

    def __init__(self, message: Any = None, **extra: Any) -> None:
        super().__init__(message, **extra)


class SignInNeeded(DomainError):
    status = 401
    code = "sign_in_needed"

    def __init__(self, message: Any = None, **extra: Any) -> None:
        super().__init__(message, **extra)


class Conflict(DomainError):
    status = 409
    code = "conflict"


class TooMany(DomainError):
    status = 429
    code = "too_many_attempts"


class Unavailable(DomainError):
    status = 503
    code = "try_again"
