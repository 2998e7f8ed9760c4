"""What the mail door refuses."""


class BadAddress(ValueError):
    """No address a mail can be sent to: a programming error, forms check addresses before."""


class MailServerDown(Exception):
    """The mail server does not answer or asks to come back."""


class MailRefused(Exception):
    """The mail server refuses this mail for good."""
