from collections.abc import Iterator

import pytest
from flask import Flask


@pytest.fixture
def context(app: Flask) -> Iterator[Flask]:
    """An application without a request: documents need templates and languages."""
    with app.app_context():
        yield app
