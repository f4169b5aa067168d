"""The verbs of judging: hand in, review, legal check, opinions of others, approval, and sending back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from tongban.catalog import queries
from tongban.catalog.errors import GuideFaulty
from tongban.catalog.models import AskedOpinion, Revision
from tongban.catalog.revising import assessing, policy, rules
from tongban.catalog.revising.errors import (
    BaseMoved,
    BasisNeeded,
    NotAsked,
    NothingChanged,
    NothingMended,
    OpinionsOpen,
    RemarksOpen,
)
from tongban.catalog.revising.moving import hold, move, note, roles_of, words_of
from tongban.catalog.revising.states import State, Verb, moves_of
from tongban.identity import api as identity
from tongban.kernel.actors import Actor, Role
from tongban.kernel.ids import uuid7
from tongban.orgs import api as orgs

UNANSWERED = "还有意见没有答复。请逐条答复以后再提交，由提意见的人核对、了结。"
OWN_OPEN = "您的岗位提的意见还没有了结。请核对答复：改好了的先了结，没有改好的退回修改。"
NOBODY_ASKED = "没有征求其他部门的意见，请写明为什么不需要。"


@transaction.atomic
def submit(*, revision: UUID, by: Actor, at: datetime, answers: Sequence[str] = ()) -> Revision:
    """Hand a revision in for review (第六条: 完整、准确、全面).

    Refuses (GuideFaulty) with every fault at once what could not be published, (NothingChanged) what says what is in
    force already, (BasisNeeded) a change without basis and reason (第八条), (BaseMoved) a guide that was begun from
    another version than the one in force, (RemarksOpen) while something said of it is not answered. Who reviewed it
    before is forgotten: the new text is reviewed anew. What was sent back and is handed in as it was needs an answer
    to each reason (``answers``, in their order), else NothingMended.
    """
    held = hold(revision, by)
    moves_of(held.kind).target(Verb.SUBMIT, state=held.state, roles=roles_of(by, held))
    require_base(held, at=at)
    require_whole(held, at)
    words = _answered(held, answers)
    held.reviewed_by = held.checked_by = held.approved_by = None
    move(held, Verb.SUBMIT, by=by, at=at, words=words)
    return held


def demands(held: Revision) -> tuple[tuple[str, ...], bool]:
    """Return for which reasons a revision was sent back, and whether anything of it was changed since."""
    came = held.steps.filter(after=State.RETURNED).exclude(before__in=["", State.RETURNED])
    last = came.last() if held.state == State.RETURNED else None
    if last is None or last.verb != Verb.RETURN:
        return (), True
    since = held.steps.filter(verb="GROUND", at__gte=last.at).exists()
    return tuple(last.words.splitlines()), since or last.digest != held.digest


def _answered(held: Revision, answers: Sequence[str]) -> str:
    asked, mended = demands(held)
    said = [one.strip() for one in answers]
    unanswered = [number for number in range(len(asked)) if number >= len(said) or not said[number]]
    if not mended and unanswered:
        raise NothingMended(field=f"answer-{unanswered[0] + 1}")
    told = [f"{reason}：{answer}" for reason, answer in zip(asked, said, strict=False) if answer]
    return words_of("\n".join(told), field="answer-1")


@transaction.atomic
def pass_review(*, revision: UUID, by: Actor, at: datetime, words: str = "") -> Revision:
    """Let a revision pass the review of the department; by somebody who wrote nothing of it (BXT.2).

    RemarksOpen while something that reviewers said of it is open: who lets it pass is satisfied.
    """
    held = hold(revision, by)
    require_satisfied(held, Role.ITEM_REVIEWER)
    held.reviewed_by = by.id
    move(held, Verb.PASS_REVIEW, by=by, at=at, words=words_of(words, field="words"))
    return held


@transaction.atomic
def pass_check(*, revision: UUID, by: Actor, at: datetime, words: str = "") -> Revision:
    """Let a revision pass the legal check; by somebody who neither wrote nor reviewed it.

    RemarksOpen while something that the legal check said of it is open.
    """
    held = hold(revision, by)
    require_satisfied(held, Role.LEGAL_REVIEWER)
    held.checked_by = by.id
    move(held, Verb.PASS_CHECK, by=by, at=at, words=words_of(words, field="words"))
    return held


@transaction.atomic
def give_back(*, revision: UUID, reasons: Sequence[str], by: Actor, at: datetime) -> Revision:
    """Send a revision back to be changed, for at least one reason (ReasonNeeded), from whatever stage it waits at."""
    given = [kept for one in reasons if (kept := one.strip())]
    words = words_of("\n".join(given), field="reasons", needed=True)
    held = hold(revision, by)
    move(held, Verb.RETURN, by=by, at=at, words=words, facts={"reasons": len(given)})
    return held


@transaction.atomic
def ask_opinion(*, revision: UUID, departments: Sequence[str], by: Actor, at: datetime) -> Revision:
    """Ask other departments what they think of a change; one that was asked before is not asked twice."""
    known = {one.code: one for one in orgs.departments()}
    wanted = [known[code] for code in dict.fromkeys(departments) if code in known]
    if not wanted or len(wanted) < len(set(departments)):
        raise orgs.UnknownDepartment
    held = hold(revision, by)
    before = set(held.opinions.values_list("department_id", flat=True))
    new = [one for one in wanted if one.code not in before]
    move(held, Verb.ASK_OPINION, by=by, at=at, facts={"departments": [one.code for one in new]})
    AskedOpinion.objects.bulk_create(
        AskedOpinion(id=uuid7(at), revision=held, department=one, region=one.region_id, asked_by=by.id, asked_at=at)
        for one in new
    )
    return held


@transaction.atomic
def take_back_opinion(*, revision: UUID, department: str, reason: str, by: Actor, at: datetime) -> Revision:
    """Ask a department no more that was asked by mistake and has not answered, for a reason (ReasonNeeded).

    NotAsked where it was not, or has answered: what was said stays. It may be asked again.
    """
    words = words_of(reason, field="reason", needed=True, lacking="请写明为什么不再征求这个部门的意见。")
    held = hold(revision, by)
    asked = held.opinions.select_for_update(of=("self",)).filter(department=department, given_at=None).first()
    if asked is None:
        raise NotAsked(field="department")
    move(held, Verb.TAKE_BACK_OPINION, by=by, at=at, words=words, facts={"department": department})
    asked.delete()
    return held


@transaction.atomic
def give_opinion(*, revision: UUID, agrees: bool, text: str, by: Actor, at: datetime) -> AskedOpinion:
    """Answer for one's department what was asked; who does not agree says why (ReasonNeeded). NotAsked otherwise."""
    words = words_of(text, field="text", needed=not agrees, lacking="不同意的，请写明理由，或者要怎么改。")
    held = hold(revision, by)
    moves_of(held.kind).target(Verb.GIVE_OPINION, state=held.state, roles={Role.ITEM_REVIEWER})
    mine = held.opinions.filter(identity.granted(rules.ASKED, by), given_at=None)
    asked = mine.select_for_update(of=("self",)).select_related("department").first()
    if asked is None:
        raise NotAsked
    asked.agrees, asked.text, asked.given_by, asked.given_at = agrees, words, by.id, at
    asked.save()
    facts = {"department": asked.department_id, "agrees": "YES" if agrees else "NO"}
    basis = moves_of(held.kind).article(Verb.GIVE_OPINION, held.state)
    note(held, "revision.give_opinion", by=by, at=at, before=held.state, basis=basis, words=words, facts=facts)
    return asked


@transaction.atomic
def hand_up(*, revision: UUID, by: Actor, at: datetime, words: str = "") -> Revision:
    """Ask the administration of government services to approve a change, when those who were asked have answered.

    OpinionsOpen while one has not and its time is not over; where nobody was asked, ReasonNeeded without words why.
    """
    held = hold(revision, by)
    require_heard(held, at)
    said = words_of(words, field="words", needed=nobody_asked(held), lacking=NOBODY_ASKED)
    move(held, Verb.HAND_UP, by=by, at=at, words=said)
    return held


def nobody_asked(held: Revision) -> bool:
    """Tell whether no other department was asked: who hands a change up then says why not (第八条)."""
    return held.state == State.OPINION and not held.opinions.exists()


@transaction.atomic
def approve(*, revision: UUID, by: Actor, at: datetime, words: str = "") -> Revision:
    """Approve a change for the administration of government services (第八条); by somebody who did no step before.

    RemarksOpen while something that who approves said of it is open.
    """
    held = hold(revision, by)
    require_satisfied(held, Role.ITEM_APPROVER)
    held.approved_by = by.id
    move(held, Verb.APPROVE, by=by, at=at, words=words_of(words, field="words"))
    return held


def require_base(held: Revision, *, at: datetime) -> None:
    """Refuse (BaseMoved) a guide that was begun from another version than the one in force: it would undo that one."""
    force = queries.published(held.item.code, at=at)
    if held.with_guide and (force.pk if force else None) != held.base_id:
        raise BaseMoved
    held.base = force


def require_settled(held: Revision) -> None:
    """Refuse (RemarksOpen) while something that was said of it is open: nobody could settle it afterwards."""
    if held.remarks.filter(resolved_at=None).exists():
        raise RemarksOpen


def require_satisfied(held: Revision, role: Role) -> None:
    """Refuse (RemarksOpen) to let pass what somebody of the very role that judges has an open remark about."""
    if held.remarks.filter(resolved_at=None, roles__contains=[role.value]).exists():
        raise RemarksOpen(OWN_OPEN)


def require_answered(held: Revision) -> None:
    """Refuse (RemarksOpen) while a remark is not answered, or one that writers made among themselves is not settled.

    Whether an answer is enough says who made the remark, when the text is judged again.
    """
    among_writers = Q(roles__contains=[Role.ITEM_MANAGER.value])
    if held.remarks.filter(Q(answer="") | among_writers, resolved_at=None).exists():
        raise RemarksOpen(UNANSWERED)


def require_publishable(held: Revision, *, at: datetime) -> None:
    """Refuse (GuideFaulty) with everything that keeps a document from being published, must-fix findings too."""
    found = assessing.assess(held, at=at)
    if found.blocking:
        raise GuideFaulty(found.blocking)


def require_heard(held: Revision, at: datetime) -> None:
    """Refuse (OpinionsOpen) while a department that was asked has not answered and its time is not over."""
    clock = policy.clock(State.OPINION, held.stage_at, at=at, calendar=orgs.work_calendar())
    waited = clock is None or clock.overdue
    if held.state == State.OPINION and not waited and held.opinions.filter(given_at=None).exists():
        raise OpinionsOpen


def require_waiting(held: Revision) -> None:
    """Refuse (NotAsked) where nobody is waited for."""
    if not held.opinions.filter(given_at=None).exists():
        message = "现在没有还在等反馈的部门。"
        raise NotAsked(message)


def require_whole(held: Revision, at: datetime) -> None:
    """Refuse what could not be handed in, as ``submit`` says."""
    if held.base_id is not None and not (held.basis and held.reason):
        raise BasisNeeded(field="reason" if held.basis else "basis")
    require_answered(held)
    if not held.with_guide:
        return
    require_publishable(held, at=at)
    if held.base and assessing.published_digest(held) == held.base.digest:
        raise NothingChanged
