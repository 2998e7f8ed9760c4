"""What publishing a draft does to booths that somebody has: refused, or only with a reason. Pure."""

from collections.abc import Iterable, Mapping, Sequence

from app.booths.items import REASON, Data
from app.booths.models import ItemType
from app.booths.problems import PlanProblem
from app.booths.queries.drafts import DraftItem
from app.core.i18n import _

# Changes that an exhibitor must be told of.
MOVING = ("hall", "x", "y", "width", "depth", "angle")


def find_warnings(items: Sequence[DraftItem], claimed: Mapping[int, bool]) -> Iterable[PlanProblem]:
    """Return problems of booths that somebody has or had: removing is refused, moving and renumbering needs a reason.

    Args:
        claimed: ids of booths with claims; True: somebody has the booth now.
    """
    warnings = []
    for item in items:
        if item.type != ItemType.BOOTH or item.live is None or item.id is None or item.id not in claimed:
            continue
        code = item.live["code"]
        if item.data is None:
            told = _("Booth %(code)s has been held or booked and cannot be deleted. Block it instead.", code=code)
            yield PlanProblem(item.key, "", "has_claims", told)
        elif claimed[item.id] and is_rebuilt(item.live, item.data) and not item.data.get(REASON):
            told = _("Somebody has booth %(code)s: a change needs a reason, and they are told.", code=code)
            warnings.append(PlanProblem(item.key, "", "needs_reason", told, is_warning=True))
    yield from warnings


def is_rebuilt(before: Data, after: Data) -> bool:
    """Tell whether who has a booth must hear of the change: place, size or number."""
    return is_moved(before, after) or before["code"] != after["code"]


def is_moved(before: Data, after: Data) -> bool:
    """Tell whether a booth stands elsewhere or has another size."""
    return any(before.get(name) != after.get(name) for name in MOVING)
