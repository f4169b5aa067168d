from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from pypdf import PdfReader

from tests.cases.samples import PDF, WENT, Desk
from tongban.cases import api as cases
from tongban.cases import queries, tasks
from tongban.cases.api import MOVES, State, Verb
from tongban.cases.models import CorrectionNotice
from tongban.catalog import api as catalog
from tongban.duties import api as duties
from tongban.kernel.days import SHANGHAI
from tongban.kernel.errors import NotAllowed, Refused, WrongState
from tongban.messages import api as messages


def clock(case: cases.Case, kind: duties.Kind, at: datetime) -> duties.Clock:
    return next(one for one in cases.clocks(case, at=at) if one.kind == kind)


class TestAccept:
    def test_starts_the_statutory_and_the_promised_limit(self, desk: Desk) -> None:
        case = desk.accepted()

        assert clock(case, duties.Kind.STATUTORY, desk.at).due_date == date(2026, 9, 15)
        assert clock(case, duties.Kind.PROMISED, desk.at).due_date == date(2026, 9, 8)

    def test_ends_the_notice_clock_in_time(self, desk: Desk) -> None:
        assert clock(desk.accepted(), duties.Kind.NOTICE, desk.at).light == duties.Light.MET

    def test_gives_a_dated_notice_of_acceptance(self, desk: Desk) -> None:
        assert [paper.kind for paper in cases.document_list(desk.accepted())] == ["receipt", "acceptance"]


class TestOneTimeNotice:
    def test_second_correction_notice_is_refused(self, desk: Desk) -> None:
        case = desk.corrected()

        with pytest.raises(WrongState):
            cases.ask_correction(
                number=case.number,
                points=[cases.Point("materials.2", "再补一次")],
                by=desk.staff("acceptor"),
                at=desk.now(),
            )

    def test_the_database_has_no_place_for_a_second_notice(self, desk: Desk) -> None:
        notice = CorrectionNotice.objects.get(case=desk.correcting())

        with pytest.raises(IntegrityError), transaction.atomic():
            CorrectionNotice.objects.create(
                id=desk.token, case=notice.case, points=notice.points, issued_at=notice.issued_at
            )

    @pytest.mark.parametrize(
        "element",
        ["materials.99", "form.shoe_size", "basics", "", "criteria.99", "materials.1", "materials.5", "materials.7"],
    )
    def test_a_point_outside_the_guide_is_refused_and_nothing_is_told(self, desk: Desk, element: str) -> None:
        case = desk.submitted()

        with pytest.raises(cases.NotInGuide):
            cases.ask_correction(
                number=case.number,
                points=[cases.Point("materials.3", "请补交"), cases.Point(element, "另外还要这个")],
                by=desk.staff("acceptor"),
                at=desk.now(),
            )

        assert desk.fresh(case).state == cases.State.RECEIVED
        assert not CorrectionNotice.objects.exists()

    @pytest.mark.parametrize("text", ["", "   "])
    def test_a_point_must_say_what_is_missing(self, desk: Desk, text: str) -> None:
        case = desk.submitted()

        with pytest.raises(cases.NeedsReason):
            cases.ask_correction(
                number=case.number,
                points=[cases.Point("materials.3", text)],
                by=desk.staff("acceptor"),
                at=desk.now(),
            )

    def test_a_notice_without_points_is_refused(self, desk: Desk) -> None:
        with pytest.raises(cases.NeedsReason):
            cases.ask_correction(number=desk.submitted().number, points=[], by=desk.staff("acceptor"), at=desk.now())


class TestSilence:
    """行政许可法 32(1)4: no notice in five days is acceptance from the day of receipt."""

    def test_the_next_verb_finds_the_case_accepted_from_receipt(self, desk: Desk) -> None:
        case = desk.submitted()
        received = case.received_at
        desk.at = datetime.fromisoformat("2026-09-10T09:00:00+08:00")

        cases.examine(
            number=case.number, passed=True, opinion="符合。", others=WENT, by=desk.staff("examiner"), at=desk.now()
        )

        fresh = desk.fresh(case)
        assert fresh.accepted_at == received
        assert clock(fresh, duties.Kind.STATUTORY, desk.at).due_date == date(2026, 9, 15)
        assert clock(fresh, duties.Kind.NOTICE, desk.at).light == duties.Light.LAPSED

    def test_a_correction_notice_after_the_limit_is_refused(self, desk: Desk) -> None:
        case = desk.submitted()
        desk.at = datetime.fromisoformat("2026-09-09T00:00:00+08:00")

        with pytest.raises(WrongState):
            cases.ask_correction(
                number=case.number,
                points=[cases.Point("materials.3", "晚了")],
                by=desk.staff("acceptor"),
                at=desk.at,
            )

    def test_the_last_minute_of_the_last_day_is_still_in_time(self, desk: Desk) -> None:
        case = desk.submitted()
        desk.at = datetime.fromisoformat("2026-09-08T23:58:00+08:00")

        accepted = cases.accept(number=case.number, by=desk.staff("acceptor"), at=desk.now())

        assert accepted.accepted_at == desk.at

    def test_a_dated_notice_says_that_it_follows_from_the_law(self, desk: Desk) -> None:
        case = desk.submitted()

        cases.sweep(case=case.pk, at=desk.at + timedelta(days=20))

        assert [paper.kind for paper in cases.document_list(case)] == ["receipt", "deemed_acceptance"]

    def test_the_next_verb_gives_the_same_case_as_the_sweep(self, desk: Desk) -> None:
        swept = desk.submitted()
        desk.token = uuid4()
        left = desk.submitted()
        later = datetime.fromisoformat("2026-09-20T09:00:00+08:00")

        cases.sweep(case=swept.pk, at=later)
        for case in (swept, left):
            cases.examine(
                number=case.number, passed=True, opinion="符合。", others=WENT, by=desk.staff("examiner"), at=later
            )

        one, other = desk.fresh(swept), desk.fresh(left)
        steps = [[(step.verb, step.after) for step in cases.timeline(case)] for case in (one, other)]
        assert steps[0] == steps[1]
        assert (one.accepted_at, other.accepted_at) == (swept.received_at, left.received_at)

    def test_one_sweep_goes_on_in_batches_until_no_case_waits_for_the_law(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        first, desk.token = desk.submitted(), uuid4()
        pair = [first, desk.submitted()]
        monkeypatch.setattr(timezone, "now", lambda: desk.at + timedelta(days=20))
        monkeypatch.setattr(tasks, "BATCH", 1)

        assert tasks.apply_silence(timestamp=0) == len(pair)
        assert {desk.fresh(one).state for one in pair} == {cases.State.ACCEPTED}

    def test_a_second_sweep_does_nothing(self, desk: Desk) -> None:
        case = desk.submitted()
        later = datetime.fromisoformat("2026-09-20T09:00:00+08:00")

        swept = cases.sweep(case=case.pk, at=later)
        again = cases.sweep(case=case.pk, at=later)

        fresh = desk.fresh(case)
        assert (swept, again) == (True, False)
        assert fresh.state == cases.State.ACCEPTED
        assert fresh.accepted_at == case.received_at
        assert [step.at for step in cases.timeline(fresh)][-1] == datetime.fromisoformat("2026-09-09T00:00:00+08:00")

    def test_the_applicant_is_told(self, desk: Desk) -> None:
        case = desk.submitted()

        cases.sweep(case=case.pk, at=desk.at + timedelta(days=20))

        assert "自收到材料之日起即为受理" in messages.inbox(desk.party)[0].body

    def test_after_a_correction_runs_from_the_corrected_material(self, desk: Desk) -> None:
        case = desk.corrected()
        told = cases.correction_of(case)
        assert told is not None
        answered = told.answered_at

        cases.sweep(case=case.pk, at=desk.at + timedelta(days=20))

        assert desk.fresh(case).accepted_at == answered

    def test_waiting_for_the_applicant_is_no_silence(self, desk: Desk) -> None:
        case = desk.correcting()

        done = cases.sweep(case=case.pk, at=desk.at + timedelta(days=60))

        assert not done
        assert desk.fresh(case).state == cases.State.CORRECTION


class TestDecide:
    def test_a_decision_meets_the_limits_and_owes_delivery(self, desk: Desk) -> None:
        case = desk.granted()

        assert clock(case, duties.Kind.STATUTORY, desk.at).light == duties.Light.MET
        assert clock(case, duties.Kind.DELIVERY, desk.at).due_date == date(2026, 9, 8)

    def test_a_refusal_is_delivered_within_the_general_limit(self, desk: Desk) -> None:
        case = desk.in_state(cases.State.REFUSED)

        assert clock(case, duties.Kind.DELIVERY, desk.at).due_date == date(2026, 9, 15)

    @pytest.mark.parametrize("verb", ["grant", "refuse"])
    def test_whoever_examined_does_not_decide_even_with_both_posts(self, desk: Desk, verb: str) -> None:
        case = desk.examined()
        one = desk.staff("examiner")
        both = replace(one, grants=one.grants | desk.staff("decider").grants)
        words = {"opinion": "准予。"} if verb == "grant" else {"reason": "不符合条件。"}

        with pytest.raises(cases.ExaminedByOneself):
            getattr(cases, verb)(number=case.number, by=both, at=desk.now(), **words)

        case.refresh_from_db()
        assert case.state == cases.State.EXAMINED

    @pytest.mark.parametrize("verb", ["grant", "refuse"])
    def test_a_decision_on_what_was_examined_or_added_to_since_is_refused(self, desk: Desk, verb: str) -> None:
        case, decider = desk.examined(), desk.staff("decider")
        words = {"opinion": "准予。"} if verb == "grant" else {"reason": "不符合条件。", "considered": "已核对门牌号。"}

        def decided_by(seen: datetime) -> None:
            getattr(cases, verb)(number=case.number, by=decider, at=desk.now(), seen=seen, **words)

        seen = [desk.fresh(case).changed_at]
        cases.add(number=case.number, words="门牌号已更换。", uploads=[], by=desk.applicant, at=desk.now())
        seen.append(desk.fresh(case).changed_at)
        cases.send_back(number=case.number, reason="请核对。", by=decider, at=desk.now())
        examiner = desk.staff("examiner")
        cases.examine(number=case.number, passed=True, opinion="已核对。", others=WENT, by=examiner, at=desk.now())

        for older in seen:
            with pytest.raises(cases.MovedBeforeDeciding):
                decided_by(older)
        decided_by(desk.fresh(case).changed_at)
        assert desk.fresh(case).state in cases.DECIDED

    @pytest.mark.parametrize("verb", ["grant", "refuse"])
    def test_a_colleagues_answer_that_came_since_is_told_before_it_is_decided(self, desk: Desk, verb: str) -> None:
        case, decider, colleague = desk.examined(), desk.staff("decider"), desk.staff("deputy")
        words = {"opinion": "准予。"} if verb == "grant" else {"reason": "不符合条件。"}
        asked = cases.ask_opinion(
            number=case.number,
            question="面积是否合适？",
            due_on=desk.in_days(3),
            colleagues=[colleague.id],
            by=decider,
            at=desk.now(),
        )
        seen = desk.fresh(case).changed_at
        row = asked.consulted.get()
        cases.give_opinion(number=case.number, asked=row.pk, answer="面积不够。", by=colleague, at=desk.now())
        came = f"{desk.at.astimezone(SHANGHAI):%H:%M}"

        with pytest.raises(cases.MovedBeforeDeciding) as refusal:
            getattr(cases, verb)(number=case.number, by=decider, at=desk.now(), seen=seen, **words)

        assert f"答复征求意见（{came}）" in refusal.value.message
        assert desk.fresh(case).state == cases.State.EXAMINED

    def test_a_decision_after_the_promised_limit_is_seen_as_late(self, desk: Desk) -> None:
        case = desk.examined()
        desk.at += timedelta(days=8)

        cases.grant(number=case.number, opinion="准予。", by=desk.staff("decider"), at=desk.now())

        assert clock(case, duties.Kind.PROMISED, desk.at).light == duties.Light.MET_LATE
        assert clock(case, duties.Kind.STATUTORY, desk.at).light == duties.Light.MET

    @pytest.mark.parametrize("text", ["", "  \n "])
    def test_a_refusal_without_reasons_is_refused(self, desk: Desk, text: str) -> None:
        case = desk.examined(passed=False)

        with pytest.raises(cases.NeedsReason):
            cases.refuse(number=case.number, reason=text, by=desk.staff("decider"), at=desk.now())

        assert desk.fresh(case).state == cases.State.EXAMINED

    def test_sent_back_goes_on_under_the_same_clock(self, desk: Desk) -> None:
        case = desk.examined()

        cases.send_back(number=case.number, reason="请核对经营面积。", by=desk.staff("decider"), at=desk.now())

        assert desk.fresh(case).state == cases.State.ACCEPTED
        assert clock(case, duties.Kind.STATUTORY, desk.at).due_date == date(2026, 9, 15)

    @pytest.mark.parametrize("who", ["acceptor", "examiner", "handout", "supervisor"])
    @pytest.mark.parametrize("verb", ["grant", "refuse", "send_back", "terminate", "extend"])
    def test_only_who_decides_decides(self, desk: Desk, verb: str, who: str) -> None:
        case = desk.granted() if (verb, who) == ("grant", "handout") else desk.examined()
        # Somebody who had nothing to do with it: whoever examined it is refused for that already.
        by = replace(desk.staff(who), id=uuid4())
        words = {"opinion": "准予。"} if verb == "grant" else {"reason": "理由。"}
        words |= {"ground": "GIVEN_UP"} if verb == "terminate" else {}

        with pytest.raises(Refused) as refusal:
            getattr(cases, verb)(number=case.number, by=by, at=desk.now(), **words)

        assert type(refusal.value) is (cases.CaseNotFound if who == "handout" and verb != "grant" else NotAllowed)


class TestWording:
    """A confirmation, a payment or a public service is no licence, and its papers do not call it one."""

    @pytest.fixture(autouse=True)
    def _confirmation(self, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
        guide = desk.draft().guide.guide
        basics = guide.basics.model_copy(update={"type": catalog.ItemType.CONFIRMATION})
        other = guide.model_copy(update={"basics": basics})
        monkeypatch.setattr(catalog.GuideVersion, "guide", property(lambda _: other))

    @pytest.mark.parametrize(
        ("state", "title", "outcome"),
        [
            (State.GRANTED, "办理结果通知书", "本机关决定予以办理"),
            (State.REFUSED, "不予办理决定书", "本机关决定不予办理"),
        ],
    )
    def test_the_paper_says_what_was_decided_in_words_that_fit(
        self, desk: Desk, state: State, title: str, outcome: str
    ) -> None:
        case = desk.in_state(state)
        paper = cases.document_list(case)[-1]

        text = words_of(queries.open_document(case, paper.kind).pdf)

        assert (paper.title, paper.result) == (title, True)
        assert paper.number.split("〔")[0].endswith("办准" if state == State.GRANTED else "办不")
        assert all(words in text for words in (title, outcome, f"自收到本{title[-3:]}之日起"))
        assert not any(words in text for words in ("准予行政许可", "不予行政许可", "被许可人", "许可事项"))

    @pytest.mark.parametrize("state", [State.GRANTED, State.REFUSED])
    def test_nor_does_the_message(self, desk: Desk, state: State) -> None:
        case = desk.in_state(state)

        assert "许可" not in messages.inbox(case.applicant_id)[0].body.replace(case.item_name, "")


def words_of(pdf: bytes) -> str:
    """What a paper says, as a reader finds it."""
    return "".join("".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages)


class TestDeliver:
    def test_the_applicant_signs_for_the_result(self, desk: Desk) -> None:
        case = desk.granted()

        delivered = cases.deliver(number=case.number, by=desk.applicant, at=desk.now())

        assert delivered.delivered_at == desk.at
        paper = words_of(cases.read_document(number=case.number, kind="delivery", by=desk.applicant, at=desk.at).pdf)
        assert "送达方式网上签收、下载" in paper
        assert "登录本人账户后在网上签收" in paper
        assert "准予行政许可决定书" in paper
        assert clock(case, duties.Kind.DELIVERY, desk.at).light == duties.Light.MET
        assert cases.open_verbs(desk.applicant, delivered, at=desk.at) == ()

    def test_the_window_hands_out_what_is_decided_and_sees_nothing_before(self, desk: Desk) -> None:
        case = desk.examined()
        window = desk.staff("handout")
        with pytest.raises(cases.CaseNotFound):
            cases.case_for(window, case.number)
        cases.grant(number=case.number, opinion="准予。", by=desk.staff("decider"), at=desk.now())

        cases.deliver(number=case.number, by=window, at=desk.now())

        assert desk.fresh(case).delivered_at == desk.at

    def test_a_second_delivery_is_refused(self, desk: Desk) -> None:
        case = desk.granted()
        cases.deliver(number=case.number, by=desk.applicant, at=desk.now())

        with pytest.raises(cases.AlreadyDelivered):
            cases.deliver(number=case.number, by=desk.staff("handout"), at=desk.now())


class TestWithdraw:
    def test_lifts_every_clock(self, desk: Desk) -> None:
        case = cases.withdraw(number=desk.accepted().number, by=desk.applicant, at=desk.now())

        lights = {one.kind: one.light for one in cases.clocks(case, at=desk.at)}
        assert lights == {
            duties.Kind.NOTICE: duties.Light.MET,
            duties.Kind.STATUTORY: duties.Light.LIFTED,
            duties.Kind.PROMISED: duties.Light.LIFTED,
        }

    @pytest.mark.parametrize("state", sorted(MOVES.sources(Verb.WITHDRAW)))
    def test_nobody_owes_anything_any_more_wherever_it_stood(self, desk: Desk, state: State) -> None:
        case = cases.withdraw(number=desk.in_state(state).number, by=desk.applicant, at=desk.now())

        hanging = [case.pk, *case.steps.values_list("pk", flat=True)]
        assert not duties.Duty.objects.open().filter(subject__in=hanging).exists()


class TestNotAccepting:
    def test_without_jurisdiction_must_name_who_is_competent(self, desk: Desk) -> None:
        case = desk.submitted()

        with pytest.raises(cases.NeedsReason) as refusal:
            cases.refuse_acceptance(
                number=case.number,
                ground=cases.Ground.NOT_COMPETENT,
                reason="经营场所在滨湖区。",
                by=desk.staff("acceptor"),
                at=desk.now(),
            )

        assert refusal.value.field == "competent"
        assert desk.fresh(case).state == cases.State.RECEIVED

    @pytest.mark.parametrize("ground", ["", "BECAUSE", cases.Ground.NOT_CORRECTED])
    def test_a_ground_the_law_does_not_give_here_is_refused(self, desk: Desk, ground: str) -> None:
        case = desk.submitted()

        with pytest.raises(cases.NeedsReason):
            cases.refuse_acceptance(
                number=case.number, ground=ground, reason="理由。", by=desk.staff("acceptor"), at=desk.now()
            )

    def test_a_failed_correction_is_a_ground_after_a_correction(self, desk: Desk) -> None:
        case = desk.corrected()

        cases.refuse_acceptance(
            number=case.number,
            ground=cases.Ground.NOT_CORRECTED,
            reason="布局图仍未标明清洗消毒区。",
            by=desk.staff("acceptor"),
            at=desk.now(),
        )

        assert cases.document_list(case)[-1].kind == "non_acceptance"

    def test_the_applicant_reads_the_reason_and_not_what_staff_wrote_to_each_other(self, desk: Desk) -> None:
        case = desk.in_state(cases.State.REFUSED)

        read = [row.verb for _, row in cases.opinion_list(desk.applicant, case)]

        assert read == [cases.Verb.REFUSE]
        assert len(cases.opinion_list(desk.staff("decider"), case)) == 2


class TestCounterHelps:
    def test_the_window_takes_in_corrected_papers_of_an_online_case(self, desk: Desk) -> None:
        case = desk.correcting()

        cases.supplement(
            number=case.number,
            uploads=[cases.Upload(material="3", data=PDF, name="图.pdf")],
            replies={},
            by=desk.staff("receiver"),
            at=desk.now(),
        )

        assert desk.fresh(case).state == cases.State.ACCEPTED
        assert "supplement" in [paper.kind for paper in cases.document_list(case)]
