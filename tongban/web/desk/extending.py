"""The forms of proposing a longer limit and of declining it; what was proposed, for whoever answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import QueryDict

from tongban.cases import api as cases
from tongban.cases.api import Verb
from tongban.kernel.actors import Actor
from tongban.web.desk import timing
from tongban.web.desk.asking import Ask


@dataclass(frozen=True, slots=True)
class Proposed:
    """A proposal that waits for its answer: by whom, when and why."""

    by: str
    at: datetime
    text: str


def proposed(opinions: Sequence[tuple[str, Any, str]]) -> Proposed | None:
    """Return the proposal that waits, from what staff wrote as the page has it (verb, what, name)."""
    found = cases.standing_extension(one for _, one, _ in opinions)
    names = {one.pk: name for _, one, name in opinions}
    return Proposed(names[found.pk], found.at, found.text) if found else None


def propose_extension(number: str, post: QueryDict, by: Actor, at: datetime) -> object:
    """Propose it with the reason."""
    return cases.propose_extension(number=number, reason=post.get("reason", ""), by=by, at=at)


def decline_extension(number: str, post: QueryDict, by: Actor, at: datetime) -> object:
    """Say why not."""
    return cases.decline_extension(number=number, reason=post.get("reason", ""), by=by, at=at)


ASKS = (
    Ask(
        Verb.PROPOSE_EXTENSION,
        propose_extension,
        key="p",
        label="为什么需要延长",
        hint="写明为什么在期限内不能作出决定。由“决定”岗位的同事办理延长，或者说明理由不同意；办理以前期限照常计算，"
        "申请人不会收到消息。",
        submit="提请延长",
        told=False,
        terms=timing.proposal_terms,
    ),
    Ask(
        Verb.DECLINE_EXTENSION,
        decline_extension,
        key="o",
        label="不同意延长的理由",
        hint="理由记在办件的经过里，提请的同事看得到。期限照常计算，申请人不会收到消息。",
        submit="不同意延长",
        told=False,
    ),
)
