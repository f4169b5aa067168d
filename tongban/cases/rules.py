"""Who stands how to a case, and what a complete application is: values and predicates only."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from tongban.cases.errors import (
    AddedTooOften,
    DearerUnderNew,
    LackingUnderNew,
    LongerUnderNew,
    NeedsReason,
    NotAtOnce,
    NothingAdded,
    NothingNewer,
    NotInGuide,
    NotInMandate,
    NotProposed,
    NotToFollow,
    OtherRules,
    OwnProposal,
    Unwritten,
)
from tongban.cases.states import DELIVERABLE, Ground, State
from tongban.cases.steps.rules import JOINT, Part, takes_part
from tongban.cases.steps.states import DOERS
from tongban.catalog import api as catalog
from tongban.kernel.actors import Actor, ActorKind, MandateData, Role
from tongban.kernel.reach import ALL, NONE, Among, Condition, Except, Reach, Since, among, as_it_is, either, every

T = TypeVar("T")
COUNTER = "COUNTER"
NATURAL_PERSON = "NATURAL_PERSON"
OTHERS = "这里要填您所代表单位自己的信息。要为别的单位申请，请先点页面顶部的名称，换成那家单位。"
READERS = frozenset({Role.ACCEPTOR, Role.EXAMINER, Role.DECIDER, Role.SUPERVISOR})
OF_THE_PRINCIPAL = {
    "mobile": MandateData.MOBILE,
    "document_number": MandateData.DOCUMENT_NUMBER,
    "address": MandateData.ADDRESS,
}
"""Entries of a registration that whoever acts by a mandate sees only if it names them."""
LONGEST_REASON = 2000
LONGEST_NAME = 100
STANDS_BY = "申请人确认原来填写的内容无误，没有改动。"
SAME = "这一项和原来填的一样。请按告知的要求改正；确认原来没有填错的，请勾选“原来填的没有错”。"

BOTH = "这里改了内容，又勾选了“原来填的没有错”，请只选一样。"


@dataclass(frozen=True, slots=True)
class Standing:
    """What of a case decides who may do what with it.

    ``agent``: who applied for the applicant, if anybody did; ``opened_by``: the account that began it; ``parts``: the
    steps that other departments do, or another post than the examiner.
    """

    department: str
    region: str
    channel: str
    state: str
    applicant: UUID
    agent: UUID | None
    item_code: str
    opened_by: UUID
    opened_at: datetime
    parts: tuple[Part, ...] = ()


def _own(actor: Actor) -> Condition:
    """Say which cases are an actor's own: those of the party they act as, by a mandate as far as it goes (民法典162).

    All for the party itself, its legal representative and a guardian; for everybody else the items of the mandate, from
    its beginning on unless the principal lets them see earlier cases, and never what the principal is still writing.
    """
    if actor.party is None:
        return NONE
    theirs, mandate = among("applicant", actor.party), actor.mandate
    if mandate is None or mandate.whole:
        return theirs
    items = ALL if mandate.items is None else Among("item_code", mandate.items)
    since = ALL if mandate.shows(MandateData.EARLIER_CASES) else Since("opened_at", mandate.since)
    return every(theirs, items, since, either(_RECEIVED, among("opened_by", actor.id)))


_RECEIVED = Except(among("state", State.DRAFT))
REACH = Reach(
    roles={
        Role.RECEIVER: either(among("channel", COUNTER), among("state", State.CORRECTION, State.PRESCREENED)),
        Role.HANDOUT: among("state", *DELIVERABLE),
        **dict.fromkeys(READERS, _RECEIVED),
    },
    own=_own,
    # Whose matter it is, and who applied for them.
    recusing={"applicant": as_it_is, "agent": as_it_is},
)
"""Which cases exist for whom.

The one-window clerk reaches what came in over the counter and, so that anybody may bring corrected papers in person,
what waits for correction or for its originals; the clerk who hands out reaches what is decided; nobody but these
reaches a draft.
"""


def roles_of(actor: Actor, case: Standing) -> frozenset[Role]:
    """Return the roles an actor has towards a case; none means that the case does not exist for the actor.

    A draft belongs to whoever fills it in. Whoever acts as the applicant does nothing for the authority in that matter,
    and by a mandate only as far as it goes.
    """
    if actor.kind == ActorKind.SYSTEM:
        return frozenset({Role.LAW})
    if REACH.own(actor).holds(case):
        return frozenset({Role.APPLICANT})
    roles = REACH.roles_of(actor, case)
    return roles | {Role.PARTNER} if any(takes_part(actor, part) for part in case.parts) else roles


def stands_in_for(actor: Actor, case: Standing, roles: Collection[str]) -> UUID | None:
    """Return in whose post an actor stands in, where only that lets them act on a case in one of these roles."""
    grants = [grant for grant in REACH.grants_on(actor, case) if grant.role in roles]
    if Role.PARTNER in roles:
        grants += [grant for part in case.parts if part.joint for grant in JOINT.grants_on(actor, part)]
    return None if any(grant.instead_of is None for grant in grants) else next((one.instead_of for one in grants), None)


def refuse_outside(actor: Actor, item: str) -> None:
    """Refuse (NotInMandate) to begin what is not within the mandate by which somebody acts for somebody else."""
    if actor.mandate is not None and not actor.mandate.is_for(item):
        raise NotInMandate


def fills_in(actor: Actor, keys: Collection[str]) -> frozenset[str]:
    """Return which entries of the applicant's registration may be filled in for this actor: by a mandate, no more."""
    mandate = actor.mandate
    if mandate is None:
        return frozenset(keys)
    return frozenset(key for key in keys if key not in OF_THE_PRINCIPAL or mandate.shows(OF_THE_PRINCIPAL[key]))


def sees_all_answers(actor: Actor, *, opened_by: UUID) -> bool:
    """Tell whether answers to sensitive questions are shown whole: to the applicant, and to whoever wrote them.

    Who acts by a mandate for some things only sees what others wrote of the principal masked (个人信息保护法6).
    """
    narrow = actor.mandate is not None and not actor.mandate.whole
    return actor.kind is ActorKind.PERSON and (not narrow or opened_by == actor.id)


def only_supervises(roles: Collection[Role]) -> bool:
    """Tell whether supervision is the only ground on which staff with these roles look at a case."""
    return set(roles) == {Role.SUPERVISOR}


def reason(text: str, *, field: str = "reason") -> str:
    """Return the reason as it will be kept; NeedsReason when there is nothing in it or it is longer than a page."""
    kept = text.strip()
    if not kept:
        raise NeedsReason(field=field)
    if len(kept) > LONGEST_REASON:
        message = f"意见或理由最多 {LONGEST_REASON} 个字，现在有 {len(kept)} 个字，请精简。"
        raise NeedsReason(message, field=field)
    return kept


MOST_ADDITIONS = 10
MOST_ADDED_FILES = 5
"""How often, and how many files at once, an applicant may add to a running case; the house's own choice, 待核定."""


def addition(text: str, *, files: int, before: int) -> str:
    """Return what is kept of the words that an applicant adds to a running case, ``before`` additions later.

    行政许可法7: 陈述权、申辩权. NothingAdded without words and files; AddedTooOften past what one case can hold.
    """
    if before >= MOST_ADDITIONS or files > MOST_ADDED_FILES:
        raise AddedTooOften(
            "" if before >= MOST_ADDITIONS else f"一次最多补充 {MOST_ADDED_FILES} 个文件，请分几次提交。",
            field="files" if before < MOST_ADDITIONS else "words",
        )
    if not text.strip() and not files:
        raise NothingAdded(field="words")
    return reason(text, field="words") if text.strip() else ""


@dataclass(frozen=True, slots=True)
class Point:
    """One thing to correct: the element of the published guide, and what exactly is missing."""

    element: str
    text: str


def ground(given: str, *, corrected: bool, competent: str) -> tuple[Ground, str]:
    """Return the ground for not accepting and the authority to turn to, both as they will be kept (行政许可法32(1)).

    Without jurisdiction the competent authority must be named; a failed correction needs that there was one.
    """
    if given not in Ground.__members__ or (given == Ground.NOT_CORRECTED and not corrected):
        raise NeedsReason("请选择不予受理的情形。", field="ground")
    whom = competent.strip()[:LONGEST_NAME]
    if given == Ground.NOT_COMPETENT and not whom:
        raise NeedsReason("不属于本机关职权的，请写明申请人应当向哪个行政机关申请。", field="competent")
    return Ground(given), whom if given == Ground.NOT_COMPETENT else ""


def correction_points(points: Sequence[Point], known: Collection[str]) -> list[dict[str, str]]:
    """Return the points of the one notice; each must name an element of the guide and say what is missing.

    工作规范21(3): the whole of what must be corrected is told at once and agrees with the published guide.
    """
    if not points:
        message = "请至少选择一项需要补正的内容，并写明要求。"
        raise NeedsReason(message, field="points")
    foreign = [point.element for point in points if point.element not in known]
    if foreign:
        raise NotInGuide(field="points")
    kept, faults = [], {}
    for point in points:
        try:
            kept.append({"element": point.element, "text": reason(point.text, field=point.element)})
        except NeedsReason as refusal:
            faults[point.element] = refusal.message
    if faults:
        raise Unwritten(faults)
    return kept


@dataclass(frozen=True, slots=True)
class AskedPoint:
    """A point of the correction notice with the name of the guide's element and what the applicant said in words.

    ``field``: the question of the form that answers it; ``upload``: the id of the material whose files do. Both are
    empty for anything else, which is answered in words.
    """

    element: str
    name: str
    text: str
    field: str
    upload: str
    reply: str

    @property
    def in_words(self) -> bool:
        """Tell whether words answer it."""
        return not self.field and not self.upload

    @property
    def stood_by(self) -> bool:
        """Tell whether the applicant said that the field was right as it was."""
        return self.reply == STANDS_BY


def said(points: Sequence[AskedPoint], replies: Mapping[str, str], *, stands_by: Collection[str]) -> dict[str, str]:
    """Return what is kept in words: what is neither file nor field, and the fields the applicant stands by."""
    words = {point.element: replies.get(point.element, "").strip() for point in points if point.in_words}
    kept = {point.element: STANDS_BY for point in points if point.field in stands_by}
    return {key: text[:LONGEST_REASON] for key, text in words.items() if text} | kept


def not_mended(
    points: Sequence[AskedPoint], *, same: Collection[str], both: Collection[str], missing: Collection[str]
) -> dict[str, str]:
    """Return what to do about every point that a correction leaves as it was: field or element → sentence.

    ``same``: the fields that are still asked and whose answer is the one that was handed in; ``both``: those that were
    changed and said to be right; ``missing``: the elements that files or words should have answered. What the corrected
    form no longer asks for is answered by that.
    """
    still = {name: BOTH if name in both else SAME for name in (*same, *both)}
    asked = {p.element: f"请按告知的要求补正：{p.text}" for p in points if p.element in missing}
    return {**still, **asked}


def changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """Return the names whose answer is another now, or that have one no more, or only now."""
    return sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))


def may_apply(objects: Collection[str], *, person: bool) -> bool:
    """Tell whether the guide serves such an applicant: a natural person, or an organisation of whatever kind."""
    return NATURAL_PERSON in objects if person else any(one != NATURAL_PERSON for one in objects)


def not_their_own(held: Mapping[str, Any], answers: Mapping[str, Any]) -> dict[str, str]:
    """Return the questions on which an organisation gave somebody else's name or code instead of its own (``held``)."""
    return {name: OTHERS for name, own in held.items() if answers.get(name) not in {None, "", own}}


def asked_for(missing: Mapping[str, str]) -> dict[str, str]:
    """Return what to do about every missing material (id → name), under its element of the guide."""
    return {f"materials.{key}": f"请上传“{name}”。" for key, name in missing.items()}


def deferral_words(name: str, limit: str) -> str:
    """Return the words that are signed for when a material is to follow (容缺), with what follows from them."""
    return (
        f"本申请人承诺：材料“{name}”自受理之日起{limit}内补交，内容真实、完整。"
        "没有交齐以前，结果先不送达；逾期没有补交的，办理部门可以依法不予办理或者终止办理。"
    )


def ending(given: str, known: Mapping[str, T]) -> T:
    """Return the ground on which a case is ended (终止), one of those that there are now; NeedsReason for any other."""
    if given not in known:
        raise NeedsReason("请选择终止办理的情形。", field="ground")
    return known[given]


def refuse_unless_at_once(guide: catalog.Guide) -> None:
    """Refuse (NotAtOnce) to decide on the spot what the guide does not call 即办件: its steps protect the applicant."""
    if guide.basics.project_type != catalog.ProjectType.IMMEDIATE:
        raise NotAtOnce


def decides_at_once(guide: catalog.Guide) -> Role:
    """Return who decides on the spot: the post that the guide's decision names, if it is one that handles cases."""
    named = [step.role for step in guide.process if step.kind == catalog.StepKind.DECISION]
    return next((role for role in named if role in DOERS), Role.DECIDER)


def refuse_to_follow(grounds: Sequence[tuple[str, str]]) -> None:
    """Refuse to put a running case under the version in force (第八条): it keeps its own unless every step allows more.

    ``grounds``: of each version since the one of the case, what is better for applicants and the rule of transition.
    NothingNewer without any version, NotToFollow where one of them says neither.
    """
    if not grounds:
        raise NothingNewer
    if not all(favourable.strip() or transition.strip() for favourable, transition in grounds):
        raise NotToFollow


def proposed_by_other(proposers: Sequence[UUID], by: UUID) -> UUID:
    """Return who proposed what somebody else decides; NotProposed by nobody, OwnProposal by nobody but them."""
    if not proposers:
        raise NotProposed(field="reason")
    others = [account for account in proposers if account != by]
    if not others:
        raise OwnProposal
    return others[-1]


def refuse_worse(
    *, same_rules: bool, longer: Mapping[str, bool | None], lacking: Sequence[str], dearer: Sequence[str] = ()
) -> None:
    """Refuse what is favourable in general and not for this applicant (信赖保护: nobody is worse off than before).

    ``same_rules``: the same authority decides by the same legal regime, else OtherRules; ``longer``: of each limit by
    its name whether it is longer, None where that cannot be said, else LongerUnderNew; ``lacking``: what the new
    version asks for and is not there, else LackingUnderNew, which names all of it; ``dearer``: the charges that are
    new or not surely the same, else DearerUnderNew.
    """
    if not same_rules:
        raise OtherRules(field="reason")
    if names := [name for name, so in longer.items() if so is not False]:
        worse = "会变长，或者长短不能比较，对申请人不利，这个办件按原来的版本办完。"
        raise LongerUnderNew(f"按新版办事指南，{'、'.join(names)}{worse}", field="reason")
    if dearer:
        message = f"按新版办事指南，{'、'.join(dearer)}要收费或者标准不同，多少不能比较，这个办件按原来的版本办完。"
        raise DearerUnderNew(message, field="reason")
    if lacking:
        message = f"按新版办事指南，还缺：{'、'.join(lacking)}。对这位申请人不利，这个办件按原来的版本办完。"
        raise LackingUnderNew(message, field="reason")
