"""Who stands how to a case, and what a complete application is: values and predicates only."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from tongban.cases.errors import (
    AddedTooOften,
    DearerUnderNew,
    ExpectedTooEarly,
    ExpectedTooLate,
    LackingUnderNew,
    LongerUnderNew,
    NeedsReason,
    NotAtOnce,
    NothingAdded,
    NothingNewer,
    NotInMandate,
    NotProposed,
    NotToFollow,
    OtherRules,
    OwnProposal,
)
from tongban.cases.states import DELIVERABLE, State
from tongban.cases.steps.rules import JOINT, Part, takes_part
from tongban.cases.steps.states import DOERS
from tongban.catalog import api as catalog
from tongban.kernel.actors import Actor, ActorKind, MandateData, Role
from tongban.kernel.days import day_of, start_of
from tongban.kernel.reach import ALL, NONE, Among, Condition, Except, Reach, Since, among, as_it_is, either, every
from tongban.kernel.wording import day_text

T = TypeVar("T")
COUNTER = "COUNTER"
NATURAL_PERSON = "NATURAL_PERSON"
OTHERS = "这里要填您所代表单位自己的信息。要为别的单位申请，请先点页面顶部的名称，换成那家单位。"
_BY_MANDATE = "请核对。替别人办请用代办：对方委托您以后，点页面顶部您的姓名，选择替谁办理。"
_AS_ORGANISATION = "您现在以本人名义申请。为单位申请，请先点页面顶部您的姓名，选择要代表的单位。"
OTHERS_OF_A_PERSON = {
    "kind": _AS_ORGANISATION,
    "name": f"与您账户的姓名不同，{_BY_MANDATE}",
    "document_number": f"与您账户的证件号码不同，{_BY_MANDATE}",
}
INDIVIDUAL_BUSINESS = "92"
READERS = frozenset({Role.ACCEPTOR, Role.EXAMINER, Role.DECIDER, Role.SUPERVISOR})
OF_THE_PRINCIPAL = {
    "mobile": MandateData.MOBILE,
    "document_number": MandateData.DOCUMENT_NUMBER,
    "address": MandateData.ADDRESS,
}
"""Entries of a registration that whoever acts by a mandate sees only if it names them."""
LONGEST_REASON = 2000
LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class Standing:
    """What of a case decides who may do what with it.

    ``agent``: who applied for the applicant, if anybody did; ``opened_by``: the account that began it; ``parts``: the
    steps that other departments do, or another post than the examiner; ``told``: asks who were told that it bears on
    an interest of theirs, which matters only for staff who keep out of somebody's affairs.
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
    told: Callable[[], frozenset[UUID]] = frozenset

    @property
    def told_parties(self) -> frozenset[UUID]:
        """Return who were told (利害关系人)."""
        return self.told()


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
    # Whose important interest it bears on, and who were told so: it is no less theirs (公务员法76; 行政许可法36).
    bearing={"told_parties": "told__party"},
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
    if not any(grant.instead_of for grant in actor.grants):
        return None
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
    return actor.kind is ActorKind.PERSON and (not acts_narrowly(actor) or opened_by == actor.id)


def acts_narrowly(actor: Actor) -> bool:
    """Tell whether somebody acts by a mandate for some things only."""
    return actor.mandate is not None and not actor.mandate.whole


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


def refuse_expected(until: date, *, today: date, last: date) -> None:
    """Refuse a special procedure that is expected to end today or before, or after the last day there may be.

    ExpectedTooEarly, and ExpectedTooLate with what to do: a clock that stands has to have an end that can be foreseen
    (行政许可法45: 所需时间书面告知申请人).
    """
    if until <= today:
        raise ExpectedTooEarly(field="expected_until")
    if until > last:
        message = (
            f"预计完成日最晚是{day_text(last)}。请填写不晚于这一天的日期；到时没有完成的，结束以后可以再办理一次，说明理由。"
            "确实需要更长时间的，请由有决定岗位的人员办理。"
        )
        raise ExpectedTooLate(message, field="expected_until")


def approval(paper: str, *, needed: bool) -> str:
    """Return the number of the paper by which something was approved; NeedsReason where it has to be named."""
    kept = paper.strip()[:LONGEST_NAME]
    if needed and not kept:
        raise NeedsReason("请填写批准延长的文件名称或者文号。批准人不在本机关，办理前要先取得批准。", field="approval")
    return kept


def considered(words: str, *, stated: bool) -> str:
    """Return how a refusal deals with what the applicant stated; NeedsReason where they did and nothing is said of it.

    行政许可法7, 36: 陈述权、申辩权, 应当听取申请人的意见. Nothing where nothing was stated.
    """
    if not stated:
        return ""
    if not words.strip():
        raise NeedsReason("申请人作过补充说明，请写明怎样对待：采纳还是不采纳，理由是什么。", field="considered")
    return reason(words, field="considered")


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


def may_apply(objects: Collection[str], *, person: bool) -> bool:
    """Tell whether the guide serves such an applicant: a natural person, or an organisation of whatever kind."""
    return NATURAL_PERSON in objects if person else any(one != NATURAL_PERSON for one in objects)


def not_their_own(
    held: Mapping[str, Any], answers: Mapping[str, Any], *, person: bool, keys: Mapping[str, str]
) -> dict[str, str]:
    """Return the questions on which somebody else's name, number or code was given instead of the applicant's own.

    ``held``: what the registration says to each; ``keys``: which of its entries (of a ``person``) that is. Who acts for
    somebody else does so by a mandate, never by writing another name into their own application (民法典162).
    """
    others = [name for name, own in held.items() if answers.get(name) not in {None, "", own}]
    return {name: OTHERS_OF_A_PERSON[keys[name]] if person else OTHERS for name in others}


def of_an_organisation(code: object) -> bool:
    """Tell whether a credit code is none of an individual business, which is its owner's own (GB 32100; 民法典54)."""
    return bool(code) and not str(code).startswith(INDIVIDUAL_BUSINESS)


def asked_for(missing: Mapping[str, str]) -> dict[str, str]:
    """Return what to do about every missing material (id → name), under its element of the guide."""
    return {f"materials.{key}": f"请上传“{name}”。" for key, name in missing.items()}


WITHDRAWS = "已经作出准予决定、还没有送达的，可以撤回准予决定"
"""What a promise says of a decision that was made and not delivered; without it nothing is withdrawn on its ground."""


def deferral_words(name: str, limit: str) -> str:
    """Return the words that are signed for when a material is to follow (容缺), with what follows from them."""
    return (
        f"本申请人承诺：材料“{name}”自受理之日起{limit}内补交，内容真实、完整。"
        f"没有交齐以前，结果先不送达；逾期没有补交的，办理部门可以依法不予办理或者终止办理；{WITHDRAWS}。"
    )


def ending(given: str, known: Mapping[str, T]) -> T:
    """Return the ground on which a case is ended (终止), one of those that there are now; NeedsReason for any other."""
    if given not in known:
        raise NeedsReason("请选择终止办理的情形。", field="ground")
    return known[given]


def other_authority(whom: str, *, needed: bool) -> str:
    """Return whom to turn to (行政许可法32(1)2: 告知申请人向有关行政机关申请); NeedsReason where it has to be named."""
    kept = whom.strip()[:LONGEST_NAME] if needed else ""
    if needed and not kept:
        raise NeedsReason("不属于本机关职权的，请写明申请人应当向哪个行政机关申请。", field="competent")
    return kept


def refuse_unless_at_once(guide: catalog.Guide, *, promised: bool = False) -> None:
    """Refuse (NotAtOnce) to decide on the spot what the guide does not call 即办件: its steps protect the applicant.

    ``promised``: nothing is left for the steps, because the conditions that they prove were promised (告知承诺).
    """
    if not promised and guide.basics.project_type != catalog.ProjectType.IMMEDIATE:
        raise NotAtOnce


def decides_at_once(guide: catalog.Guide) -> Role:
    """Return who decides on the spot: the post that the guide's decision names, if it is one that handles cases."""
    named = [step.role for step in guide.process if step.kind == catalog.StepKind.DECISION]
    return next((role for role in named if role in DOERS), Role.DECIDER)


def departing_at_once(denied: Sequence[str], why: str) -> str:
    """Return why something is granted on the spot of which the applicant says that a criterion is not met.

    NeedsReason without a reason of its own; nothing where none is ``denied`` (行政许可法38(1): 符合法定条件、标准).
    """
    if not denied:
        return ""
    if not why.strip():
        message = "申请人自己填的有不符合的条件。要准予的，请写明核对的结果：为什么认为符合条件；理由会写进决定书。"
        raise NeedsReason(message, field="departing")
    return reason(why, field="departing")


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


@dataclass(frozen=True, slots=True)
class Untouched:
    """Before which moments a draft was touched last, or reminded of, for the next thing to be done with it today."""

    to_remind: datetime
    to_forget: datetime
    warned: datetime


def untouched_since(*, days: int, remind: int, at: datetime) -> Untouched:
    """Return since when nobody touched what is reminded of and thrown away today: whole days, none of them cut."""
    today = day_of(at)
    ago = {n: start_of(today - timedelta(days=n)) for n in (days - remind, days, remind)}
    return Untouched(to_remind=ago[days - remind], to_forget=ago[days], warned=ago[remind])


def kept_until(*, days: int, remind: int, touched: datetime, at: datetime) -> date:
    """Return the last day on which a draft is kept that is reminded of now and that nobody goes on with."""
    return max(day_of(touched) + timedelta(days=days), day_of(at) + timedelta(days=remind))
