"""Watching one verb: what it did to state, record and clocks, held against the table and the law."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from tests.cases import clock_rules, replaying
from tests.cases.samples import Desk
from tongban.cases import api as cases
from tongban.cases.api import MOVES
from tongban.duties import api as duties
from tongban.kernel.actors import Role
from tongban.kernel.errors import Refused
from tongban.ledger import api as ledger

BY_LAW = {verb for verb in MOVES.verbs() if all(line.roles == {Role.LAW} for line in MOVES.lines if line.verb == verb)}
LAPSING = ("case.deem_accepted", "case.deem_renewed")


def acts(case: cases.Case) -> list[ledger.Entry]:
    return [one for one in ledger.history(kind="case", subject=case.pk) if one.verb != "case.read"]


def verb_of(entry: ledger.Entry) -> str:
    return entry.verb.removeprefix("case.").upper()


def watched(desk: Desk, case: cases.Case, do: Callable[[], object]) -> list[str] | None:
    """Do something and hold it against the law; return the verbs that were done, or None where it was refused."""
    before, entries, clocks = desk.fresh(case), acts(case), clock_rules.snapshot(case)

    try:
        do()
    except Refused:
        done = False
    else:
        done = True

    after, new, now = desk.fresh(case), acts(case)[len(entries) :], clock_rules.snapshot(case)
    if not done:
        assert (after.state, after.changed_at, new, now) == (before.state, before.changed_at, [], clocks)
        return None
    for one in new:
        assert (one.after, one.basis) == _line(one)
        assert one.at == (desk.at if one.verb not in LAPSING else _lapsed(now, one))
    touched = set(clock_rules.touched(clocks, now))
    verbs = [verb_of(one) for one in new]
    may = set().union(*(clock_rules.listed(clock_rules.MAY[verb]) for verb in verbs))
    assert touched <= may, f"{verbs} may not: {sorted(touched - may)}"
    _ended(clocks, now, new)
    replaying.holds(replaying.told(acts(case)), after)
    running = duties.Duty.objects.open().filter(subject=case.pk, due_at__isnull=False)
    assert after.due_at == running.values_list("due_at", flat=True).order_by("due_at").first()
    return verbs


def _line(entry: ledger.Entry) -> tuple[str, str]:
    (line,) = (one for one in MOVES.lines if (one.verb, one.source) == (verb_of(entry), entry.before))
    return line.target, line.article


def _lapsed(clocks: clock_rules.Snapshot, entry: ledger.Entry) -> datetime | None:
    kind = duties.Kind.NOTICE if entry.verb == "case.deem_accepted" else duties.Kind.RENEWAL
    ends = [row["due_at"] for row in clocks.values() if (row["kind"], row["state"]) == (kind, duties.State.LAPSED)]
    return max(ends, default=None)


def _ended(before: clock_rules.Snapshot, now: clock_rules.Snapshot, new: list[ledger.Entry]) -> None:
    """What ends ends at the moment of one of the entries, and what lapses at its own end."""
    for key, row in now.items():
        if row["ended_at"] and not before.get(key, {}).get("ended_at"):
            lapsed = row["state"] == duties.State.LAPSED
            assert row["ended_at"] in ([row["due_at"]] if lapsed else [one.at for one in new])
