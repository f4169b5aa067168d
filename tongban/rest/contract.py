"""The OpenAPI 3.1 document: what ninja derives from the code, made valid and complete with the errors."""

from __future__ import annotations

from typing import Any

from ninja import NinjaAPI
from pydantic.json_schema import models_json_schema

from tongban.kernel.errors import NotAllowed, WrongState
from tongban.rest.problems import (
    INTERNAL,
    INVALID,
    KINDS,
    MEDIA,
    METHOD,
    NOT_FOUND,
    NOT_JSON,
    REFUSALS,
    TOO_LARGE,
    UNAVAILABLE,
    Kind,
    Problem,
)

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


def meanings(document: Document, operation_id: str) -> dict[str, str]:
    """Return what may be given at the address of an operation means, by name: its parameters, and what a body holds."""
    found = _beside(document, operation_id)
    given = {each["name"]: each["description"] for operation in found for each in operation["parameters"]}
    fields = {name: each for operation in found for name, each in body(document, operation)["properties"].items()}
    return given | {name: each["description"] for name, each in fields.items()}


def body(document: Document, operation: Document) -> Document:
    """Return the schema of what an operation is sent; one without properties where it is sent nothing."""
    if "requestBody" not in operation:
        return {"properties": {}, "required": []}
    schema = operation["requestBody"]["content"]["application/json"]["schema"]
    name = str(schema["$ref"]).rpartition("/")[2]
    found: Document = document["components"]["schemas"][name]
    return found


def succeeding(operation: Document) -> str:
    """Return the status with which an operation succeeds."""
    return min(str(status) for status in operation["responses"])


def writes(document: Document, operation_id: str) -> bool:
    """Tell whether something can be sent to the address of an operation."""
    return any("requestBody" in operation for operation in _beside(document, operation_id))


def _beside(document: Document, operation_id: str) -> list[Document]:
    """Return the operations at the address of an operation, itself among them."""
    paths = [list(path.values()) for path in document["paths"].values()]
    return next((path for path in paths if any(one["operationId"] == operation_id for one in path)), [])


def _complete(operation: Document, more: tuple[Kind, ...]) -> None:
    """Say what an operation may answer besides success; give examples in OpenAPI's form, not in JSON Schema's."""
    for parameter in operation["parameters"]:
        if parameter["in"] == "query" and not parameter["required"]:
            parameter["schema"] = _or_empty(parameter["schema"])
        examples = parameter.pop("examples", None)
        if examples:
            parameter["example"] = examples[0]
    in_path = any(parameter["in"] == "path" for parameter in operation["parameters"])
    kinds = [INVALID, METHOD, INTERNAL, UNAVAILABLE, *more] + [NOT_FOUND] * in_path
    sent = "requestBody" in operation
    kinds += [NOT_JSON, TOO_LARGE, *(REFUSALS[family] for family in (NotAllowed, WrongState))] if sent else []
    answers = {str(kind.status): {"$ref": f"#/components/responses/{kind.code}"} for kind in kinds}
    success = {str(status): answer for status, answer in operation["responses"].items()}
    success[succeeding(operation)]["description"] = operation["summary"]
    same = {} if sent else {"304": {"description": "与您上次取得的内容相同（If-None-Match）"}}
    operation["responses"] = success | same | answers


def _or_empty(schema: Document) -> Document:
    """Return the schema of what may be left out: an empty value is left out as well."""
    return {"anyOf": [*schema.pop("anyOf", [schema]), {"type": "string", "maxLength": 0}]}


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
