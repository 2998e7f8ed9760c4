"""Background work of badges: the PDF of a batch; what follows from erasing a person."""

from collections.abc import Callable

from app.badges import services
from app.jobs.registry import handler


@handler(services.BATCH_JOB, slow=True, when_parked=services.fail_batch)
def make_batch(batch_id: int) -> Callable[[], None] | None:
    return services.make_batch(batch_id)


@handler("registrations.erased")
def forget_person(registration_id: int) -> None:
    services.forget_person(registration_id)
    services.forget_photo(registration_id)
