"""E-mail addresses as they are kept: one spelling, so that one address is one account."""

from email_validator import EmailNotValidError, validate_email

from app.accounts.errors import BadEmail


def normal_email(text: str) -> str:
    """Return `text` as kept: checked, in NFC, in lower case (no provider of note tells capitals apart).

    Raises:
        BadEmail: no address, or longer than 254 characters.
    """
    try:
        found = validate_email(text.strip(), check_deliverability=False, allow_smtputf8=False).normalized.lower()
    except EmailNotValidError as error:
        raise BadEmail from error
    if len(found) > 254:
        raise BadEmail
    return found
