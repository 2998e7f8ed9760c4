"""Badges as pictures for the browser, drawn by what draws them on paper."""

import base64
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from app.badges import drawing
from app.badges.layouts import preflight
from app.badges.layouts.fields import GATE_LANGUAGE, Holder
from app.badges.layouts.preflight import Finding
from app.badges.layouts.schema import Layout
from app.badges.services.pictures import images_of
from app.core.i18n import _, force_locale
from app.documents import picture_svg
from app.documents.picture import Image
from app.documents.picture_svg import Address
from app.events.models import Event

AddressOf = Callable[[Mapping[str, Image]], Address]


@dataclass(frozen=True)
class Preview:
    """A badge of one person: its sides as whole pictures, each element apart, and what is wrong with it."""

    front: Markup
    back: Markup | None
    elements: dict[str, str]
    findings: list[Finding]


def preview_of(event: Event, layout: Layout, holder: Holder, address: AddressOf) -> Preview:
    """Return how a layout looks for one person."""
    images = images_of(event, [layout], [holder])
    setter = drawing.setter_for(event, layout, images)
    paint = address(images)
    with force_locale(GATE_LANGUAGE):
        elements = {
            element.id: str(picture_svg.fragment(setter.element(element, holder), paint)) for element in layout.elements()
        }
        findings = [*preflight.of_design(layout), *preflight.of_person(setter, holder)]
    front = drawing.picture(setter, "front", holder, paint, label=_("Front of the badge of %(name)s", name=holder.full_name))
    back = None
    if layout.back:
        back = drawing.picture(setter, "back", holder, paint, label=_("Back of the badge of %(name)s", name=holder.full_name))
    return Preview(front, back, elements, findings)


def fronts_of(event: Event, layouts: Mapping[str, Layout], holder: Holder, address: AddressOf) -> dict[str, Markup]:
    """Return the fronts of several layouts by the same keys; their pictures are read at once."""
    images = images_of(event, layouts.values(), [holder])
    label = _("Front of the badge of %(name)s", name=holder.full_name)
    return {
        key: drawing.picture(drawing.setter_for(event, layout, images), "front", holder, address(images), label=label)
        for key, layout in layouts.items()
    }


def address_of(image_url: Callable[[int], str]) -> AddressOf:
    """Return what gives pictures their addresses: logos their own, photos are held by the page itself."""

    def of(images: Mapping[str, Image]) -> Address:
        def address(name: str) -> str:
            kind, _colon, number = name.partition(":")
            if kind == "image":
                return image_url(int(number))
            picture = images[name]
            return f"data:{picture.type};base64,{base64.b64encode(picture.content).decode()}"

        return address

    return of
