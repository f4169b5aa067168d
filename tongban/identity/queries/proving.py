"""How surely somebody is who they say, and since when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tongban.identity.models import Party
from tongban.identity.states import RealNameLevel
from tongban.kernel.actors import Actor, ActorKind
from tongban.kernel.errors import NotAllowed


@dataclass(frozen=True, slots=True)
class Certainty:
    """The level, by what it was proven as a code (empty if never), and when."""

    level: RealNameLevel
    method: str
    at: datetime | None


LEAST = RealNameLevel.BASIC
"""民法典165: 授权委托书载明代理人的姓名, 由被代理人签名; 网络安全法24(1) (2016年文本, 条号待核定): 真实身份信息."""


def may_delegate(by: Actor) -> bool:
    """Tell whether it is known well enough who acts to let somebody act for them online, or to act for somebody.

    It is the person who counts, also of an enterprise that they represent. What is made at the counter needs no asking:
    the clerk has seen the documents of both.
    """
    person = by.person or by.party
    if person is None:
        return False
    held = Party.objects.filter(pk=person).first()
    return held is not None and known_well(held)


def known_well(person: Party) -> bool:
    """Tell whether it is known well enough who somebody is, for what ``may_delegate`` asks."""
    return RealNameLevel(person.real_name_level).reaches(LEAST)


def proven(party: UUID, *, by: Actor) -> Certainty:
    """Return how a party was proven, for the party itself and for the system; NotAllowed for anybody else."""
    if by.kind is not ActorKind.SYSTEM and by.party != party:
        raise NotAllowed
    held = Party.objects.get(pk=party)
    return Certainty(RealNameLevel(held.real_name_level), held.proven_by, held.proven_at)
