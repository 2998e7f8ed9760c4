import pytest

from app.files import sending, services


@pytest.fixture
def stored(db):
    return services.keep_document(b"0123456789", "application/pdf", 'Báo "cáo" Đặng.pdf')


def send(app, stored, **kwargs):
    with app.test_request_context("/file", **kwargs):
        response = sending.send(stored)
        body = b"".join(response.iter_encoded()) if response.status_code != 304 else b""
        response.close()
        return response, body


def test_file_leaves_as_an_attachment_that_no_browser_runs(app, stored):
    response, body = send(app, stored)

    assert body == b"0123456789"
    assert {name: response.headers[name] for name in ("Content-Length", "X-Content-Type-Options", "Cache-Control")} == {
        "Content-Length": "10",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }
    assert response.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response.mimetype == "application/pdf"


def test_name_is_encoded_for_old_and_new_browsers(app, stored):
    response, _body = send(app, stored)

    assert response.headers["Content-Disposition"] == (
        "attachment; filename=\"Bao cao Dang.pdf\"; filename*=UTF-8''B%C3%A1o%20%22c%C3%A1o%22%20%C4%90%E1%BA%B7ng.pdf"
    )


def test_header_cannot_be_split():
    assert "\r" not in sending.disposition("a\r\nSet-Cookie: x.pdf")
    assert "\n" not in sending.disposition("a\r\nSet-Cookie: x.pdf")


def test_range_gives_a_part(app, stored):
    response, body = send(app, stored, headers={"Range": "bytes=2-4"})

    assert (response.status_code, body, response.headers["Content-Range"]) == (206, b"234", "bytes 2-4/10")


def test_known_content_is_not_sent_again(app, stored):
    response, _body = send(app, stored, headers={"If-None-Match": f'"{stored.sha256}"'})

    assert response.status_code == 304


def test_public_pictures_may_be_kept(app, stored):
    with app.test_request_context("/file"):
        response = sending.send(stored, max_age=3600)
        response.close()

    assert response.headers["Cache-Control"] == "public, max-age=3600"
