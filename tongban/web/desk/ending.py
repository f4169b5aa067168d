"""The forms of what stands beside the way to a decision: 预审, reminding, checking commitments, and ending a case."""

from __future__ import annotations

from datetime import datetime

from django.http import QueryDict

from tongban.cases import api as cases
from tongban.kernel.actors import Actor
from tongban.kernel.errors import Broken
from tongban.web.desk import timing
from tongban.web.desk.timing import Faults, Page
from tongban.web.fields import Choice, Field, FieldKind

FOUND = {"yes": True, "no": False}


def prescreen_pass(number: str, _: QueryDict, by: Actor, at: datetime) -> object:
    """Find what was handed in online complete."""
    return cases.prescreen_pass(number=number, by=by, at=at)


def see_originals(number: str, _: QueryDict, by: Actor, at: datetime) -> object:
    """Note that the originals were seen."""
    return cases.see_originals(number=number, by=by, at=at)


def remind(number: str, _: QueryDict, by: Actor, at: datetime) -> object:
    """Remind of the one notice."""
    return cases.remind(number=number, by=by, at=at)


def terminate(number: str, post: QueryDict, by: Actor, at: datetime) -> object:
    """End the case on the ground that was chosen."""
    return cases.terminate(number=number, ground=post.get("ground", ""), reason=post.get("reason", ""), by=by, at=at)


def check_commitment(number: str, post: QueryDict, by: Actor, at: datetime) -> object:
    """Write down what a check found."""
    kept = FOUND.get(str(post.get("kept", "")))
    if kept is None:
        raise Broken("请选择核查结果：属实，或者不属实。", field="kept")
    return cases.check_commitment(
        number=number,
        material=post.get("material", ""),
        kept=kept,
        reason=post.get("reason", ""),
        by=by,
        at=at,
    )


def ending_fields(page: Page, post: QueryDict, faults: Faults) -> list[Field]:
    """Ask on which ground of the regime the case ends; each with the provision it rests on."""
    grounds = [
        Choice(one.code, one.name, timing.with_note(one.basis, one.note))
        for one in cases.open_endings(page["case"], at=page["at"])
    ]
    return [_radios("ground", "终止办理的情形", grounds, post, faults)]


def commitment_fields(page: Page, post: QueryDict, faults: Faults) -> list[Field]:
    """Ask which commitment was checked, and what was found; where there is only one, it is chosen."""
    case = page["case"]
    names = {one.id: one.name for one in case.guide.guide.materials}
    held = [
        Choice(row.material, names.get(row.material, ""), cases.promised_words(row)) for row in cases.commitments(case)
    ]
    only = held[0].value if len(held) == 1 else ""
    found = [Choice("yes", "承诺属实"), Choice("no", "承诺不属实")]
    return [
        _radios("material", "核查的承诺", held, post, faults, only),
        _radios("kept", "核查结果", found, post, faults),
    ]


def _radios(name: str, label: str, choices: list[Choice], post: QueryDict, faults: Faults, chosen: str = "") -> Field:
    value = post.get(name, chosen)
    return Field(name, label, FieldKind.RADIOS, value, choices=choices, error=faults.get(name, ""))
