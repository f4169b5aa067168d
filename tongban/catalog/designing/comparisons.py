"""With what an answer can be held against, for whoever sets it: only what would be published."""

from __future__ import annotations

from tongban.catalog.forms.comparable import alike, kinds_of
from tongban.catalog.forms.comparing import NAMES
from tongban.catalog.forms.definition import MOST_COMPARED, Form, Relation

__all__ = ["MOST_COMPARED", "against", "relations"]


def relations(form: Form, name: str) -> list[tuple[Relation, str]]:
    """Return how an answer can be compared, each with its words; nothing where there is nothing to compare it with."""
    found = kinds_of(form.properties[name])
    return [(one, NAMES[one]) for one in found] if len(found) > 1 or against(form, name) else []


def against(form: Form, name: str) -> list[tuple[str, str]]:
    """Return the earlier questions with which an answer can be compared, as (key, words)."""
    names = [key for key, _ in form.ordered()]
    asked = form.properties
    return [(key, asked[key].label) for key in names[: names.index(name)] if alike(asked[name], asked[key])]
