"""Factories of people and organisations."""

import functools

import factory
from argon2 import PasswordHasher

from app.accounts.models import Membership, MembershipRole, Organisation, OrganisationKind, User
from app.core import clock
from app.core.text import fold, name_sort_key, sort_key
from tests.factories.base import Factory


class OrganisationFactory(Factory):
    class Meta:
        model = Organisation

    kind = OrganisationKind.COMPANY
    name = factory.Sequence(lambda n: f"Công ty TNHH Mẫu {n}")
    province_code = None
    search_key = factory.LazyAttribute(lambda o: fold(o.name))
    sort_key = factory.LazyAttribute(lambda o: sort_key(o.name))
    created_at = factory.LazyFunction(clock.now)


class DepartmentFactory(OrganisationFactory):
    kind = OrganisationKind.DEPARTMENT
    name = factory.Sequence(lambda n: f"Sở Công Thương Mẫu {n}")


class UserFactory(Factory):
    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"nguoi{n}@example.vn")
    full_name = factory.Sequence(lambda n: f"Hoàng Thị Minh Châu {n}")
    sort_key = factory.LazyAttribute(lambda o: name_sort_key(o.full_name))
    created_at = factory.LazyFunction(clock.now)


class MembershipFactory(Factory):
    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    role = MembershipRole.ADMIN
    created_at = factory.LazyFunction(clock.now)


# A password that the rules accept, with spaces and marks; its hash is made once, with the least parameters.
PASSWORD = "chè xanh bốn mùa Tả Lèng"


@functools.cache
def _hash() -> str:
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)


class SignedUpFactory(UserFactory):
    """A person who has set PASSWORD."""

    password_hash = factory.LazyFunction(lambda: _hash())


class OperatorFactory(SignedUpFactory):
    is_admin = True
