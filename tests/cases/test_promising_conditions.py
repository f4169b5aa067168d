"""告知承诺 of a condition: told, promised, decided on at once, met in time and checked (国办发〔2020〕42号)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from tests.cases.samples import Desk
from tongban.cases import api as cases
from tongban.cases import policy
from tongban.cases.api import Promised, PromiseEnd, State, Verb
from tongban.cases.desk import api as desks
from tongban.cases.models import CaseOutcome
from tongban.cases.promises import api as promising
from tongban.cases.promises.reminding import conditions_due, remind_of_condition
from tongban.cases.queries.promising import words_to_sign
from tongban.crypto import api as crypto
from tongban.documents import api as documents
from tongban.duties import api as duties
from tongban.ledger import api as ledger
from tongban.messages import api as messages

LAYOUT = "criteria.5"
COMMITTING = "《国务院办公厅关于全面推行证明事项和涉企经营许可事项告知承诺制的指导意见》国办发〔2020〕42号"


@pytest.fixture
def promised(desk: Desk) -> cases.Case:
    """Return an application that promises the layout of the kitchen and brings no plan of it."""
    return applied(desk)


def applied(desk: Desk) -> cases.Case:
    draft = drafted(desk)
    return cases.submit(draft=draft.pk, token=desk.token, by=desk.applicant, at=desk.now())


def drafted(desk: Desk) -> cases.Case:
    draft = desk.filled()
    plan = next(row.files[0] for row in cases.material_list(draft) if row.material.id == "3")
    cases.detach(draft=draft.pk, row=plan.pk, by=desk.applicant, at=desk.now())
    commit(desk, draft)
    return desk.fresh(draft)


def commit(desk: Desk, draft: cases.Case, key: str = LAYOUT) -> None:
    cases.promise(draft=draft.pk, material=key, kind=Promised.COMMITMENT, by=desk.applicant, at=desk.now())


def check(desk: Desk, case: cases.Case, *, kept: bool) -> cases.Case:
    found = "现场查看，布局与承诺一致。" if kept else "生熟食品共用一个水池，没有按承诺改造。"
    return cases.check_commitment(
        number=case.number, material=LAYOUT, kept=kept, reason=found, by=desk.staff("examiner"), at=desk.now()
    )


def at_once(desk: Desk, case: cases.Case) -> cases.Case:
    return cases.grant_at_once(number=case.number, opinion="依据承诺准予。", by=desk.staff("decider"), at=desk.now())


def said(case: cases.Case, kind: str) -> dict[str, Any]:
    """Return what was frozen in a paper of a case."""
    frozen: Any = documents.said(case.documents.get(kind=kind).document_id)
    facts: dict[str, Any] = frozen["facts"]
    return facts


def owed(desk: Desk, case: cases.Case) -> duties.Clock | None:
    return next((one for one in cases.clocks(case, at=desk.at) if one.kind == duties.Kind.AFTER_CHECK), None)


class TestPromising:
    def test_the_whole_is_told_in_one_text_and_frozen_with_its_digest(self, promised: cases.Case) -> None:
        (row,) = cases.promises(promised)
        words = cases.promised_words(row)
        entry = next(one for one in ledger.history(kind="case", subject=promised.pk) if one.verb == "case.submit")

        assert [part.partition("：")[0] for part in words.splitlines()] == [
            "许可条件",
            "行政机关告知",
            "达到条件的期限",
            "作出决定以后60个工作日内，行政机关核查是否符合。",
            "申请人承诺",
        ]
        assert "自作出决定之日起30日内" in words
        assert row.digest == crypto.sm3(words.encode())
        assert (entry.facts["promised"], entry.facts["words"]) == ([LAYOUT], [row.digest])
        lines = {one["label"]: one["value"] for one in said(promised, "receipt")["materials"]}
        assert lines["书面承诺：受理标准第5项"] == words
        assert lines["主要设备设施布局、操作流程文件"] == "已书面承诺符合它所证明的条件，不用提交"

    def test_what_proves_it_is_spared_until_the_promise_is_taken_back(self, desk: Desk) -> None:
        draft = drafted(desk)
        assert cases.faults(draft, at=desk.at) == {}

        cases.take_back_promise(draft=draft.pk, material=LAYOUT, by=desk.applicant, at=desk.now())

        assert list(cases.faults(desk.fresh(draft), at=desk.at)) == ["materials.3"]

    @pytest.mark.parametrize(
        ("key", "kind"),
        [("criteria.1", Promised.COMMITMENT), (LAYOUT, Promised.DEFERRED), ("criteria.9", Promised.COMMITMENT)],
    )
    def test_what_the_guide_does_not_let_be_promised_is_refused(self, desk: Desk, key: str, kind: Promised) -> None:
        draft = desk.filled()

        with pytest.raises(cases.NoSuchPromise) as refusal:
            cases.promise(draft=draft.pk, material=key, kind=kind, by=desk.applicant, at=desk.now())

        assert refusal.value.field == key

    def test_a_promise_in_words_that_the_guide_has_no_more_does_not_stand(self, desk: Desk) -> None:
        draft = drafted(desk)

        def longer(document: dict[str, Any]) -> None:
            document["criteria"][4]["commitment"]["meet"]["amount"] = 45

        desk.guided(longer)
        followed = cases.follow_guide(draft=draft.pk, by=desk.applicant, at=desk.now())

        assert list(cases.faults(followed, at=desk.at)) == ["materials.3"]
        assert "45日内" in words_to_sign(followed, LAYOUT, Promised.COMMITMENT)

    def test_whoever_hands_everything_in_promises_nothing_and_owes_no_check(self, desk: Desk) -> None:
        case = desk.granted()

        assert (promising.promised_conditions(case), owed(desk, case)) == ({}, None)


class TestExamining:
    """Nobody asks before the decision for what was promised."""

    def test_a_correction_points_neither_at_the_condition_nor_at_what_it_spares(
        self, desk: Desk, promised: cases.Case
    ) -> None:
        open_points = {one.id for one in cases.correctable(promised)}

        assert {"criteria.1", "materials.2"} <= open_points
        assert not {LAYOUT, "materials.3"} & open_points
        with pytest.raises(cases.NotInGuide):
            cases.ask_correction(
                number=promised.number,
                points=[cases.Point("materials.3", "请补交布局图。")],
                by=desk.staff("acceptor"),
                at=desk.now(),
            )

    def test_whoever_examines_sees_the_promise_and_does_not_tick_it(self, desk: Desk, promised: cases.Case) -> None:
        cases.accept(number=promised.number, by=desk.staff("acceptor"), at=desk.now())
        listed = {one.id: one.promised for one in desks.criteria_of(desk.fresh(promised))}

        with pytest.raises(desks.PromisedInstead):
            desks.note_checks(
                number=promised.number,
                checks=[desks.Check("5", desks.Found.NOT_MET, "没有布局图")],
                by=desk.staff("examiner"),
                at=desk.now(),
            )

        assert listed == {"1": False, "2": False, "3": False, "4": False, "5": True}

    def test_it_is_decided_on_the_spot_and_the_decision_says_what_is_checked(
        self, desk: Desk, promised: cases.Case
    ) -> None:
        decider = desk.staff("decider")
        assert {Verb.GRANT_AT_ONCE, Verb.REFUSE_AT_ONCE} & {*cases.open_verbs(decider, promised, at=desk.at)} == {
            Verb.GRANT_AT_ONCE
        }

        done = at_once(desk, promised)

        assert (done.state, done.closed_at) == (State.GRANTED, done.accepted_at)
        clock = owed(desk, done)
        assert clock is not None
        assert (clock.state, "告知承诺制的指导意见" in clock.basis) == (duties.State.OPEN, True)
        lines = {one["label"]: one["value"] for one in said(done, "grant")["contents"]}
        assert lines["受理标准第5项的承诺"].endswith("自作出决定之日起30日内。作出决定以后60个工作日内核查。")

    def test_what_was_not_promised_or_only_as_to_a_material_goes_through_its_steps(self, desk: Desk) -> None:
        case = desk.promised(m4=Promised.COMMITMENT)

        assert Verb.GRANT_AT_ONCE not in cases.open_verbs(desk.staff("decider"), case, at=desk.at)
        with pytest.raises(cases.NotAtOnce):
            at_once(desk, case)


class TestChecking:
    def test_it_is_met_in_time_and_found_so_once(self, desk: Desk, promised: cases.Case) -> None:
        done = at_once(desk, promised)

        check(desk, done, kept=True)

        clock = owed(desk, done)
        assert clock is not None
        assert clock.light == duties.Light.MET
        assert [row.end for row in cases.promises(desk.fresh(done))] == [PromiseEnd.KEPT]
        assert not CaseOutcome.objects.exists()
        with pytest.raises(cases.NothingToCheck):
            check(desk, done, kept=True)

    def test_it_is_not_found_unmet_before_the_time_is_over(self, desk: Desk, promised: cases.Case) -> None:
        done = at_once(desk, promised)
        (row,) = cases.promises(done)
        # Thirty days from 1 September end in the holidays of the National Day, and so on the first working day after.
        assert promising.meet_until(done, row) == date(2026, 10, 8)
        desk.at = desk.at.replace(month=10, day=8)
        with pytest.raises(promising.NotYetToMeet) as refusal:
            check(desk, done, kept=False)
        desk.at = desk.at.replace(month=10, day=9)

        check(desk, done, kept=False)

        assert "2026年10月8日" in refusal.value.message
        paper = said(done, "commitment_check")
        assert (paper["commitment"], paper["articles"]) == ("受理标准第5项的证明", [COMMITTING])
        assert paper["reason"].startswith("生熟食品共用一个水池")
        assert [one.kind for one in cases.outcomes(desk.fresh(done))] == ["COMMITMENT_NOT_KEPT"]


class TestReminding:
    """Whoever promised is reminded once before the time to meet it ends; nothing follows from it."""

    def test_is_told_once_some_days_before_and_not_after(self, desk: Desk, promised: cases.Case) -> None:
        done = at_once(desk, promised)
        entries = len(ledger.history(kind="case", subject=done.pk))
        seen = []
        # The last day is 8 October, the working day after the holidays; five working days before it is 23 September.
        for day in (22, 23, 24):
            desk.at = desk.at.replace(day=day)
            seen.append((conditions_due(at=desk.at), remind_of_condition(case=done.pk, at=desk.at)))

        assert seen == [([], False), ([done.pk], True), ([], False)]
        letter = messages.inbox(desk.party)[0]
        assert (letter.title, "最晚在2026-10-08" in letter.body) == ("承诺达到的条件快到期了", True)
        assert len(ledger.history(kind="case", subject=done.pk)) == entries

    def test_nobody_is_told_of_what_was_checked_or_is_over_or_not_decided(
        self, desk: Desk, promised: cases.Case
    ) -> None:
        waiting = applied(Desk(desk.city, desk.at, desk.applicant))
        done = at_once(desk, promised)
        desk.at = desk.at.replace(day=29)
        late = desk.at.replace(month=10, day=9)
        assert conditions_due(at=desk.at) == [done.pk]
        assert (conditions_due(at=late), remind_of_condition(case=done.pk, at=late)) == ([], False)
        check(desk, done, kept=True)

        assert conditions_due(at=desk.at) == []
        assert [remind_of_condition(case=one.pk, at=desk.at) for one in (done, waiting)] == [False, False]


class TestPromisingAgain:
    """Whoever did not keep a commitment proves everything until the months of the policy are over."""

    @pytest.fixture
    def broken(self, desk: Desk, promised: cases.Case) -> cases.Case:
        done = at_once(desk, promised)
        desk.at += timedelta(days=40)
        return check(desk, done, kept=False)

    @pytest.mark.parametrize("key", [LAYOUT, "4"])
    @pytest.mark.usefixtures("broken")
    def test_is_refused_of_conditions_and_materials_until_it_is_over(self, desk: Desk, key: str) -> None:
        again = Desk(desk.city, desk.at, desk.applicant)
        draft = again.draft()
        with pytest.raises(promising.PromiseBroken):
            commit(again, draft, key)
        again.at += timedelta(days=31 * (policy.committing(desk.at.date()).barred + 1))
        draft = again.draft()

        commit(again, draft, key)

        assert [row.material for row in cases.promises(again.fresh(draft))] == [key]

    def test_stops_an_application_that_was_filled_in_before_it_was_found(
        self, desk: Desk, promised: cases.Case
    ) -> None:
        done = at_once(desk, promised)
        again = Desk(desk.city, desk.at, desk.applicant)
        draft = drafted(again)
        desk.at += timedelta(days=40)
        check(desk, done, kept=False)
        again.at = desk.at

        with pytest.raises(cases.Incomplete) as refusal:
            cases.submit(draft=draft.pk, token=again.token, by=again.applicant, at=again.now())

        assert list(refusal.value.faults) == [LAYOUT]

    def test_does_not_touch_anybody_else_nor_what_follows_later(self, desk: Desk, broken: cases.Case) -> None:
        other = Desk(desk.city, desk.at, desk.city.actor("citizen"))

        commit(other, other.draft())

        assert broken.applicant_id != other.party
