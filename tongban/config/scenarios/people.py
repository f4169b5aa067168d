"""Who acts in a scenario: the applicant and who acts for them, others, and staff of the authority that decides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5

from tongban.catalog import api as catalog
from tongban.config.scenarios.moments import day
from tongban.config.scenarios.reading import Unreadable, keyed, plain
from tongban.identity import api as identity
from tongban.kernel.actors import (
    MANDATE_DATA_NAMES,
    NEVER_GRANTED,
    ROLE_NAMES,
    SYSTEM,
    VISITOR,
    Actor,
    ActorKind,
    Grant,
    Role,
)
from tongban.kernel.days import day_of
from tongban.orgs import api as orgs

# Of the cast: who applies, and who is somebody else altogether. For an enterprise its legal representative.
KINDS = {
    "person": ("citizen", "retired"),
    "enterprise": ("owner", "boss"),
    "child": ("parent", "retired"),
}
SAME_AS = {
    "natural": "person",
    "个人": "person",
    "自然人": "person",
    "organisation": "enterprise",
    "organization": "enterprise",
    "company": "enterprise",
    "企业": "enterprise",
    "法人": "enterprise",
    "minor": "child",
    "未成年人": "child",
}
AGENT = "student"
AGREED = timedelta(hours=2)  # how long before the first step an agent was named
OF_AN_APPLICANT = frozenset({"kind", "agent", "mandate"})
OF_AN_AGENT = frozenset({"items", "data", "until"})
OF_STAFF = frozenset({"role", "roles", "name", "department", "region", "recused"})
EVERYWHERE = frozenset({Role.RECEIVER, Role.SUPERVISOR, Role.AUDITOR, Role.OPERATOR, Role.SECURITY})
ROLES = {
    **{plain(role): role for role in Role},
    **{name: role for role, name in ROLE_NAMES.items()},
    "clerk": Role.RECEIVER,
    "window": Role.RECEIVER,
    "counter": Role.RECEIVER,
    "hand_out": Role.HANDOUT,
    "approver": Role.DECIDER,
}
STAFF_ROLES = tuple(role for role in ROLE_NAMES if role not in NEVER_GRANTED)
THEMSELVES = {"applicant": "", "申请人": "", "agent": AGENT, "代办人": AGENT, "代理人": AGENT}
LAW = {"system": SYSTEM, "law": SYSTEM, "系统": SYSTEM, "visitor": VISITOR, "访客": VISITOR}
OTHERS = frozenset({"other_applicant", "other", "stranger", "别的申请人", "他人"})


@dataclass(slots=True)
class People:
    """Everybody in one scenario. ``department``, ``region``: those of the guide; ``mandate``: what an agent acts by."""

    kind: str
    party: UUID
    department: str = ""
    region: str = ""
    mandate: UUID | None = None
    _staff: dict[str, Actor] = field(default_factory=dict)

    def actor(self, who: object, *, at: datetime) -> Actor:
        """Return who acts by a word (applicant, agent, acceptor …), the name of one of the cast, or as staff in detail.

        Unreadable for nobody; whoever may not act any more (a mandate that ended) is refused as everywhere.
        """
        if isinstance(who, Mapping):
            return self._member(who)
        word = plain(who)
        if word in THEMSELVES:
            return self._for_applicant(THEMSELVES[word] or KINDS[self.kind][0], at)
        if word in OTHERS:
            return self._other(at)
        if word in LAW:
            return LAW[word]
        if word.rstrip("0123456789_") in ROLES:
            return self._member({"role": word.rstrip("0123456789_"), "name": word})
        return self._of_the_cast(str(who), at)

    def account(self, who: object, *, at: datetime) -> UUID:
        """Return the account of a member of staff, who is known to colleagues from now on (转办、征求意见)."""
        actor = self.actor(who, at=at)
        if actor.kind is ActorKind.STAFF and not identity.User.objects.filter(pk=actor.id).exists():
            name = str(who.get("name") or "同事") if isinstance(who, Mapping) else str(who)
            code = f"scenario-{actor.id.hex}"
            user = identity.User(id=actor.id, username=code, display_name=name, created_at=at)
            user.set_unusable_password()
            user.save(force_insert=True)
            for one in sorted(actor.grants, key=lambda grant: grant.role):
                department, region = one.department, one.region
                identity.appoint(user=user, role=one.role, department=department, region=region, by=SYSTEM, at=at)
        return actor.id

    def card(self, who: object, *, at: datetime) -> identity.Card:
        """Return the document that somebody shows at the window: of the applicant, of an agent, of somebody else."""
        actor = self.actor(who, at=at)
        if actor.party is None:
            raise Unreadable(f"“{who}”没有证件可以出示，可以写 applicant、agent、other_applicant")
        own = actor.person if plain(who) in {"agent", "代办人", "代理人"} and actor.person else actor.party
        held = identity.party_view(own, by=SYSTEM)
        return identity.Card(held.name, held.document_number, held.document_type)

    def _for_applicant(self, username: str, at: datetime) -> Actor:
        return identity.actor_of(_user(username), at=at, acting_for=self.party)

    def _other(self, at: datetime) -> Actor:
        user = _user(KINDS[self.kind][1])
        parties = identity.parties_of(user, at=at)
        return identity.actor_of(user, at=at, acting_for=parties[-1 if self.kind == "enterprise" else 0].id)

    def _of_the_cast(self, name: str, at: datetime) -> Actor:
        users = identity.User.objects
        found = users.filter(username=name).first() or users.filter(display_name=name).order_by("username").first()
        if found is None:
            known = "applicant、agent、other_applicant、system、" + "、".join(plain(role) for role in STAFF_ROLES)
            raise Unreadable(f"不知道“{name}”是谁；可以写 {known}，或者样例人员的用户名、姓名")
        return identity.actor_of(found, at=at)

    def _member(self, raw: Mapping[str, Any]) -> Actor:
        """Return a member of staff of the authority that decides, with the posts that are named.

        The same name is the same person all through a scenario.
        """
        given = keyed(raw, OF_STAFF, "办事人员")
        roles = [_role(word) for word in _words(given.get("roles") or given.get("role"))]
        recused = frozenset({self.party}) if given.get("recused") else frozenset()
        grants = frozenset(self._grant(role, given) for role in roles)
        account = uuid5(NAMESPACE_OID, f"tongban/scenario/{given.get('name') or '/'.join(roles)}")
        return Actor(account, ActorKind.STAFF, grants=grants, recused=recused)

    def _grant(self, role: Role, given: Mapping[str, Any]) -> Grant:
        wide = role in EVERYWHERE
        department = _department(given.get("department") or ("*" if wide else self.department))
        return Grant(role, department, _region(given.get("region") or ("*" if wide else self.region)))


def assembled(raw: object, item: str, *, at: datetime) -> People:
    """Return the people of a scenario that begins at ``at``, with an agent named beforehand where there is one."""
    given = keyed({"kind": raw} if isinstance(raw, str) else raw, OF_AN_APPLICANT, "申请人 applicant")
    kind = plain(given.get("kind") or "person")
    kind = SAME_AS.get(kind, kind)
    if kind not in KINDS:
        raise Unreadable(f"申请人没有“{kind}”这一类，可以写 {'、'.join(KINDS)}")
    parties = identity.parties_of(_user(KINDS[kind][0]), at=at)
    people = People(kind, parties[0 if kind == "person" else 1].id)
    agent = given.get("agent", given.get("mandate"))
    if agent:
        people.mandate = _named(people, {} if agent is True else agent, item, at - AGREED)
    return people


def settle(people: People, guide: catalog.Guide) -> None:
    """Let staff be those of the authority that decides by this guide."""
    people.department, people.region = guide.department.decides.code, guide.department.region


def _named(people: People, raw: object, item: str, at: datetime) -> UUID:
    """Have the applicant name an agent who accepts: for this item, unless the scenario says for which."""
    given = keyed({} if isinstance(raw, str) else raw, OF_AN_AGENT, "代办人 agent")
    items = given.get("items", [item])
    words = {name: code for code, name in MANDATE_DATA_NAMES.items()}
    data = [words.get(one, str(one).upper()) for one in _words(given.get("data"))]
    until = str(given.get("until") or "+200d")
    scope = identity.Scope(
        items=None if items in ("*", None) else _words(items),
        data=data,
        until=day(until, day_of(at), orgs.work_calendar()),
    )
    agent = identity.actor_of(_user(AGENT), at=at)
    held = identity.party_view(agent.party or people.party, by=SYSTEM)
    named = identity.Named(held.name, held.document_number)
    one = identity.offer_delegation(agent=named, scope=scope, by=people.actor("applicant", at=at), at=at)
    identity.accept_delegation(delegation=one, by=agent, at=at)
    return one


def _user(username: str) -> identity.User:
    return identity.User.objects.get(username=username)


def _role(word: object) -> Role:
    found = ROLES.get(plain(word))
    if found is None:
        raise Unreadable(f"没有“{word}”这个岗位，有的是：{'、'.join(map(plain, STAFF_ROLES))}")
    return found


def _department(word: object) -> str:
    """Return the code of a department that is named by it or by its name; Unreadable where the city has none such."""
    if word == "*":
        return "*"
    for one in orgs.departments():
        if str(word).strip() in {one.code, one.name, one.short_name}:
            return one.code
    raise Unreadable(f"没有“{word}”这个部门，请写 sample/wuxi/departments.csv 里的编码或者名称，不写就是作决定的部门")


def _region(word: object) -> str:
    """Return the code of a region that is named by it or by its name; Unreadable where the city has none such."""
    if word == "*":
        return "*"
    found = orgs.Region.objects.filter(code=str(word)).first() or orgs.Region.objects.filter(name=str(word)).first()
    if found is None:
        raise Unreadable(f"没有“{word}”这个地区，请写 sample/wuxi/regions.csv 里的编码或者名称，不写就是作决定的地区")
    return found.code


def _words(value: object) -> list[str]:
    if value is None:
        return []
    return [str(one) for one in value] if isinstance(value, list | tuple) else [str(value)]
