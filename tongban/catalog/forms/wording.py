"""An answer in words, as a decision or a receipt prints it."""

from __future__ import annotations

from typing import Any

from tongban.catalog.forms.definition import Kind, Question
from tongban.orgs import api as orgs


def in_words(question: Question, value: Any) -> str:  # noqa: ANN401 - an answer is any JSON
    """Return an answer in Chinese: the titles of what was chosen, the name of a region, figures with their unit.

    Nothing for no answer.
    """
    if value in (None, "", []):
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    titles = {option.const: option.title for option in question.options}
    if isinstance(value, list):
        return "、".join(titles.get(one, str(one)) for one in value)
    if question.kind == Kind.REGION:
        return orgs.region(str(value)).name
    figure = f"{value:g}" if isinstance(value, float) else str(value)
    return f"{titles.get(figure, figure)}{question.unit or ''}"
