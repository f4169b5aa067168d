"""The questions of a form and their groups: added, changed, moved, deleted. Every function returns a new form.

A form is taken out of the whole draft, because materials and decisions look at its questions too. Keys never change:
answers, materials and correction notices go by them.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Collection, Mapping
from typing import Any

from tongban.catalog.designing.reading import Content, Document, content_of, dependants, form_of, kept
from tongban.catalog.designing.refusals import DesignRefused
from tongban.catalog.designing.starters import Starter, begun

GROUP, ORDER, WHEN, NEEDED = "x-group", "x-order", "x-when", "x-required-when-visible"
MOST_QUESTIONS = 300


def add_group(document: Document, *, title: str, hint: str = "") -> Content:
    """Add a page at the end; it begins without questions. In a draft without a form, a first question comes with it."""
    form = _form(document)
    group = _free("g", {one["id"] for one in form["x-groups"]})
    form["x-groups"].append(_said({"id": group, "title": title, "help": hint}))
    if not form["properties"]:
        form["properties"]["field_1"] = {**begun(Starter.TEXT), "x-label": "新问题", GROUP: group, ORDER: 1}
    return kept(document, form)


def change_group(document: Document, group: str, *, title: str, hint: str = "") -> Content:
    """Say otherwise what a page is about."""
    form = _form(document)
    at = _group_at(form, group)
    form["x-groups"][at] = _said({"id": group, "title": title, "help": hint})
    return kept(document, form)


def move_group(document: Document, group: str, *, by: int) -> Content:
    """Put a page before or after its neighbour; refused where a question would come before what it looks at."""
    form = _form(document)
    groups = form["x-groups"]
    at = _group_at(form, group)
    to = min(max(at + by, 0), len(groups) - 1)
    groups.insert(to, groups.pop(at))
    return kept(document, form)


def delete_group(document: Document, group: str) -> Content:
    """Take a page away; refused while it has questions."""
    form = _form(document)
    at = _group_at(form, group)
    if any(one[GROUP] == group for one in form["properties"].values()):
        raise DesignRefused([f"“{form['x-groups'][at]['title']}”这一组里还有问题，请先移走或者删去"])
    del form["x-groups"][at]
    return kept(document, form)


def add_question(
    document: Document, *, starter: Starter, label: str, group: str, name: str = "", taken: Collection[str] = ()
) -> Content:
    """Add a question at the end of a page. ``taken``: keys that earlier versions used, which mean something else."""
    form = _form(document)
    _group_at(form, group)
    keys = form["properties"].keys()
    if len(keys) >= MOST_QUESTIONS:
        raise DesignRefused([f"一份表单最多{MOST_QUESTIONS}个问题，已经有{len(keys)}个"])
    if name in keys:
        raise DesignRefused([f"已经有编号为 {name} 的问题"])
    key = name or _free("field_", {*keys, *taken})
    form["properties"][key] = {**begun(starter), "x-label": label, GROUP: group, ORDER: 10_000}
    return kept(document, _numbered(form))


def change_question(document: Document, name: str, facts: Mapping[str, Any], *, needed: bool | None = None) -> Content:
    """Change what is said of a question: ``facts`` by the words of the form language, None takes one away.

    ``needed``: whether it must be answered; the language says that in two ways, by whether it has a condition. Refused
    where something else would then look at an option, a place or a kind of question that is not there.
    """
    form = _form(document)
    question = _question(form, name)
    asked = _needed(form, name) if needed is None else needed
    if GROUP in facts and facts[GROUP] != question[GROUP]:
        question = {**question, ORDER: 10_000}
    form["properties"][name] = {key: one for key, one in {**question, **facts}.items() if one is not None}
    _need(form, name, needed=asked)
    return kept(document, _numbered(form))


def move_question(document: Document, name: str, *, by: int) -> Content:
    """Put a question before or after its neighbour, over the edge of a page into the next one."""
    form = _form(document)
    question = _question(form, name)
    groups = [one["id"] for one in form["x-groups"]]
    here = _in_group(form, question[GROUP])
    at = here.index(name) + by
    place = groups.index(question[GROUP])
    if 0 <= at < len(here):
        here.insert(at, here.pop(here.index(name)))
        _order(form, here)
    elif 0 <= place + by < len(groups):
        beyond = _in_group(form, groups[place + by])
        question[GROUP] = groups[place + by]
        _order(form, [*beyond, name] if by < 0 else [name, *beyond])
    return kept(document, _numbered(form))


def delete_question(document: Document, name: str) -> Content:
    """Take a question away; refused, with everything that looks at it, while anything does."""
    form = _form(document)
    label = _question(form, name)["x-label"]
    if found := dependants(document, name):
        raise DesignRefused([f"“{label}”还用着：{'、'.join(found)}，请先改那里"])
    if len(form["properties"]) == 1:
        raise DesignRefused([f"“{label}”是最后一个问题，表单至少要有一个"])
    del form["properties"][name]
    form["required"] = [one for one in form["required"] if one != name]
    return kept(document, _numbered(form))


def in_table(document: Document, table: str, change: Callable[[Document], Content]) -> Content:
    """Change the questions of a row: a row is designed as a form of one page is.

    Where a column is sensitive, the table is.
    """
    form = _form(document)
    question = _question(form, table)
    inner = change({"form": row_form(document, table)})
    columns = {
        name: {key: one for key, one in column.items() if key != GROUP} for name, column in inner["properties"].items()
    }
    row = {**question["items"], "properties": columns, "required": inner.get("required", [])}
    secret = {"x-sensitive": True} if any(one.get("x-sensitive") for one in columns.values()) else {}
    form["properties"][table] = {**question, "items": row, **secret}
    return kept(document, form)


def row_form(document: Document, table: str) -> Content:
    """Return the questions of a row as a form of one page; DesignRefused for what is no table."""
    question = form_of(document).properties.get(table)
    if question is None or question.table is None:
        raise DesignRefused([f"表单里没有表格 {table}"])
    return content_of(question.table.form)


def _form(document: Document) -> Content:
    empty: Content = {"x-groups": [], "properties": {}, "required": []}
    if not document.get("form"):
        return empty
    return {**empty, **copy.deepcopy(content_of(form_of(document)))}


def _group_at(form: Content, group: str) -> int:
    found = [place for place, one in enumerate(form["x-groups"]) if one["id"] == group]
    if not found:
        raise DesignRefused([f"表单里没有分组 {group}"])
    return found[0]


def _question(form: Content, name: str) -> Content:
    if name not in form["properties"]:
        raise DesignRefused([f"表单里没有问题 {name}"])
    found: Content = form["properties"][name]
    return found


def _needed(form: Content, name: str) -> bool:
    return name in form["required"] or bool(form["properties"][name].get(NEEDED))


def _need(form: Content, name: str, *, needed: bool) -> None:
    question = form["properties"][name]
    others = [one for one in form["required"] if one != name]
    question.pop(NEEDED, None)
    form["required"] = others
    if needed and question.get(WHEN) is None:
        form["required"] = [*others, name]
    elif needed:
        question[NEEDED] = True


def _in_group(form: Content, group: str) -> list[str]:
    inside = [name for name, one in form["properties"].items() if one[GROUP] == group]
    return sorted(inside, key=lambda name: (form["properties"][name][ORDER], name))


def _order(form: Content, names: list[str]) -> None:
    for place, name in enumerate(names, start=1):
        form["properties"][name][ORDER] = place


def _numbered(form: Content) -> Content:
    for group in {one[GROUP] for one in form["properties"].values()}:
        _order(form, _in_group(form, group))
    return form


def _free(head: str, taken: Collection[str]) -> str:
    return next(key for number in range(1, 10_000) if (key := f"{head}{number}") not in taken)


def _said(row: Content) -> Content:
    return {key: one for key, one in row.items() if one not in ("", None)}
