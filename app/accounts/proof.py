"""Fresh proof: what changes who can get in asks for the password again when it was given more than 15 minutes ago (SE09)."""

import functools
from collections.abc import Callable
from typing import Any, TypeVar, cast

from flask import request

from app.accounts import session
from app.core.web import go

View = TypeVar("View", bound=Callable[..., Any])


def fresh_proof(view: View) -> View:
    """Send people without fresh proof to the page that asks for the password. Put it directly under `@signed_in`."""

    @functools.wraps(view)
    def wrapper(**arguments: Any) -> Any:
        if session.is_fresh():
            return view(**arguments)
        rule = request.url_rule
        has_page = rule is not None and "GET" in (rule.methods or ())
        return go("accounts.confirm", next=request.path if has_page else "/account")

    return cast(View, wrapper)
