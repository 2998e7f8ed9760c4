"""A test client that behaves like a browser without JavaScript and refuses sloppy answers."""

import contextvars
from typing import Any

from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from werkzeug.test import TestResponse

from app.accounts.models import User, UserSession
from app.core import clock
from app.core.codes import digest, new_secret
from app.core.db import db
from tests.support import html

CSRF = "a csrf token of forty characters for tests"


class DemandingClient(FlaskClient):
    """Checks each HTML answer, sends CSRF tokens with unsafe requests, and keeps the test's session fresh.

    `get`, `post` … as Flask's; `submit` fills in and sends the form of a page; `sign_in` opens a session for a person.
    """

    # Parsing every page is slow; tests that only ask for the status of hundreds may switch it off.
    checks_pages = True

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        self._add_csrf(args, kwargs)
        # The test's own objects become visible to the request, and what it changed becomes visible to the test.
        db.session.commit()
        # A context of its own: Flask would reuse the test's app context, with the identity and caches of the last request.
        response: TestResponse = contextvars.Context().run(super().open, *args, **kwargs)
        db.session.expire_all()
        self._check(response)
        return response

    def sign_in(self, user: User) -> "DemandingClient":
        """Open a session for `user` as if the sign-in form had been used."""
        secret = new_secret()
        now = clock.now()
        db.session.add(
            UserSession(
                user_id=user.id,
                token_digest=digest(secret),
                created_at=now,
                confirmed_at=now,
                last_seen_at=now,
                expires_at=now.replace(year=now.year + 1),
            )
        )
        db.session.flush()
        with self.session_transaction() as cookie:
            cookie.clear()
            cookie["session_secret"] = secret
            cookie["_user_id"] = str(user.id)
            cookie["_fresh"] = True
            cookie["session_seen"] = int(now.timestamp())
        return self

    def submit(self, path: str, data: dict[str, Any] | None = None, *, form: int | str = 0, **kwargs: Any) -> TestResponse:
        """Get the page, fill in `data` over what its form shows, and send it where the form says.

        Args:
            form: index among the POST forms of the page, or a part of the form's action or of a button's name.
        """
        page = self.get(path)
        assert page.status_code == 200, f"{path} answered {page.status_code}"
        found = self._choose(html.parse(page.text), form)
        unknown = set(data or {}) - html.names(found)
        assert not unknown, f"the form has no fields {sorted(unknown)}; it has {sorted(html.names(found))}"
        sent = html.values(found) | (data or {})
        return self.post(found.get("action") or path, data=sent, **kwargs)

    def _choose(self, tree: Any, form: int | str) -> Any:
        found = html.forms(tree)
        if isinstance(form, int):
            return found[form]
        for item in found:
            if form in (item.get("action") or "") or form in html.names(item):
                return item
        raise AssertionError(f"no form for {form!r}")

    def _add_csrf(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
        method = kwargs.get("method", "GET").upper()
        path = str(args[0]) if args else str(kwargs.get("path", ""))
        if method in ("GET", "HEAD", "OPTIONS") or path.startswith("/api/"):
            return
        if kwargs.pop("without_csrf", False):
            return
        with self.session_transaction() as cookie:
            cookie["csrf_token"] = cookie.get("csrf_token", CSRF)
            raw = cookie["csrf_token"]
        signer = URLSafeTimedSerializer(self.application.config["SECRET_KEY"], salt="wtf-csrf-token")
        kwargs["headers"] = {**dict(kwargs.get("headers") or {}), "X-CSRFToken": signer.dumps(raw)}

    def _check(self, response: TestResponse) -> None:
        if response.status_code == 500:
            raise AssertionError("the request failed with 500")
        if not self.checks_pages or response.mimetype != "text/html" or response.direct_passthrough or not response.data:
            return
        if response.status_code in (301, 302, 303, 307, 308):
            return
        if response.request.headers.get("HX-Request"):
            html.check_fragment(response.text)
        else:
            html.check_page(response.text)
