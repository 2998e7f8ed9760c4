"""Cheap hashes: what is proved here is who gets in, not how long a hash takes."""

import pytest
from argon2 import PasswordHasher

from app.accounts import passwords


@pytest.fixture
def cheap_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash passwords with the least parameters in this test."""
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
