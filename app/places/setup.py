"""What operators ask of places."""

from collections.abc import Iterable

import sqlalchemy as sa

from app.core import doctor
from app.core.db import db
from app.places.checks import find_problems
from app.places.models import Province


@doctor.check("R-1", "provinces, communes, their history and the region sets are complete")
def _country_is_complete() -> Iterable[str]:
    # An organiser in another country runs without them.
    return find_problems() if db.session.scalar(sa.select(sa.exists(sa.select(Province.code)))) else []
