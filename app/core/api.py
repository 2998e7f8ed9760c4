"""The machine edge: operations described once by pydantic models, checked on the way in, published as OpenAPI 3.1."""

import functools
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from flask import Flask, Response, jsonify, make_response, request
from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic.json_schema import models_json_schema
from werkzeug.exceptions import UnsupportedMediaType

from app.core.errors import DomainError, Invalid
from app.core.i18n import _
from app.core.web import MAX_ID, IntegerConverter

View = TypeVar("View", bound=Callable[..., Any])


class Body(BaseModel):
    """Base of request bodies: no unknown fields, no silent conversion from other types (AP02, AZ14)."""

    model_config = ConfigDict(extra="forbid", strict=True, str_strip_whitespace=True)


class Answer(BaseModel):
    """Base of answers."""

    model_config = ConfigDict(extra="forbid")


@dataclass(frozen=True)
class Operation:
    """What OpenAPI says of one route."""

    summary: str
    body: type[BaseModel] | None = None
    query: type[BaseModel] | None = None
    answer: type[BaseModel] | None = None
    status: int = 200
    errors: tuple[int, ...] = field(default=())


class BadBody(DomainError):
    status = 400
    code = "malformed"


def operation(
    summary: str,
    *,
    body: type[BaseModel] | None = None,
    query: type[BaseModel] | None = None,
    answer: type[BaseModel] | None = None,
    status: int = 200,
    errors: tuple[int, ...] = (),
    reads_body: bool = False,
) -> Callable[[View], View]:
    """Describe an API view and check its input. Put it directly above the view, under the access decorator: a stranger
    learns nothing about bodies.

    The view gets `body=` and `query=` as model instances where they are declared, and returns a model, a dict or a Response.

    Args:
        reads_body: the view reads the body itself (`json_body`); `body` only describes it.
    """

    def decorate(view: View) -> View:
        @functools.wraps(view)
        def wrapper(**arguments: Any) -> Response:
            inputs: dict[str, Any] = {}
            if query is not None:
                inputs["query"] = _parse(query, request.args.to_dict(), strict=False)
            if body is not None and not reads_body:
                inputs["body"] = parse_body(body)
            result = view(**arguments, **inputs)
            if isinstance(result, Response):
                return result
            content = result.model_dump(mode="json") if isinstance(result, BaseModel) else result
            return make_response(jsonify(content), status)

        wrapper.operation = Operation(summary, body, query, answer, status, errors)  # type: ignore[attr-defined]
        return wrapper  # type: ignore[return-value]

    return decorate


def parse_body(model: type[BaseModel]) -> BaseModel:
    """Return the JSON body as `model`.

    Raises:
        UnsupportedMediaType: not JSON. BadBody: not parseable (duplicate keys, NaN, wrong charset). Invalid: names the field.
    """
    return _parse(model, json_body(object_pairs_hook=_unique_keys, parse_constant=_refuse), strict=True)


def json_body(**options: Any) -> Any:
    """Return the JSON body as Python values; without `options` it is lenient about what stands inside.

    Raises:
        UnsupportedMediaType: not JSON. BadBody: not parseable.
    """
    if request.mimetype != "application/json":
        raise UnsupportedMediaType
    try:
        return json.loads(request.get_data().decode("utf-8"), **options)
    except (ValueError, RecursionError) as error:
        raise BadBody(_("The body is not valid JSON.")) from error


def _unique_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len({key for key, _value in pairs}) != len(pairs):
        raise ValueError("duplicate key")
    return dict(pairs)


def _refuse(constant: str) -> None:
    raise ValueError(constant)


def _parse(model: type[BaseModel], content: Any, *, strict: bool) -> BaseModel:
    try:
        # JSON mode: strings may become dates and UUIDs, but "1" is no number and true no integer.
        return model.model_validate_json(json.dumps(content)) if strict else model.model_validate(content, strict=False)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)
        fields = [{"field": ".".join(map(str, item["loc"])), "message": item["msg"]} for item in first[:20]]
        raise Invalid(_("Please check the fields named in errors."), errors=fields) from error
    except ValueError as error:  # lone surrogates cannot be encoded
        raise BadBody(_("The body is not valid JSON.")) from error


class Problem(Answer):
    """application/problem+json (RFC 9457). Refusals add members of their own: a taken booth names free ones."""

    model_config = ConfigDict(extra="allow")

    type: str
    title: str
    status: int
    code: str
    detail: str
    request_id: str
    errors: list[dict[str, str]] = []


def openapi(app: Flask) -> dict[str, Any]:
    """Return the OpenAPI document of all operations of `app`."""
    found: list[tuple[Any, str, Any]] = [
        (rule, method, app.view_functions[rule.endpoint])
        for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule)
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
        if hasattr(app.view_functions[rule.endpoint], "operation")
    ]
    models = {Problem: None}
    for _rule, _method, view in found:
        models |= {model: None for model in (view.operation.body, view.operation.answer) if model}
    mapping, definitions = models_json_schema(
        [(model, "validation") for model in models], ref_template="#/components/schemas/{model}"
    )
    schemas = {model: mapping[(model, "validation")] for model in models}
    paths: dict[str, Any] = {}
    for rule, method, view in found:
        path = "/" + "/".join(_openapi_part(part) for part in rule.rule.strip("/").split("/"))
        paths.setdefault(path, {})[method.lower()] = _describe(rule, view, schemas)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Fairground", "version": "1"},
        "servers": [{"url": app.config["BASE_URL"]}],
        "security": [{"bearer": []}],
        "paths": paths,
        "components": {
            "schemas": definitions.get("$defs", {}),
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}},
        },
    }


def _openapi_part(part: str) -> str:
    return "{" + part.strip("<>").split(":")[-1] + "}" if part.startswith("<") else part


_IDEMPOTENCY_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "description": "The same key and body get the same answer for 24 hours.",
    "required": False,
    "schema": {"type": "string", "pattern": "^[!-~]{1,128}$"},
}


def _parameters(rule: Any, view: Any) -> list[dict[str, Any]]:
    told: Operation = view.operation
    parameters = [
        {"name": name, "in": "path", "required": True, "schema": _path_schema(rule, name)} for name in sorted(rule.arguments)
    ]
    if told.query is not None:
        query = told.query.model_json_schema()
        required = set(query.get("required", ()))
        parameters += [
            {"name": name, "in": "query", "required": name in required, "schema": schema}
            for name, schema in query.get("properties", {}).items()
        ]
    if getattr(view, "takes_idempotency_key", False):
        parameters.append(_IDEMPOTENCY_KEY)
    return parameters


def _describe(rule: Any, view: Any, schemas: dict[Any, Any]) -> dict[str, Any]:
    told: Operation = view.operation
    problem = {"application/problem+json": {"schema": schemas[Problem]}}
    answer: dict[str, Any] = {"description": told.summary}
    if told.answer is not None:
        answer["content"] = {"application/json": {"schema": schemas[told.answer]}}
    statuses = {*told.errors, 429, 503} | ({400, 415, 422} if told.body else {422} if told.query else set())
    if getattr(view, "takes_idempotency_key", False):
        statuses |= {400, 422}
    if view.access.kind != "public":
        statuses |= {401, 403, 404}
    described: dict[str, Any] = {
        "summary": told.summary,
        "operationId": rule.endpoint.replace(".", "_"),
        "parameters": _parameters(rule, view),
        "responses": {str(told.status): answer}
        | {str(status): {"description": "Refused", "content": problem} for status in sorted(statuses)},
    }
    if view.access.kind == "public":
        described["security"] = []
    if told.body is not None:
        described["requestBody"] = {"required": True, "content": {"application/json": {"schema": schemas[told.body]}}}
    return described


def _path_schema(rule: Any, name: str) -> dict[str, Any]:
    whole = isinstance(rule._converters[name], IntegerConverter)
    return {"type": "integer", "minimum": 0, "maximum": MAX_ID} if whole else {"type": "string"}
