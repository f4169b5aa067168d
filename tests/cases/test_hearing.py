"""行政许可法 36 and 46 to 48 as people use them: who is told, what they may say, and the hearing."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any, ClassVar, cast
from uuid import UUID, uuid4

import pytest
from pytest_django import Settings

from tests.cases.samples import WENT, Desk
from tests.cases.test_timing import clock, kinds
from tongban.cases import api as cases
from tongban.cases.api import Verb
from tongban.cases.desk import api as desks
from tongban.cases.hearing import api as hearing
from tongban.cases.hearing.errors import (
    AskedTooLate,
    HearingCalled,
    HeldTooLate,
    NobodyAsked,
    NoInterest,
    NoSuchPresider,
    NotBegunYet,
    NothingCalled,
    NotReachable,
    OddMoment,
    OtherName,
    PresidedHearing,
    PresiderExamined,
    PresiderInWords,
    SameDay,
    ToldAlready,
    ToldTooShort,
    ViewsStated,
    WishSaid,
)
from tongban.cases.hearing.tables import Hearing, ToldParty
from tongban.documents import api as documents
from tongban.duties import api as duties
from tongban.identity import api as identity
from tongban.kernel.actors import SYSTEM, VISITOR, Actor, ActorKind, Mandate, MandateKind, Role
from tongban.kernel.days import SHANGHAI
from tongban.kernel.errors import Broken, NotAllowed
from tongban.ledger import api as ledger
from tongban.messages import api as messages

STATUTORY = duties.Kind.STATUTORY
MATTER = "排烟口离您家的窗户不到三米，可能影响您家的居住环境。"
MOBILE = "19900000007"


def told(desk: Desk, case: cases.Case, **changes: object) -> ToldParty:
    said: dict[str, Any] = {
        "name": "测试邻居",
        "matter": MATTER,
        "mobile": MOBILE,
        "by": desk.staff("examiner"),
        "at": desk.now(),
    }
    return cases.tell_interested(number=case.number, **said | changes)


def facts_of(document: UUID | None) -> dict[str, Any]:
    """Return what a paper says."""
    assert document is not None
    return cast("dict[str, Any]", documents.said(document)["facts"])


def neighbour(desk: Desk) -> Actor:
    """Return somebody with an account who has nothing to do with the case."""
    user = identity.User.objects.get(username="retired")
    return identity.actor_of(user, at=desk.at)


def told_known(desk: Desk, case: cases.Case) -> tuple[ToldParty, Actor]:
    by = neighbour(desk)
    return told(desk, case, name="测试酉", document="320200195807129082", mobile=""), by


@pytest.mark.parametrize(
    ("document", "name", "refusal", "words"),
    [
        ("320200195807129083", "测试邻居孙", Broken, "最后一位不对"),
        ("91320200MAYYYY0160", "测试邻居餐饮店", Broken, "统一社会信用代码"),
        ("320200195807129082", "测试邻居李", OtherName, "登记的不是这个姓名"),
    ],
)
def test_a_number_that_cannot_be_right_or_is_somebody_else_s_is_asked_about(
    desk: Desk, document: str, name: str, refusal: type[Broken], words: str
) -> None:
    case = desk.examined()

    with pytest.raises(refusal, match=words) as refused:
        told(desk, case, name=name, document=document)

    assert refused.value.field == "document"
    assert not ToldParty.objects.exists()
    assert told(desk, case, name=name, document="").party_id is None


def called(desk: Desk, case: cases.Case, days: int = 14, **changes: object) -> cases.Case:
    said: dict[str, Any] = {
        "begins_at": desk.at + timedelta(days=days),
        "venue": "政务服务中心三楼会议室",
        "presider": "测试主持人",
        "by": desk.staff("examiner"),
        "at": desk.now(),
    }
    return cases.call_hearing(number=case.number, **said | changes)


def second_examiner(desk: Desk) -> Actor:
    """Let the deputy of the department examine as well, and return them: who keeps out of nothing here."""
    user = identity.User.objects.get(username="deputy")
    if not user.posts.filter(role=Role.EXAMINER).exists():
        identity.appoint(
            user=user, role=Role.EXAMINER, department="ZD320213ADM", region="320213", by=SYSTEM, at=desk.city.at
        )
    return desk.staff("deputy")


def moved(desk: Desk, case: cases.Case, days: int = 20, **changes: object) -> cases.Case:
    said: dict[str, Any] = {
        "begins_at": desk.at + timedelta(days=days),
        "reason": "主持人生病。",
        "by": desk.staff("examiner"),
        "at": desk.now(),
    }
    return cases.postpone_hearing(number=case.number, **said | changes)


def recorded(desk: Desk, case: cases.Case, **changes: object) -> cases.Case:
    said: dict[str, Any] = {
        "minutes": "双方陈述了意见，申请人同意加装净化设备。",
        "attended": "申请人、测试邻居到场，核对无误后签字。",
        "by": desk.staff("examiner"),
        "at": desk.now(),
    }
    return cases.record_hearing(number=case.number, **said | changes)


def grant(desk: Desk, case: cases.Case, **changes: Any) -> cases.Case:  # noqa: ANN401 - as the verb says
    return cases.grant(number=case.number, opinion="准予。", by=desk.staff("decider"), at=desk.now(), **changes)


class TestTelling:
    def test_the_party_and_the_applicant_are_told_in_writing_each_with_their_time(self, desk: Desk) -> None:
        case = desk.examined()

        row = told(desk, case)

        assert row.paper is not None
        said = facts_of(row.paper_id)
        assert (said["addressee"], said["matter"], said["code"]) == ("测试邻居", MATTER, row.code)
        assert (said["views_until"], said["ask_until"]) == ("2026-09-08", "2026-09-08")
        assert kinds(case)[-1] == "hearing_rights"
        own = next(one for one in hearing.of_applicant(case, at=desk.at).told)  # type: ignore[union-attr]
        assert (own.applicant, own.until, own.views_until) == (True, date(2026, 9, 8), None)
        assert next(one.title for one in messages.inbox(desk.party)) == "您有要求听证的权利"

    def test_a_paper_for_them_says_nothing_of_the_applicant(self, desk: Desk) -> None:
        row = told(desk, desk.examined())

        written = str(documents.said(row.paper_id))  # type: ignore[arg-type]

        applicant = identity.Party.objects.get(pk=desk.party)
        assert applicant.name not in written
        assert "测试丙" not in written

    def test_the_applicant_is_not_told_who_the_others_are(self, desk: Desk) -> None:
        case = desk.examined()
        told(desk, case)

        shown = hearing.of_applicant(case, at=desk.at)
        papers = [documents.said(row.document_id) for row in case.documents.all()]

        assert shown is not None
        assert [one.name for one in shown.told] == [case.applicant.name]
        assert "测试邻居" not in str(papers)
        assert "测试邻居" not in str([entry.facts for entry in ledger.history(kind="case", subject=case.pk)])

    def test_one_entry_is_written_and_no_clock_of_the_case_moves(self, desk: Desk) -> None:
        case = desk.examined()
        before = clock(case, STATUTORY, desk.at).due_at
        entries = len(ledger.history(kind="case", subject=case.pk))

        told(desk, case)

        new = ledger.history(kind="case", subject=case.pk)[entries:]
        assert [(one.verb, one.basis) for one in new] == [("case.tell_interested", "XKF.36,XKF.47.1")]
        assert clock(case, STATUTORY, desk.at).due_at == before

    def test_who_cannot_be_reached_who_applies_and_whoever_was_told_is_refused(self, desk: Desk) -> None:
        case = desk.examined()
        with pytest.raises(NotReachable):
            told(desk, case, mobile="")
        with pytest.raises(NoInterest):
            told(desk, case, name=case.applicant.name, document="91320200MAYYYY0169")
        told_known(desk, case)
        with pytest.raises(ToldAlready):
            told_known(desk, case)

    def test_a_regime_without_hearings_tells_nobody(self, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
        case = desk.examined()
        bare = duties.regime("CITY_DEFAULT", on=date(2026, 9, 1))
        monkeypatch.setattr(duties, "regime", lambda *_, **__: bare)

        with pytest.raises(cases.NoHearings):
            told(desk, case)
        assert Verb.TELL_INTERESTED in cases.barred(case, at=desk.at)


class TestSpeaking:
    def test_nothing_is_decided_while_somebody_may_still_speak(self, desk: Desk) -> None:
        case = desk.examined()
        told(desk, case)

        with pytest.raises(cases.ViewsAwaited):
            grant(desk, case)
        assert Verb.GRANT in cases.barred(case, at=desk.at)
        desk.at = datetime.fromisoformat("2026-09-09T00:00+08:00")
        assert grant(desk, case).state == cases.State.GRANTED

    def test_what_they_say_after_the_page_was_opened_is_told_before_it_is_decided(self, desk: Desk) -> None:
        case = desk.examined()
        row, by = told_known(desk, case)
        hearing.want_hearing(told=row.pk, wanted=False, by=by, ticket="", at=desk.now())
        cases.waive_hearing(number=case.number, by=desk.applicant, at=desk.now())
        seen = desk.fresh(case).changed_at
        hearing.say(told=row.pk, words="请把排烟口移到北侧。", by=by, ticket="", at=desk.now())

        with pytest.raises(cases.MovedBeforeDeciding) as refusal:
            grant(desk, case, seen=seen, considered="采纳。")

        assert "利害关系人陈述意见（" in refusal.value.message
        assert grant(desk, case, seen=desk.fresh(case).changed_at, considered="采纳。").state == cases.State.GRANTED

    def test_whoever_was_told_says_it_themselves_and_the_decision_deals_with_it(self, desk: Desk) -> None:
        case = desk.examined()
        row, by = told_known(desk, case)

        hearing.say(told=row.pk, words="请把排烟口移到北侧。", by=by, ticket="", at=desk.now())
        hearing.want_hearing(told=row.pk, wanted=False, by=by, ticket="", at=desk.now())
        cases.waive_hearing(number=case.number, by=desk.applicant, at=desk.now())

        with pytest.raises(cases.NeedsReason):
            grant(desk, case)
        grant(desk, case, considered="采纳：排烟口移到北侧。")
        paper = cases.document_list(case)[-1]
        assert "采纳：排烟口移到北侧。" in str(documents.said(case.documents.get(kind=paper.kind).document_id))
        entry = next(e for e in ledger.history(kind="case", subject=case.pk) if e.verb == "case.state_views")
        assert (entry.actor_id, by.party in entry.about) == (by.id, True)
        step = next(one for one in cases.timeline(case) if one.verb == Verb.STATE_VIEWS)
        assert step.who == "利害关系人"

    def test_somebody_else_finds_nothing(self, desk: Desk) -> None:
        row, _ = told_known(desk, desk.examined())

        for by in (desk.applicant, VISITOR, desk.staff("examiner")):
            with pytest.raises(hearing.ToldNotFound):
                hearing.read_told(told=row.pk, by=by, ticket="", at=desk.now())
            with pytest.raises(hearing.ToldNotFound):
                hearing.say(told=row.pk, words="我也有意见。", by=by, ticket="x", at=desk.now())

    def test_views_are_stated_once_and_the_department_writes_down_what_came_by_letter(self, desk: Desk) -> None:
        case = desk.examined()
        told(desk, case)

        cases.state_views(
            number=case.number, told="测试邻居", words="影响采光。", by=desk.staff("examiner"), at=desk.now()
        )

        with pytest.raises(ViewsStated):
            cases.state_views(
                number=case.number, told="测试邻居", words="再说。", by=desk.staff("examiner"), at=desk.now()
            )
        with pytest.raises(NotAllowed):
            cases.state_views(number=case.number, told="测试邻居", words="。", by=desk.applicant, at=desk.now())
        shown = hearing.read_heard(case, by=desk.staff("decider"), at=desk.now())
        assert shown is not None
        assert [one.views for one in shown.told] == ["", "影响采光。"]


class TestToldBeforeRegistering:
    """Somebody was told by a number that nobody had registered, and came to have an account later."""

    NUMBER = "320200199003079057"

    def told(self, desk: Desk) -> ToldParty:
        return told(desk, desk.examined(), name="测试丁", document=self.NUMBER)

    def registered(self, desk: Desk, **changes: str) -> Actor:
        said = {"name": "测试丁", "document_type": "RESIDENT_ID", "number": self.NUMBER, "mobile": MOBILE} | changes
        party = identity.register_walk_in(**said, by=desk.staff("receiver"), at=desk.now())
        return Actor(id=uuid4(), kind=ActorKind.PERSON, party=party, person=party)

    def test_they_find_it_by_their_number_and_are_known_from_their_first_answer_on(self, desk: Desk) -> None:
        row = self.told(desk)
        by = self.registered(desk)

        assert self.NUMBER not in row.number_digest
        assert [one.code for _, one in hearing.told_to(by, at=desk.now())] == [row.code]
        assert hearing.was_told(by)
        looks = len(ledger.history(kind="case", subject=row.case_id))
        hearing.read_told(told=row.pk, by=by, ticket="", at=desk.now())
        assert len(ledger.history(kind="case", subject=row.case_id)) == looks
        hearing.say(told=row.pk, words="请把排烟口移到北侧。", by=by, ticket="", at=desk.now())
        row.refresh_from_db()
        assert (row.party_id, row.number_digest) == (by.party, "")
        assert [one.code for _, one in hearing.told_to(by, at=desk.now())] == [row.code]
        assert by.party in ledger.history(kind="case", subject=row.case_id)[-1].about

    @pytest.mark.parametrize("why", ["name", "number", "level", "mandate"])
    def test_nobody_else_and_nobody_unproven_does(self, desk: Desk, why: str) -> None:
        row = self.told(desk)
        other = {"name": {"name": "测试丑"}, "number": {"number": "320200199003089052"}}.get(why, {})
        by = self.registered(desk, **other)
        if why == "level":
            identity.Party.objects.filter(pk__in=[by.party]).update(
                real_name_level="NONE", proven_by="", proven_at=None
            )
        if why == "mandate":
            since, items = desk.at, frozenset({"ZISPJY"})
            mandate = Mandate(id=uuid4(), kind=MandateKind.AGENT, since=since, items=items)
            by = replace(by, person=desk.applicant.person, mandate=mandate)

        assert (hearing.told_to(by, at=desk.now()), hearing.was_told(by)) == ([], False)
        with pytest.raises(hearing.ToldNotFound):
            hearing.say(told=row.pk, words="我也说。", by=by, ticket="", at=desk.now())

    def test_nobody_is_told_twice_before_or_after(self, desk: Desk) -> None:
        row = self.told(desk)
        for _ in range(2):
            with pytest.raises(ToldAlready):
                told(desk, row.case, name="测试丁", document=self.NUMBER.lower())
            self.registered(desk)


class TestByTelephone:
    def test_the_code_of_the_notice_and_of_the_telephone_let_in(self, desk: Desk, settings: Settings) -> None:
        settings.SAMPLE_MODE = True
        row = told(desk, desk.examined())
        given = {"browser": "b", "address": "192.0.2.1"}
        hearing.ask_to_enter(code=row.code.lower(), **given, at=desk.now())
        sent = re.search(r"验证码(\d{6})", messages.outbox()[0].words)
        assert sent is not None

        found, ticket = hearing.enter(code=row.code, sent=sent[1], **given, at=desk.now())

        assert found == row.pk
        _, shown, _ = hearing.read_told(told=found, by=VISITOR, ticket=ticket, at=desk.now())
        assert (shown.name, shown.matter) == ("测试邻居", MATTER)
        looks = ledger.Entry.objects.filter(subject=row.case_id, reading=True)
        before = looks.count()
        pdf = hearing.read_told_paper(told=found, paper="paper", by=VISITOR, ticket=ticket, at=desk.now())
        assert pdf.startswith(b"%PDF")
        assert looks.count() == before + 1
        assert looks.order_by("-at", "-id")[0].facts["part"].startswith("told.")
        hearing.want_hearing(told=found, wanted=True, by=VISITOR, ticket=ticket, at=desk.now())
        desk.at += timedelta(minutes=31)
        with pytest.raises(hearing.ToldNotFound):
            hearing.read_told(told=found, by=VISITOR, ticket=ticket, at=desk.at)


class TestHearing:
    def asked(self, desk: Desk) -> cases.Case:
        case = desk.examined()
        told(desk, case)
        cases.ask_hearing(number=case.number, by=desk.applicant, at=desk.now())
        return case

    def test_may_be_asked_for_within_five_days_from_being_told(self, desk: Desk) -> None:
        case = desk.examined()
        told(desk, case)
        desk.at = datetime.fromisoformat("2026-09-08T23:58+08:00")
        cases.ask_hearing(number=case.number, by=desk.applicant, at=desk.now())

        with pytest.raises(WishSaid):
            cases.waive_hearing(number=case.number, by=desk.applicant, at=desk.at)
        with pytest.raises(AskedTooLate):
            cases.ask_hearing(number=case.number, told="测试邻居", by=desk.staff("examiner"), at=desk.now())

    def test_is_owed_within_twenty_days_and_nothing_is_decided_before(self, desk: Desk) -> None:
        case = self.asked(desk)

        assert clock(case, duties.Kind.HEARING, desk.at).due_date == date(2026, 9, 29)
        desk.at += timedelta(days=10)
        with pytest.raises(cases.HearingAwaited):
            grant(desk, case)

    def test_place_and_time_are_told_seven_days_before(self, desk: Desk) -> None:
        case = self.asked(desk)

        with pytest.raises(ToldTooShort):
            called(desk, case, days=8)
        with pytest.raises(HeldTooLate):
            called(desk, case, days=29)
        called(desk, case, days=9)
        with pytest.raises(HearingCalled):
            called(desk, case)
        row = ToldParty.objects.get(case=case, applicant=False)
        assert "政务服务中心三楼会议室" in str(documents.said(row.notice_id))  # type: ignore[arg-type]
        assert facts_of(row.notice_id)["addressee"] == "测试邻居"

    def test_is_put_off_by_telling_everybody_seven_days_before_again(self, desk: Desk) -> None:
        case = self.asked(desk)
        with pytest.raises(NothingCalled):
            moved(desk, case)
        called(desk, case)
        with pytest.raises(SameDay):
            moved(desk, case, begins_at=Hearing.objects.get(case=case).begins_at)
        with pytest.raises(ToldTooShort):
            moved(desk, case, days=8)
        with pytest.raises(cases.NeedsReason):
            moved(desk, case, reason=" ")
        entries = len(ledger.history(kind="case", subject=case.pk))

        moved(desk, case, venue="二楼会议室")

        new = ledger.history(kind="case", subject=case.pk)[entries:]
        assert [(one.verb, one.facts["agreed"]) for one in new] == [("case.postpone_hearing", 0)]
        assert kinds(case)[-2:] == ["hearing_notice", "hearing_postponed"]
        standing = cases.procedures(case, at=desk.at)
        assert [one.expected_until for one in standing] == [desk.in_days(20)]
        row = ToldParty.objects.get(case=case, applicant=False)
        first, second = (facts_of(hearing.papers_of(row)[name]) for name in ("notice", "moved-1"))
        assert (first["place"], second["place"]) == ("政务服务中心三楼会议室", "二楼会议室")
        assert (second["before"], second["addressee"]) == (first["begins"], "测试邻居")
        assert case.applicant.name not in str(second)
        assert Hearing.objects.get(case=case).place == "二楼会议室"

    def test_may_be_put_off_sooner_with_the_consent_of_all_and_again(self, desk: Desk) -> None:
        case = self.asked(desk)
        called(desk, case)

        moved(desk, case, days=3, consent="申请人、测试邻居书面同意")
        moved(desk, case, days=4, consent="申请人、测试邻居书面同意")

        assert kinds(case)[-2:] == ["hearing_postponed", "hearing_postponed-2"]
        desk.at += timedelta(days=3)
        with pytest.raises(NotBegunYet):
            recorded(desk, case)
        desk.at += timedelta(days=1)
        recorded(desk, case)
        with pytest.raises(NothingCalled):
            moved(desk, case)

    def test_stops_the_limits_until_its_minutes_which_the_decision_names(self, desk: Desk) -> None:
        case = self.asked(desk)
        called(desk, case)
        assert clock(case, STATUTORY, desk.at).light == duties.Light.PAUSED
        with pytest.raises(cases.HearingLasts):
            cases.resume(number=case.number, ground="HEARING", by=desk.staff("examiner"), at=desk.now())
        with pytest.raises(NotBegunYet):
            recorded(desk, case)

        desk.at += timedelta(days=14)
        recorded(desk, case)

        assert clock(case, STATUTORY, desk.at).light != duties.Light.PAUSED
        assert clock(case, duties.Kind.HEARING, desk.at).light == duties.Light.MET
        assert kinds(case)[-2:] == ["hearing_notice", "hearing_minutes"]
        with pytest.raises(cases.NeedsReason):
            grant(desk, case)
        grant(desk, case, considered="申请人已加装净化设备，邻居的意见已经采纳。")
        minutes = case.documents.select_related("document").get(kind="hearing_minutes").document.number
        assert minutes in str(documents.said(case.documents.get(kind="grant").document_id))

    def test_a_refusal_names_the_minutes_among_its_reasons(self, desk: Desk) -> None:
        case = self.asked(desk)
        called(desk, case)
        desk.at += timedelta(days=14)
        recorded(desk, case)
        cases.refuse(
            number=case.number,
            reason="排烟不合格。",
            considered="邻居反映属实。",
            by=desk.staff("decider"),
            at=desk.now(),
        )

        reason = facts_of(case.documents.get(kind="refusal").document_id)["reason"]
        assert "听证笔录" in reason
        assert "邻居反映属实。" in reason

    def test_nobody_who_examines_presides(self, desk: Desk) -> None:
        case = self.asked(desk)
        by = desk.staff("examiner")
        name = identity.staff_names({by.id}, by=by)[by.id]

        with pytest.raises(cases.NeedsReason):
            called(desk, case, presider=" ")
        for whom in (name, f"审批科 {name}", by.id):
            with pytest.raises(PresiderExamined):
                called(desk, case, presider=whom)
        called(desk, case, presider=f"{name}（同名）")

    def test_one_that_was_given_up_lets_the_case_go_on(self, desk: Desk) -> None:
        case = self.asked(desk)
        called(desk, case)

        recorded(desk, case, held=False, minutes="申请人书面撤回听证要求。")

        assert clock(case, duties.Kind.HEARING, desk.at).light == duties.Light.LIFTED
        assert "hearing_minutes" not in kinds(case)
        desk.at += timedelta(days=10)
        assert grant(desk, case).state == cases.State.GRANTED

    def test_where_nobody_asks_it_needs_a_public_announcement(self, desk: Desk) -> None:
        case = desk.examined()

        with pytest.raises(NobodyAsked):
            called(desk, case)
        called(desk, case, announced="市政府网站2026年9月1日公告")
        assert clock(case, STATUTORY, desk.at).light == duties.Light.PAUSED

    def test_the_end_of_a_case_ends_every_time_of_who_was_told(self, desk: Desk) -> None:
        case = self.asked(desk)
        row = ToldParty.objects.get(case=case, applicant=False)

        cases.withdraw(number=case.number, by=desk.applicant, at=desk.now())

        ids = [row.pk, case.pk, ToldParty.objects.get(case=case, applicant=True).pk]
        assert not duties.Duty.objects.open().filter(subject__in=ids).exists()


class TestPresiding:
    """行政许可法48(1)3: 审查该行政许可申请的工作人员以外的人员为听证主持人."""

    ANNOUNCED: ClassVar[dict[str, Any]] = {"announced": "市政府网站公告"}

    def test_a_colleague_presides_by_account_and_stands_in_the_notice_by_name(self, desk: Desk) -> None:
        case = desk.accepted()
        whom = desk.staff("deputy")

        called(desk, case, presider=whom.id, **self.ANNOUNCED)

        held = Hearing.objects.get(case=case)
        assert (held.presided_by, held.presider) == (whom.id, "测试副科长")
        paper = case.documents.get(kind="hearing_notice").document_id
        assert facts_of(paper)["presider"] == "测试副科长"

    def test_whoever_was_given_the_examination_does_not_preside(self, desk: Desk) -> None:
        case, second = desk.accepted(), second_examiner(desk)
        by = desk.staff("examiner")
        assert second.id in hearing.could_preside(case, by=by, at=desk.at)

        cases.transfer(number=case.number, to=second.id, by=by, at=desk.now())

        assert second.id not in hearing.could_preside(case, by=by, at=desk.at)
        with pytest.raises(PresiderExamined):
            called(desk, case, presider=second.id, **self.ANNOUNCED)

    def test_whoever_ticked_a_criterion_does_not_preside(self, desk: Desk) -> None:
        case, by = desk.accepted(), desk.staff("examiner")
        desk.tick(case)

        with pytest.raises(PresiderExamined):
            called(desk, case, presider=by.id, by=second_examiner(desk), **self.ANNOUNCED)

    def test_neither_somebody_of_another_department_nor_whoever_keeps_out_is_chosen(self, desk: Desk) -> None:
        case = desk.accepted()

        # The second examiner of the sample city is of the family of who applies.
        for whom in ("housing-decider", "examiner-two"):
            with pytest.raises(NoSuchPresider):
                called(desk, case, presider=desk.staff(whom).id, **self.ANNOUNCED)

    def test_who_is_written_down_is_no_colleague(self, desk: Desk) -> None:
        case = desk.accepted()

        with pytest.raises(PresiderInWords):
            called(desk, case, presider="审批科 测试副科长", **self.ANNOUNCED)
        called(desk, case, presider="市司法局 测试主持人", **self.ANNOUNCED)

        held = Hearing.objects.get(case=case)
        assert (held.presided_by, held.presider) == (None, "市司法局 测试主持人")

    @pytest.mark.parametrize("over", [False, True])
    def test_who_presides_examines_nothing_of_the_case_before_or_after(self, desk: Desk, *, over: bool) -> None:
        case, second = desk.accepted(), second_examiner(desk)
        called(desk, case, presider=second.id, **self.ANNOUNCED)
        if over:
            desk.at += timedelta(days=14)
            recorded(desk, case)

        with pytest.raises(PresidedHearing):
            cases.examine(number=case.number, passed=True, opinion="符合。", others=WENT, by=second, at=desk.now())
        checks = [desks.Check(case.guide.guide.criteria[0].id, desks.Found.MET)]
        with pytest.raises(PresidedHearing):
            desks.note_checks(number=case.number, checks=checks, by=second, at=desk.now())
        with pytest.raises(cases.NoSuchColleague):
            cases.transfer(number=case.number, to=second.id, by=desk.staff("examiner"), at=desk.now())
        assert Verb.EXAMINE not in cases.open_verbs(second, desk.fresh(case), at=desk.at)
        examiner = desk.staff("examiner")
        done = cases.examine(number=case.number, passed=True, opinion="符合。", others=WENT, by=examiner, at=desk.now())
        assert done.state == cases.State.EXAMINED

    def test_who_was_to_preside_over_one_that_was_given_up_may_examine(self, desk: Desk) -> None:
        case, second = desk.accepted(), second_examiner(desk)
        called(desk, case, presider=second.id, **self.ANNOUNCED)
        recorded(desk, case, held=False, minutes="听证取消。")

        done = cases.examine(number=case.number, passed=True, opinion="符合。", others=WENT, by=second, at=desk.now())

        assert done.state == cases.State.EXAMINED

    def test_who_was_replaced_before_it_may_examine_and_who_presides_may_put_it_off(self, desk: Desk) -> None:
        case, second = desk.accepted(), second_examiner(desk)
        called(desk, case, presider=second.id, **self.ANNOUNCED)

        moved(desk, case, by=second)
        assert Hearing.objects.get(case=case).presided_by == second.id
        moved(desk, case, days=21, presider=desk.staff("decider").id)

        cases.examine(number=case.number, passed=True, opinion="符合。", others=WENT, by=second, at=desk.now())

    def test_whoever_presided_and_examined_nothing_may_decide(self, desk: Desk) -> None:
        case = desk.examined()
        called(desk, case, presider=desk.staff("decider").id, **self.ANNOUNCED)
        desk.at += timedelta(days=14)
        recorded(desk, case)

        assert grant(desk, case, considered="采纳。").state == cases.State.GRANTED

    def test_a_name_that_was_written_down_before_there_were_accounts_still_bars(self, desk: Desk) -> None:
        case, second = desk.accepted(), second_examiner(desk)
        called(desk, case, **self.ANNOUNCED)
        name = identity.staff_names({second.id}, by=second)[second.id]
        Hearing.objects.filter(case=case).update(presider=name)

        with pytest.raises(PresidedHearing):
            cases.examine(number=case.number, passed=True, opinion="符合。", others=WENT, by=second, at=desk.now())


class TestOddMoments:
    """A rest day of the city's calendar or an hour outside 8 to 18 is asked about once, and forbidden by nobody."""

    @pytest.mark.parametrize(
        ("moment", "why"),
        [
            (datetime(2026, 9, 19, 9, 30, tzinfo=SHANGHAI), "周六）是休息日"),
            (datetime(2026, 10, 2, 9, 30, tzinfo=SHANGHAI), "周五）是休息日"),
            (datetime(2026, 9, 21, 7, 59, tzinfo=SHANGHAI), "07:59不在08:00到18:00之间"),
            (datetime(2026, 9, 21, 18, 0, tzinfo=SHANGHAI), "18:00不在08:00到18:00之间"),
        ],
    )
    def test_an_odd_moment_is_refused_until_it_is_said_to_be_meant(
        self, desk: Desk, moment: datetime, why: str
    ) -> None:
        case = desk.accepted()
        announced = "市政府网站公告"

        with pytest.raises(OddMoment) as refusal:
            called(desk, case, begins_at=moment, announced=announced, meant=False)
        called(desk, case, begins_at=moment, announced=announced)

        assert (refusal.value.field, why in refusal.value.message) == ("begins_at", True)
        assert Hearing.objects.get(case=case).begins_at == moment

    def test_a_weekend_that_is_worked_and_a_usual_hour_are_not_asked_about(self, desk: Desk) -> None:
        case = desk.accepted()

        # 20 September 2026, a Sunday, is worked in exchange for the holidays.
        sunday = datetime(2026, 9, 20, 8, 0, tzinfo=SHANGHAI)
        called(desk, case, begins_at=sunday, announced="市政府网站公告", meant=False)

        assert Hearing.objects.get(case=case).begins_at == sunday

    def test_the_same_is_asked_of_the_day_to_which_it_is_put_off(self, desk: Desk) -> None:
        case = desk.accepted()
        called(desk, case, announced="市政府网站公告")
        saturday = datetime(2026, 10, 17, 9, 30, tzinfo=SHANGHAI)

        with pytest.raises(OddMoment):
            moved(desk, case, begins_at=saturday, meant=False)
        moved(desk, case, begins_at=saturday)

        assert Hearing.objects.get(case=case).begins_at == saturday
