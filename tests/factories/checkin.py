"""Factories of gates and paired devices."""

from typing import Any

import factory

from app.checkin.models import Device, Gate
from app.core import clock
from app.core.codes import digest, new_secret
from app.events.models import Event
from tests.factories.base import Factory
from tests.factories.events import EventFactory


class GateFactory(Factory):
    class Meta:
        model = Gate

    event_id = factory.LazyAttribute(lambda o: EventFactory().id)
    name = factory.Sequence(lambda n: f"Cổng {n + 1}")


class DeviceFactory(Factory):
    """A paired phone; `of_gate` and `token` may be given."""

    class Meta:
        model = Device
        exclude = ("of_gate", "token")

    of_gate = factory.LazyFunction(GateFactory)
    token = factory.LazyFunction(new_secret)
    event_id = factory.LazyAttribute(lambda o: o.of_gate.event_id)
    gate_id = factory.LazyAttribute(lambda o: o.of_gate.id)
    name = factory.Sequence(lambda n: f"Điện thoại {n + 1}")
    token_digest = factory.LazyAttribute(lambda o: digest(o.token))
    created_at = factory.LazyFunction(clock.now)
    paired_at = factory.LazyFunction(clock.now)


class Phone:
    """A paired device that talks to the API through a test client."""

    def __init__(self, client: Any, event: Event, gate: Gate | None = None) -> None:
        self.client = client
        self.slug = event.slug
        self.gate = gate or GateFactory(event_id=event.id)
        self.gate_name = self.gate.name
        self.token = new_secret()
        self.device = DeviceFactory(of_gate=self.gate, token=self.token)
        self.id = self.device.id

    def post(self, path: str, body: Any, **kwargs: Any) -> Any:
        headers = {"Authorization": f"Bearer {self.token}"} | kwargs.pop("headers", {})
        return self.client.post(f"/api/v1/events/{self.slug}/{path}", json=body, headers=headers, **kwargs)

    def get(self, path: str, **kwargs: Any) -> Any:
        headers = {"Authorization": f"Bearer {self.token}"}
        return self.client.get(f"/api/v1/events/{self.slug}/{path}", headers=headers, **kwargs)
