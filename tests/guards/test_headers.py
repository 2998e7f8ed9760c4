"""Every answer carries the headers that keep a browser safe, errors and files too."""

import pytest

PATHS = (
    "/",
    "/calendar",
    "/sign-in",
    "/no-such-page",
    "/api/v1/openapi.json",
    "/api/v1/events/none/stats",
    "/healthz",
    "/scan",
)


@pytest.mark.parametrize("path", PATHS)
def test_the_answer_carries_the_safe_headers(client, path: str) -> None:
    headers = client.get(path).headers
    policy = headers["Content-Security-Policy"]
    assert [word for word in ("unsafe-inline", "unsafe-eval", "*") if f" {word}" in policy or f"'{word}'" in policy] == []
    assert ("default-src 'none'" in policy, "base-uri 'none'" in policy, "frame-ancestors 'none'" in policy) == (
        True,
        True,
        True,
    )
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] in ("same-origin", "strict-origin", "no-referrer")
    assert headers["X-Request-Id"]
    assert "Access-Control-Allow-Origin" not in headers


def test_personal_pages_are_not_kept_by_caches(client) -> None:
    assert "no-store" in client.get("/sign-in").headers["Cache-Control"]


@pytest.mark.parametrize("host", ["evil.example"])
def test_links_in_answers_do_not_follow_the_host_header(client, host: str) -> None:
    assert host not in client.get("/", headers={"Host": host, "X-Forwarded-Host": host}).text
