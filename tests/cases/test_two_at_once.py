"""Two who act on one case in the same moment: one of them does it, the other is told, and nothing happens twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from uuid import uuid4

import pytest

from tests.cases.guides import JOINT, finish, standing, step, under
from tests.cases.samples import WENT, Desk
from tests.cases.test_moves import DO
from tests.city import City
from tests.conftest import in_threads
from tongban.cases import api as cases
from tongban.cases.api import State, Verb
from tongban.cases.services.accepting import sweep
from tongban.kernel.actors import Actor
from tongban.kernel.errors import Refused
from tongban.ledger import api as ledger

pytestmark = pytest.mark.django_db(transaction=True)
LAST = step("last")


@pytest.fixture
def desk(city: City) -> Desk:
    return Desk(city=city, at=city.at, applicant=city.owner_for_company)


class Still(Desk):
    """A desk at which time stands still."""

    def now(self) -> datetime:
        return self.at


def tried(work: Callable[[], object]) -> str:
    """Say what came of it: done, nothing to do, or by what code it was refused."""
    try:
        return "nothing" if work() is False else "done"
    except Refused as refusal:
        return refusal.code


def at_once(*works: Callable[[], object]) -> list[str]:
    return sorted(in_threads(*(partial(tried, work) for work in works)))


def doing(desk: Desk, case: cases.Case, verb: Verb, by: Actor) -> Callable[[], object]:
    """Do it in the moment in which the desk stands: two who come at once come in the same one."""
    still = Still(desk.city, desk.at + timedelta(minutes=1), desk.applicant, token=desk.token)
    return partial(DO[verb], case, still, by)


def entries(case: cases.Case) -> Counter[str]:
    return Counter(one.verb for one in ledger.history(kind="case", subject=case.pk))


def new(desk: Desk, state: State) -> cases.Case:
    desk.token = uuid4()
    return desk.in_state(state)


def test_of_two_departments_that_finish_the_last_parallel_steps_one_opens_what_follows(desk: Desk) -> None:
    """And the next turn is opened once, by whichever came last; so is the examination at the end."""
    market, housing = desk.staff("market-examiner"), desk.staff("housing-examiner")
    found = []
    for steps in ((*JOINT, LAST), JOINT):
        under(desk, *steps)
        case = new(desk, State.ACCEPTED)
        finish(desk, case)
        done = partial(cases.finish_step, number=case.number, passed=True, opinion="符合。", others=WENT, at=desk.now())
        both = [partial(done, by=market, step="market"), partial(done, by=housing, step="housing")]
        found.append((at_once(*both), standing(desk, case), desk.fresh(case).state, entries(case)))

    (opened, turn, accepted, of_turn), (ended, at_the_end, examined, of_end) = found
    assert (opened, ended) == (["done", "done"], ["done", "done"])
    assert turn == {"first": "DONE", "market": "DONE", "housing": "DONE", "last": "OPEN"}
    assert (accepted, of_turn["case.finish_step"], of_turn["case.examine"]) == (State.ACCEPTED, 3, 0)
    assert set(at_the_end.values()) == {"DONE"}
    assert (examined, of_end["case.finish_step"], of_end["case.examine"]) == (State.EXAMINED, 2, 1)


def test_of_two_who_want_different_things_one_gets_it_and_the_other_is_told(desk: Desk) -> None:
    decider, deputy, me = desk.staff("decider"), desk.staff("deputy"), desk.applicant
    rivals: dict[str, tuple[State, tuple[Verb, Actor], tuple[Verb, Actor]]] = {
        "two deciders": (State.EXAMINED, (Verb.GRANT, decider), (Verb.REFUSE, deputy)),
        "one decision twice": (State.EXAMINED, (Verb.GRANT, decider), (Verb.GRANT, decider)),
        "withdrawn and decided": (State.EXAMINED, (Verb.WITHDRAW, me), (Verb.GRANT, decider)),
        "sent back and decided": (State.EXAMINED, (Verb.SEND_BACK, deputy), (Verb.REFUSE, decider)),
        "one examination twice": (State.ACCEPTED, *((Verb.EXAMINE, desk.staff("examiner")),) * 2),
        "one supplement twice": (State.CORRECTION, *((Verb.SUPPLEMENT, me),) * 2),
        "one delivery twice": (State.GRANTED, *((Verb.DELIVER, me),) * 2),
    }
    said, acts = {}, {}
    for name, (state, *two) in rivals.items():
        case = new(desk, state)
        before = entries(case)
        said[name] = at_once(*(doing(desk, case, verb, by) for verb, by in two))
        acts[name] = sum((entries(case) - before).values())

    refused = {"wrong_state", "already_delivered", "corrected_already"}
    assert {name: one for name, one in said.items() if one.count("done") != 1 or not refused & set(one)} == {}
    assert set(acts.values()) == {1}


def test_of_silence_and_whoever_comes_too_late_silence_has_spoken_once(desk: Desk) -> None:
    acceptor, me = desk.staff("acceptor"), desk.applicant
    rivals: dict[str, tuple[State, Verb, Actor]] = {
        "a correction": (State.RECEIVED, Verb.ASK_CORRECTION, acceptor),
        "an acceptance": (State.RECEIVED, Verb.ACCEPT, acceptor),
        "another supplement": (State.CORRECTED, Verb.SUPPLEMENT, me),
    }
    found = {}
    for name, (state, verb, by) in rivals.items():
        case = new(desk, state)
        desk.at += timedelta(days=30)
        late = desk.at
        said = at_once(partial(sweep, case=case.pk, at=late), doing(desk, case, verb, by))
        sweep(case=case.pk, at=late)  # where the verb was first, it was taken back whole, and the next one speaks
        found[name] = (set(said), desk.fresh(case).state, entries(case)["case.deem_accepted"])

    assert all(said <= {"done", "nothing", "wrong_state"} for said, _, _ in found.values())
    assert all("wrong_state" in said for said, _, _ in found.values())
    assert {(state, spoken) for _, state, spoken in found.values()} == {(State.ACCEPTED, 1)}
