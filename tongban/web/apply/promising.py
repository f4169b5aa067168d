"""容缺与告知承诺 while applying: what may be promised in the place of a file, and in which words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from tongban.cases import api as cases
from tongban.kernel.errors import Broken
from tongban.web import flash
from tongban.web.request import Request


@dataclass(frozen=True, slots=True)
class Offer:
    """One way to promise: to hand it in later, or that it is so; with the words that are signed for."""

    kind: cases.Promised
    words: str


@dataclass(frozen=True, slots=True)
class Signed:
    """A promise as it stands in the application: of which material, in which words."""

    name: str
    kind: cases.Promised
    words: str


def offers(case: cases.Case) -> Mapping[str, Sequence[Offer]]:
    """Return what may be promised, by material: of what is asked for and not there."""
    rows = [row for row in cases.material_list(case) if row.needed and not row.files and row.promise is None]
    found = {
        row.material.id: [
            Offer(kind, words) for kind in cases.Promised if (words := cases.promise_words(row.material, kind))
        ]
        for row in rows
    }
    return {key: ways for key, ways in found.items() if ways}


def signed_for(case: cases.Case) -> list[Signed]:
    """Return the promises of an application, to be read once more before it is signed for."""
    rows = [(row.material.name, row.promise) for row in cases.material_list(case) if row.promise and not row.files]
    return [Signed(name, cases.Promised(one.kind), cases.promised_words(one)) for name, one in rows if one]


def promise(request: Request, draft: UUID) -> dict[str, str]:
    """Promise what was ticked, or take a promise back; return what is wrong."""
    material, kind = request.POST.get("material", ""), request.POST.get("promise", "")
    if kind and (kind not in cases.Promised.values or "agree" not in request.POST):
        return {f"materials.{material}": _("请先勾选“我已阅读，愿意承诺”，再点承诺。")}
    try:
        _change(request, draft, material, kind)
    except Broken as refusal:
        return {f"materials.{material}": refusal.message}
    flash.say(request, _("已记下您的承诺，提交时生效。") if kind else _("承诺已取消，请上传材料。"))
    return {}


def _change(request: Request, draft: UUID, material: str, kind: str) -> None:
    verb = partial(cases.promise, kind=cases.Promised(kind)) if kind else cases.take_back_promise
    verb(draft=draft, material=material, by=request.actor, at=timezone.now())
