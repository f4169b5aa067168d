"""Whatever is tried, by whomever and whenever: table, clocks, record and refusals keep what they promise."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.cases.guides import TWO, under
from tests.cases.samples import Desk
from tests.cases.test_moves import DO, WHO
from tongban.cases import api as cases
from tongban.cases.api import MOVES, State, Verb
from tongban.duties import api as duties
from tongban.kernel.errors import Refused
from tongban.ledger import api as ledger

TIMED = {Verb.EXTEND, Verb.SUSPEND, Verb.RESUME, Verb.CALL_HEARING}
LIMITS = {duties.Kind.STATUTORY, duties.Kind.PROMISED}
TRIED = sorted(set(DO) - {Verb.SUBMIT, Verb.ADOPT_VERSION})
ANYBODY = ("acceptor", "examiner", "decider", "deputy", "housing-decider", "handout", "applicant")
# Mostly whoever does it, so that walks get somewhere; else anybody.
STEPS = st.lists(
    st.tuples(st.sampled_from(TRIED), st.none() | st.sampled_from(ANYBODY), st.integers(0, 4)), min_size=4, max_size=9
)


def ends(case: cases.Case, at: datetime) -> dict[str, datetime | None]:
    return {clock.kind: clock.due_at for clock in cases.clocks(case, at=at) if clock.kind in LIMITS}


def acts(case: cases.Case) -> list[ledger.Entry]:
    return [one for one in ledger.history(kind="case", subject=case.pk) if one.verb != "case.read"]


def tried(desk: Desk, case: cases.Case, verb: Verb, who: str | None) -> bool:
    """Try a verb as somebody; tell whether it was done."""
    named = who or WHO.get(verb, "applicant")
    actor = desk.applicant if named == "applicant" else desk.staff(named)
    try:
        DO[verb](case, desk, actor)
    except Refused:
        return False
    return True


def hold(desk: Desk, case: cases.Case, verb: Verb, who: str | None) -> None:
    before, entries, limits = desk.fresh(case), acts(case), ends(case, desk.at)

    done = tried(desk, case, verb, who)

    after, new = desk.fresh(case), acts(case)[len(entries) :]
    own = [one for one in new if one.verb != "case.deem_accepted"]
    assert len(own) == int(done)
    if not done:
        assert (after.state, after.changed_at, new) == (before.state, before.changed_at, [])
    for one in new:
        assert (one.after, one.basis) == _line(one)
    if verb not in TIMED:
        moved = ends(case, desk.at)
        assert {kind: moved[kind] for kind in limits} == limits


def _line(entry: ledger.Entry) -> tuple[str, str]:
    verb = entry.verb.removeprefix("case.").upper()
    (line,) = (one for one in MOVES.lines if (one.verb, one.source) == (verb, entry.before))
    return line.target, line.article


def replayed(entries: list[ledger.Entry]) -> tuple[str, datetime | None, datetime | None]:
    """Return state, moment of receipt and of ending as the entries alone tell them."""
    state: str = State.DRAFT
    received = closed = None
    for one in entries:
        if one.verb in {"case.open_draft", "case.save_answers", "case.attach"}:
            continue
        assert one.before == state
        state = one.after
        received = one.at if one.verb == "case.submit" else received
        closed = one.at if state in cases.CLOSED and closed is None else closed
    return state, received, closed


@given(walk=STEPS, token=st.integers(1, 2**64))
@settings(
    max_examples=12,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_no_walk_leaves_the_table_moves_a_clock_against_the_law_or_goes_unrecorded(
    desk: Desk, at: datetime, walk: list[tuple[Verb, str | None, int]], token: int
) -> None:
    desk.at, desk.token = at, UUID(int=token)
    with transaction.atomic():
        if token % 2:
            under(desk, *TWO)
        case = desk.submitted()
        for verb, who, days in walk:
            desk.at += timedelta(days=days)
            hold(desk, case, verb, who)
        fresh = desk.fresh(case)
        assert replayed(acts(case)) == (fresh.state, fresh.received_at, fresh.closed_at)
        running = duties.Duty.objects.open().filter(subject=case.pk, due_at__isnull=False)
        assert fresh.due_at == running.values_list("due_at", flat=True).order_by("due_at").first()
        transaction.set_rollback(True)
    desk.token = uuid4()
