from __future__ import annotations

import pytest

from tests.cases.samples import Desk
from tests.city import City
from tests.conftest import in_threads
from tongban.cases import api as cases
from tongban.cases import queries
from tongban.kernel.actors import VISITOR, Actor, ActorKind, Grant, Role
from tongban.kernel.errors import Refused

EVERYBODY = [
    "citizen",
    "owner",
    "receiver",
    "acceptor",
    "examiner",
    "decider",
    "handout",
    "housing-acceptor",
    "housing-handout",
    "supervisor",
    "operator",
]


@pytest.mark.parametrize("state", sorted(cases.State))
def test_lists_and_the_rule_for_a_single_case_agree_for_everybody(desk: Desk, state: cases.State) -> None:
    case = desk.in_state(state)
    actors = [*(desk.city.actor(name) for name in EVERYBODY), desk.applicant, VISITOR]
    grants = [Grant(role, department, "320213") for role in Role for department in ("*", case.department_id, "ZDX")]
    actors += [Actor(id=VISITOR.id, kind=ActorKind.STAFF, grants=frozenset({grant})) for grant in grants]

    listed = [queries.visible_to(actor).filter(pk=case.pk).exists() for actor in actors]

    assert listed == [bool(queries.roles_of(actor, case)) for actor in actors]


def test_the_inbox_search_and_counts_keep_to_what_may_be_seen(desk: Desk) -> None:
    case = desk.submitted()
    housing, acceptor = desk.staff("housing-acceptor"), desk.staff("acceptor")

    assert [found.pk for found in cases.inbox(acceptor, text=case.number)] == [case.pk]
    assert [found.pk for found in cases.inbox(acceptor, text="无锡测试")] == [case.pk]
    assert cases.counts(acceptor) == {cases.State.RECEIVED: 1}
    assert cases.inbox(housing, text=case.number) == []
    assert cases.counts(housing) == {}


def test_drafts_are_in_nobodys_inbox(desk: Desk) -> None:
    desk.filled()

    assert cases.inbox(desk.staff("acceptor")) == []
    assert cases.inbox(desk.staff("supervisor")) == []


def test_files_and_documents_of_a_case_open_only_for_those_who_reach_it(desk: Desk) -> None:
    case = desk.submitted()
    row = next(row for row in cases.material_list(case) if row.files).files[0]

    handle = cases.read_material(case=case.number, row=row.pk, by=desk.staff("acceptor"), at=desk.at)

    assert str(row.file_id) not in handle
    with pytest.raises(cases.CaseNotFound):
        cases.read_material(case=case.number, row=row.pk, by=desk.staff("housing-acceptor"), at=desk.at)
    with pytest.raises(cases.CaseNotFound):
        cases.read_document(number=case.number, kind="receipt", by=desk.city.actor("citizen"), at=desk.at)


def test_a_file_of_one_case_does_not_open_through_another(desk: Desk, city: City) -> None:
    case = desk.submitted()
    other = Desk(city=city, at=desk.at, applicant=city.actor("citizen"))
    row = next(row for row in cases.material_list(case) if row.files).files[0]

    with pytest.raises(cases.CaseNotFound):
        cases.read_material(case=other.submitted().number, row=row.pk, by=other.applicant, at=desk.at)


def test_the_inbox_costs_the_same_for_one_case_and_for_many(desk: Desk, city: City, django_assert_num_queries) -> None:
    desk.submitted()
    Desk(city=city, at=desk.at, applicant=city.actor("citizen")).submitted()
    acceptor = desk.staff("acceptor")

    with django_assert_num_queries(1):
        names = [case.applicant.name for case in cases.inbox(acceptor)]

    assert len(names) == 2


@pytest.mark.django_db(transaction=True)
def test_of_two_clerks_one_wins(desk: Desk) -> None:
    case = desk.submitted()
    at, acceptor = desk.now(), desk.staff("acceptor")

    def accept() -> str:
        try:
            return cases.accept(number=case.number, by=acceptor, at=at).state
        except Refused as refusal:
            return refusal.code

    results = in_threads(accept, accept)

    assert sorted(results) == sorted([cases.State.ACCEPTED, "wrong_state"])
