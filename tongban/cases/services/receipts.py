"""收件凭证: what it says of what was handed in, and of what comes next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from tongban.cases.models import Promise, Promised
from tongban.cases.window.queries.papers import Checked
from tongban.duties import api as duties
from tongban.kernel.wording import day_text

FORM = {"label": "申请表", "value": "已填写"}


def receipt(rows: Iterable[Checked], signed: Iterable[Promise], notice: duties.Duty) -> dict[str, Any]:
    """Return what the receipt says of an application that was just taken in.

    ``rows``: what was there of each material; ``signed``: the promises that stand; ``notice``: the limit that began.
    """
    standing = {one.material: one for one in signed}
    return {"materials": [FORM, *_handed_in(rows, standing)], "next_step": until_told(notice, first=True)}


def until_told(notice: duties.Duty | None, *, first: bool) -> str:
    """Return by when the authority says whether it accepts; only the ``first`` time may it still ask to correct."""
    if notice is None or notice.due_date is None:
        return "本机关会告知是否受理。"
    what = "告知是否受理，或者一次性告知需要补正的全部内容" if first else "告知是否受理"
    return f"本机关最晚在{day_text(notice.due_date)}（含当日）{what}。"


def _handed_in(rows: Iterable[Checked], standing: dict[str, Promise]) -> Iterator[dict[str, Any]]:
    """Yield what was handed in of each material: files, papers, originals given back, or a promise in its place."""
    for one in rows:
        material = one.row.material
        parts = (_files(one), one.paper.words, _promised(one, standing.get(material.id)))
        if any(parts):
            yield {"label": material.name, "value": "，".join(filter(None, parts))}


def _files(one: Checked) -> str:
    return f"{len(one.row.files)}个文件" if one.row.files else ""


def _promised(one: Checked, promise: Promise | None) -> str:
    """Return what was promised in writing in the place of a material that is not there, with until when."""
    defer = one.row.material.defer
    if promise is None or one.row.files or one.paper.handed_in:
        return ""
    if defer and promise.kind == Promised.DEFERRED:
        return f"书面承诺后补：自受理之日起{defer.text}内补交"
    return "书面告知承诺代替"
