"""The condition picker: tick the answers of earlier questions, and say whether all or any of them have to be given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tongban.catalog import api as catalog
from tongban.catalog.designing import api as designing
from tongban.web.fields import Choice, Field, FieldKind
from tongban.web.request import Request

WHEN, MODE, KEEP = "when.", "when-mode", "when-keep"


@dataclass(frozen=True, slots=True)
class Picker:
    """What is drawn: the condition in words, a field for each question it may look at, and how they go together.

    ``whole``: whether the picker can show the condition that stands there; else it is kept unless something is ticked.
    """

    words: str
    mode: Field
    fields: Sequence[tuple[str, Field]]
    picked: int
    whole: bool


def picker(form: catalog.Form, raw: object, *, before: str = "") -> Picker:
    """Return the picker for a condition as it stands; ``before``: the question that it is of."""
    condition = designing.condition_of(raw)
    offered = designing.pickable(form, condition, before=before)
    whole = designing.is_pickable(condition)
    fields = [
        (
            one.label,
            Field(
                f"{WHEN}{one.name}",
                f"〈{one.label}〉是",
                FieldKind.CHECKBOXES,
                values=sorted(one.values) if whole else (),
                choices=[Choice(value, words) for value, words in one.choices],
            ),
        )
        for one in offered
    ]
    return Picker(
        designing.condition_words(form, condition),
        Field(
            MODE,
            "勾选了几个问题的",
            FieldKind.RADIOS,
            value=designing.mode_of(condition),
            choices=[Choice("all", "全部符合才算"), Choice("any", "符合一个就算")],
            inline=True,
        ),
        fields,
        sum(bool(one.values) for _, one in fields),
        whole,
    )


def picked(request: Request, form: catalog.Form, raw: object) -> dict[str, Any] | None:
    """Return the condition that was ticked; None for none."""
    given = {name.removeprefix(WHEN): request.POST.getlist(name) for name in request.POST if name.startswith(WHEN)}
    made = designing.condition_made(form, given, request.POST.get(MODE, ""))
    if made is None and request.POST.get(KEEP) and isinstance(raw, Mapping):
        return dict(raw)
    return made
