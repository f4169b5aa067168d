"""Whatever is tried, by whomever and whenever: table, clocks, record and refusals keep what they promise."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.cases.guides import TWO, on_the_spot, under
from tests.cases.samples import Desk
from tests.cases.test_moves import DO, WHO
from tests.cases.versions import adjusted
from tongban.cases import api as cases
from tongban.cases.api import MOVES, State, Verb
from tongban.config.scenarios.arguments import Context, assumed
from tongban.config.scenarios.verbs import case_verbs
from tongban.duties import api as duties
from tongban.kernel.actors import Actor, Role
from tongban.kernel.errors import Refused
from tongban.ledger import api as ledger
from tongban.orgs import api as orgs

TIMED = {Verb.EXTEND, Verb.SUSPEND, Verb.RESUME, Verb.CALL_HEARING, Verb.POSTPONE_HEARING, Verb.RECORD_HEARING}
LIMITS = {duties.Kind.STATUTORY, duties.Kind.PROMISED}
CAST: dict[str, str] = {Role.APPLICANT: "applicant", Role.RECEIVER: "acceptor", Role.PARTNER: "housing-examiner"}
ANYBODY = ("acceptor", "examiner", "decider", "deputy", "housing-decider", "handout", "applicant")
# Verbs on a case that are no moves of the table: filling in, looking, carrying over, delivery and complaints as the
# window and the supervisor know them, and what the law does.
BESIDE = {
    "answer_complaint",
    "ask_to_follow",
    "attach",
    "attach_files",
    "choose_delivery",
    "clear_answer",
    "complain",
    "detach",
    "discard",
    "follow",
    "follow_guide",
    "hand_out_at_window",
    "move_up",
    "open_draft",
    "promise",
    "read_case",
    "read_document",
    "read_draft",
    "read_exchange",
    "read_material",
    "read_progress_at_counter",
    "reapply",
    "remind_deferred",
    "remind_of_originals",
    "save_answers",
    "send_by_post",
    "sweep",
    "take_back_promise",
}


def answered(case: cases.Case, desk: Desk, by: Actor) -> None:
    """Answer what was asked last; where nothing was, what nobody asked."""
    asked = [one.id for question in cases.consultations(by, case) for one in question.asked if one.mine]
    cases.give_opinion(number=case.number, asked=(asked or [uuid4()])[-1], answer="合适。", by=by, at=desk.now())


# What cannot be said of a verb without knowing it; all others are done with what a scenario that says nothing takes.
OWN: dict[str, Callable[..., Any]] = {
    **{str(verb): do for verb, do in DO.items()},
    Verb.TRANSFER: lambda case, desk, by: cases.transfer(
        number=case.number, to=desk.staff("deputy").id, by=by, at=desk.now()
    ),
    Verb.ASK_OPINION: lambda case, desk, by: cases.ask_opinion(
        number=case.number,
        question="面积是否合适？",
        due_on=desk.in_days(3),
        colleagues=[desk.staff("deputy").id],
        by=by,
        at=desk.now(),
    ),
    Verb.GIVE_OPINION: answered,
    Verb.POSTPONE_HEARING: lambda case, desk, by: cases.postpone_hearing(
        number=case.number,
        begins_at=desk.at + timedelta(days=28),
        reason="主持人生病。",
        by=by,
        at=desk.now(),
    ),
    Verb.STATE_VIEWS: lambda case, desk, by: cases.state_views(
        number=case.number, told="测试邻居", words="影响采光。", by=by, at=desk.now()
    ),
}


def plainly(verb: str, case: cases.Case, desk: Desk, by: Actor) -> None:
    """Do a verb as a scenario does that says nothing but its name; Unreadable where that is not enough."""
    asked, at = case_verbs()[verb.lower()], desk.now()
    context = Context(case.guide.guide, at, orgs.work_calendar())
    rest = {one.name: assumed(one.name, one.kind, context) for one in asked.wanted if one.needed}
    asked.run(number=case.number, by=by, at=at, **rest)


def moved_by_people() -> list[str]:
    """Return the verbs of the table that somebody does: all but what the law does by itself, and handing in."""
    roles = {verb: {role for line in MOVES.lines if line.verb == verb for role in line.roles} for verb in MOVES.verbs()}
    return sorted(verb for verb, by in roles.items() if by != {Role.LAW} and verb != Verb.SUBMIT)


WALK = {verb: OWN.get(verb) or partial(plainly, verb) for verb in moved_by_people()}


def usually(verb: str) -> str:
    """Return who of the cast does a verb."""
    if verb in WHO:
        return WHO[Verb(verb)]
    roles = sorted({role for line in MOVES.lines if line.verb == verb for role in line.roles} - {Role.LAW})
    return CAST.get(roles[0], roles[0].lower())


# Mostly whoever does it, so that walks get somewhere; else anybody.
STEPS = st.lists(
    st.tuples(st.sampled_from(sorted(WALK)), st.none() | st.sampled_from(ANYBODY), st.integers(0, 4)),
    min_size=5,
    max_size=9,
)


def test_every_verb_of_the_table_and_of_the_registry_is_walked_or_is_no_move(desk: Desk) -> None:
    known = {verb.lower() for verb in Verb}
    assert case_verbs().keys() - known == BESIDE
    assert {verb.lower() for verb in WALK} | {"submit"} == case_verbs().keys() & known

    for verb in WALK.keys() - OWN.keys():
        with pytest.raises(Refused):  # not yet: it is only a draft; but all that it wants to know could be said
            plainly(verb, desk.draft(), desk, desk.staff("decider"))


def ends(case: cases.Case, at: datetime) -> dict[str, datetime | None]:
    return {clock.kind: clock.due_at for clock in cases.clocks(case, at=at) if clock.kind in LIMITS}


def acts(case: cases.Case) -> list[ledger.Entry]:
    return [one for one in ledger.history(kind="case", subject=case.pk) if one.verb != "case.read"]


def tried(desk: Desk, case: cases.Case, verb: str, who: str | None) -> bool:
    """Try a verb as somebody; tell whether it was done."""
    named = who or usually(verb)
    actor = desk.applicant if named == "applicant" else desk.staff(named)
    try:
        WALK[verb](case, desk, actor)
    except Refused:
        return False
    return True


def hold(desk: Desk, case: cases.Case, verb: str, who: str | None) -> None:
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
        # What stood when the case ended has an end again, by which it is seen as late or in time.
        moved, over = ends(case, desk.at), after.state in cases.CLOSED
        held = {kind: end for kind, end in limits.items() if end is not None or not over}
        assert {kind: moved[kind] for kind in held} == held


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
    max_examples=11,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_no_walk_leaves_the_table_moves_a_clock_against_the_law_or_goes_unrecorded(
    desk: Desk, at: datetime, walk: list[tuple[str, str | None, int]], token: int
) -> None:
    desk.at, desk.token = at, UUID(int=token)
    with transaction.atomic():
        if token % 4:
            under(desk, *TWO) if token % 2 else adjusted(desk, on_the_spot, by_revision=False)
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
