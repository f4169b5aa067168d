"""Whether a proposal to make the limit longer stands, and what stands against proposing or answering one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from tongban.cases.extending import rules
from tongban.cases.extending.errors import ExtensionProposed, NoExtensionProposed
from tongban.cases.models import Case, Opinion
from tongban.cases.queries.hanging import changes_of
from tongban.cases.states import ABOUT_EXTENDING, Verb
from tongban.identity import api as identity
from tongban.kernel.actors import Actor
from tongban.kernel.errors import Refused

ANSWERS = tuple(verb for verb in ABOUT_EXTENDING if verb != Verb.PROPOSE_EXTENSION)


def proposed(case: Case) -> UUID | None:
    """Return who proposed that the limit is made longer and was not answered yet; None where nobody did.

    Of what was done with the case, which is read with it anyway.
    """
    last = None
    for entry in changes_of(case):
        if entry.verb.removeprefix("case.").upper() in ABOUT_EXTENDING:
            last = entry
    return last.actor_id if last is not None and last.verb == f"case.{Verb.PROPOSE_EXTENSION.lower()}" else None


def standing(opinions: Iterable[Opinion]) -> Opinion | None:
    """Return the proposal that was not answered yet among what staff wrote in a case, oldest first."""
    last = None
    for one in opinions:
        if one.verb in ABOUT_EXTENDING:
            last = one
    return last if last is not None and last.verb == Verb.PROPOSE_EXTENSION else None


def to_answer(actor: Actor) -> Q:
    """Return the condition on cases in which a proposal waits for the actor to extend or to decline (行政许可法42(1)).

    What ``standing`` says of one case, of all that are still examined and whose limit the actor may make longer.
    """
    later = Q(at__gt=OuterRef("at")) | Q(at=OuterRef("at"), id__gt=OuterRef("id"))
    answered = Opinion.objects.filter(later, case=OuterRef("case"), verb__in=ANSWERS)
    waiting = Opinion.objects.filter(~Exists(answered), verb=Verb.PROPOSE_EXTENSION)
    return Q(identity.granted(rules.REACH, actor), pk__in=waiting.values("case"))


def refuse_twice(case: Case) -> None:
    """Refuse (ExtensionProposed) a second proposal while the first waits for its answer."""
    if proposed(case) is not None:
        raise ExtensionProposed


def against_proposing(case: Case, refusal: Refused | None) -> Iterator[tuple[Verb, Refused]]:
    """Yield why nothing can be proposed now, or answered. ``refusal``: why the limit cannot be made longer at all."""
    waiting = proposed(case) is not None
    if refusal is not None or waiting:
        yield Verb.PROPOSE_EXTENSION, refusal or ExtensionProposed()
    if not waiting:
        yield Verb.DECLINE_EXTENSION, NoExtensionProposed()
