"""A case that was read whole, for a look, says the same as one of which each thing is asked by itself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.forms.models import model_to_dict
from django.test.utils import CaptureQueriesContext

from tests.cases.samples import PDF, Desk
from tongban.cases import api as cases
from tongban.cases import queries
from tongban.cases.desk import api as working
from tongban.cases.models import Case
from tongban.cases.window import api as window
from tongban.ledger import api as ledger


def asked_and_extended(desk: Desk) -> cases.Case:
    """A case of whose examination a colleague was asked, whose limit was made longer, and which stands."""
    case = desk.accepted()
    cases.ask_opinion(
        number=case.number,
        question="工艺是否适用标准？",
        due_on=desk.in_days(5),
        departments=[case.department_id],
        by=desk.staff("examiner"),
        at=desk.now(),
    )
    desk.extended(case)
    return desk.suspended(case)


def added_to(desk: Desk) -> cases.Case:
    """A corrected case to which the applicant added something of their own accord."""
    case = desk.corrected()
    upload = cases.Upload(material="", data=PDF, name="说明.pdf")
    cases.add(number=case.number, words="门牌号已更换。", uploads=[upload], by=desk.applicant, at=desk.now())
    return case


def told(case: Case, desk: Desk, name: str) -> dict[str, Any]:
    """All that pages ask of a case."""
    actor, at = desk.staff(name), desk.at + timedelta(minutes=1)
    files = [
        (row.material.id, row.needed, [(f.pk, f.file.name, f.file.size) for f in row.files], row.promise)
        for row in cases.material_list(case)
    ]
    return {
        "case": model_to_dict(case, exclude=["due_at"]),
        "people": [case.applicant.name, case.agent and case.agent.name, case.department.name, case.guide.version],
        "answers": cases.answers(case),
        "files": files,
        "papers": cases.document_list(case),
        "story": cases.timeline(case, among_staff=True, with_agents=True),
        "clocks": [(one, one.explanation) for one in cases.clocks(case, at=at)],
        "opinions": cases.opinion_list(actor, case),
        "added": [(one.at, one.words, [f.pk for f in one.files]) for one in cases.addition_list(case)],
        "correction": cases.correction_of(case),
        "correctable": cases.correctable(case),
        "promises": cases.promises(case),
        "steps": [
            (one.step, one.department, one.state, one.text, one.mine) for one in cases.step_list(actor, case, at=at)
        ],
        "given": cases.assignments(case),
        "asked": cases.consultations(actor, case),
        "criteria": working.criteria_of(case),
        "earlier": working.earlier_of(actor, case),
        "linked": cases.linked(case, by=actor),
        "acting": cases.acting_for(case),
        "open": cases.open_verbs(actor, case, at=at),
        "barred": cases.barred(case, at=at),
        "procedures": cases.procedures(case, at=at),
        "window": [window.wish_of(case, whole=True), window.parcel_of(case), window.trips_of(case)],
    }


@pytest.mark.parametrize("make", [Desk.submitted, Desk.granted, added_to, asked_and_extended])
def test_what_was_read_at_once_says_the_same_as_what_is_asked_one_by_one(
    desk: Desk, make: Callable[[Desk], cases.Case]
) -> None:
    case = make(desk)
    whole = queries.case_for(desk.staff("examiner"), case.number)
    progress = queries.case_for(desk.staff("examiner"), case.number, whole=False)
    alone = told(Case.objects.whole().get(pk=case.pk), desk, "examiner")
    assert told(whole, desk, "examiner") == alone
    assert told(progress, desk, "examiner") == alone


def test_how_far_a_case_is_reaches_nobody_whom_the_whole_does_not_reach_and_leaves_the_same_look(desk: Desk) -> None:
    case, acceptor = desk.submitted(), desk.staff("acceptor")

    for whole in (True, False):
        cases.read_case(number=case.number, by=acceptor, at=desk.at, whole=whole)
        with pytest.raises(cases.CaseNotFound):
            cases.read_case(number=case.number, by=desk.staff("housing-acceptor"), at=desk.at, whole=whole)

    one, other = ledger.Entry.objects.filter(reading=True, subject=case.pk).order_by("id")
    own = ["id", "operation", "recorded_at"]
    assert model_to_dict(one, exclude=own) == model_to_dict(other, exclude=own)


def test_looking_again_and_again_leaves_the_story_as_it_was_and_costs_the_same(desk: Desk) -> None:
    case, by = desk.corrected(), desk.staff("acceptor")
    story, counts = cases.timeline(case, with_agents=True), []
    for _ in range(3):
        with CaptureQueriesContext(connection) as sent:
            whole = cases.case_for(by, case.number)
            assert cases.timeline(whole, with_agents=True) == story
            cases.material_list(whole)
            cases.open_verbs(by, whole, at=desk.at)
            cases.clocks(whole, at=desk.at)
        counts.append(len(sent))
        ledger.record(
            at=desk.at,
            actor=by,
            verb="case.read",
            kind="case",
            subject=case.pk,
            why=ledger.Why(ledger.Purpose.HANDLING, "GBF.44", about=(case.applicant_id,), reading=True),
        )
    assert len(ledger.history(kind="case", subject=case.pk)) >= len(story) + 3
    assert counts[-1] <= 4  # the case, the state of the calendars, who acted for the applicant; never one a look
