"""Reading a draft that may be incomplete: what of it can be read is used, and what depends on what is found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import TypeAdapter, ValidationError

from tongban.catalog.designing.refusals import DesignRefused
from tongban.catalog.forms.conditions import fields_of
from tongban.catalog.forms.definition import Condition, Form, read
from tongban.catalog.forms.faults import condition_faults, form_faults
from tongban.catalog.reading import sentences

Content = dict[str, Any]
Document = Mapping[str, Any]
_CONDITION: TypeAdapter[Condition] = TypeAdapter(Condition)


def form_of(document: Document) -> Form:
    """Return the form of a draft; DesignRefused, with every place, for one outside the form language."""
    try:
        return read(document.get("form") or {})
    except ValidationError as error:
        raise DesignRefused(sentences(error, document, within=("form",))) from None


def content_of(form: Form) -> Content:
    """Return a form as it is kept in a draft."""
    kept: Content = form.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return kept


def rows_of(document: Document, section: str) -> list[Content]:
    """Return the rows of a section that are rows at all."""
    found = document.get(section)
    return [dict(row) for row in found if isinstance(row, Mapping)] if isinstance(found, list) else []


def condition_of(raw: object) -> Condition | None:
    """Return a condition; None for none, and for one that cannot be read."""
    try:
        return None if raw is None else _CONDITION.validate_python(raw)
    except ValidationError:
        return None


def dependants(document: Document, name: str) -> list[str]:
    """Return in words everything that looks at a question: other questions, materials, what a decision states."""
    form = form_of(document)
    return [*_questions_after(form, name), *_elsewhere(document, name)]


def kept(document: Document, content: Content) -> Content:
    """Return the new form; DesignRefused when it cannot be read, or contradicts itself where it did not before.

    A group may be without questions for a while: it is told before publication, not while one is at work.
    """
    after = {**document, "form": content}
    form = form_of(after)
    old, new = _faults(document), _faults(after)
    if len(new) > len(old):
        raise DesignRefused([fault for fault in new if fault not in old])
    return content_of(form)


def _faults(document: Document) -> list[str]:
    if not document.get("form"):
        return []
    form = form_of(document)
    found = [fault for fault in form_faults(form) if not fault.endswith("没有字段")]
    fields = dict(form.ordered())
    for row in rows_of(document, "materials"):
        faults = condition_faults(condition_of(row.get("when")), fields)
        found += [f"材料“{row.get('name', '')}”的条件{fault}" for fault in faults]
    return found


def _questions_after(form: Form, name: str) -> Iterator[str]:
    for key, question in form.properties.items():
        if name in fields_of(question.when):
            yield f"问题“{question.label}”（{key}）的显示条件"
        if question.at_most_field == name:
            yield f"问题“{question.label}”（{key}）的上限"
        if any(one.field == name for one in question.compare or ()):
            yield f"问题“{question.label}”（{key}）的比较"


def _elsewhere(document: Document, name: str) -> Iterator[str]:
    for row in rows_of(document, "materials"):
        if name in fields_of(condition_of(row.get("when"))):
            yield f"材料“{row.get('name', '')}”的条件"
    for row in rows_of(document, "results"):
        contents = row.get("contents")
        if isinstance(contents, list) and name in contents:
            yield f"结果“{row.get('name', '')}”的决定书要写明它"
