"""A definition made ready to check answers: one linear-time, offline validator for each field."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import jsonschema_rs

from tongban.catalog.forms import formats
from tongban.catalog.forms.definition import Form, Group, Question
from tongban.catalog.forms.patterns import OPTIONS


@dataclass(frozen=True, slots=True)
class Page:
    """A group of questions with its fields in order."""

    group: Group
    fields: tuple[tuple[str, Question], ...]


@dataclass(frozen=True, slots=True)
class Compiled:
    """The validators of a form by field; ``rows``: those of a row, by the table it belongs to."""

    form: Form
    validators: dict[str, jsonschema_rs.Draft202012Validator]
    rows: dict[str, Compiled]

    def breaches(self, name: str, value: Any) -> list[tuple[str, Any]]:  # noqa: ANN401 - any JSON may be posted
        """Return what the value breaks, as (keyword, limit) pairs in the order they are found."""
        return [(error.kind.name, error.kind.value) for error in self.validators[name].iter_errors(value)]


def compile_form(form: Form) -> Compiled:
    """Make a form ready; the published definition has passed the lint, so this cannot fail."""
    return _compile_once(_Same(form))


def groups(form: Form) -> tuple[Page, ...]:
    """Return the pages of a form in order; a group without a field is left out."""
    ordered = form.ordered()
    pages = (Page(group, tuple(pair for pair in ordered if pair[1].group == group.id)) for group in form.groups)
    return tuple(page for page in pages if page.fields)


def names_in(form: Form, only: Iterable[str] | None) -> frozenset[str]:
    """Return the names of the fields of these groups; None means all."""
    wanted = None if only is None else frozenset(only)
    return frozenset(name for name, field in form.properties.items() if wanted is None or field.group in wanted)


class _Same:
    """A form that is the same as another only if it is that very one: those of published guides are read once."""

    __slots__ = ("form",)

    def __init__(self, form: Form) -> None:
        self.form = form

    def __hash__(self) -> int:
        return id(self.form)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.form is self.form


@lru_cache(maxsize=256)
def _compile_once(same: _Same) -> Compiled:
    return _compile(same.form.model_dump_json(by_alias=True, exclude_defaults=True))


@lru_cache(maxsize=256)
def _compile(text: str) -> Compiled:
    form = Form.model_validate_json(text)
    return _compiled(form)


def _compiled(form: Form) -> Compiled:
    schemas: dict[str, dict[str, Any]] = form.plain()["properties"]
    tables = {name: question.table for name, question in form.properties.items() if question.table}
    # The cells are checked one by one, by the validators of the row, so that a fault is told at its cell.
    whole = {name: schema | {"items": {"type": "object"}} for name, schema in schemas.items() if name in tables}
    return Compiled(
        form,
        {name: _validator(schema) for name, schema in (schemas | whole).items()},
        {name: _compiled(table.form) for name, table in tables.items()},
    )


def _validator(schema: dict[str, Any]) -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(
        schema,
        formats=formats.validators(),
        validate_formats=True,
        ignore_unknown_formats=False,
        pattern_options=OPTIONS,
        offline=True,
    )
