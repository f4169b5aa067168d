"""Whoever keeps out of somebody's affairs keeps out of what bears on an interest of theirs (公务员法76)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.cases.samples import Desk
from tests.cases.test_hearing import told, told_known
from tongban.cases import api as cases
from tongban.cases import queries
from tongban.cases.complaints import api as complaining
from tongban.identity import api as identity
from tongban.kernel.actors import Actor, Role


def kin(desk: Desk, name: str, party: Actor) -> Actor:
    """Return somebody at their post who keeps out of the affairs of a party."""
    assert party.party
    return replace(desk.staff(name), recused=frozenset({party.party}))


def test_who_keeps_out_of_an_interested_party_neither_sees_nor_handles_the_case(desk: Desk) -> None:
    case = desk.accepted()
    _, neighbour = told_known(desk, case)
    examiner = kin(desk, "examiner", neighbour)

    with pytest.raises(cases.CaseNotFound):
        cases.read_case(number=case.number, by=examiner, at=desk.now())
    with pytest.raises(identity.Recused):
        cases.examine(number=case.number, passed=True, opinion="符合。", by=examiner, at=desk.now())
    assert cases.inbox(examiner) == []
    assert cases.counts(examiner) == {}
    assert [one.pk for one in cases.inbox(desk.staff("examiner"))] == [case.pk]


def test_the_rule_of_one_case_says_the_same_of_who_decides(desk: Desk) -> None:
    case = desk.examined()
    _, neighbour = told_known(desk, case)
    row = queries.whole(case.pk)

    assert Role.DECIDER in queries.roles_of(desk.staff("decider"), row)
    assert queries.roles_of(kin(desk, "decider", neighbour), row) == frozenset()
    with pytest.raises(identity.Recused):
        cases.grant(number=case.number, opinion="准予。", by=kin(desk, "decider", neighbour), at=desk.now())


def test_nobody_is_kept_out_by_somebody_who_is_not_registered_nor_a_citizen_by_anything(desk: Desk) -> None:
    case = desk.accepted()
    told(desk, case)
    _, neighbour = told_known(desk, case)
    stranger = replace(desk.staff("examiner"), recused=frozenset({desk.city.actor("citizen").party or case.pk}))
    assert desk.city.actor("citizen").party not in {case.applicant_id, neighbour.party}

    assert cases.read_case(number=case.number, by=stranger, at=desk.now()).pk == case.pk
    own = replace(desk.applicant, recused=frozenset({neighbour.party or case.pk}))
    assert cases.read_case(number=case.number, by=own, at=desk.now()).pk == case.pk


def test_nor_do_they_answer_a_complaint_in_it_or_tell_how_far_it_is(desk: Desk) -> None:
    case = desk.accepted()
    _, neighbour = told_known(desk, case)
    key = complaining.complain(number=case.number, about="COMPLAINT", words="太慢。", by=desk.applicant, at=desk.now())

    with pytest.raises(complaining.ComplaintNotFound):
        complaining.read_complaint(complaint=key, by=kin(desk, "decider", neighbour), at=desk.now())
    with pytest.raises(cases.CaseNotFound):
        cases.read_progress_at_counter(number=case.number, by=kin(desk, "receiver", neighbour), at=desk.now())


def test_a_look_and_the_inbox_cost_no_statement_more(desk: Desk, django_assert_num_queries: type) -> None:
    case = desk.accepted()
    told_known(desk, case)
    free = replace(desk.staff("examiner"), recused=frozenset())
    bound = replace(free, recused=frozenset({desk.city.actor("citizen").party or case.pk}))
    for actor in (free, bound):
        with django_assert_num_queries(1):
            assert len(cases.inbox(actor)) == 1
        with django_assert_num_queries(1):
            found = queries.case_for(actor, case.number)
            assert queries.roles_of(actor, found)
