"""Every line of the table is done once, by whoever it names, and held against record, law of clocks and replay."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from tests.cases.clock_rules import MAY, MUST, listed, snapshot, touched
from tests.cases.guides import OWN, TWO, finish, on_the_spot, under
from tests.cases.samples import Desk, in_person
from tests.cases.test_hearing import recorded
from tests.cases.test_moves import DO, ready
from tests.cases.test_renewing import contact, renewing
from tests.cases.test_walks import WALK, usually
from tests.cases.watching import watched
from tongban.cases import api as cases
from tongban.cases.api import MOVES, State, Verb
from tongban.identity import api as identity
from tongban.kernel.actors import SYSTEM, Role

Line = tuple[str, str, str]
LINES: list[Line] = [(line.verb, line.source, line.target) for line in MOVES.lines]
HEARD = {Verb.STATE_VIEWS, Verb.ASK_HEARING, Verb.WAIVE_HEARING}
CALLED = {Verb.POSTPONE_HEARING, Verb.RECORD_HEARING}
# 不予受理 is told at once (32(1)): no limit of its own to deliver it.
OWED_NOTHING = {(Verb.DELIVER, State.NOT_ACCEPTED)}
WALK_ALL: dict[str, Callable[..., Any]] = {**WALK, **{str(verb): do for verb, do in DO.items()}}
DOING = {State.ACCEPTED: ("examiner", Role.EXAMINER), State.EXAMINED: ("decider", Role.DECIDER)}


def _do(verb: str, case: cases.Case, desk: Desk) -> None:
    named = usually(verb)
    WALK_ALL[verb](case, desk, desk.applicant if named == "applicant" else desk.staff(named))


def _guided(desk: Desk, verb: str) -> None:
    if verb in {Verb.GRANT_AT_ONCE, Verb.REFUSE_AT_ONCE}:
        desk.guided(on_the_spot)
    elif verb == Verb.FINISH_STEP:
        under(desk, *TWO)


def prepared(verb: str, source: str, desk: Desk) -> tuple[cases.Case, Callable[[], object]]:
    """Bring a case to where a line begins, with what it needs; return it and how the line is done."""
    _guided(desk, verb)
    if verb == Verb.DEEM_RENEWED:
        return _renewing(State(source), desk)
    if verb == Verb.GIVE_OPINION and source == State.CORRECTION:
        return _asked_before(desk)
    case = ready(Verb(verb), State(source), desk)
    special = SPECIAL.get(verb)
    if special:
        return case, special(case, desk)
    if verb in HEARD:
        _do(Verb.TELL_INTERESTED, case, desk)
    if verb in CALLED:
        _do(Verb.CALL_HEARING, case, desk)
    return case, lambda: _do(verb, case, desk)


def _silence(case: cases.Case, desk: Desk) -> Callable[[], object]:
    if case.state == State.PRESCREENED:
        _do(Verb.SEE_ORIGINALS, case, desk)
    desk.at += timedelta(days=30)
    return lambda: cases.sweep(case=case.pk, at=desk.now())


def _in_full(case: cases.Case, desk: Desk) -> Callable[[], object]:
    return lambda: cases.supplement(
        number=case.number, uploads=[], replies={}, posted={"area": ["99"]}, by=desk.applicant, at=desk.now()
    )


def _at_once(verb: Verb) -> Callable[[cases.Case, Desk], Callable[[], object]]:
    words = "opinion" if verb == Verb.GRANT_AT_ONCE else "reason"
    do: Callable[..., Any] = cases.grant_at_once if verb == Verb.GRANT_AT_ONCE else cases.refuse_at_once

    def begun(case: cases.Case, desk: Desk) -> Callable[[], object]:
        by, originals = desk.staff("decider"), case.state == State.PRESCREENED
        return lambda: do(number=case.number, by=by, at=desk.now(), originals=originals, **{words: "当场核对。"})

    return begun


def _asked(case: cases.Case, desk: Desk) -> Callable[[], object]:
    """A colleague was asked and answers; what waits for a correction, since before it was asked for."""
    _ask(case, desk)
    return lambda: WALK[Verb.GIVE_OPINION](case, desk, desk.staff("decider"))


def _ask(case: cases.Case, desk: Desk) -> None:
    cases.ask_opinion(
        number=case.number,
        question="面积是否合适？",
        due_on=desk.in_days(3),
        colleagues=[desk.staff("decider").id],
        by=desk.staff("acceptor"),
        at=desk.now(),
    )


def _asked_before(desk: Desk) -> tuple[cases.Case, Callable[[], object]]:
    case = desk.submitted()
    do = _asked(case, desk)
    _do(Verb.ASK_CORRECTION, case, desk)
    return case, do


def _heard(case: cases.Case, desk: Desk) -> Callable[[], object]:
    _do(Verb.CALL_HEARING, case, desk)
    desk.at += timedelta(days=22)
    return lambda: recorded(desk, case)


def _given(case: cases.Case, desk: Desk) -> Callable[[], object]:
    """Hand the work over to a colleague who was appointed to the same post."""
    by, role = DOING.get(State(case.state), ("acceptor", Role.ACCEPTOR))
    to = desk.city.user("deputy")
    if role != Role.DECIDER:
        identity.appoint(user=to, role=role, department=OWN, region="320213", by=SYSTEM, at=desk.city.at)
    return lambda: cases.transfer(number=case.number, to=to.id, by=desk.staff(by), at=desk.now())


SPECIAL: dict[str, Callable[[cases.Case, Desk], Callable[[], object]]] = {
    Verb.DEEM_ACCEPTED: _silence,
    Verb.ACCEPT_IN_FULL: _in_full,
    Verb.GRANT_AT_ONCE: _at_once(Verb.GRANT_AT_ONCE),
    Verb.REFUSE_AT_ONCE: _at_once(Verb.REFUSE_AT_ONCE),
    Verb.RECORD_HEARING: _heard,
    Verb.GIVE_OPINION: _asked,
    Verb.TRANSFER: _given,
    Verb.FINISH_STEP: lambda case, desk: lambda: finish(desk, case),
}


def _renewing(source: State, desk: Desk) -> tuple[cases.Case, Callable[[], object]]:
    """Apply two days before the licence ends, which the guide's own law allows, so that nothing else comes first."""
    if source == State.PRESCREENED:
        desk.guided(in_person)
    desk.guided(lambda document: renewing(document, apply={"amount": 1, "unit": "NATURAL_DAY", "legal": "measures-12"}))
    desk.pages = {"contact": contact(desk.in_days(2))}
    case = {**_ways(desk)}[source]()
    desk.at += timedelta(days=4)
    return case, lambda: cases.sweep(case=case.pk, at=desk.now())


def _ways(desk: Desk) -> dict[State, Callable[[], cases.Case]]:
    return {
        State.RECEIVED: desk.submitted,
        State.CORRECTED: desk.corrected,
        State.PRESCREENED: lambda: cases.prescreen_pass(
            number=desk.submitted().number, by=desk.staff("acceptor"), at=desk.now()
        ),
        State.ACCEPTED: desk.accepted,
        State.EXAMINED: desk.examined,
    }


@pytest.mark.parametrize(("verb", "source", "target"), LINES)
def test_every_line_of_the_table_is_walked_and_keeps_record_clocks_and_replay(
    desk: Desk, verb: str, source: str, target: str
) -> None:
    with transaction.atomic():
        case, do = prepared(verb, source, desk)
        clocks = snapshot(case)

        done = watched(desk, case, do)

        assert done is not None, f"{verb} from {source} was refused: prepare what it needs in this file"
        assert verb in done
        assert desk.fresh(case).state == target
        moved = set(touched(clocks, snapshot(case)))
        assert listed(MUST.get(verb, "")) <= moved or (verb, source) in OWED_NOTHING
        transaction.set_rollback(True)


def test_every_verb_says_what_it_may_do_to_clocks() -> None:
    assert set(MOVES.verbs()) - set(MAY) == set()
