"""Rows of a guide: materials, steps and special procedures, added, changed, moved and deleted by their ids."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import groupby
from typing import Any

from pydantic import ValidationError

from tongban.catalog.designing.reading import Content, Document, form_of, rows_of
from tongban.catalog.designing.refusals import DesignRefused
from tongban.catalog.forms.definition import Strict
from tongban.catalog.forms.faults import condition_faults
from tongban.catalog.guide.parts import Material, Special, Step
from tongban.catalog.reading import sentences

TYPES: dict[str, type[Strict]] = {"materials": Material, "process": Step, "special": Special}
_NAMES = {"materials": "材料", "process": "环节", "special": "特别程序"}
_FILES = ["application/pdf", "image/jpeg", "image/png"]
_BEGUN: dict[str, Content] = {
    "materials": {
        "kind": "OTHER",
        "form": "ORIGINAL",
        "source": "APPLICANT",
        "need": "ALWAYS",
        "accepted": {"mime": _FILES, "max_files": 5, "max_megabytes": 20},
    },
    "process": {"kind": "EXAMINATION", "role": "EXAMINER"},
    "special": {"kind": "SITE_CHECK"},
}


def add_row(
    document: Document, section: str, *, name: str, facts: Mapping[str, Any], taken: Collection[str] = ()
) -> list[Content]:
    """Add a row at the end. ``taken``: ids of earlier versions, which a notice may point at and nothing else takes."""
    rows = rows_of(document, section)
    used = {str(row.get("id")) for row in rows} | set(taken)
    key = next(one for number in range(1, 10_000) if (one := str(number)) not in used)
    row = {**_BEGUN[section], "id": key, "name": name, **facts}
    return _fit(document, section, [*rows, row], key)


def change_row(document: Document, section: str, key: str, facts: Mapping[str, Any]) -> list[Content]:
    """Change what is said in a row; None takes something away. DesignRefused, with the place, for what cannot be."""
    rows = rows_of(document, section)
    at = _at(rows, section, key)
    rows[at] = {name: one for name, one in {**rows[at], **facts, "id": key}.items() if one is not None}
    return _fit(document, section, rows, key)


def move_row(document: Document, section: str, key: str, *, by: int) -> list[Content]:
    """Put a row before or after its neighbour. A step that leaves its neighbours no longer runs beside them."""
    rows = rows_of(document, section)
    at = _at(rows, section, key)
    rows.insert(min(max(at + by, 0), len(rows) - 1), rows.pop(at))
    return tidy(rows) if section == "process" else rows


def delete_row(document: Document, section: str, key: str) -> list[Content]:
    """Take a row away; a special procedure only when no step names it any more."""
    rows = rows_of(document, section)
    at = _at(rows, section, key)
    naming = [str(row.get("name")) for row in rows_of(document, "process") if key in (row.get("special") or ())]
    if section == "special" and naming:
        raise DesignRefused([f"特别程序“{rows[at].get('name')}”还用着：环节“{'”“'.join(naming)}”，请先改那里"])
    del rows[at]
    return tidy(rows) if section == "process" else rows


def side_by_side(document: Document, key: str, *, on: bool) -> list[Content]:
    """Let a step run at the same time as the one before it, or after it again."""
    rows = rows_of(document, "process")
    at = _at(rows, "process", key)
    if on and at == 0:
        raise DesignRefused([f"环节“{rows[0].get('name')}”是第一个，前面没有可以同时办理的环节"])
    if on:
        word = rows[at - 1].get("parallel") or _free_word(rows)
        rows[at - 1]["parallel"] = rows[at]["parallel"] = word
    else:
        rows[at].pop("parallel", None)
    return tidy(rows)


def tidy(rows: Sequence[Content]) -> list[Content]:
    """Return steps of which each that runs beside others stands next to them, under a word of their own."""
    found: list[Content] = []
    used: set[str] = set()
    for word, run in groupby(rows, key=lambda row: row.get("parallel")):
        steps = list(run)
        kept = word if word and len(steps) > 1 and word not in used else None
        used.add(kept or "")
        bare = [{name: one for name, one in step.items() if name != "parallel"} for step in steps]
        found += [{**step, "parallel": kept} if kept else step for step in bare]
    return found


def _free_word(rows: Sequence[Content]) -> str:
    used = {row.get("parallel") for row in rows}
    return next(word for number in range(1, 1000) if (word := f"together-{number}") not in used)


def _at(rows: Sequence[Content], section: str, key: str) -> int:
    found = [place for place, row in enumerate(rows) if str(row.get("id")) == key]
    if not found:
        raise DesignRefused([f"{_NAMES[section]}里没有编号 {key}"])
    return found[0]


def _own(sentence: str) -> str:
    """Return a fault of a row without the section, which is named before."""
    return sentence.partition(" · ")[2] or sentence


def _fit(document: Document, section: str, rows: list[Content], key: str) -> list[Content]:
    """Return the rows when the one that was changed can be read, and its condition looks at what there is."""
    row = rows[_at(rows, section, key)]
    where = f"{_NAMES[section]}“{row.get('name', '')}”"
    try:
        read = TYPES[section].model_validate(row)
    except ValidationError as error:
        told = sentences(error, within=(section,))
        raise DesignRefused([f"{where}：{_own(sentence)}" for sentence in told]) from None
    if isinstance(read, Material) and read.when is not None:
        faults = condition_faults(read.when, dict(form_of(document).ordered()))
        if faults:
            raise DesignRefused([f"{where}的条件{fault}" for fault in faults])
    return tidy(rows) if section == "process" else rows
