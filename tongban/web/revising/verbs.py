"""What each verb of a revision asks, and which call of the domain it makes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from tongban.catalog import api as catalog
from tongban.catalog.revising import api as revising
from tongban.kernel.actors import Actor
from tongban.kernel.days import day_of, start_of
from tongban.kernel.errors import Broken
from tongban.orgs import api as orgs
from tongban.web.fields import Choice, Field, FieldKind

Verb = catalog.RevisionVerb
Posted = Mapping[str, Any]
Do = Callable[[catalog.Revision, Posted, Actor, datetime], object]
DATE_NEEDED = "请选择从哪一天起生效。"
WHEN_NEEDED = "请选择是立即生效，还是从某一天起生效。"
EITHER = "填了生效日期，又选了“立即生效”。要到那天才生效的，请选“从某一天的零点起生效”；要立即生效的，请把日期删去。"
SURE = "sure"
CHOICE_NEEDED = "请选择是否同意。"


@dataclass(frozen=True, slots=True)
class Ask:
    """A verb as a page: what it says, what it asks, what it does. ``slug`` is its address."""

    verb: str
    slug: str
    name: str
    sentence: str
    do: Do
    fields: Callable[[catalog.Revision, Posted, Mapping[str, str]], list[Field]]
    warning: bool = False


def _words(name: str, label: str, *, required: bool, hint: str = "") -> Callable[..., list[Field]]:
    def drawn(_: catalog.Revision, post: Posted, faults: Mapping[str, str]) -> list[Field]:
        text = str(post.get(name, ""))
        error = faults.get(name, "")
        return [Field(name, label, FieldKind.TEXTAREA, text, hint=hint, error=error, required=required)]

    return drawn


def _nothing(_: catalog.Revision, __: Posted, ___: Mapping[str, str]) -> list[Field]:
    return []


def _answers(held: catalog.Revision, post: Posted, faults: Mapping[str, str]) -> list[Field]:
    """Ask what became of each reason for which it was sent back; needed only where nothing was changed since."""
    asked, mended = revising.demands(held)
    return [
        Field(
            f"answer-{number}",
            f"退回的理由：{reason}",
            FieldKind.TEXTAREA,
            str(post.get(f"answer-{number}", "")),
            hint="怎么改的，或者为什么不改；审核人员能看到",
            error=faults.get(f"answer-{number}", ""),
            required=not mended,
        )
        for number, reason in enumerate(asked, start=1)
    ]


def _submit(held: catalog.Revision, post: Posted, by: Actor, at: datetime) -> object:
    asked, _ = revising.demands(held)
    said = [str(post.get(f"answer-{number}", "")) for number in range(1, len(asked) + 1)]
    return catalog.submit(revision=held.pk, answers=said, by=by, at=at)


def _departments(held: catalog.Revision, post: Posted, faults: Mapping[str, str]) -> list[Field]:
    asked = {one.department_id for one in catalog.opinions(held)} | {held.department}
    named = [Choice(one.code, one.name) for one in orgs.departments() if one.code not in asked]
    chosen = _list(post, "departments")
    hint = "选与这次变更有关的部门；已经征求过的不再列出。"
    error = faults.get("departments", "")
    field = Field("departments", "征求哪些部门的意见", FieldKind.CHECKBOXES, values=chosen, hint=hint, error=error)
    return [_with(field, named)]


def _waiting(held: catalog.Revision, post: Posted, faults: Mapping[str, str]) -> list[Field]:
    waiting = [one for one in catalog.opinions(held) if one.given_at is None]
    choices = [Choice(one.department_id, one.department.name) for one in waiting]
    chosen, error = str(post.get("department", "")), faults.get("department", "")
    return [
        Field("department", "不再征求哪个部门的意见", FieldKind.RADIOS, chosen, choices=choices, error=error),
        *_words("reason", "理由", required=True)(held, post, faults),
    ]


def _with(field: Field, choices: Sequence[Choice]) -> Field:
    return Field(
        field.name, field.label, field.kind, values=field.values, hint=field.hint, error=field.error, choices=choices
    )


def _handing_up(held: catalog.Revision, post: Posted, faults: Mapping[str, str]) -> list[Field]:
    """Ask for words: needed where nobody else was asked, for then they say why not."""
    if revising.nobody_asked(held):
        return _words("words", "为什么不需要征求其他部门的意见", required=True)(held, post, faults)
    return _words("words", "说明", required=False)(held, post, faults)


def _opinion(_: catalog.Revision, post: Posted, faults: Mapping[str, str]) -> list[Field]:
    choices = [Choice("yes", "同意"), Choice("no", "不同意，或者要改")]
    said, error = str(post.get("agrees", "")), faults.get("agrees", "")
    text = str(post.get("text", ""))
    return [
        Field("agrees", "是否同意", FieldKind.RADIOS, said, choices=choices, error=error),
        Field(
            "text",
            "意见",
            FieldKind.TEXTAREA,
            text,
            hint="不同意的要写明理由",
            error=faults.get("text", ""),
            required=False,
        ),
    ]


def _when(held: catalog.Revision, post: Posted, faults: Mapping[str, str]) -> list[Field]:
    before = "现行的办事指南照旧" if held.with_guide else "事项照现在的样子办"
    choices = [
        Choice("now", "立即生效"),
        Choice("later", "从某一天的零点起生效", f"到那天以前，{before}；可以撤回"),
    ]
    return [
        Field(
            "when",
            "什么时候生效",
            FieldKind.RADIOS,
            str(post.get("when", "")),
            choices=choices,
            error=faults.get("when", ""),
        ),
        Field(
            "effective_from",
            "生效日期",
            FieldKind.DATE,
            str(post.get("effective_from", "")),
            hint="选了“从某一天起”才填",
            error=faults.get("effective_from", ""),
            required=False,
            width="10",
        ),
        *_sure(post, faults),
    ]


def _sure(post: Posted, faults: Mapping[str, str]) -> list[Field]:
    """Ask once more of a day that looks like a slip of the year, and only then."""
    chosen = _list(post, "far")
    if not chosen and faults.get("effective_from") != revising.FarAhead().message:
        return []
    choices = [Choice(SURE, "年份没有写错")]
    return [Field("far", "请再核对一次年份", FieldKind.CHECKBOXES, values=chosen, choices=choices, required=False)]


def _publish(held: catalog.Revision, post: Posted, by: Actor, at: datetime) -> object:
    start = _start(str(post.get("when", "")), str(post.get("effective_from", "")).strip(), at)
    far = SURE in _list(post, "far")
    return catalog.publish_revision(revision=held.pk, by=by, at=at, effective_from=start, far=far)


def _start(when: str, day: str, at: datetime) -> datetime | None:
    """Return from when on, None for at once: nothing that was typed is thrown away, for it cannot be undone."""
    if when not in {"now", "later"}:
        raise Broken(WHEN_NEEDED, field="when")
    if when == "now":
        if day:
            raise Broken(EITHER, field="when")
        return None
    start = start_of(_day(day))
    if day_of(start) <= day_of(at):
        raise catalog.InThePast(field="effective_from")
    return start


def _give_opinion(held: catalog.Revision, post: Posted, by: Actor, at: datetime) -> object:
    said = post.get("agrees")
    if said not in {"yes", "no"}:
        raise Broken(CHOICE_NEEDED, field="agrees")
    text = str(post.get("text", ""))
    return catalog.give_opinion(revision=held.pk, agrees=said == "yes", text=text, by=by, at=at)


def _ask_opinion(held: catalog.Revision, post: Posted, by: Actor, at: datetime) -> object:
    chosen = _list(post, "departments")
    if not chosen:
        raise Broken("请至少选一个部门。", field="departments")
    return catalog.ask_opinion(revision=held.pk, departments=chosen, by=by, at=at)


def _give_back(held: catalog.Revision, post: Posted, by: Actor, at: datetime) -> object:
    return catalog.give_back(revision=held.pk, reasons=str(post.get("reasons", "")).splitlines(), by=by, at=at)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Broken(DATE_NEEDED, field="effective_from") from None


def _list(post: Posted, name: str) -> list[str]:
    getlist = getattr(post, "getlist", None)
    return list(getlist(name)) if getlist else []


def _plain(call: Callable[..., object], *names: str) -> Do:
    def do(held: catalog.Revision, post: Posted, by: Actor, at: datetime) -> object:
        said = {name: str(post.get(name, "")) for name in names}
        return call(revision=held.pk, by=by, at=at, **said)

    return do


_SAY = _words("words", "审核意见", required=False)
_WHY = _words("reason", "理由", required=True)
ASKS = {
    one.slug: one
    for one in (
        Ask(
            Verb.SUBMIT,
            "submit",
            "提交审核",
            "提交以后不能再改，等部门审核人员审核；有问题会退回给您。",
            _submit,
            _answers,
        ),
        Ask(
            Verb.PASS_REVIEW,
            "pass-review",
            "部门审核通过",
            "通过以后送合法性审核。",
            _plain(catalog.pass_review, "words"),
            _SAY,
        ),
        Ask(
            Verb.PASS_CHECK,
            "pass-check",
            "合法性审核通过",
            "确认依据现行有效、内容与依据一致，没有增加申请人的负担。",
            _plain(catalog.pass_check, "words"),
            _SAY,
        ),
        Ask(
            Verb.RETURN,
            "return",
            "退回修改",
            "退回给编写的人修改，改好以后重新审核。",
            _give_back,
            _words("reasons", "退回的理由", required=True, hint="一行一条，写明改什么、怎么改"),
            warning=True,
        ),
        Ask(
            Verb.ASK_OPINION,
            "ask-opinion",
            "征求意见",
            "请有关部门在期限内反馈，过期没有反馈的不影响报请审定。",
            _ask_opinion,
            _departments,
        ),
        Ask(
            Verb.TAKE_BACK_OPINION,
            "take-back-opinion",
            "撤回征求意见",
            "选错了部门的，撤回以后不用再等它反馈；已经反馈的意见留着。",
            _plain(revising.take_back_opinion, "department", "reason"),
            _waiting,
            warning=True,
        ),
        Ask(Verb.GIVE_OPINION, "give-opinion", "反馈意见", "代表您的部门反馈。", _give_opinion, _opinion),
        Ask(
            Verb.HAND_UP,
            "hand-up",
            "报请审定",
            "送政务服务主管部门审定。",
            _plain(catalog.hand_up, "words"),
            _handing_up,
        ),
        Ask(
            Verb.APPROVE,
            "approve",
            "同意",
            "同意以后由事项管理人员发布。",
            _plain(catalog.approve, "words"),
            _words("words", "审定意见", required=False),
        ),
        Ask(
            Verb.PUBLISH,
            "publish",
            "发布",
            "发布以后不能改，只能再变更。正在办的办件仍按原来的版本办；写了对申请人有利的地方或者过渡规定的，可以逐件适用新版。",
            _publish,
            _when,
        ),
        Ask(
            Verb.RECALL,
            "recall",
            "撤回定时发布",
            "事项和现行的办事指南照旧，这份修订回到“待发布”。已经公布的，原来的网址和变动公告里都会写明撤回了、为什么。",
            _plain(catalog.recall, "reason"),
            _words("reason", "理由", required=True, hint="会向社会公布，不要写个人的信息"),
            warning=True,
        ),
        Ask(
            Verb.TAKE_OVER,
            "take-over",
            "载入现行版本的改动",
            "您没有改过的部分换成现行版本的；两边都改过的，保留您写的，请自己核对。已经审定的，要重新提交审核。",
            _plain(revising.take_over),
            _nothing,
        ),
        Ask(
            Verb.FOLLOW_DIRECTORY,
            "follow-directory",
            "载入目录的改动",
            "事项的名称由基本目录统一，不是这次修订改的：已经办过的审核、审定仍然有效，别的内容不变，办理过程里记下改了什么。",
            _plain(revising.follow_directory),
            _nothing,
        ),
        Ask(
            Verb.ABANDON,
            "abandon",
            "放弃修订",
            "放弃以后不能恢复，可以另起一份。",
            _plain(catalog.abandon, "reason"),
            _WHY,
            warning=True,
        ),
    )
}
"""The verbs in the order of their buttons, by address. 定时发布 is the same page as 发布."""


def open_asks(held: catalog.Revision, *, by: Actor, moved: bool) -> list[Ask]:
    """Return the verbs that are open to somebody now; to answer is open to whose department was asked.

    ``moved``: another version came into force, which is to be followed before anything is handed in or published.
    """
    found = set(catalog.open_verbs(held, by=by)) - {Verb.GIVE_OPINION}
    found -= {Verb.SUBMIT, Verb.PUBLISH} if moved and held.base_id else {Verb.TAKE_OVER}
    if not revising.renamed(held):
        found -= {Verb.FOLLOW_DIRECTORY}
    if catalog.opinion_wanted(held, by=by):
        found.add(Verb.GIVE_OPINION)
    return [ask for ask in ASKS.values() if ask.verb in found]
