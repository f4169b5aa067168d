"""Where in the editor something is mended: the address of a section, a row, a question, a field."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, get_args, get_origin

from django.urls import reverse

from tongban.catalog import api as catalog
from tongban.catalog.revising.api import Problem
from tongban.web.revising.typed import TYPED, annotation_of, bare, is_body, is_part

QUESTIONS, GROUPS = "properties", "x-groups"


def linked(held: catalog.Revision, problems: Sequence[Problem]) -> list[tuple[Problem, str]]:
    """Return problems with the addresses of where they are mended; empty where that is in no one place."""
    return [(one, address(held, one)) for one in problems]


def address(held: catalog.Revision, one: Problem) -> str:
    """Return where a problem is mended."""
    if one.section not in catalog.SECTION_NAMES:
        return ""
    page = reverse("revising:section", kwargs={"key": held.pk, "section": one.section})
    if one.section in TYPED:
        return f"{page}#at-{anchor(one.section, one.path)}"
    if one.section == "form":
        return page + _in_form(held, one.path)
    return f"{page}?row={one.row}#row" if one.row else page


def anchor(section: str, path: Sequence[str]) -> str:
    """Return the place of the form of a section that is nearest to a path: a field of its own, else what holds it."""
    kind: Any = bare(annotation_of(section))[0]
    found = [section]
    for name in path:
        if get_origin(kind) is tuple and is_part(bare(get_args(kind)[0])[0]) and name.isdecimal():
            kind = bare(get_args(kind)[0])[0]
        elif is_part(kind) and not is_body(kind) and name in kind.model_fields:
            kind = bare(kind.model_fields[name].rebuild_annotation())[0]
        else:
            break
        found.append(name)
    return ".".join(found)


def _in_form(held: catalog.Revision, path: Sequence[str]) -> str:
    form = held.document.get("form")
    if path[:1] == (QUESTIONS,) and len(path) > 1:
        return f"?q={path[1]}#question"
    groups = form.get(GROUPS) if isinstance(form, dict) else None
    if path[:1] == (GROUPS,) and len(path) > 1 and isinstance(groups, list) and path[1].isdecimal():
        group = groups[int(path[1])] if int(path[1]) < len(groups) else None
        return f"#g-{group['id']}" if isinstance(group, dict) and group.get("id") else ""
    return ""
