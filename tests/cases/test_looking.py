from __future__ import annotations

import pytest

from tests.cases.samples import Desk
from tongban.cases import api as cases
from tongban.kernel.actors import Actor
from tongban.ledger import api as ledger
from tongban.ledger.models import Entry


def looks(by: Actor) -> list[Entry]:
    return list(Entry.objects.filter(actor_id=by.id, reading=True).order_by("id"))


def test_whoever_opens_a_case_at_the_desk_leaves_their_look(desk: Desk) -> None:
    case, acceptor = desk.submitted(), desk.staff("acceptor")

    cases.read_case(number=case.number, by=acceptor, at=desk.at)

    (look,) = looks(acceptor)
    assert (look.verb, look.subject, set(look.about)) == ("case.read", case.id, {case.applicant_id, case.agent_id})
    assert (look.purpose, look.before, look.after) == (ledger.Purpose.HANDLING, "", "")


def test_a_look_at_a_file_or_a_document_names_which(desk: Desk) -> None:
    case, acceptor = desk.submitted(), desk.staff("acceptor")
    row = next(row for row in cases.material_list(case) if row.files)

    cases.read_material(case=case.number, row=row.files[0].pk, by=acceptor, at=desk.at)
    cases.read_document(number=case.number, kind="receipt", by=acceptor, at=desk.at)

    assert [look.facts["part"] for look in looks(acceptor)] == [f"materials.{row.material.id}", "documents.receipt"]


def test_a_list_of_names_is_one_look_about_everybody_on_it(desk: Desk) -> None:
    first, second = desk.submitted(), Desk(desk.city, desk.at, desk.city.actor("elder")).submitted()
    acceptor = desk.staff("acceptor")

    shown = cases.read_list(by=acceptor, at=desk.at)

    (look,) = looks(acceptor)
    assert {case.pk for case in shown} == {first.pk, second.pk}
    assert set(look.about) == {first.applicant_id, first.agent_id, second.applicant_id}
    assert look.facts == {"cases": 2}


def test_a_supervisor_looks_for_supervision(desk: Desk) -> None:
    case, supervisor = desk.submitted(), desk.staff("supervisor")

    cases.read_case(number=case.number, by=supervisor, at=desk.at)

    assert [look.purpose for look in looks(supervisor)] == [ledger.Purpose.SUPERVISION]


def test_what_people_look_at_in_their_own_affair_is_no_entry(desk: Desk) -> None:
    case = desk.submitted()
    row = next(row for row in cases.material_list(case) if row.files).files[0]

    cases.read_case(number=case.number, by=desk.applicant, at=desk.at)
    cases.read_document(number=case.number, kind="receipt", by=desk.applicant, at=desk.at)
    cases.read_material(case=case.number, row=row.pk, by=desk.applicant, at=desk.at)

    assert looks(desk.applicant) == []


def test_who_may_not_look_leaves_nothing_and_sees_nothing(desk: Desk) -> None:
    case, other = desk.submitted(), desk.staff("housing-acceptor")

    with pytest.raises(cases.CaseNotFound):
        cases.read_case(number=case.number, by=other, at=desk.at)

    assert looks(other) == []


def test_a_later_look_does_not_hold_up_a_verb_that_began_before_it(desk: Desk) -> None:
    case, at = desk.submitted(), desk.at
    desk.at = at.replace(minute=(at.minute + 5) % 60)
    cases.read_case(number=case.number, by=desk.staff("examiner"), at=desk.at)

    accepted = cases.accept(number=case.number, by=desk.staff("acceptor"), at=at)

    assert accepted.state == cases.State.ACCEPTED
