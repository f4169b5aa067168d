"""The forms of what stands beside the way to a decision: 预审, reminding, checking commitments, and ending a case."""

from __future__ import annotations

from datetime import datetime

from django.http import QueryDict

from tongban.cases import api as cases
from tongban.cases.promises import api as promising
from tongban.kernel.actors import Actor
from tongban.kernel.errors import Broken
from tongban.kernel.wording import day_text, without_remarks
from tongban.web.desk.seeing import seen_of
from tongban.web.desk.timing import Faults, Page
from tongban.web.fields import Choice, Field, FieldKind

FOUND = {"yes": True, "no": False}


def prescreen_pass(number: str, _: QueryDict, by: Actor, at: datetime) -> object:
    """Find what was handed in online complete."""
    return cases.prescreen_pass(number=number, by=by, at=at)


def see_originals(number: str, post: QueryDict, by: Actor, at: datetime) -> object:
    """Note that the originals were seen, and what of them does not agree."""
    return cases.see_originals(number=number, differs=post.get("differs", ""), by=by, at=at)


def differing_fields(page: Page, post: QueryDict, faults: Faults) -> list[Field]:
    """Ask what of the originals does not agree or lacks; whoever accepts reads it, and tells the applicant once."""
    told = page["correction"] is not None
    after = "这个办件已经告知过补正，不能再告知" if told else "由“受理”岗位在期限内一次性告知补正"
    return [
        Field(
            "differs",
            "不一致、缺少的（都一致的不用填）",
            FieldKind.TEXTAREA,
            post.get("differs", ""),
            hint=f"逐份写明是哪一份、差在哪里。写了的不能受理：{after}；申请人再带来的，可以再核验。",
            error=faults.get("differs", ""),
            required=False,
        )
    ]


def remind(number: str, _: QueryDict, by: Actor, at: datetime) -> object:
    """Remind of the one notice."""
    return cases.remind(number=number, by=by, at=at)


def terminate(number: str, post: QueryDict, by: Actor, at: datetime) -> object:
    """End the case on the ground that was chosen."""
    said = {key: post.get(key, "") for key in ("ground", "reason", "competent")}
    return cases.terminate(number=number, **said, by=by, at=at, seen=seen_of(post))


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
    """Ask on which ground of the regime the case ends, each with its provision; and who is competent, if we are not."""
    grounds = [
        Choice(one.code, one.name, without_remarks(one.basis))
        for one in cases.open_endings(page["case"], at=page["at"])
    ]
    fields = [_radios("ground", "终止办理的情形", grounds, post, faults)]
    if any(one.value == cases.Ground.NOT_COMPETENT for one in grounds):
        value, error = post.get("competent", ""), faults.get("competent", "")
        hint = "不属于本机关职权范围的写明，告知书会告诉申请人。"
        label = "申请人应当向哪个行政机关申请"
        fields.append(Field("competent", label, value=value, hint=hint, error=error, beside=cases.Ground.NOT_COMPETENT))
    return fields


def commitment_fields(page: Page, post: QueryDict, faults: Faults) -> list[Field]:
    """Ask which commitment was checked, and what was found; where there is only one, it is chosen."""
    case = page["case"]
    names = promising.names_promised(case)
    held = [Choice(row.material, names.get(row.material, ""), _told(case, row)) for row in cases.commitments(case)]
    only = held[0].value if len(held) == 1 else ""
    found = [
        Choice("yes", "承诺属实，条件已经达到（整改以后达到的，也选这项）"),
        Choice("no", "承诺不属实，或者到期没有达到条件、整改以后仍不符合"),
    ]
    return [
        _radios("material", "核查的承诺", held, post, faults, only),
        _radios("kept", "核查结果", found, post, faults),
    ]


def _told(case: cases.Case, row: cases.Promise) -> str:
    """Return the words of a commitment, until when a condition has time to be met, and what was ordered since."""
    until = promising.meet_until(case, row)
    ends = f"达到条件的期限到{day_text(until)}（含当日），到期以前不能认定没有做到。" if until else ""
    before = _ordered(case, row) + ends
    return f"{before}承诺的全文：{cases.promised_words(row)}" if before else cases.promised_words(row)


def _ordered(case: cases.Case, row: cases.Promise) -> str:
    """Say that a time was given to put it right, until when, and whether it was reported; nothing where none was."""
    state = promising.stands(row)
    if state == promising.PromiseState.REPORTED:
        return f"已经责令整改（{promising.asked_words(row)}），申请人已经报告整改情况，现在可以认定。"
    until = promising.rectify_until(case)
    if state != promising.PromiseState.ORDERED or until is None:
        return ""
    asked = f"已经责令整改（{promising.asked_words(row)}），期限到{day_text(until)}（含当日）；"
    return f"{asked}到期以前没有报告的，不能认定不属实。"


def _radios(name: str, label: str, choices: list[Choice], post: QueryDict, faults: Faults, chosen: str = "") -> Field:
    value = post.get(name, chosen)
    return Field(name, label, FieldKind.RADIOS, value, choices=choices, error=faults.get(name, ""))
