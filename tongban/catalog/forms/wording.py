"""An answer in words, as a decision or a receipt prints it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from tongban.catalog.forms.conditions import visible
from tongban.catalog.forms.definition import Form, Kind, Question, Table
from tongban.orgs import api as orgs


def in_words(question: Question, value: Any) -> str:  # noqa: ANN401 - an answer is any JSON
    """Return an answer in Chinese: the titles of what was chosen, the name of a region, figures with their unit.

    Nothing for no answer.
    """
    if value in (None, "", []):
        return ""
    if question.table and isinstance(value, list):
        return rows_in_words(question.table, value, in_words)
    if isinstance(value, bool):
        return "是" if value else "否"
    titles = {option.const: option.title for option in question.options}
    if isinstance(value, list):
        return "、".join(titles.get(one, str(one)) for one in value)
    if question.kind == Kind.REGION:
        return _region(str(value))
    figure = f"{value:g}" if isinstance(value, float) else str(value)
    return f"{titles.get(figure, figure)}{question.unit or ''}"


def _region(code: str) -> str:
    """Return the name of a region; UnknownRegion where there is none."""
    return orgs.region_names().get(code) or orgs.region(code).name


def rows_in_words(table: Table, rows: Sequence[Mapping[str, Any]], said: Callable[[Question, Any], str]) -> str:
    """Return the rows of a table, one a line, with what was answered in each; ``said`` puts a cell into words."""
    return "\n".join(f"{number}．{_row(table.form, row, said)}" for number, row in enumerate(rows, start=1))


def _row(form: Form, row: Mapping[str, Any], said: Callable[[Question, Any], str]) -> str:
    cells = ((form.properties[name], row[name]) for name in visible(form, row) if name in row)
    return "；".join(f"{question.label}：{said(question, value)}" for question, value in cells)
