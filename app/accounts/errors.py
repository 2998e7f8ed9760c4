"""What can be refused to a person who signs in, and to who manages people and organisations."""

from typing import Any

from app.core.errors import Conflict, DomainError, Forbidden, Invalid, NotFound
from app.core.i18n import _l


class WrongCredentials(Invalid):
    """The same for an unknown address, a wrong password and a closed account."""

    code = "wrong_credentials"

    def __init__(self) -> None:
        super().__init__(_l("The e-mail address or the password is wrong. Please check both."))


class WrongPassword(Invalid):
    code = "wrong_password"

    def __init__(self) -> None:
        super().__init__(_l("This is not your password."), field="password")


class WrongCode(Invalid):
    code = "wrong_code"

    def __init__(self) -> None:
        super().__init__(_l("This code is wrong or has been used. Please wait for the next one in your app."), field="code")


class WeakPassword(Invalid):
    """Says why, so that the next try succeeds."""

    code = "weak_password"

    def __init__(self, message: Any) -> None:
        super().__init__(message, field="password")


class BadEmail(Invalid):
    code = "bad_email"

    def __init__(self) -> None:
        super().__init__(_l("Please check the e-mail address, for example name@example.vn."), field="email")


class EmailTaken(Conflict):
    code = "email_taken"

    def __init__(self) -> None:
        super().__init__(_l("This e-mail address belongs to another account."), field="email")


class LinkUsed(NotFound):
    """Unknown, used, replaced or too old: from outside the same."""

    code = "link_used"

    def __init__(self) -> None:
        super().__init__(_l("This link has been used, replaced by a newer one, or is too old. Please ask for a new one."))


class AlreadyMember(Conflict):
    code = "already_member"

    def __init__(self) -> None:
        super().__init__(_l("This person is already a member."), field="email")


class LastAdmin(Conflict):
    code = "last_admin"

    def __init__(self) -> None:
        super().__init__(_l("The last administrator stays. Please make somebody else administrator first."))


class CycleInTree(Conflict):
    code = "cycle_in_tree"

    def __init__(self) -> None:
        super().__init__(_l("An organisation cannot stand under itself or under one of its own units."), field="parent")


class KindReserved(Forbidden):
    code = "kind_reserved"

    def __init__(self) -> None:
        super().__init__(
            _l("Only an operator makes an organisation an authority, or who manages the authority above it."), field="kind"
        )


class ParentUnknown(Invalid):
    code = "parent_unknown"

    def __init__(self) -> None:
        super().__init__(_l("There is no such organisation, or there are several. Please type the whole name."), field="parent")


class OwnAccount(Forbidden):
    code = "own_account"

    def __init__(self) -> None:
        super().__init__(_l("You cannot close your own account."))


class KeyMalformed(DomainError):
    status = 400
    code = "idempotency_key_malformed"

    def __init__(self) -> None:
        super().__init__(_l("An Idempotency-Key has 1 to 128 visible ASCII characters."))


class KeyReused(Invalid):
    code = "idempotency_key_reused"

    def __init__(self) -> None:
        super().__init__(_l("This Idempotency-Key was used for another request."))
