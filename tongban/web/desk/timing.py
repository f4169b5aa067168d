"""The forms of extending a limit and of special procedures: what is asked, and what the rules of the case say."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.http import QueryDict

from tongban.cases import api as cases
from tongban.kernel.actors import Actor
from tongban.kernel.errors import Broken
from tongban.kernel.limits import amount_text
from tongban.web.desk import sending
from tongban.web.fields import Choice, Field, FieldKind

Page = Mapping[str, Any]
Faults = Mapping[str, str]


def extend(number: str, post: QueryDict, by: Actor, at: datetime) -> object:
    """Make the limit longer, as the form says."""
    approval = post.get("approval", "")
    return cases.extend(number=number, reason=post.get("reason", ""), approval=approval, by=by, at=at)


def suspend(number: str, post: QueryDict, by: Actor, at: datetime) -> object:
    """Begin the procedure that was chosen."""
    return cases.suspend(
        number=number,
        ground=post.get("ground", ""),
        expected_until=_day(post.get("expected_until", "")),
        reason=post.get("reason", ""),
        by=by,
        at=at,
        **sending.who(post),
    )


def resume(number: str, post: QueryDict, by: Actor, at: datetime) -> object:
    """End the procedure that was chosen."""
    return cases.resume(number=number, ground=post.get("ground", ""), by=by, at=at)


def no_terms(_: cases.Case) -> str:
    """Say nothing: the verb has no rules of the case's own."""
    return ""


def no_fields(_: Page, __: QueryDict, ___: Faults) -> list[Field]:
    """Ask nothing."""
    return []


def with_note(basis: str, note: str) -> str:
    """Return a basis as staff read it: with what is still to be confirmed of it, which no paper says."""
    return f"{basis}（{note}）" if note else basis


def extension_terms(case: cases.Case) -> str:
    """Say by how much, on which article, and with whose approval; nothing where no rule knows an extension."""
    return _terms(case, "您办理即确认已经批准。")


def proposal_terms(case: cases.Case) -> str:
    """Say the same to whoever proposes it, who confirms no approval by that."""
    return _terms(case, "提请不等于已经批准。")


def _terms(case: cases.Case, meaning: str) -> str:
    rule = cases.extension_rule(case)
    if rule is None:
        return ""
    longer = amount_text(rule.amount, rule.unit)
    cited = with_note(rule.basis, rule.note)
    return f"可以延长{longer}，只能延长一次，须经{rule.approver}批准。{meaning}依据：{cited}。"


def approval_fields(page: Page, post: QueryDict, faults: Faults) -> list[Field]:
    """Ask by which paper the extension was approved; the number goes into the notice."""
    needed = cases.approved_outside(page["case"])
    return [
        Field(
            "approval",
            "批准文件的名称或者文号",
            value=post.get("approval", ""),
            hint="写进延长办理期限通知书。" if needed else "有批准文件的填写，写进延长办理期限通知书。",
            error=faults.get("approval", ""),
            required=needed,
        )
    ]


def procedure_fields(page: Page, post: QueryDict, faults: Faults) -> list[Field]:
    """Ask which of the procedures that the law names begins, and until when it is expected to last."""
    grounds = [
        Choice(one.code, one.name, with_note(one.basis, one.note)) for one in cases.open_procedures(page["case"])
    ]
    until = Field(
        "expected_until",
        "预计完成日",
        FieldKind.DATE,
        post.get("expected_until", ""),
        hint="写在告知书里。最晚多久，由办事指南或者本市规则规定，确实需要更长的由有决定岗位的人员办理。到了这一天不会自动恢复计时，程序结束时请及时办理“特别程序结束，恢复计时”。",
        error=faults.get("expected_until", ""),
        width="10",
    )
    sent = sending.dispatching_fields(page, post, faults)
    return [_radios("进行哪一项程序", grounds, post, faults), *sent, until]


def lasting_fields(page: Page, post: QueryDict, faults: Faults) -> list[Field]:
    """Ask which procedure has ended; where only one lasts, it is chosen."""
    lasting = [Choice(one.ground, one.name) for one in page["procedures"]]
    only = lasting[0].value if len(lasting) == 1 else ""
    return [_radios("结束的程序", lasting, post, faults, only)]


def _radios(label: str, choices: list[Choice], post: QueryDict, faults: Faults, chosen: str = "") -> Field:
    value = post.get("ground", chosen)
    return Field("ground", label, FieldKind.RADIOS, value, choices=choices, error=faults.get("ground", ""))


def _day(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise Broken("请填写预计完成的日期。", field="expected_until") from None
