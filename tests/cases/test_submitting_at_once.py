"""A double click, a lost answer and two tabs, all in the same moment: one case, and everybody learns of it."""

from __future__ import annotations

from functools import partial
from uuid import UUID, uuid4

import pytest

from tests.cases.samples import PAGES, PDF, Desk
from tests.city import City
from tests.conftest import in_threads
from tongban.cases import api as cases
from tongban.kernel.errors import Refused
from tongban.ledger import api as ledger

pytestmark = pytest.mark.django_db(transaction=True)


def submit(desk: Desk, draft: UUID, token: UUID) -> str:
    try:
        return cases.submit(draft=draft, token=token, by=desk.applicant, at=desk.at).number
    except Refused as refusal:
        return refusal.code


def send(desk: Desk, draft: UUID, key: UUID) -> int:
    upload = cases.Upload(material="5", data=PDF, name="健康证.pdf")
    rows = cases.attach_files(draft=draft, material="5", uploads=[upload], key=key, by=desk.applicant, at=desk.at).rows
    return len(rows)


def test_many_submissions_and_uploads_in_one_moment_make_one_case_and_one_file(city: City) -> None:
    desk = Desk(city=city, at=city.at, applicant=city.owner_for_company)
    draft, key, clicked, tab = desk.filled().pk, uuid4(), uuid4(), uuid4()
    desk.now()

    assert in_threads(*[partial(send, desk, draft, key)] * 2) == [1, 1]
    said = in_threads(*[partial(submit, desk, draft, clicked)] * 2, partial(submit, desk, draft, tab))

    numbers = {one for one in said if one != "wrong_state"}
    case = cases.draft_for(desk.applicant, draft)
    assert numbers == {case.number}
    assert case.materials.filter(material="5").count() == 1
    assert ledger.Entry.objects.filter(verb="case.submit", subject=draft).count() == 1
    assert [paper.kind for paper in cases.document_list(case)] == ["receipt"]


def test_what_another_tab_changes_in_the_moment_of_submitting_is_shown_first_or_not_taken(city: City) -> None:
    """Whoever comes first: what was signed for is in the case, and nothing else ever is."""
    desk = Desk(city=city, at=city.at, applicant=city.owner_for_company)
    draft = desk.filled()
    shown = cases.shown_mark(draft, cases.application(draft, at=desk.now()), by=desk.applicant)
    moved = {**PAGES["place"], "biz_address": ["改过的路 9 号"]}

    def sign() -> str:
        try:
            return cases.submit(draft=draft.pk, token=desk.token, by=desk.applicant, at=desk.at, shown=shown).number
        except Refused as refusal:
            return refusal.code

    def change() -> str:
        try:
            cases.save_answers(draft=draft.pk, group="place", posted=moved, by=desk.applicant, at=desk.at)
        except Refused as refusal:
            return refusal.code
        return "changed"

    signed, changed = in_threads(sign, change)

    case = desk.fresh(draft)
    first = ("not_as_shown", "changed", cases.State.DRAFT, "改过的路 9 号")
    last = (case.number, "wrong_state", cases.State.RECEIVED, "示例路 1 号")
    assert (signed, changed, case.state, cases.answers(case)["biz_address"]) in {first, last}
