"""The OpenAPI 3.1 document: what ninja derives from the code, made valid and complete with the errors."""

from __future__ import annotations

from typing import Any

from ninja import NinjaAPI
from pydantic.json_schema import models_json_schema

from tongban.rest.problems import INTERNAL, INVALID, KINDS, MEDIA, METHOD, NOT_FOUND, UNAVAILABLE, Kind, Problem

Document = dict[str, Any]
BASE = "/api/v1"
SESSION = "session"


def write(api: NinjaAPI, *, more: tuple[Kind, ...] = ()) -> Document:
    """Return the document for an API of read operations mounted at BASE; ``more``: what all of it may answer too."""
    document: Document = dict(api.get_openapi_schema(path_prefix=BASE))
    components = document["components"]
    components["schemas"] |= _problem_schemas()
    for schema in components["schemas"].values():
        schema.pop("description", None)  # the docstring of a class, meant for who reads the code
    components["responses"] = {kind.code: _response(kind) for kind in KINDS}
    for operations in document["paths"].values():
        for operation in operations.values():
            _complete(operation, more)
    return document


def joined(public: Document, own: Document, *, cookie: str) -> Document:
    """Return one document of what anybody may read and of what asks for a session, which a ``cookie`` names."""
    paths = {
        path: {method: one | {"security": [{SESSION: []}]} for method, one in operations.items()}
        for path, operations in own["paths"].items()
    }
    parts = {part: public["components"][part] | own["components"][part] for part in public["components"]}
    parts["securitySchemes"] = {SESSION: {"type": "apiKey", "in": "cookie", "name": cookie}}
    return public | {"paths": public["paths"] | paths, "components": parts}


def parameters(document: Document, operation_id: str) -> list[Document]:
    """Return the parameters of one operation."""
    operations = [each for path in document["paths"].values() for each in path.values()]
    return next((each["parameters"] for each in operations if each["operationId"] == operation_id), [])


def _complete(operation: Document, more: tuple[Kind, ...]) -> None:
    """Say what an operation may answer besides success; give examples in OpenAPI's form, not in JSON Schema's."""
    for parameter in operation["parameters"]:
        examples = parameter.pop("examples", None)
        if examples:
            parameter["example"] = examples[0]
    in_path = any(parameter["in"] == "path" for parameter in operation["parameters"])
    kinds = [INVALID, METHOD, INTERNAL, UNAVAILABLE, *more] + [NOT_FOUND] * in_path
    answers = {str(kind.status): {"$ref": f"#/components/responses/{kind.code}"} for kind in kinds}
    success = {str(status): answer for status, answer in operation["responses"].items()}
    success["200"]["description"] = operation["summary"]
    operation["responses"] = success | {"304": {"description": "与您上次取得的内容相同（If-None-Match）"}} | answers


def _response(kind: Kind) -> Document:
    example = {"type": f"{BASE}/docs#{kind.code}", "title": kind.title, "status": kind.status, "code": kind.code}
    content = {
        "schema": {"$ref": "#/components/schemas/Problem"},
        "example": example | {"detail": kind.meaning, "errors": []},
    }
    return {"description": f"{kind.title}：{kind.meaning}", "content": {MEDIA: content}}


def _problem_schemas() -> Document:
    _, definitions = models_json_schema([(Problem, "serialization")], ref_template="#/components/schemas/{model}")
    schemas: Document = definitions["$defs"]
    return schemas
