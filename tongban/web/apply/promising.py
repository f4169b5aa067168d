"""容缺与告知承诺 while applying: what may be promised in the place of a file or a proof, and in which words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from tongban.cases import api as cases
from tongban.cases.promises import api as promising
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
    """A promise as it stands in the application: of which material or condition, in which words."""

    element: str
    name: str
    kind: cases.Promised
    words: str


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition that may be promised: its element, place and text, the whole that is told, and what it spares.

    ``check``: within how long it is checked after the decision; ``promised``: it was.
    """

    key: str
    name: str
    text: str
    words: str
    check: str
    spares: Sequence[str]
    promised: bool


def conditions(case: cases.Case) -> list[Condition]:
    """Return the conditions that the applicant may promise or prove, as the guide goes."""
    guide = case.guide.guide
    if not promising.pledges(guide):
        return []
    named, made = promising.names(guide), promising.promised_conditions(case)
    materials = {row.material.id: row.material.name for row in cases.material_list(case) if row.needed}
    return [
        Condition(
            key=f"criteria.{one.id}",
            name=named[f"criteria.{one.id}"],
            text=one.text,
            words=promising.pledge_words(one),
            check=one.commitment.text,
            spares=[materials[key] for key in one.commitment.spares if key in materials],
            promised=one.id in made,
        )
        for one in guide.criteria
        if one.commitment
    ]


def barred(case: cases.Case) -> bool:
    """Tell whether the applicant may not commit to anything now; asked only where the guide has something to it."""
    guide = case.guide.guide
    may = promising.pledges(guide) or any(one.commitment for one in guide.materials)
    return bool(may) and promising.broken_before(case, at=timezone.now())


def offers(case: cases.Case, *, barred: bool = False) -> Mapping[str, Sequence[Offer]]:
    """Return what may be promised, by material: of what is asked for and not there; BARRED people commit to nothing."""
    kinds = [kind for kind in cases.Promised if not (barred and kind == cases.Promised.COMMITMENT)]
    rows = [row for row in cases.material_list(case) if row.needed and not row.files and row.promise is None]
    found = {
        row.material.id: [Offer(kind, words) for kind in kinds if (words := cases.promise_words(row.material, kind))]
        for row in rows
    }
    return {key: ways for key, ways in found.items() if ways}


def signed_for(case: cases.Case) -> list[Signed]:
    """Return the promises of an application, to be read once more before it is signed for."""
    named = promising.names_promised(case)
    listed = [row for row in cases.material_list(case) if row.promise and not row.files and not row.spared]
    made = [*promising.promised_conditions(case).values(), *(row.promise for row in listed)]
    return [
        Signed(
            promising.element_of(one.material), named[one.material], cases.Promised(one.kind), cases.promised_words(one)
        )
        for one in made
        if one
    ]


def owed_later(case: cases.Case) -> list[tuple[str, str]]:
    """Return what was promised to follow: the name of the material, and within how long of acceptance."""
    rows = [(row.material, row.promise) for row in cases.material_list(case) if not row.files]
    return [
        (material.name, material.defer.text)
        for material, made in rows
        if made and material.defer and made.kind == cases.Promised.DEFERRED and not made.end
    ]


def promise(request: Request, draft: UUID) -> dict[str, str]:
    """Promise what was ticked, or take a promise back; return what is wrong. Conditions go by their element."""
    material, kind = request.POST.get("material", ""), request.POST.get("promise", "")
    element = promising.element_of(material)
    if kind and (kind not in cases.Promised.values or "agree" not in request.POST):
        return {element: _("请先勾选“我已阅读，愿意承诺”，再点承诺。")}
    try:
        _change(request, draft, material, kind)
    except Broken as refusal:
        return {element: refusal.message}
    flash.say(request, _("已记下您的承诺，提交时生效。") if kind else _("承诺已取消，请上传材料。"))
    return {}


def _change(request: Request, draft: UUID, material: str, kind: str) -> None:
    verb = partial(cases.promise, kind=cases.Promised(kind)) if kind else cases.take_back_promise
    verb(draft=draft, material=material, by=request.actor, at=timezone.now())
