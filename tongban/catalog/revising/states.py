"""The life of a revision as one table of moves: who may do what from where, and on which article."""

from __future__ import annotations

from enum import StrEnum

from tongban.kernel.actors import Role
from tongban.kernel.moves import Move, Moves, move


class Kind(StrEnum):
    """What a revision makes: a first guide, a changed one, or a change of the item itself (第八条)."""

    NEW = "NEW"
    ADJUSTMENT = "ADJUSTMENT"
    SUSPENSION = "SUSPENSION"
    RESUMPTION = "RESUMPTION"
    WITHDRAWAL = "WITHDRAWAL"


class State(StrEnum):
    """Where a revision stands. RETURNED is a draft again, with the reasons of who sent it back."""

    DRAFT = "DRAFT"
    RETURNED = "RETURNED"
    DEPARTMENT_REVIEW = "DEPARTMENT_REVIEW"
    LEGAL_CHECK = "LEGAL_CHECK"
    OPINION = "OPINION"
    APPROVAL = "APPROVAL"
    APPROVED = "APPROVED"
    SCHEDULED = "SCHEDULED"
    PUBLISHED = "PUBLISHED"
    ABANDONED = "ABANDONED"


class Verb(StrEnum):
    """What leads on."""

    SUBMIT = "SUBMIT"
    PASS_REVIEW = "PASS_REVIEW"  # noqa: S105 - the name of a verb
    PASS_CHECK = "PASS_CHECK"  # noqa: S105 - the same
    RETURN = "RETURN"
    ASK_OPINION = "ASK_OPINION"
    GIVE_OPINION = "GIVE_OPINION"
    TAKE_BACK_OPINION = "TAKE_BACK_OPINION"
    HAND_UP = "HAND_UP"
    APPROVE = "APPROVE"
    PUBLISH = "PUBLISH"
    SCHEDULE = "SCHEDULE"
    RECALL = "RECALL"
    TAKE_EFFECT = "TAKE_EFFECT"
    ABANDON = "ABANDON"
    TAKE_OVER = "TAKE_OVER"
    FOLLOW_DIRECTORY = "FOLLOW_DIRECTORY"


KIND_NAMES = {
    Kind.NEW: "新编办事指南",
    Kind.ADJUSTMENT: "变更办事指南",
    Kind.SUSPENSION: "暂停办理",
    Kind.RESUMPTION: "恢复办理",
    Kind.WITHDRAWAL: "取消事项",
}
WITH_GUIDE = frozenset({Kind.NEW, Kind.ADJUSTMENT})
"""The kinds that carry a document; the others say only what becomes of the item."""
BY_APPROVAL = frozenset({Kind.ADJUSTMENT, Kind.WITHDRAWAL})
"""What people relied on changes: others are heard, and the administration of government services approves."""
EDITABLE = (State.DRAFT, State.RETURNED)
ENDED = frozenset({State.PUBLISHED, State.ABANDONED})
_WAITING = (State.DEPARTMENT_REVIEW, State.LEGAL_CHECK, State.OPINION, State.APPROVAL)
_LABELS: dict[str, str] = {
    State.DRAFT: "编写中",
    State.RETURNED: "退回修改",
    State.DEPARTMENT_REVIEW: "部门审核",
    State.LEGAL_CHECK: "合法性审核",
    State.OPINION: "征求意见",
    State.APPROVAL: "待审定",
    State.APPROVED: "待发布",
    State.SCHEDULED: "已定时发布",
    State.PUBLISHED: "已发布",
    State.ABANDONED: "已放弃",
    Verb.SUBMIT: "提交审核",
    Verb.PASS_REVIEW: "部门审核通过",
    Verb.PASS_CHECK: "合法性审核通过",
    Verb.RETURN: "退回修改",
    Verb.ASK_OPINION: "征求意见",
    Verb.GIVE_OPINION: "反馈意见",
    Verb.TAKE_BACK_OPINION: "撤回征求意见",
    Verb.HAND_UP: "报请审定",
    Verb.APPROVE: "同意",
    Verb.PUBLISH: "发布",
    Verb.SCHEDULE: "定时发布",
    Verb.RECALL: "撤回定时发布",
    Verb.TAKE_EFFECT: "到时生效",
    Verb.ABANDON: "放弃修订",
    Verb.TAKE_OVER: "载入现行版本的改动",
    Verb.FOLLOW_DIRECTORY: "载入目录的改动",
}
_MANAGER, _REVIEWER, _LEGAL, _APPROVER = (
    [Role.ITEM_MANAGER],
    [Role.ITEM_REVIEWER],
    [Role.LEGAL_REVIEWER],
    [Role.ITEM_APPROVER],
)


def _moves(*, by_approval: bool) -> Moves:
    after_check = State.OPINION if by_approval else State.APPROVED
    return Moves(
        move(Verb.SUBMIT, EDITABLE, State.DEPARTMENT_REVIEW, by=_MANAGER, article="GZGF.6.1,GZGF.7"),
        move(Verb.PASS_REVIEW, [State.DEPARTMENT_REVIEW], State.LEGAL_CHECK, by=_REVIEWER, article="GZGF.6.1,BXT.2"),
        move(Verb.PASS_CHECK, [State.LEGAL_CHECK], after_check, by=_LEGAL, article="GZGF.8,BXT.2"),
        *(_heard() if by_approval else ()),
        move(Verb.RETURN, [State.DEPARTMENT_REVIEW], State.RETURNED, by=_REVIEWER, article="GZGF.6.2,BXT.2"),
        move(Verb.RETURN, [State.LEGAL_CHECK], State.RETURNED, by=_LEGAL, article="GZGF.8,BXT.2"),
        move(Verb.PUBLISH, [State.APPROVED], State.PUBLISHED, by=_MANAGER, article="GZGF.6.1,GZGF.8"),
        move(Verb.SCHEDULE, [State.APPROVED], State.SCHEDULED, by=_MANAGER, article="GZGF.6.1,GZGF.8"),
        move(Verb.RECALL, [State.SCHEDULED], State.APPROVED, by=_MANAGER, article="GZGF.8"),
        move(Verb.RETURN, [State.APPROVED], State.RETURNED, by=_MANAGER, article="GZGF.6.2,GZGF.8"),
        move(
            Verb.FOLLOW_DIRECTORY,
            [*EDITABLE, *(_WAITING if by_approval else _WAITING[:2]), State.APPROVED],
            None,
            by=_MANAGER,
            article="GZGF.6.1",
        ),
        *(_followed() if by_approval else ()),
        move(Verb.TAKE_EFFECT, [State.SCHEDULED], State.PUBLISHED, by=[Role.LAW], article="GZGF.8"),
        move(
            Verb.ABANDON,
            [*EDITABLE, *(_WAITING if by_approval else _WAITING[:2]), State.APPROVED],
            State.ABANDONED,
            by=_MANAGER,
            article="GZGF.8",
        ),
        labels=_LABELS,
    )


def _followed() -> tuple[tuple[Move, ...], ...]:
    """Return how a change follows what was published meanwhile: what was approved is another text then."""
    return (
        move(Verb.TAKE_OVER, EDITABLE, None, by=_MANAGER, article="GZGF.6.2,GZGF.8"),
        move(Verb.TAKE_OVER, [State.APPROVED], State.RETURNED, by=_MANAGER, article="GZGF.6.2,GZGF.8"),
    )


def _heard() -> tuple[tuple[Move, ...], ...]:
    """Return what lies between the legal check and publication where people relied on what is changed."""
    return (
        move(Verb.ASK_OPINION, [State.OPINION], None, by=_MANAGER, article="GZGF.8"),
        move(Verb.GIVE_OPINION, [State.OPINION], None, by=[*_MANAGER, *_REVIEWER], article="GZGF.8"),
        move(Verb.TAKE_BACK_OPINION, [State.OPINION], None, by=_MANAGER, article="GZGF.8"),
        move(Verb.HAND_UP, [State.OPINION], State.APPROVAL, by=_MANAGER, article="GZGF.8"),
        move(Verb.APPROVE, [State.APPROVAL], State.APPROVED, by=_APPROVER, article="GZGF.8,BXT.2"),
        move(Verb.RETURN, [State.APPROVAL], State.RETURNED, by=_APPROVER, article="GZGF.8,BXT.2"),
    )


SHORT = _moves(by_approval=False)
"""A first guide, and suspending or resuming what is offered: two pairs of eyes besides who drafted."""
LONG = _moves(by_approval=True)
"""A changed guide and a withdrawal."""


def moves_of(kind: str) -> Moves:
    """Return the table by which a revision of a kind moves."""
    return LONG if kind in BY_APPROVAL else SHORT
