from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from tests.cases.samples import PDF, Desk
from tests.cases.test_correcting import text_of
from tongban.cases import api as cases
from tongban.cases import policy, queries, rules
from tongban.cases.api import Promised, PromiseEnd, State, Verb
from tongban.cases.models import CaseOutcome, Promise
from tongban.cases.window import api as window
from tongban.crypto import api as crypto
from tongban.documents import api as documents
from tongban.duties import api as duties
from tongban.ledger import api as ledger
from tongban.messages import api as messages

LIST = cases.Upload(material="4", data=PDF, name="制度清单.pdf")


def clock(case: cases.Case, kind: duties.Kind, desk: Desk) -> duties.Clock | None:
    return next((one for one in cases.clocks(case, at=desk.at) if one.kind == kind), None)


def supplied(desk: Desk, case: cases.Case, *uploads: cases.Upload) -> cases.Case:
    return cases.supply_deferred(number=case.number, uploads=uploads or [LIST], by=desk.applicant, at=desk.now())


def accepted(desk: Desk, case: cases.Case) -> cases.Case:
    return cases.accept(number=case.number, by=desk.staff("acceptor"), at=desk.now())


class TestAtTheWindow:
    """What follows is brought to the counter, whichever way somebody applied (工作规范21(1))."""

    def test_the_clerk_is_named_the_receipt_says_where_and_one_entry_is_written(self, desk: Desk) -> None:
        case, clerk = accepted(desk, desk.promised(m4=Promised.DEFERRED)), desk.staff("receiver")
        before = len(ledger.history(kind="case", subject=case.pk))

        window.supply_at_window(number=case.number, applicant=desk.party, uploads=[LIST], by=clerk, at=desk.now())

        new = ledger.history(kind="case", subject=case.pk)[before:]
        assert [(one.verb, one.actor_id, one.facts["at_window"]) for one in new] == [
            ("case.supply_deferred", clerk.id, 1)
        ]
        assert clock(case, duties.Kind.DEFERRED, desk).light == duties.Light.MET  # type: ignore[union-attr]
        paper = case.documents.get(kind="deferred").document_id
        assert documents.said(paper)["facts"]["channel"] == "窗口"  # type: ignore[index]
        assert [one.verb for one in cases.timeline(case)][-1] == Verb.SUPPLY_DEFERRED

    def test_what_was_not_promised_and_whoever_does_not_stand_there_is_refused(self, desk: Desk) -> None:
        case, clerk = accepted(desk, desk.promised(m4=Promised.DEFERRED)), desk.staff("receiver")
        said: dict[str, Any] = {"number": case.number, "applicant": desk.party, "uploads": [LIST], "by": clerk}
        other = desk.city.actor("citizen").party
        foreign = [replace(LIST, material="3")]

        with pytest.raises(cases.CaseNotFound):
            window.supply_at_window(**said | {"applicant": other}, at=desk.now())
        with pytest.raises(cases.NotPromised):
            window.supply_at_window(**said | {"uploads": foreign}, at=desk.now())
        for by in (desk.staff("acceptor"), desk.staff("handout"), desk.applicant):
            with pytest.raises(cases.CaseNotFound):
                window.supply_at_window(**said | {"by": by}, at=desk.now())
        window.supply_at_window(**said, at=desk.now())
        with pytest.raises(cases.CaseNotFound):
            window.supply_at_window(**said, at=desk.now())
        with pytest.raises(cases.CaseNotFound):
            cases.read_case(number=case.number, by=clerk, at=desk.now())


class TestPromising:
    def test_a_promise_stands_in_the_place_of_a_file_and_is_frozen_with_its_digest(self, desk: Desk) -> None:
        case = desk.promised(m4=Promised.DEFERRED)

        (row,) = cases.promises(case)
        words = cases.promised_words(row)
        entry = next(one for one in ledger.history(kind="case", subject=case.pk) if one.verb == "case.submit")
        assert (row.promised_at, row.end) == (case.received_at, "")
        assert "自受理之日起5个工作日内补交" in words
        assert row.digest == crypto.sm3(words.encode())
        assert words.encode() not in bytes(row.text)
        assert (entry.facts["promised"], entry.facts["words"]) == (["4"], [row.digest])

    @pytest.mark.parametrize(
        ("material", "kind"),
        [("3", Promised.DEFERRED), ("2", Promised.COMMITMENT), ("7", Promised.DEFERRED), ("99", Promised.DEFERRED)],
    )
    def test_what_the_guide_does_not_allow_or_the_answers_do_not_ask_for_is_refused(
        self, desk: Desk, material: str, kind: Promised
    ) -> None:
        draft = desk.filled()

        with pytest.raises(cases.NoSuchPromise):
            cases.promise(draft=draft.pk, material=material, kind=kind, by=desk.applicant, at=desk.now())

    def test_what_is_there_is_not_promised_and_a_file_that_comes_ends_a_promise(self, desk: Desk) -> None:
        draft = desk.filled()
        with pytest.raises(cases.AlreadyHandedIn):
            cases.promise(draft=draft.pk, material="4", kind=Promised.DEFERRED, by=desk.applicant, at=desk.now())
        first = cases.material_list(draft)
        given = next(row.files[0] for row in first if row.material.id == "4")
        cases.detach(draft=draft.pk, row=given.pk, by=desk.applicant, at=desk.now())
        cases.promise(draft=draft.pk, material="4", kind=Promised.COMMITMENT, by=desk.applicant, at=desk.now())

        desk.attach(draft, "4")

        assert cases.promises(draft) == []

    def test_a_promise_that_was_taken_back_is_missing_again(self, desk: Desk) -> None:
        desk.replaced = {"4": Promised.DEFERRED}
        draft = desk.filled()

        cases.take_back_promise(draft=draft.pk, material="4", by=desk.applicant, at=desk.now())

        assert "materials.4" in cases.faults(draft, at=desk.now())

    def test_a_promise_in_other_words_than_those_of_the_guide_now_does_not_count(self, desk: Desk) -> None:
        desk.replaced = {"4": Promised.DEFERRED}
        draft = desk.filled()
        desk.guided(lambda document: document["materials"][3]["defer"].update(amount=3))

        draft = cases.follow_guide(draft=draft.pk, by=desk.applicant, at=desk.now())

        assert "materials.4" in cases.faults(draft, at=desk.now())

    def test_a_draft_that_is_thrown_away_leaves_no_promise(self, desk: Desk) -> None:
        desk.replaced = {"4": Promised.DEFERRED}

        cases.discard(draft=desk.filled().pk, by=desk.applicant, at=desk.now())

        assert not Promise.objects.exists()

    def test_the_one_notice_does_not_ask_for_what_was_promised(self, desk: Desk) -> None:
        case = desk.promised(m4=Promised.DEFERRED)

        assert "materials.4" not in {one.id for one in cases.correctable(case)}

    @pytest.mark.parametrize(("kind", "said"), [(Promised.DEFERRED, "书面承诺后补"), (Promised.COMMITMENT, "告知承诺")])
    def test_the_receipt_says_what_was_promised_and_until_when(self, desk: Desk, kind: Promised, said: str) -> None:
        case = desk.promised(m4=kind)

        name = next(row.material.name for row in cases.material_list(case) if row.material.id == "4")
        (receipt,) = case.documents.filter(kind="receipt")
        facts: Any = documents.said(receipt.document_id)["facts"]
        told = {line["label"]: line["value"] for line in facts["materials"]}

        assert said in told[name]

    def test_the_database_keeps_one_promise_a_material_and_ends_it_as_its_kind_does(self, desk: Desk) -> None:
        (row,) = cases.promises(desk.promised(m4=Promised.DEFERRED))

        with pytest.raises(IntegrityError, match="promise_ends_as_its_kind_does"), transaction.atomic():
            Promise.objects.filter(pk=row.pk).update(end=PromiseEnd.KEPT, ended_at=desk.at)
        row.pk = uuid4()
        with pytest.raises(IntegrityError, match="promise_once_a_material"), transaction.atomic():
            row.save(force_insert=True)


class TestDeferred:
    """容缺: accepted on a promise, with a day to keep and the result held back until then."""

    def test_the_applicant_owes_it_from_acceptance_and_is_told_the_day(self, desk: Desk) -> None:
        case = desk.promised(m4=Promised.DEFERRED)
        assert clock(case, duties.Kind.DEFERRED, desk) is None

        accepted(desk, case)

        found = clock(case, duties.Kind.DEFERRED, desk)
        assert found is not None
        assert found.due_date == date(2026, 9, 8)
        assert any("2026-09-08" in one.body for one in messages.inbox(desk.party))

    def test_of_several_limits_the_one_that_ends_last_counts_for_the_applicant(self, desk: Desk) -> None:
        def longer(document: dict[str, list[dict[str, object]]]) -> None:
            document["materials"][2]["defer"] = {"amount": 20, "unit": "WORKING_DAY"}

        desk.guided(longer)
        case = desk.promised(m3=Promised.DEFERRED, m4=Promised.DEFERRED)

        limit = queries.deferred_limit(case, at=desk.at)

        assert limit is not None
        assert limit.amount == 20

    def test_supplying_all_of_it_meets_the_clock_and_gives_a_receipt(self, desk: Desk) -> None:
        case = accepted(desk, desk.promised(m4=Promised.DEFERRED))

        supplied(desk, case)

        (row,) = cases.promises(case)
        found = clock(case, duties.Kind.DEFERRED, desk)
        assert found is not None
        assert (row.end, found.light) == (PromiseEnd.SUPPLIED, duties.Light.MET)
        assert cases.document_list(case)[-1].kind == "deferred"
        assert cases.open_verbs(desk.applicant, desk.fresh(case), at=desk.at) == (Verb.ADD, Verb.WITHDRAW)

    def test_before_acceptance_it_can_come_too_and_no_clock_is_begun(self, desk: Desk) -> None:
        case = desk.promised(m4=Promised.DEFERRED)

        supplied(desk, case)
        accepted(desk, case)

        assert clock(case, duties.Kind.DEFERRED, desk) is None

    def test_a_file_of_anything_else_or_none_at_all_is_refused(self, desk: Desk) -> None:
        case = desk.promised(m4=Promised.DEFERRED)

        for uploads in ([cases.Upload(material="3", data=PDF, name="图.pdf")], []):
            with pytest.raises(cases.NotPromised):
                cases.supply_deferred(number=case.number, uploads=uploads, by=desk.applicant, at=desk.now())

    def test_the_result_is_not_delivered_before_it_is_there_and_owed_from_then_on(self, desk: Desk) -> None:
        case = desk.decided(desk.promised(m4=Promised.DEFERRED))
        assert Verb.DELIVER not in cases.open_verbs(desk.applicant, case, at=desk.at)
        assert clock(case, duties.Kind.DELIVERY, desk) is None
        with pytest.raises(cases.AwaitsDeferred):
            cases.deliver(number=case.number, by=desk.applicant, at=desk.now())

        supplied(desk, case)

        found = clock(case, duties.Kind.DELIVERY, desk)
        assert found is not None
        assert found.due_date == date(2026, 9, 8)
        delivered = cases.deliver(number=case.number, by=desk.applicant, at=desk.now())
        assert delivered.delivered_at == desk.at

    def test_where_the_policy_of_the_day_lets_it_the_result_does_not_wait(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        free = policy.Deferring(date(2020, 1, 1), holds_result=False, remind=2, source="")
        monkeypatch.setattr(policy, "deferring", lambda _: free)
        case = desk.decided(desk.promised(m4=Promised.DEFERRED))

        delivered = cases.deliver(number=case.number, by=desk.applicant, at=desk.now())

        assert delivered.delivered_at == desk.at

    def test_the_applicant_is_reminded_once_before_the_end_and_nobody_acts_after_it(self, desk: Desk) -> None:
        case = accepted(desk, desk.promised(m4=Promised.DEFERRED))
        assert queries.to_remind(at=desk.at) == []
        desk.at += timedelta(days=4)  # from Tuesday to Saturday: two working days are left

        found = queries.to_remind(at=desk.at)
        told = [cases.remind_deferred(case=case.pk, at=desk.now()) for _ in range(2)]

        assert (found, told) == ([case.pk], [True, False])
        assert "最晚在2026-09-08" in messages.inbox(desk.party)[0].body
        assert queries.to_remind(at=desk.now()) == []
        desk.at += timedelta(days=30)
        assert desk.fresh(case).state == State.ACCEPTED

    def test_what_comes_late_is_taken_in_and_seen_as_late(self, desk: Desk) -> None:
        case = accepted(desk, desk.promised(m4=Promised.DEFERRED))
        desk.at += timedelta(days=30)

        supplied(desk, case)

        found = clock(case, duties.Kind.DEFERRED, desk)
        assert found is not None
        assert found.light == duties.Light.MET_LATE

    @pytest.mark.parametrize("end", ["withdraw", "terminate"])
    def test_nobody_owes_it_when_the_case_comes_to_no_result(self, desk: Desk, end: str) -> None:
        case = accepted(desk, desk.promised(m4=Promised.DEFERRED))
        if end == "withdraw":
            cases.withdraw(number=case.number, by=desk.applicant, at=desk.now())
        else:
            desk.at += timedelta(days=30)
            by = desk.staff("decider")
            cases.terminate(number=case.number, ground="NOT_SUPPLIED", reason="逾期未补交。", by=by, at=desk.now())

        found = clock(case, duties.Kind.DEFERRED, desk)
        assert found is not None
        assert [row.end for row in cases.promises(case)] == [PromiseEnd.LIFTED]
        assert found.state == duties.State.LIFTED


class TestGrantedAndNeverSupplied:
    """容缺: granted, held back, and what was promised does not come (the promise as it was signed for)."""

    def withdraw(self, desk: Desk, case: cases.Case, ground: str = "NOT_SUPPLIED") -> cases.Case:
        by = desk.staff("decider")
        return cases.terminate(number=case.number, ground=ground, reason="逾期未补交。", by=by, at=desk.now())

    def read(self, desk: Desk, case: cases.Case, kind: str) -> str:
        return text_of(cases.read_document(number=case.number, kind=kind, by=desk.applicant, at=desk.at))

    def test_the_applicant_is_not_handed_the_grant_by_another_door(self, desk: Desk) -> None:
        case = desk.decided(desk.promised(m4=Promised.DEFERRED))
        with pytest.raises(cases.AwaitsDeferred):
            self.read(desk, case, "grant")
        assert cases.read_document(number=case.number, kind="grant", by=desk.staff("decider"), at=desk.at)

        supplied(desk, case)

        assert "准予" in self.read(desk, case, "grant")

    def test_staff_remind_as_often_as_wanted_and_no_clock_moves(self, desk: Desk) -> None:
        case = desk.decided(desk.promised(m4=Promised.DEFERRED))
        desk.at += timedelta(days=60)
        before = [(one.kind, one.due_at) for one in cases.clocks(case, at=desk.at)]

        for _ in range(2):
            cases.remind(number=case.number, by=desk.staff("decider"), at=desk.now())

        assert [(one.kind, one.due_at) for one in cases.clocks(desk.fresh(case), at=desk.at)] == before
        assert "最晚在2026-09-08" in messages.inbox(desk.party)[0].body
        supplied(desk, case)
        with pytest.raises(cases.NothingPromised):
            cases.remind(number=case.number, by=desk.staff("decider"), at=desk.now())

    def test_after_the_end_of_the_promise_the_grant_is_taken_back_in_writing(self, desk: Desk) -> None:
        case = desk.decided(desk.promised(m4=Promised.DEFERRED))
        with pytest.raises(cases.PromiseRuns):
            self.withdraw(desk, case)
        assert Verb.TERMINATE not in cases.open_verbs(desk.staff("decider"), case, at=desk.at)
        desk.at += timedelta(days=60)
        assert [one.code for one in cases.open_endings(case, at=desk.at)] == ["NOT_SUPPLIED"]
        number = next(one.number for one in cases.document_list(case) if one.kind == "grant")

        done = self.withdraw(desk, case)

        assert done.state == State.TERMINATED
        assert f"尚未送达的准予行政许可决定书（{number}）同时撤回" in self.read(desk, case, "termination")
        with pytest.raises(cases.CaseNotFound):
            self.read(desk, case, "grant")
        assert clock(case, duties.Kind.DELIVERY, desk) is not None
        assert cases.deliver(number=case.number, by=desk.applicant, at=desk.now()).delivered_at == desk.at

    def test_a_grant_that_waits_for_nothing_or_says_nothing_of_it_is_not_taken_back(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with pytest.raises(cases.NothingToWithdraw):
            self.withdraw(desk, desk.granted())
        monkeypatch.setattr(rules, "deferral_words", lambda *_: "本申请人承诺补交。")
        other = Desk(desk.city, desk.at, desk.city.actor("citizen"))
        case = other.decided(other.promised(m4=Promised.DEFERRED))
        other.at += timedelta(days=60)

        with pytest.raises(cases.NotSignedFor):
            self.withdraw(other, case)

    def test_whoever_asks_without_an_account_is_told_what_is_owed(self, desk: Desk) -> None:
        case = desk.decided(desk.promised(m4=Promised.DEFERRED))

        assert queries.progress(desk.fresh(case), at=desk.at).owed == tuple(cases.deferred_names(case))
        assert len(cases.deferred_names(case)) == 1


class TestCommitment:
    """告知承诺: granted on the applicant's word, which is checked afterwards."""

    def check(self, desk: Desk, case: cases.Case, *, kept: bool, material: str = "4") -> cases.Case:
        return cases.check_commitment(
            number=case.number,
            material=material,
            kept=kept,
            reason="现场没有进货查验记录。",
            by=desk.staff("examiner"),
            at=desk.now(),
        )

    def test_it_is_granted_delivered_and_checked_within_the_limit_of_the_guide(self, desk: Desk) -> None:
        case = desk.decided(desk.promised(m4=Promised.COMMITMENT))
        cases.deliver(number=case.number, by=desk.applicant, at=desk.now())
        owed = clock(case, duties.Kind.AFTER_CHECK, desk)
        assert owed is not None
        assert (owed.state, "告知承诺制的指导意见" in owed.basis) == (duties.State.OPEN, True)
        assert cases.open_verbs(desk.staff("examiner"), desk.fresh(case), at=desk.at) == (
            Verb.CHECK_COMMITMENT,
            Verb.ORDER_RECTIFICATION,
        )

        self.check(desk, case, kept=True)

        met = clock(case, duties.Kind.AFTER_CHECK, desk)
        assert met is not None
        assert met.light == duties.Light.MET
        assert [row.end for row in cases.promises(case)] == [PromiseEnd.KEPT]
        assert not CaseOutcome.objects.exists()

    def test_one_that_was_not_kept_is_told_in_writing_and_revokes_nothing(self, desk: Desk) -> None:
        case = desk.decided(desk.promised(m4=Promised.COMMITMENT))

        self.check(desk, case, kept=False)

        fresh = desk.fresh(case)
        assert (fresh.state, [one.kind for one in cases.outcomes(fresh)]) == (State.GRANTED, ["COMMITMENT_NOT_KEPT"])
        assert cases.document_list(fresh)[-1].title == "告知承诺核查结果告知书"
        assert "不属实" in messages.inbox(desk.party)[0].body
        assert cases.opinion_list(desk.applicant, fresh)[-1][1].text == "现场没有进货查验记录。"

    def test_what_was_not_committed_to_or_is_checked_already_is_refused(self, desk: Desk) -> None:
        case = desk.decided(desk.promised(m4=Promised.COMMITMENT))
        with pytest.raises(cases.NoSuchCommitment):
            self.check(desk, case, kept=True, material="3")
        self.check(desk, case, kept=True)

        with pytest.raises(cases.NothingToCheck):
            self.check(desk, case, kept=False)

    def test_a_case_without_one_owes_no_check(self, desk: Desk) -> None:
        case = desk.granted()

        assert clock(case, duties.Kind.AFTER_CHECK, desk) is None
        assert Verb.CHECK_COMMITMENT in cases.barred(case, at=desk.at)
