"""行政许可法42(1), 经本行政机关负责人批准: one proposes a longer limit with the reason, another extends or declines."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection

from tests.cases.samples import Desk
from tests.cases.test_timing import clock
from tongban.cases import api as cases
from tongban.cases import queries
from tongban.cases.api import State, Verb
from tongban.cases.extending.errors import ExtensionProposed, NoExtensionProposed
from tongban.cases.extending.reading import to_answer
from tongban.cases.models import Case
from tongban.duties import api as duties
from tongban.kernel.errors import NotAllowed
from tongban.ledger import api as ledger

WHY = "现场要复核两次。"


def propose(desk: Desk, case: cases.Case, who: str = "examiner") -> cases.Case:
    return cases.propose_extension(number=case.number, reason=WHY, by=desk.staff(who), at=desk.now())


def decline(desk: Desk, case: cases.Case) -> cases.Case:
    by = desk.staff("decider")
    return cases.decline_extension(number=case.number, reason="原期限内来得及。", by=by, at=desk.now())


def found_by(desk: Desk, who: str, narrow: queries.Narrow | None = None) -> list[str]:
    """Return what waits in the list of somebody's answers, which the count has to agree with."""
    actor = desk.staff(who)
    found = cases.read_to_extend(by=actor, at=desk.now(), narrow=narrow)
    only = queries.condition(narrow, at=desk.at) if narrow else None
    assert cases.tally(actor, only=only).to_extend == len(found)
    return [case.number for case in found]


def waits(case: cases.Case) -> str | None:
    found = cases.standing_extension(case.opinions.order_by("at", "id"))
    return found.text if found else None


@pytest.mark.parametrize("state", [State.ACCEPTED, State.EXAMINED])
def test_a_proposal_moves_no_clock_and_is_told_to_nobody_outside(desk: Desk, state: State) -> None:
    case = desk.in_state(state)
    before = clock(case, duties.Kind.STATUTORY, desk.at).due_at

    propose(desk, case)

    assert (clock(case, duties.Kind.STATUTORY, desk.at).due_at, waits(case)) == (before, WHY)
    assert Verb.PROPOSE_EXTENSION not in {step.verb for step in cases.timeline(case)}
    assert Verb.PROPOSE_EXTENSION in {step.verb for step in cases.timeline(case, among_staff=True)}
    assert WHY not in {one.text for _, one in cases.opinion_list(desk.applicant, case)}


def test_whoever_decides_extends_and_the_entry_names_who_proposed_it(desk: Desk) -> None:
    case = propose(desk, desk.accepted())

    desk.extended(case)

    entry = next(one for one in ledger.history(kind="case", subject=case.pk) if one.verb == "case.extend")
    assert entry.facts["proposed_by"] == str(desk.staff("examiner").id)
    assert waits(case) is None


def test_without_a_proposal_it_is_extended_as_before(desk: Desk) -> None:
    case = desk.extended(desk.accepted())

    entry = next(one for one in ledger.history(kind="case", subject=case.pk) if one.verb == "case.extend")
    assert "proposed_by" not in entry.facts


def test_declined_with_a_reason_it_may_be_proposed_anew(desk: Desk) -> None:
    case = propose(desk, desk.accepted())
    with pytest.raises(ExtensionProposed):
        propose(desk, case)

    decline(desk, case)

    assert waits(case) is None
    read = [one.text for _, one in cases.opinion_list(desk.staff("examiner"), case)]
    assert read[-1] == "原期限内来得及。"
    with pytest.raises(NoExtensionProposed):
        decline(desk, case)
    assert waits(propose(desk, case)) == WHY


def test_what_cannot_be_extended_cannot_be_proposed(desk: Desk) -> None:
    case = desk.extended(desk.accepted())
    with pytest.raises(duties.ExtendedAlready):
        propose(desk, case)

    late = desk.accepted()
    desk.at += timedelta(days=90)
    with pytest.raises(duties.ClockOver):
        propose(desk, late)


def test_who_decides_proposes_nothing_and_who_examines_declines_nothing(desk: Desk) -> None:
    case = desk.accepted()
    with pytest.raises(NotAllowed):
        propose(desk, case, "decider")
    propose(desk, case)

    with pytest.raises(NotAllowed):
        cases.decline_extension(number=case.number, reason="不用。", by=desk.staff("examiner"), at=desk.now())


def test_the_buttons_follow_what_waits(desk: Desk) -> None:
    case, decider, examiner = desk.accepted(), desk.staff("decider"), desk.staff("examiner")
    assert Verb.DECLINE_EXTENSION not in cases.open_verbs(decider, case, at=desk.at)
    assert Verb.PROPOSE_EXTENSION in cases.open_verbs(examiner, case, at=desk.at)

    propose(desk, case)

    assert {Verb.EXTEND, Verb.DECLINE_EXTENSION} <= set(cases.open_verbs(decider, case, at=desk.at))
    assert Verb.PROPOSE_EXTENSION not in cases.open_verbs(examiner, case, at=desk.at)


def test_whoever_may_extend_finds_what_was_proposed_and_nobody_else_does(desk: Desk) -> None:
    desk.accepted()
    proposed = propose(desk, desk.examined())

    assert found_by(desk, "decider") == [proposed.number]
    assert [found_by(desk, who) for who in ("examiner", "acceptor", "handout", "citizen")] == [[], [], [], []]


def test_it_waits_until_it_is_declined_and_again_when_it_is_proposed_anew(desk: Desk) -> None:
    case = propose(desk, desk.accepted())

    decline(desk, case)
    assert found_by(desk, "decider") == []

    propose(desk, case)
    assert found_by(desk, "decider") == [case.number]


def test_it_waits_no_more_once_it_is_extended(desk: Desk) -> None:
    case = propose(desk, desk.accepted())

    desk.extended(case)

    assert found_by(desk, "decider") == []


def test_what_was_decided_without_an_answer_waits_for_none(desk: Desk) -> None:
    case = propose(desk, desk.examined())
    assert found_by(desk, "decider") == [case.number]

    cases.refuse(number=case.number, reason="不符合条件。", by=desk.staff("decider"), at=desk.now())

    assert found_by(desk, "decider") == []


def test_a_proposal_and_its_answer_of_one_moment_are_told_apart_by_their_order(desk: Desk) -> None:
    case = propose(desk, desk.accepted())
    decline(desk, case)
    proposal = case.opinions.get(verb=Verb.PROPOSE_EXTENSION)

    case.opinions.filter(verb=Verb.DECLINE_EXTENSION).update(at=proposal.at)

    assert (waits(case), found_by(desk, "decider")) == (None, [])


def test_what_is_looked_for_narrows_the_list_and_its_count_alike(desk: Desk) -> None:
    case = propose(desk, desk.accepted())

    assert found_by(desk, "decider", queries.Narrow(channel=cases.Channel.WEB)) == [case.number]
    assert found_by(desk, "decider", queries.Narrow(channel=cases.Channel.COUNTER)) == []


def test_whoever_keeps_out_of_a_matter_is_asked_for_no_longer_limit_in_it(desk: Desk) -> None:
    case = propose(desk, desk.accepted())
    kept_out = replace(desk.staff("decider"), recused=frozenset({case.applicant_id}))

    assert cases.read_to_extend(by=kept_out, at=desk.now()) == []
    assert cases.tally(kept_out).to_extend == 0


def test_what_waits_for_an_answer_is_found_by_an_index_of_proposals_and_answers_alone(desk: Desk) -> None:
    propose(desk, desk.accepted())
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")

        plan = Case.objects.filter(to_answer(desk.staff("decider"))).values("pk").explain()

    assert "opinion_about_extending" in plan
