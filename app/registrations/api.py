"""Registrations for programs: search, read, register. Phone and e-mail only for who may see them (AZ15)."""

from typing import Any, Literal

from pydantic import Field

from app.accounts.access import me
from app.accounts.emails import normal_email
from app.accounts.errors import BadEmail
from app.accounts.idempotency import idempotent
from app.audit import services as audit
from app.core.access import allows
from app.core.api import Answer, Body, operation
from app.core.errors import Invalid
from app.core.forms import FORBIDDEN_CHARACTERS, parse_phone
from app.core.i18n import _
from app.core.text import clean
from app.core.web import FeatureBlueprint
from app.events.access import event_token
from app.events.models import Event
from app.places import queries as places
from app.places.countries import is_country
from app.registrations import queries, services
from app.registrations.errors import PrivateDataMissing
from app.registrations.models import Registration
from app.registrations.policies import RegistrationPermission
from app.registrations.services import Person
from app.registrations.terms import Category, ConsentPurpose, RegistrationState

bp = FeatureBlueprint("registrations_api", __name__, url_prefix="/api/v1/events/<string:event_slug>/registrations")


class RegistrationAnswer(Answer):
    """`id` is the public code; `phone` and `email` are left out for who may not see them."""

    id: str
    category: str
    state: str
    title: str
    full_name: str
    position: str
    unit: str
    province_code: int | None
    country: str
    party_size: int
    registered_at: str
    phone: str | None = None
    email: str | None = None


class RegistrationsAnswer(Answer):
    """`next` is the value of `after` for the next page, null on the last."""

    registrations: list[RegistrationAnswer]
    next: str | None


class ListQuery(Body):
    q: str = Field("", max_length=200)
    category: Literal["", *[kind.value for kind in Category]] = ""  # type: ignore[valid-type]
    state: Literal["", *[state.value for state in RegistrationState]] = ""  # type: ignore[valid-type]
    after: str = Field("", max_length=8, pattern="^([0-9A-Z]{8})?$")
    limit: int = Field(50, ge=1, le=200)


class RegistrationBody(Body):
    """A person who comes. `basis` says on which ground the data are used: consent on paper, an invitation …"""

    full_name: str = Field(min_length=1, max_length=120)
    category: Literal[*[kind.value for kind in Category]] = Category.VISITOR.value  # type: ignore[valid-type]
    title: str = Field("", max_length=40)
    position: str = Field("", max_length=120)
    unit: str = Field("", max_length=200)
    province_code: int | None = Field(None, ge=1, le=99)
    country: str = Field("VN", pattern="^[A-Z]{2}$")
    email: str = Field("", max_length=254)
    phone: str = Field("", max_length=40)
    party_size: int = Field(1, ge=1, le=100)
    language: Literal["vi", "en", "de"] = "vi"
    basis: str = Field(min_length=1, max_length=200)


@bp.get("")
@event_token(RegistrationPermission.SEE_PEOPLE)
@operation(
    "Search registrations, accents do not matter", query=ListQuery, answer=RegistrationsAnswer, errors=(401, 403, 404, 422)
)
def list_registrations(event: Event, query: ListQuery) -> Any:
    category = Category(query.category) if query.category else None
    state = RegistrationState(query.state) if query.state else None
    if query.q:
        found = queries.search(event, query.q, category=category, state=state, after=query.after, limit=query.limit)
    else:
        found = queries.people(event, category=category, state=state, after=query.after, limit=query.limit)
    contacts = allows(me(), RegistrationPermission.SEE_CONTACTS, event)
    return {"registrations": [_told(row, contacts) for row in found.rows], "next": found.after or None}


@bp.get("/<string:code>")
@event_token(RegistrationPermission.SEE_PEOPLE)
@operation("Read one registration by its public code", answer=RegistrationAnswer, errors=(401, 403, 404))
def read_registration(event: Event, code: str) -> Any:
    return _told(queries.get_registration(event, code), allows(me(), RegistrationPermission.SEE_CONTACTS, event))


@bp.post("")
@event_token(RegistrationPermission.MANAGE_PEOPLE)
@idempotent
@operation(
    "Register a person",
    body=RegistrationBody,
    answer=RegistrationAnswer,
    status=201,
    errors=(400, 401, 403, 404, 409, 415, 422),
)
def add_registration(event: Event, body: RegistrationBody) -> Any:
    person = _person(body)
    registration = services.register(
        event,
        person,
        category=Category(body.category),
        party_size=body.party_size,
        source="api",
        locale=body.language,
    )
    given = {ConsentPurpose.PARTICIPATION: True}
    services.record_consents(registration, given, channel="api", by=me(), basis=body.basis)
    audit.record(me(), "registrations.person_added", registration, data={"category": body.category})
    return _told(registration, allows(me(), RegistrationPermission.SEE_CONTACTS, event))


def _person(body: RegistrationBody) -> Person:
    texts = {name: _text(name, getattr(body, name)) for name in ("full_name", "title", "position", "unit")}
    if not texts["full_name"]:
        raise Invalid(_("Please fill in this field."), field="full_name")
    if not is_country(body.country):
        raise Invalid(_("There is no country “%(text)s”.", text=body.country), field="country")
    if body.province_code is not None and places.find_province(str(body.province_code)) is None:
        raise Invalid(_("There is no province of this code."), field="province_code")
    if Category(body.category) is Category.VISITOR and not (body.phone or body.email):
        raise PrivateDataMissing
    return Person(
        **texts, province_code=body.province_code, country=body.country, email=_email(body.email), phone=_phone(body.phone)
    )


def _text(name: str, text: str) -> str:
    if FORBIDDEN_CHARACTERS & set(text) or "\n" in text:
        raise Invalid(_("This text contains characters that cannot be used."), field=name)
    return clean(text)


def _email(text: str) -> str:
    try:
        return normal_email(text) if text else ""
    except BadEmail as error:
        raise Invalid(error.message, field="email") from error


def _phone(text: str) -> str:
    try:
        return parse_phone(text) if text else ""
    except ValueError as error:  # wtforms' ValidationError is one
        raise Invalid(str(error), field="phone") from error


def _told(row: Registration, contacts: bool) -> dict[str, Any]:
    told: dict[str, Any] = {
        "id": row.short_code,
        "category": row.category.value,
        "state": row.state.value,
        "title": row.title,
        "full_name": row.full_name,
        "position": row.position,
        "unit": row.unit,
        "province_code": row.province_code,
        "country": row.country,
        "party_size": row.party_size,
        "registered_at": row.created_at.isoformat(),
    }
    return told | {"phone": row.phone, "email": row.email} if contacts else told
