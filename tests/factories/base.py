"""The base of all factories: rows in the test's session, flushed."""

from typing import Any

import factory

from app.core.db import db


class Factory(factory.alchemy.SQLAlchemyModelFactory):
    """Valid with no arguments, no surprises."""

    class Meta:
        abstract = True
        sqlalchemy_session_factory = lambda: db.session  # noqa: E731
        sqlalchemy_session_persistence = "flush"

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Any:
        with db.session.no_autoflush:
            return super()._create(model_class, *args, **kwargs)
