"""Background work of booths."""

from app.booths import services
from app.jobs.registry import periodic


@periodic("booths.holds_tidied", seconds=60)
def tidy_holds() -> None:
    services.tidy()
