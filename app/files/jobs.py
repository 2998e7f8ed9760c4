"""The nightly sweep."""

import logging

from app.files import services
from app.jobs.registry import periodic

log = logging.getLogger(__name__)


@periodic("files.swept", seconds=24 * 3600, slow=True)
def sweep() -> None:
    contents, leftovers = services.sweep()
    log.info("files swept", extra={"contents": contents, "leftovers": leftovers})
