"""Doors of routes that ask only who somebody is."""

import functools
from collections.abc import Callable
from typing import Any, TypeVar, cast

from flask import g, request

from app.accounts import queries
from app.accounts.models import ApiToken, User
from app.accounts.session import current_user
from app.core.access import declare
from app.core.errors import Forbidden, SignInNeeded

View = TypeVar("View", bound=Callable[..., Any])


def me() -> User:
    """Return the signed-in person or the person of the API token.

    Raises:
        SignInNeeded: nobody is signed in.
    """
    token = cast("ApiToken | None", g.get("api_token"))
    user = token.user if token is not None else current_user()
    if user is None:
        raise SignInNeeded
    return user


def signed_in(view: View) -> View:
    """Open the view to everybody who is signed in."""

    @functools.wraps(view)
    def wrapper(**arguments: Any) -> Any:
        me()
        return view(**arguments)

    return cast(View, declare(wrapper, "signed_in"))


def admin_only(view: View) -> View:
    """Open the view to operators of the installation only."""

    @functools.wraps(view)
    def wrapper(**arguments: Any) -> Any:
        if not me().is_admin:
            raise Forbidden
        return view(**arguments)

    return cast(View, declare(wrapper, "admin_only"))


def bearer() -> str:
    """Return the bearer secret of the request; cookies count for nothing in the API.

    Raises:
        SignInNeeded: there is none.
    """
    scheme, _space, secret = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not secret:
        raise SignInNeeded
    return secret.strip()


def load_api_token() -> ApiToken:
    """Return the valid API token of the request and remember it for `me()`.

    Raises:
        SignInNeeded: unknown, expired or revoked.
    """
    token = queries.find_api_token(bearer())
    if token is None:
        raise SignInNeeded
    g.api_token = token
    return token
