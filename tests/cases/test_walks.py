"""Whatever is tried, by whomever and whenever: table, clocks, record and refusals keep what they promise."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from random import Random
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import transaction

from tests.cases.guides import TWO, on_the_spot, under
from tests.cases.samples import Desk
from tests.cases.test_moves import DO, WHO
from tests.cases.versions import adjusted
from tests.cases.watching import watched
from tongban.cases import api as cases
from tongban.cases.api import MOVES, Promised, State, Verb
from tongban.config.scenarios.arguments import Context, assumed
from tongban.config.scenarios.verbs import case_verbs
from tongban.kernel.actors import Actor, Role
from tongban.kernel.errors import Refused
from tongban.orgs import api as orgs

BEGINNINGS = [state for state in State if state not in {State.DRAFT, State.WITHDRAWN}]
DAYS = (0, 0, 0, 1, 1, 2, 4, 9)
WALKS, LENGTH = 44, 9
ANYTHING = 0.2
VERBS, LINES = 22, 52
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


def test_every_verb_of_the_table_and_of_the_registry_is_walked_or_is_no_move(desk: Desk) -> None:
    known = {verb.lower() for verb in Verb}
    assert case_verbs().keys() - known == BESIDE
    assert {verb.lower() for verb in WALK} | {"submit"} == case_verbs().keys() & known

    for verb in WALK.keys() - OWN.keys():
        with pytest.raises(Refused):  # not yet: it is only a draft; but all that it wants to know could be said
            plainly(verb, desk.draft(), desk, desk.staff("decider"))


def chosen(dice: Random, desk: Desk, case: cases.Case, done: Counter[tuple[str, str]]) -> tuple[str, str]:
    """Return a verb and who does it: four times of five one that is open to them, mostly one that gets further."""
    people = dice.sample(ANYBODY, len(ANYBODY))
    if dice.random() < ANYTHING:
        return dice.choice(sorted(WALK)), people[0]
    state = desk.fresh(case).state
    for name in people:
        try:
            found = [one for one in cases.open_verbs(_actor(desk, name), desk.fresh(case), at=desk.at) if one in WALK]
        except Refused:
            continue
        if found:
            return dice.choices(found, [_weight(one, state) * (1 if (one, state) in done else 5) for one in found])[
                0
            ], name
    return dice.choice(sorted(WALK)), people[0]


def _weight(verb: str, state: str) -> int:
    """Weigh what leads on above what ends a matter without a result, which would end nearly every walk at once."""
    target = MOVES.target(verb, state=state, roles=Role)
    return 2 if target == state else 1 if target in {State.WITHDRAWN, State.TERMINATED} else 6


def _actor(desk: Desk, name: str) -> Actor:
    return desk.applicant if name == "applicant" else desk.staff(name)


def begun(desk: Desk, dice: Random, state: State) -> cases.Case:
    """Bring a case into a state, in one of the worlds: two steps, 即办件, promises, or as it is."""
    desk.token, desk.replaced = UUID(int=dice.getrandbits(128)), {}
    world = dice.choice(("", "steps", "at once", Promised.DEFERRED, Promised.COMMITMENT))
    if world == "steps":
        state = State.ACCEPTED if state in MOVES.sources(Verb.SEND_BACK) | cases.DECIDED else state
        return under(desk, *TWO).in_state(state)
    if world == "at once":
        adjusted(desk, on_the_spot, by_revision=False)
    elif world:
        desk.replaced = {"4": Promised(world)}
    case = desk.in_state(state)
    desk.replaced = {}
    return case


def test_no_walk_leaves_the_table_moves_a_clock_against_the_law_or_goes_unrecorded(desk: Desk, at: datetime) -> None:
    done: Counter[tuple[str, str]] = Counter()
    for seed in range(WALKS):
        dice, desk.at = Random(seed), at  # noqa: S311 - the same walks every time, so that a failure can be looked at
        with transaction.atomic():
            case = begun(desk, dice, BEGINNINGS[seed % len(BEGINNINGS)])
            for _ in range(LENGTH):
                desk.at += timedelta(days=dice.choice(DAYS))
                walked(desk, case, *chosen(dice, desk, case, done), done)
            transaction.set_rollback(True)

    # That every line holds is said line by line (test_every_line): here that walks get about, and end in decisions.
    verbs = {verb for verb, _ in done}
    assert (len(verbs), len(done)) >= (VERBS, LINES), done
    assert verbs >= {Verb.GRANT, Verb.REFUSE, Verb.DELIVER, Verb.WITHDRAW, Verb.DEEM_ACCEPTED}, done


def walked(desk: Desk, case: cases.Case, verb: str, name: str, done: Counter[tuple[str, str]]) -> None:
    before = desk.fresh(case).state
    actor = _actor(desk, name)
    for one in watched(desk, case, lambda: WALK[verb](case, desk, actor)) or ():
        done[one, before] += 1
