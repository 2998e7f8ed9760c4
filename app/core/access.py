"""Who may do what: rules by permission, and the declaration of access that every route must carry."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from app.core.errors import Forbidden

Rule = Callable[..., bool]
View = TypeVar("View", bound=Callable[..., Any])

_rules: dict[str, Rule] = {}


@dataclass(frozen=True)
class Access:
    """What a route declares: the kind of door and, where it asks one, the permission."""

    kind: str
    permission: str = ""


def rule(permission: StrEnum) -> Callable[[Rule], Rule]:
    """Register the predicate `(user, subject) -> bool` that decides `permission`; docs/permissions.md quotes it."""

    def register(predicate: Rule) -> Rule:
        if permission.value in _rules:
            raise RuntimeError(f"two rules for {permission.value}")
        _rules[permission.value] = predicate
        return predicate

    return register


def allows(user: Any, permission: StrEnum, subject: Any) -> bool:
    """Tell whether `user` has `permission` on `subject`. An unknown permission is an error."""
    return _rules[permission.value](user, subject)


def require(user: Any, permission: StrEnum, subject: Any) -> None:
    """Raise Forbidden unless `user` has `permission` on `subject`."""
    if not allows(user, permission, subject):
        raise Forbidden


def rules() -> dict[str, Rule]:
    """Return all rules by permission."""
    return dict(sorted(_rules.items()))


def declare(view: View, kind: str, permission: str = "") -> View:
    """Mark `view` as guarded by this kind of door. FeatureBlueprint refuses views without the mark."""
    view.access = Access(kind, permission)  # type: ignore[attr-defined]
    return view


def public(view: View) -> View:
    """Open the view to everybody."""
    return declare(view, "public")
