"""The verbs of judging: hand in, review, legal check, opinions of others, approval, and sending back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

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


@transaction.atomic
def submit(*, revision: UUID, by: Actor, at: datetime, answers: Sequence[str] = ()) -> Revision:
    """Hand a revision in for review (第六条: 完整、准确、全面).

    Refuses (GuideFaulty) with every fault at once what could not be published, (NothingChanged) what says what is in
    force already, (BasisNeeded) a change without basis and reason (第八条), (BaseMoved) a guide that was begun from
    another version than the one in force, (RemarksOpen) while something said of it is open. Who reviewed it before is
    forgotten: the new text is reviewed anew. What was sent back and is handed in as it was needs an answer to each
    reason (``answers``, in their order), else NothingMended.
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
    """Let a revision pass the review of the department; by somebody who wrote nothing of it (BXT.2)."""
    held = hold(revision, by)
    held.reviewed_by = by.id
    move(held, Verb.PASS_REVIEW, by=by, at=at, words=words_of(words, field="words"))
    return held


@transaction.atomic
def pass_check(*, revision: UUID, by: Actor, at: datetime, words: str = "") -> Revision:
    """Let a revision pass the legal check; by somebody who neither wrote nor reviewed it."""
    held = hold(revision, by)
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
    words = words_of(reason, field="reason", needed=True)
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
    words = words_of(text, field="text", needed=not agrees)
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
    needed = held.state == State.OPINION and not held.opinions.exists()
    said = words_of(words, field="words", needed=needed)
    move(held, Verb.HAND_UP, by=by, at=at, words=said)
    return held


@transaction.atomic
def approve(*, revision: UUID, by: Actor, at: datetime, words: str = "") -> Revision:
    """Approve a change for the administration of government services (第八条); by somebody who did no step before."""
    held = hold(revision, by)
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
    require_settled(held)
    if not held.with_guide:
        return
    require_publishable(held, at=at)
    if held.base and assessing.published_digest(held) == held.base.digest:
        raise NothingChanged
