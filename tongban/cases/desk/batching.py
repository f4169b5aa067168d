"""批量办理: one verb for several cases, each as if it were done alone: in its own transaction, with its own entry."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from tongban.cases.desk import rules
from tongban.cases.desk.queries import values_of
from tongban.cases.models import Case
from tongban.cases.queries.finding import case_for
from tongban.cases.rules import reason
from tongban.cases.services.accepting import accept
from tongban.cases.services.deciding import examine, grant
from tongban.cases.states import Verb
from tongban.kernel.actors import Actor
from tongban.kernel.errors import Refused
from tongban.ledger import api as ledger


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one case: that it was done, or in words why nothing of it was."""

    number: str
    done: bool
    why: str = ""


def in_one_go(
    *,
    verb: str,
    numbers: Sequence[str],
    opinion: str,
    by: Actor,
    at: datetime,
    later: Callable[[], datetime] | None = None,
    seen: Mapping[str, datetime] | None = None,
) -> list[Outcome]:
    """Accept, examine as met, or grant several cases with one opinion; return what became of each, in their order.

    It allows nothing that is not allowed of the single case, and grants none with a criterion that nobody ticked as
    met: that is decided by itself. A refusal leaves that case as it is and is told, the others go on. A request cut off
    in the middle leaves what was done done; sent again, it is refused for those.
    A case that somebody else moved on while it waited for its turn is tried once more at the moment that it is then
    (``later``: from the edge, as ``at`` is).
    ``seen``: how each stood in the list that was ticked, as for ``grant``: what moved since is not granted unread.
    NeedsReason without an opinion where the verb has one; NotInOneGo for other verbs or more than a page.
    """
    chosen = rules.in_one_go(verb, numbers)
    text = "" if verb == Verb.ACCEPT else reason(opinion)
    stood = seen or {}
    return [_outcome(partial(_do, verb, number, text, by, stood.get(number)), number, at, later) for number in chosen]


def _outcome(
    act: Callable[[datetime], Case], number: str, at: datetime, later: Callable[[], datetime] | None
) -> Outcome:
    try:
        act(at)
    except ledger.EarlierThanLast as refusal:
        if later is None:
            return Outcome(number, done=False, why=refusal.message)
        return _outcome(act, number, later(), None)
    except Refused as refusal:
        return Outcome(number, done=False, why=refusal.message)
    return Outcome(number, done=True)


def _do(verb: str, number: str, text: str, by: Actor, seen: datetime | None, at: datetime) -> Case:
    if verb == Verb.ACCEPT:
        return accept(number=number, by=by, at=at)
    if verb == Verb.EXAMINE:
        return examine(number=number, passed=True, opinion=_filled(text, verb, number, by), by=by, at=at)
    # One opinion for several says nothing of a criterion that was left open in one of them.
    return grant(number=number, opinion=_filled(text, verb, number, by), by=by, at=at, checked="", seen=seen)


def _filled(text: str, verb: str, number: str, by: Actor) -> str:
    """Return the opinion with what stands for its placeholders in this case; most have none."""
    return rules.filled(text, values_of(case_for(by, number), verb)) if "{" in text else text
