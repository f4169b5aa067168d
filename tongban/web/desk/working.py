"""The forms of steps and of colleagues: which step, to whom, what is asked and answered."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import QueryDict

from tongban.cases import api as cases
from tongban.cases.api import StepState
from tongban.identity import api as identity
from tongban.kernel.actors import ROLE_NAMES, Actor
from tongban.kernel.errors import Broken
from tongban.orgs import api as orgs
from tongban.web.desk import hearing
from tongban.web.desk.seeing import seen_of
from tongban.web.desk.sending import accounts, in_words, verifying_fields, who
from tongban.web.desk.timing import Faults, Page
from tongban.web.fields import Choice, Field, FieldKind

CONCLUSIONS = frozenset({"yes", "no"})
BODY = "department:"


def finish_step(number: str, post: QueryDict, by: Actor, at: datetime) -> object:
    """Do the step that was chosen, or the only one."""
    if post.get("passed") not in CONCLUSIONS:
        raise Broken("请选择审查结论：符合条件，或者不符合条件。", field="passed")
    return cases.finish_step(
        number=number,
        passed=post["passed"] == "yes",
        opinion=post.get("reason", ""),
        step=post.get("step", ""),
        by=by,
        at=at,
        **who(post),
    )


def send_back(number: str, post: QueryDict, by: Actor, at: datetime) -> object:
    """Send the steps back that were ticked, or those that were done last."""
    return cases.send_back(number=number, reason=post.get("reason", ""), steps=post.getlist("steps"), by=by, at=at)


def grant_at_once(number: str, post: QueryDict, by: Actor, at: datetime) -> object:
    """Accept and grant on the spot."""
    said = {"opinion": post.get("reason", ""), "departing": post.get("departing", "")}
    return cases.grant_at_once(number=number, **said, originals="originals" in post, by=by, at=at, seen=seen_of(post))


def refuse_at_once(number: str, post: QueryDict, by: Actor, at: datetime) -> object:
    """Accept and refuse on the spot."""
    said = {"reason": post.get("reason", ""), "considered": post.get("considered", "")}
    return cases.refuse_at_once(number=number, **said, originals="originals" in post, by=by, at=at, seen=seen_of(post))


def transfer(number: str, post: QueryDict, by: Actor, at: datetime) -> object:
    """Hand the work over to the colleague who was chosen."""
    to = _key(post.get("to", ""))
    if to is None:
        raise cases.NoSuchColleague(field="to")
    return cases.transfer(number=number, to=to, step=post.get("step", ""), note=post.get("note", ""), by=by, at=at)


def ask_opinion(number: str, post: QueryDict, by: Actor, at: datetime) -> object:
    """Ask whom was ticked."""
    try:
        due = date.fromisoformat(post.get("due_on", ""))
    except ValueError:
        raise cases.DueTooEarly(field="due_on") from None
    whom = post.getlist("whom")
    return cases.ask_opinion(
        number=number,
        question=post.get("reason", ""),
        due_on=due,
        colleagues=[key for one in whom if (key := _key(one)) is not None],
        departments=[one.removeprefix(BODY) for one in whom if one.startswith(BODY)],
        by=by,
        at=at,
    )


def give_opinion(number: str, post: QueryDict, by: Actor, at: datetime) -> object:
    """Answer the question that was chosen."""
    asked = _key(post.get("asked", ""))
    if asked is None:
        raise Broken("请选择要答复的问题。", field="asked")
    return cases.give_opinion(number=number, asked=asked, answer=post.get("reason", ""), by=by, at=at)


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def examining_fields(page: Page, post: QueryDict, faults: Faults) -> list[Field]:
    """Ask which step is done, and who went to look."""
    return [*step_fields(page, post, faults), *verifying_fields(page, post, faults)]


def step_fields(page: Page, post: QueryDict, faults: Faults) -> list[Field]:
    """Ask which step is done, where several are the actor's; nothing where there is one."""
    mine = [one for one in page["stages"] if one.mine]
    if len(mine) < 2:  # noqa: PLR2004 - of one there is nothing to choose
        return []
    choices = [Choice(one.step, one.name, one.department) for one in mine]
    value, error = post.get("step", ""), faults.get("step", "")
    return [Field("step", "办理的环节", FieldKind.RADIOS, value, choices=choices, error=error)]


def back_fields(page: Page, post: QueryDict, faults: Faults) -> list[Field]:
    """Ask which steps are done again, where there are several."""
    done = [one for one in page["stages"] if one.state == StepState.DONE]
    if len(done) < 2:  # noqa: PLR2004 - the same
        return []
    return [
        Field(
            "steps",
            "退回哪些环节",
            FieldKind.CHECKBOXES,
            values=post.getlist("steps"),
            choices=[Choice(one.step, one.name, one.department) for one in done],
            hint="不选的，退回最后办理的环节。退回前面的环节，只重办选中的；后面选中的等前面办完再办。",
            error=faults.get("steps", ""),
            required=False,
        )
    ]


def departing_fields(page: Page, post: QueryDict, faults: Faults) -> list[Field]:
    """Ask why it is granted against what was found, where the examination found the conditions not met."""
    if all(one.passed for one, *_ in page["findings"]):
        return []
    return [
        Field(
            "departing",
            "为什么不采纳“不符合条件”的审查结论",
            FieldKind.TEXTAREA,
            post.get("departing", ""),
            hint="写明事实和依据。这段理由写进决定书，也留在办件里。",
            error=faults.get("departing", ""),
        )
    ]


def turn_fields(page: Page, post: QueryDict, faults: Faults) -> list[Field]:
    """Ask by which law it is granted before others, where the number is limited and some were accepted earlier."""
    ahead = cases.ahead(page["case"])
    if not ahead:
        return []
    return [
        Field(
            "out_of_turn",
            "不按受理先后作出决定的依据",
            FieldKind.TEXTAREA,
            post.get("out_of_turn", ""),
            hint=f"这个事项有数量限制，还有{ahead}件先受理的没有决定，一般应当先办。法律、行政法规另有规定的，写明是哪一条。",
            error=faults.get("out_of_turn", ""),
        )
    ]


def denied_fields(page: Page, post: QueryDict, faults: Faults) -> list[Field]:
    """Ask why it is granted although the applicant says that something is not met, with what that is."""
    denied = "；".join(one.text.rstrip("。") for one in cases.denied(page["case"]))
    if not denied:
        return []
    return [
        Field(
            "departing",
            "申请人填了不符合，为什么认为符合条件",
            FieldKind.TEXTAREA,
            post.get("departing", ""),
            hint=f"申请人填“否”的：{denied}。写明怎样核对、核对的结果。这段理由写进决定书，也留在办件里。",
            error=faults.get("departing", ""),
        )
    ]


def granting_at_once_fields(page: Page, post: QueryDict, faults: Faults) -> list[Field]:
    """Ask whether the originals were seen, and why it is granted although the applicant says that something lacks."""
    return [*_originals(page, post, faults), *denied_fields(page, post, faults)]


def refusing_at_once_fields(page: Page, post: QueryDict, faults: Faults) -> list[Field]:
    """Ask whether the originals were seen, and how the refusal deals with what the applicant stated."""
    return [*_originals(page, post, faults), *hearing.refusing_fields(page, post, faults)]


def _originals(page: Page, post: QueryDict, faults: Faults) -> list[Field]:
    """Ask whoever decides on the spot whether the originals lie before them and agree, where nobody saw them yet."""
    if not cases.originals_due(page["case"]):
        return []
    return [
        Field(
            "originals",
            "核验原件",
            FieldKind.CHECKBOXES,
            values=post.getlist("originals"),
            choices=[Choice("seen", "已经当面逐份核对原件，与网上提交的内容一致")],
            hint="核对和决定一次办完，不用另外办理“核验原件”和“受理”。不一致、缺少的，请返回办理“核验原件”，逐项写明。",
            error=faults.get("originals", ""),
        )
    ]


def findings_of(actor: Actor, case: cases.Case) -> list[tuple[cases.Finding, str, str]]:
    """Read what the steps of a case concluded, each with who wrote it and who went to look, for whoever decides."""
    found = cases.findings(case)
    names = identity.staff_names({one.by for one in found} | accounts(one.sent for one in found), by=actor)
    return [(one, names.get(one.by, ""), in_words(one.sent, names)) for one in found]


def transfer_fields(page: Page, post: QueryDict, faults: Faults) -> list[Field]:
    """Ask which work, to whom, and what to tell them."""
    people = [Choice(str(key), name) for key, name in page["team"]["can"].items()]
    note = Field(
        "note",
        "交代的话",
        FieldKind.TEXTAREA,
        post.get("note", ""),
        hint="只有工作人员看得到。",
        required=False,
    )
    to = Field(
        "to",
        "转给哪位同事",
        FieldKind.SELECT,
        post.get("to", ""),
        choices=people,
        hint="" if people else "现在没有其他同事可以办理这项工作。",
        error=faults.get("to", ""),
    )
    return [*step_fields(page, post, faults), to, note]


def ask_fields(page: Page, post: QueryDict, faults: Faults) -> list[Field]:
    """Ask whom, and by when."""
    team = page["team"]
    bodies = [Choice(f"{BODY}{code}", name) for code, name in team["bodies"].items()]
    people = [Choice(str(key), name) for key, name in team["reach"].items()]
    return [
        Field(
            "whom",
            "征求谁的意见",
            FieldKind.CHECKBOXES,
            values=post.getlist("whom"),
            choices=[*bodies, *people],
            error=faults.get("whom", ""),
        ),
        Field(
            "due_on",
            "请在哪天以前答复",
            FieldKind.DATE,
            post.get("due_on", ""),
            hint="办理时限照常计算，请留出作决定的时间。",
            error=faults.get("due_on", ""),
            width="10",
        ),
    ]


def answer_fields(page: Page, post: QueryDict, faults: Faults) -> list[Field]:
    """Ask which question is answered, with its words."""
    mine = [
        Choice(str(row.asked.id), question.question, question.by)
        for question in page["questions"]
        for row in question.rows
        if row.asked.mine
    ]
    value = post.get("asked", "") or (mine[0].value if len(mine) == 1 else "")
    error = faults.get("asked", "")
    return [Field("asked", "答复哪个问题", FieldKind.RADIOS, value, choices=mine, error=error)]


@dataclass(frozen=True, slots=True)
class AskedRow:
    """One who was asked, by name, and who answered."""

    asked: cases.Asked
    whom: str
    by: str


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """A question among staff with the names of who asked and who was asked."""

    question: str
    by: str
    at: datetime
    due_on: date
    rows: tuple[AskedRow, ...]


def working_page(actor: Actor, case: cases.Case, *, at: datetime) -> dict[str, Any]:
    """Read how the work on a case is shared: its steps, to whom it was handed over, what was asked and answered."""
    stages = cases.step_list(actor, case, at=at)
    given, questions = cases.assignments(case), cases.consultations(actor, case)
    accounts = {one.done_by for one in stages} | {who for one in given for who in (one.to, one.by)}
    accounts |= {one.asked_by for one in questions}
    accounts |= {who for one in questions for row in one.asked for who in (row.account, row.answered_by)}
    names = identity.staff_names({one for one in accounts if one}, by=actor)
    return {
        "stages": stages,
        "stage_rows": [
            (one, ROLE_NAMES[one.role], names.get(one.done_by, "") if one.done_by else "") for one in stages
        ],
        "given": [(one, names.get(one.to, ""), names.get(one.by, "")) for one in given],
        "questions": _questions(questions, names),
    }


def _questions(found: Collection[cases.Question], names: Mapping[UUID, str]) -> list[QuestionRow]:
    bodies = {one.code: one.name for one in orgs.departments()} if found else {}

    def row(one: cases.Asked) -> AskedRow:
        whom = names.get(one.account, "") if one.account else bodies.get(one.department, one.department)
        return AskedRow(one, whom, names.get(one.answered_by, "") if one.answered_by else "")

    return [
        QuestionRow(one.question, names.get(one.asked_by, ""), one.at, one.due_on, tuple(map(row, one.asked)))
        for one in found
    ]


def team_of(actor: Actor, page: Page, *, at: datetime) -> dict[str, Any]:
    """Read who could take the work over and who could be asked; only for the forms that ask it."""
    case = page["case"]
    can: dict[UUID, str] = {}
    for key in {one.step for one in page["stages"] if one.mine} or {""}:
        can |= cases.who_can(case, cases.work_of(actor, case, step=key), at=at) if _has_work(page) else {}
    names = {one.code: one.name for one in orgs.departments()}
    reach = cases.who_reaches(case, at=at)
    return {
        "can": {key: name for key, name in can.items() if key != actor.id},
        "reach": {key: name for key, name in reach.items() if key != actor.id},
        "bodies": {code: names[code] for code in sorted(cases.taking_part(case))},
    }


def _has_work(page: Page) -> bool:
    return cases.Verb.TRANSFER in page["open"]
