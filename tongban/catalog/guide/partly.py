"""A guide of which some sections cannot be read: what can is held to every rule all the same, so that all is told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import Any, ParamSpec, TypeVar

from pydantic import TypeAdapter, ValidationError

from tongban.catalog.guide.content import GuideContent
from tongban.catalog.guide.document import Guide

P = ParamSpec("P")
T = TypeVar("T")
# Lists of which nothing else speaks: the rows that can be read are looked at without the others.
_ROW_BY_ROW = frozenset({"windows", "criteria", "materials", "questions"})


class Unread(Exception):
    """A section was asked for that could not be read."""


class Partly(Guide):
    """A guide with what could be read of it; to ask for anything else is Unread. It is never kept nor published."""

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever a section holds
        """Say that a section is not there, which is a fault of its own and told elsewhere."""
        if name in GuideContent.model_fields:
            raise Unread(name)
        raise AttributeError(name)


def partly(document: Mapping[str, Any], error: ValidationError) -> Partly:
    """Return what can be read of a document that is no guide; ``error``: why it is none."""
    faulty: dict[str, set[int | str | None]] = {}
    for fault in error.errors(include_url=False, include_context=False, include_input=False):
        section, *place = fault["loc"] or ("",)
        faulty.setdefault(str(section), set()).add(place[0] if place else None)
    found: dict[str, Any] = dict(_sections(document, faulty))
    made = Partly.model_construct(**found)
    for name in GuideContent.model_fields.keys() - found.keys():
        made.__dict__.pop(name, None)  # what has a default and is written wrongly
    return made


def told(rule: Callable[P, Iterable[T]], *args: P.args, **kwargs: P.kwargs) -> Iterator[T]:
    """Yield what a rule finds until it asks for a section that cannot be read."""
    try:
        yield from rule(*args, **kwargs)
    except Unread:
        return


def _sections(document: Mapping[str, Any], faulty: Mapping[str, set[int | str | None]]) -> Iterator[tuple[str, object]]:
    for name, field in GuideContent.model_fields.items():
        bad = faulty.get(name, set())
        if not bad:
            yield name, _adapter(name).validate_python(document[name]) if name in document else field.get_default()
        elif name in _ROW_BY_ROW and all(isinstance(one, int) for one in bad):
            rows = [row for place, row in enumerate(document[name]) if place not in bad]
            if rows:
                yield name, _adapter(name).validate_python(rows)


@cache
def _adapter(name: str) -> TypeAdapter[Any]:
    return TypeAdapter(GuideContent.model_fields[name].rebuild_annotation())
