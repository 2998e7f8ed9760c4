"""Makes, changes and removes designs; two editors at once do not overwrite each other."""

import contextlib
from typing import Any

import sqlalchemy as sa

from app.accounts.models import User
from app.audit import services as audit
from app.badges import designs
from app.badges.errors import DesignChanged, DesignInUse, DesignNameTaken, LayoutFault, LayoutInvalid
from app.badges.layouts.differences import differences
from app.badges.layouts.schema import Layout, read_layout
from app.badges.layouts.sizes import BadgeSize
from app.badges.layouts.starting import starting_layout
from app.badges.models import BadgeDesign
from app.core import clock
from app.core.db import db, refusing
from app.core.errors import Conflict
from app.core.i18n import _
from app.events.models import Event

_NAME = "uq_badge_design_event_id_name"


def ensure_design(event: Event, chosen: BadgeDesign) -> BadgeDesign:
    """Return the kept design for `chosen`, which may be one that an event begins with: then both of those are kept now."""
    if chosen.id:
        return chosen
    # Somebody else may keep them at the same moment: theirs are as good, and are read below.
    with contextlib.suppress(Conflict), refusing(_NAME, Conflict("made by somebody else")):
        db.session.add_all(designs.designs_of(event))
    return next(design for design in designs.kept_designs(event) if design.name == chosen.name)


def add_design(event: Event, name: str, size: BadgeSize, *, by: User) -> BadgeDesign:
    """Make a design with the layout that its size begins with. What the event offered until now stays on offer.

    Raises:
        DesignNameTaken.
    """
    return _add(event, name, size, starting_layout(size).kept(), by)


def copy_design(design: BadgeDesign, event: Event, name: str, *, by: User) -> BadgeDesign:
    """Make a design that looks like another one of the event.

    Raises:
        DesignNameTaken.
    """
    return _add(event, name, design.size, design.layout, by)


def _add(event: Event, name: str, size: BadgeSize, layout: dict[str, Any], by: User) -> BadgeDesign:
    ensure_design(event, designs.default_design(event))
    with refusing(_NAME, DesignNameTaken()):
        design = BadgeDesign(
            event_id=event.id, name=name, size=size, layout=layout, changed_at=clock.now(), changed_by_id=by.id
        )
        db.session.add(design)
    audit.record(by, "badges.design_added", design, event=event, data={"name": name, "size": size.value})
    return design


def save_layout(design: BadgeDesign, raw: Any, *, seen: int, by: User) -> BadgeDesign:
    """Keep a changed layout.

    Args:
        raw: the layout as JSON.
        seen: the version that was changed.
    Returns: the design with its next version.
    Raises:
        LayoutInvalid: with the faults at their elements.
        DesignChanged: somebody saved another version meanwhile, and what differs.
    """
    layout = known_layout(db.session.get_one(Event, design.event_id), raw)
    before = Layout.model_validate(design.layout)
    kept = layout.kept()
    changed = db.session.scalar(
        sa.update(BadgeDesign)
        .where(BadgeDesign.id == design.id, BadgeDesign.version == seen)
        .values(layout=kept, version=seen + 1, changed_at=clock.now(), changed_by_id=by.id)
        .returning(BadgeDesign.version)
        .execution_options(synchronize_session=False)
    )
    db.session.refresh(design)
    if changed is None:
        raise DesignChanged(design.version, differences(design.drawn, layout))
    told = differences(before, layout)
    audit.record(by, "badges.design_changed", design, data={"version": changed, "changes": told[:20]})
    return design


def known_layout(event: Event, raw: Any) -> Layout:
    """Return the layout that JSON describes, when all its pictures are the event's.

    Raises:
        LayoutInvalid.
    """
    layout = read_layout(raw)
    wanted = {element.image for element in layout.elements() if element.kind == "image"}
    known = designs.image_files(event, wanted).keys() if wanted else set()
    faults = [
        LayoutFault(side, element.id, "image", _("This picture is not there any more."))
        for side, elements in layout.sides()
        for element in elements
        if element.kind == "image" and element.image not in known
    ]
    if faults:
        raise LayoutInvalid(faults)
    return layout


def rename_design(design: BadgeDesign, name: str, *, by: User) -> None:
    """Give a design another name.

    Raises:
        DesignNameTaken.
    """
    before = design.name
    with refusing(_NAME, DesignNameTaken()):
        design.name = name
        db.session.flush()
    audit.record(by, "badges.design_renamed", design, data={"before": before, "after": name})


def choose_default(design: BadgeDesign, *, by: User) -> None:
    """Let pages offer this design first."""
    db.session.execute(
        sa.update(BadgeDesign).where(BadgeDesign.event_id == design.event_id).values(is_default=BadgeDesign.id == design.id),
        execution_options={"synchronize_session": False},
    )
    db.session.refresh(design)
    audit.record(by, "badges.default_chosen", design, data={"name": design.name})


def remove_design(design: BadgeDesign, *, by: User) -> None:
    """Remove a design that nothing was printed with.

    Raises:
        DesignInUse.
    """
    if designs.is_used(design):
        raise DesignInUse
    audit.record(by, "badges.design_removed", design, data={"name": design.name})
    db.session.delete(design)
    db.session.flush()
