"""What an entry of the trail notes beside the deed, as people read it: labels, times, money, states in their language."""

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from app.audit.models import AuditEntry
from app.core import registry
from app.core.i18n import _, format_date, format_datetime, format_money, format_number

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_TIME = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:\d\d(\.\d+)?)?([+-]\d\d:\d\d|Z)?")
_WHOLE = re.compile(r"-?\d+")
_FRACTION = re.compile(r"-?\d+\.\d+")
_CHANGE = {"before", "after"}
# Under these stand keys again.
_OF_KEYS = {"changed", "fields", "chosen", "what"}


def details_of(entry: AuditEntry, zone: str) -> list[tuple[str, str]]:
    """Return label and value of all that `entry` notes; times in `zone`."""
    feature = entry.action.partition(".")[0]
    return [(_label(feature, key), _told(feature, key, value, zone)) for key, value in entry.data.items()]


def _label(feature: str, key: str) -> str:
    # Where something is noted for each kind, a kind stands in the place of a key.
    kind = registry.detail_value(feature, "kind", key)
    return registry.detail(key) if kind == key else kind


def _told(feature: str, key: str, value: Any, zone: str) -> str:
    if value is None or value in ("", [], {}):
        return "–"
    if isinstance(value, dict) and set(value) == _CHANGE:
        return " → ".join(_told(feature, key, value[part], zone) for part in ("before", "after"))
    if isinstance(value, dict):
        return "; ".join(f"{_label(feature, part)}: {_told(feature, part, inner, zone)}" for part, inner in value.items())
    if isinstance(value, list):
        between = "; " if any(isinstance(inner, dict) for inner in value) else ", "
        return between.join(_told(feature, key, inner, zone) for inner in value)
    return _single(feature, key, value, zone)


def _single(feature: str, key: str, value: Any, zone: str) -> str:
    text = str(value)
    if text in ("True", "False"):
        return _("yes") if text == "True" else _("no")
    if key.endswith("_vnd") and _WHOLE.fullmatch(text):
        return format_money(int(text))
    if key.endswith("_pct") and _WHOLE.fullmatch(text):
        return f"{format_number(int(text))}\u00a0%"
    if isinstance(value, int | float):
        return text if key.endswith("_id") else format_number(value)
    if _FRACTION.fullmatch(text) and key.endswith(("_m", "_m2")):
        return format_number(Decimal(text))
    if _DAY.fullmatch(text):
        return format_date(date.fromisoformat(text))
    if _TIME.fullmatch(text):
        at = datetime.fromisoformat(text)
        return format_datetime(at if at.tzinfo else at.replace(tzinfo=ZoneInfo(zone)), zone)
    return registry.detail(text) if key in _OF_KEYS else registry.detail_value(feature, key, text)
