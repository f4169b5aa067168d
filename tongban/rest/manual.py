"""The OpenAPI document arranged for reading: operations by group, with an address that can be tried at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from tongban.rest import contract
from tongban.rest.contract import Document


@dataclass(frozen=True, slots=True)
class Field:
    """A line of an answer's table."""

    name: str
    kind: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation as the page shows it; ``url`` is a complete example; ``session``: only for who is signed in."""

    id: str
    method: str
    path: str
    url: str
    summary: str
    description: str
    parameters: list[Document]
    fields: list[Field]
    errors: list[str]
    status: str
    session: bool


_KINDS = {"string": "文字", "integer": "整数", "number": "数", "boolean": "是否", "array": "列表", "object": "对象"}


def groups(document: Document) -> dict[str, list[Operation]]:
    """Return the operations of the document under the name of their group, in the order of the document."""
    found: dict[str, list[Operation]] = {}
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            shown = _operation(document, path, method, operation)
            found.setdefault(operation["tags"][0], []).append(shown)
    return found


def _operation(document: Document, path: str, method: str, operation: Document) -> Operation:
    errors = [answer["$ref"].rpartition("/")[2] for answer in operation["responses"].values() if "$ref" in answer]
    status = contract.succeeding(operation)
    schema = operation["responses"][status]["content"]["application/json"]["schema"]
    return Operation(
        id=operation["operationId"],
        method=method.upper(),
        path=path,
        url=_example(path, operation["parameters"]),
        summary=operation["summary"],
        description=operation.get("description", ""),
        parameters=[*operation["parameters"], *_sent(document, operation)],
        status=status,
        fields=_fields(document, schema),
        errors=errors,
        session="security" in operation,
    )


def _sent(document: Document, operation: Document) -> list[Document]:
    """Return what the body of a request holds, in the form of parameters."""
    schema = contract.body(document, operation)
    return [
        {"name": name, "in": "body", "required": name in schema["required"], "description": each["description"]}
        for name, each in schema["properties"].items()
    ]


def _example(path: str, parameters: list[Document]) -> str:
    """Return an address made of the examples of what must be given."""
    for parameter in parameters:
        if parameter["in"] == "path":
            path = path.replace("{" + parameter["name"] + "}", str(parameter["example"]))
    query = {each["name"]: each["example"] for each in parameters if each["in"] == "query" and each["required"]}
    return f"{path}?{urlencode(query)}" if query else path


def _fields(document: Document, schema: Document, *, prefix: str = "", seen: tuple[str, ...] = ()) -> list[Field]:
    """Return the fields of an answer, those inside others after a dot, lists marked by []."""
    name, schema = _resolved(document, schema)
    if schema.get("type") == "array":
        return _fields(document, schema["items"], prefix=f"{prefix}[].", seen=seen)
    if name in seen:
        return []
    lines: list[Field] = []
    for key, value in schema.get("properties", {}).items():
        kind, inner = _kind(document, value)
        lines.append(Field(prefix + key, kind, str(value.get("description", ""))))
        mark = "[]." if kind == "列表" else "."
        lines += _fields(document, inner, prefix=prefix + key + mark, seen=(*seen, name)) if inner else []
    return lines


def _kind(document: Document, schema: Document) -> tuple[str, Document]:
    """Return the word for a field's type, and the schema of what is inside it."""
    options = [each for each in schema.get("anyOf", [schema]) if each.get("type") != "null"]
    _, resolved = _resolved(document, options[0])
    inner: dict[str, Any] = resolved.get("items", resolved if "properties" in resolved else {})
    return _KINDS.get(str(resolved.get("type")), "文字"), inner


def _resolved(document: Document, schema: Document) -> tuple[str, Document]:
    """Follow a reference to a named schema."""
    reference = schema.get("$ref") or next((each.get("$ref") for each in schema.get("allOf", [])), None)
    if not reference:
        return "", schema
    name = str(reference).rpartition("/")[2]
    return name, document["components"]["schemas"][name]
