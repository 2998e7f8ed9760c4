"""What a handler may raise to say how its job goes on."""


class TryLater(Exception):
    """Not now, and nobody's fault: run again after `seconds`, without counting a failure (a mail server that is down)."""

    def __init__(self, reason: str, *, seconds: int = 60) -> None:
        super().__init__(reason)
        self.seconds = seconds


class GiveUp(Exception):
    """Trying again cannot help: park the job at once, for a person to see."""


class LeaseLost(Exception):
    """Another worker has taken the job over; what this one did is rolled back."""
