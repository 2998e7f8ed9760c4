from collections.abc import Iterator

import pytest

from app.core import doctor
from app.documents import process


@pytest.fixture
def without_fonts(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr("app.documents.fonts.pack", dict)
    yield
    process.worker("pdf").stop()  # it may have started without fonts


def printing() -> list[str]:
    return next(finding.rows for finding in doctor.examine() if finding.key == "P1")


def test_doctor_sees_that_documents_can_be_printed(db):
    assert printing() == []


def test_doctor_says_what_printing_lacks(db, without_fonts):
    assert printing() == ["no print fonts: run tools/build_frontend.py"]
