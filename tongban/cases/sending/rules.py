"""Who was sent, and which step of a guide is done on the spot: values and predicates only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from tongban.cases.sending.errors import NameTooLong, TooFewSent
from tongban.cases.steps.rules import planned
from tongban.catalog import api as catalog

LONGEST_NAME, MOST = 100, 20
STAFF, OTHERS = "staff", "others"


@dataclass(frozen=True, slots=True)
class Sent:
    """Who verified or was sent: ``staff`` by their accounts, ``others`` of other bodies by their names."""

    staff: tuple[UUID, ...] = ()
    others: tuple[str, ...] = ()

    @property
    def people(self) -> int:
        """Return how many they are."""
        return len(self.staff) + len(self.others)

    def kept(self) -> dict[str, list[str]]:
        """Return them as they are kept with what was written of it; nothing of nobody."""
        rows = {STAFF: [str(one) for one in self.staff], OTHERS: list(self.others)}
        return {name: found for name, found in rows.items() if found}


NOBODY = Sent()


def sent_of(kept: Mapping[str, Any]) -> Sent:
    """Return who was sent, as it was kept."""
    return Sent(tuple(UUID(one) for one in kept.get(STAFF, ())), tuple(kept.get(OTHERS, ())))


def told_of(sent: Sent) -> dict[str, list[str] | int]:
    """Return what an entry says of them: the accounts, and how many others; never a name."""
    who: dict[str, list[str] | int] = {"sent": [str(one) for one in sent.staff], "sent_others": len(sent.others)}
    return who if sent.people else {}


def named(colleagues: Iterable[UUID], others: Iterable[str]) -> Sent:
    """Return who was named, each once; NameTooLong for what is no name."""
    words = tuple(dict.fromkeys(name for one in others if (name := one.strip())))
    if len(words) > MOST or any(len(one) > LONGEST_NAME for one in words):
        raise NameTooLong(field=OTHERS)
    return Sent(tuple(dict.fromkeys(colleagues)), words)


def refuse_fewer(sent: Sent, *, least: int, what: str, basis: str) -> None:
    """Refuse fewer than the law asks for, by its article: what one person saw alone, nobody else can vouch for."""
    if sent.people < least:
        asked = "请勾选同事，其他单位的写明姓名和单位"
        message = f"{what}至少要有{least}名工作人员，现在写明了{sent.people}名。{asked}。依据：{basis}。"
        raise TooFewSent(message, field="colleagues")


def on_the_spot(guide: catalog.Guide) -> frozenset[str]:
    """Return the steps of a guide in which somebody goes and looks (现场核查), by their ids; none where nobody does.

    Those that name it among their special procedures. Where the guide has it and no step names it, the last step of
    the authority that decides: with it the examination is done.
    """
    looking = {one.id for one in guide.special if one.kind == catalog.SpecialKind.SITE_CHECK}
    if not looking:
        return frozenset()
    steps = planned(guide)
    naming = {one.id for one in guide.process if looking.intersection(one.special)}
    own = [one for one in steps if one.department == guide.department.decides.code] or steps
    return frozenset({one.step for one in steps if one.step in naming} or {own[-1].step})
