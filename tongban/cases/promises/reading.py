"""What was promised in a case, as it is shown to those who were let in: on the pages and by the open API alike."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from tongban.cases.models import Case, Promise, Promised, PromiseEnd
from tongban.cases.promises.rules import element_of
from tongban.cases.queries.hanging import docket_of
from tongban.cases.queries.promising import meet_until, names_promised, promised_words, promises
from tongban.duties import api as duties

STANDS = {Promised.DEFERRED: "待补交", Promised.COMMITMENT: "待核查"}


@dataclass(frozen=True, slots=True)
class Shown:
    """A promise as it is read: of what, in which words, how it ended; ``end`` is empty while it stands.

    ``material``: what a promise calls it, ``element``: the element of the guide. ``until``: the last day to hand in
    what follows, while it does not; or on which a condition has to be met, once it was decided. ``check_due``: the last
    day of the check, while it is owed.
    """

    material: str
    element: str
    name: str
    kind: Promised
    words: str
    promised_at: datetime | None
    end: str
    state_name: str
    ended_at: datetime | None
    until: date | None
    check_due: date | None


def shown(case: Case) -> list[Shown]:
    """Return what was promised in a case, in the order in which it was."""
    rows = promises(case)
    if not rows:
        return []
    docket, names = docket_of(case), names_promised(case)
    follows, checked = (_ends(docket.running(kind)) for kind in (duties.Kind.DEFERRED, duties.Kind.AFTER_CHECK))
    return [_shown(case, one, names.get(one.material, ""), follows=follows, checked=checked) for one in rows]


def _ends(duty: duties.Duty | None) -> date | None:
    return duty.due_date if duty else None


def _shown(case: Case, one: Promise, name: str, *, follows: date | None, checked: date | None) -> Shown:
    kind, stands = Promised(one.kind), not one.end
    later = kind == Promised.DEFERRED
    return Shown(
        material=one.material,
        element=element_of(one.material),
        name=name,
        kind=kind,
        words=promised_words(one),
        promised_at=one.promised_at,
        end=one.end,
        state_name=str(STANDS[kind] if stands else PromiseEnd(one.end).label),
        ended_at=one.ended_at,
        until=(follows if stands else None) if later else meet_until(case, one),
        check_due=None if later or not stands else checked,
    )
