"""The plan as it would be with new booths in it."""

from app.booths.plan import Plan, PlanBooth, PlanHall, load_plan
from app.booths.sheets import NewBooth, hall_for
from app.core.text import fold
from app.events.models import Event


def preview_plan(event: Event, rows: list[NewBooth]) -> Plan:
    """Return the plan of `event` with `rows` added, never kept. New booths have negative ids."""
    plan = load_plan(event)
    halls = {fold(hall.name): hall for hall in plan.halls}
    for name in dict.fromkeys(row.hall for row in rows):
        if fold(name) not in halls:
            below = max((hall.y_m + hall.depth_m + 4 for hall in halls.values()), default=0.0)
            width, depth = hall_for(rows, name)
            halls[fold(name)] = PlanHall(name, 0, below, float(width), float(depth))
    added = [_booth(row, halls[fold(row.hall)]) for row in rows]
    return Plan(event.id, "", (*plan.booths, *added), tuple(halls.values()), plan.objects)


def _booth(row: NewBooth, hall: PlanHall) -> PlanBooth:
    return PlanBooth(
        id=-row.line,
        code=row.code,
        zone=row.zone,
        hall=hall.name,
        kind=row.kind,
        x_m=float(row.x_m),
        y_m=float(row.y_m) + hall.y_m,
        width_m=float(row.width_m),
        depth_m=float(row.depth_m),
        area_m2=float(row.width_m * row.depth_m),
        open_sides=row.open_sides,
        price=None,
        angle=float(row.angle),
    )
