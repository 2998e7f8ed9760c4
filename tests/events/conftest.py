"""Tests of events see what events alone put into pages: what higher features add is proved there and in the journeys."""

import pytest
from flask import Flask

from app.core import registry

REGISTRIES = (
    registry.tiles,
    registry.steps,
    registry.panels,
    registry.checks,
    registry.facts,
    registry.sections,
    registry.hearers,
)


@pytest.fixture(autouse=True)
def only_events(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Hide the providers of others. After `app`, whose making registers them all: once in a process."""
    for each in REGISTRIES:
        own = {name: provider for name, provider in each._providers.items() if name.startswith("app.events.")}
        monkeypatch.setattr(each, "_providers", own)
    own_cloners = {name: cloner for name, cloner in registry._cloners.items() if name.startswith("events.")}
    monkeypatch.setattr(registry, "_cloners", own_cloners)
