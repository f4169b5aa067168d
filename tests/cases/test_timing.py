"""行政许可法 42 and 45 as people use them: extending the limit, and the times that do not count."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from tests.cases.samples import PAIR, Desk
from tests.cases.test_clocks_never_act import undone
from tests.cases.test_moves import DO
from tests.conftest import in_threads
from tongban.cases import api as cases
from tongban.cases import queries
from tongban.cases.api import State, Verb
from tongban.catalog import api as catalog
from tongban.documents import api as documents
from tongban.duties import api as duties
from tongban.kernel.errors import NotAllowed, Refused
from tongban.ledger import api as ledger
from tongban.messages import api as messages

STATUTORY, PROMISED = duties.Kind.STATUTORY, duties.Kind.PROMISED


def clock(case: cases.Case, kind: duties.Kind, at: datetime) -> duties.Clock:
    return next(one for one in cases.clocks(case, at=at) if one.kind == kind)


def kinds(case: cases.Case) -> list[str]:
    return [paper.kind for paper in cases.document_list(case)]


def suspend(desk: Desk, case: cases.Case, **changes: object) -> cases.Case:
    said: dict[str, object] = {
        "number": case.number,
        "ground": "TESTING",
        "expected_until": desk.in_days(5),
        "reason": "设备需要检测。",
        "others": PAIR,
        "by": desk.staff("examiner"),
        "at": desk.now(),
    }
    return cases.suspend(**said | changes)  # type: ignore[arg-type]


@pytest.fixture
def without_extension(monkeypatch: pytest.MonkeyPatch) -> None:
    """A guide that knows no extension of its own."""
    own = catalog.Guide.__getattribute__

    def limits(guide: catalog.Guide, name: str) -> object:
        found = own(guide, name)
        return found.model_copy(update={"extension": None}) if name == "limits" else found

    monkeypatch.setattr(catalog.Guide, "__getattribute__", limits)


@pytest.fixture
def bare_regime(monkeypatch: pytest.MonkeyPatch, without_extension: None) -> None:
    """A regime that knows neither an extension nor times that do not count, as the city's default."""
    del without_extension
    bare = duties.regime("CITY_DEFAULT", on=date(2026, 9, 1))
    monkeypatch.setattr(duties, "regime", lambda *_, **__: bare)


@pytest.mark.parametrize(
    ("amount", "unit", "days"), [(15, "WORKING_DAY", 10), (3, "WORKING_DAY", 3), (12, "NATURAL_DAY", 10)]
)
def test_a_licence_is_delivered_within_the_shorter_of_ten_days_and_what_its_guide_says(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, amount: int, unit: str, days: int
) -> None:
    case, own = desk.accepted(), catalog.Guide.__getattribute__
    limit = catalog.Limit.model_validate({"amount": amount, "unit": unit, "legal": "licensing-44"})

    def slow(guide: catalog.Guide, name: str) -> object:
        found = own(guide, name)
        kind = catalog.StepKind.DELIVERY
        if name != "process":
            return found
        return tuple(one.model_copy(update={"limit": limit}) if one.kind == kind else one for one in found)

    monkeypatch.setattr(catalog.Guide, "__getattribute__", slow)

    found = queries.delivery_limit(case, granted=True)

    assert (found.amount, found.unit) == (days, "WORKING_DAY")


class TestExtend:
    def test_the_guide_says_by_how_much_and_who_approves(self, desk: Desk) -> None:
        case = desk.extended(desk.accepted())

        assert clock(case, STATUTORY, desk.at).due_date == date(2026, 9, 21)
        (made,) = duties.extensions_of(STATUTORY, subject=case.pk)
        assert (made.amount, made.approver, made.approved_by) == (5, "本机关负责人", desk.staff("decider").id)
        assert made.basis == "《食品经营许可和备案管理办法》第二十一条"

    @pytest.mark.usefixtures("without_extension")
    def test_where_the_guide_says_nothing_it_is_ten_days_by_the_law(self, desk: Desk) -> None:
        case = desk.extended(desk.accepted())

        (made,) = duties.extensions_of(STATUTORY, subject=case.pk)
        assert (made.amount, made.approver) == (10, "本机关负责人")
        assert "extension" in kinds(case)

    @pytest.mark.usefixtures("bare_regime")
    def test_where_no_rule_knows_an_extension_it_is_refused(self, desk: Desk) -> None:
        case = desk.accepted()

        with pytest.raises(cases.NotExtendable):
            desk.extended(case)

        assert Verb.EXTEND not in cases.open_verbs(desk.staff("decider"), case, at=desk.at)

    def test_the_promise_stays_what_was_promised(self, desk: Desk) -> None:
        case = desk.extended(desk.accepted())

        assert clock(case, PROMISED, desk.at).due_date == date(2026, 9, 8)

    def test_a_second_extension_is_refused_and_changes_nothing(self, desk: Desk) -> None:
        case = desk.extended(desk.accepted())

        with pytest.raises(duties.ExtendedAlready):
            desk.extended(case)

        assert clock(case, STATUTORY, desk.at).due_date == date(2026, 9, 21)
        assert kinds(case).count("extension") == 1

    def test_after_the_end_it_is_refused(self, desk: Desk) -> None:
        case = desk.accepted()
        desk.at = datetime.fromisoformat("2026-09-15T23:59:00+08:00")

        with pytest.raises(duties.ClockOver):
            desk.extended(case)

    def test_in_the_last_minute_it_is_still_in_time(self, desk: Desk) -> None:
        case = desk.accepted()
        desk.at = datetime.fromisoformat("2026-09-15T23:58:00+08:00")

        assert clock(desk.extended(case), STATUTORY, desk.at).due_date == date(2026, 9, 21)

    @pytest.mark.parametrize("reason", ["", " \n"])
    def test_without_a_reason_it_is_refused(self, desk: Desk, reason: str) -> None:
        case = desk.accepted()

        with pytest.raises(cases.NeedsReason):
            cases.extend(number=case.number, reason=reason, by=desk.staff("decider"), at=desk.now())

        assert clock(case, STATUTORY, desk.at).due_date == date(2026, 9, 15)

    def test_an_examiner_does_not_approve_it(self, desk: Desk) -> None:
        case = desk.accepted()

        with pytest.raises(NotAllowed):
            cases.extend(number=case.number, reason="需要。", by=desk.staff("examiner"), at=desk.now())

    def test_the_applicant_gets_notice_message_and_reason(self, desk: Desk) -> None:
        case = desk.extended(desk.accepted())

        assert kinds(case)[-1] == "extension"
        assert messages.inbox(desk.party)[0].title == "办理期限已延长"
        assert [(name, one.text) for name, one in cases.opinion_list(desk.applicant, case)] == [
            ("延长办理期限", "经营场所正在改造，需要再次核查。")
        ]

    def test_the_entry_holds_amount_and_unit_and_no_words(self, desk: Desk) -> None:
        case = desk.extended(desk.accepted())

        entry = ledger.history(kind="case", subject=case.pk)[-1]
        assert (entry.verb, entry.facts) == (
            "case.extend",
            {"amount": 5, "unit": "WORKING_DAY", "approver": "HEAD_OF_BODY"},
        )

    def test_while_a_procedure_lasts_it_adds_to_what_is_left(self, desk: Desk) -> None:
        case = desk.suspended(desk.accepted())

        desk.extended(case)
        assert clock(case, STATUTORY, desk.at).due_date is None
        desk.resumed(case)

        assert clock(case, STATUTORY, desk.at).due_date == date(2026, 9, 21)


class TestSuspend:
    def test_both_limits_stand_and_the_state_stays(self, desk: Desk) -> None:
        case = desk.suspended(desk.accepted())

        assert {clock(case, kind, desk.at).light for kind in (STATUTORY, PROMISED)} == {duties.Light.PAUSED}
        assert case.state == State.ACCEPTED

    def test_what_lasts_is_told_with_ground_article_and_expected_day(self, desk: Desk) -> None:
        case = desk.suspended(desk.accepted(), days=9)

        (found,) = cases.procedures(case, at=desk.at)
        assert (found.name, found.basis) == ("专家评审", "行政许可法第四十五条")
        assert (found.expected_until, found.passed) == (date(2026, 9, 10), False)
        assert found.stopped == (STATUTORY, PROMISED)
        assert cases.procedures(case, at=desk.at + timedelta(days=10))[0].passed

    def test_the_expected_day_ends_nothing_by_itself(self, desk: Desk) -> None:
        case = desk.suspended(desk.accepted(), days=1)

        later = desk.at + timedelta(days=30)

        assert clock(case, STATUTORY, later).light == duties.Light.PAUSED

    @pytest.mark.parametrize("days", [0, -1])
    def test_an_expected_day_that_is_not_after_today_is_refused(self, desk: Desk, days: int) -> None:
        case = desk.accepted()

        with pytest.raises(cases.ExpectedTooEarly) as refusal:
            suspend(desk, case, expected_until=desk.in_days(days))

        assert refusal.value.field == "expected_until"

    def test_an_expected_day_later_than_there_may_be_is_refused_with_what_to_do(self, desk: Desk) -> None:
        case, decider = desk.accepted(), desk.staff("decider")
        last = {
            who: queries.procedure_ends(case, "TESTING", queries.roles_of(desk.staff(who), case), at=desk.at)
            for who in ("examiner", "decider")
        }

        with pytest.raises(cases.ExpectedTooLate, match="决定岗位") as refusal:
            suspend(desk, case, expected_until=last["examiner"] + timedelta(days=1))
        assert refusal.value.field == "expected_until"

        suspend(desk, case, expected_until=last["examiner"])
        desk.resumed(case, "TESTING")
        with pytest.raises(cases.ExpectedTooLate):
            suspend(desk, case, expected_until=last["decider"] + timedelta(days=1), by=decider)
        assert suspend(desk, case, expected_until=last["decider"], by=decider).state == State.ACCEPTED

    @pytest.mark.parametrize("ground", ["", "LUNCH", "专家评审"])
    def test_a_ground_that_the_law_does_not_name_is_no_free_pause(self, desk: Desk, ground: str) -> None:
        case = desk.accepted()

        with pytest.raises(cases.NoSuchProcedure) as refusal:
            suspend(desk, case, ground=ground)

        assert refusal.value.field == "ground"
        assert clock(case, STATUTORY, desk.at).due_date == date(2026, 9, 15)

    @pytest.mark.usefixtures("bare_regime")
    def test_a_regime_without_such_times_knows_no_pause(self, desk: Desk) -> None:
        case = desk.accepted()

        with pytest.raises(cases.NoSuchProcedure):
            suspend(desk, case)

        assert Verb.SUSPEND not in cases.open_verbs(desk.staff("examiner"), case, at=desk.at)

    def test_the_same_procedure_twice_at_once_is_refused(self, desk: Desk) -> None:
        case = desk.suspended(desk.accepted())

        with pytest.raises(duties.PausedAlready):
            desk.suspended(case)

        assert kinds(case).count("special_procedure") == 1

    def test_without_a_reason_it_is_refused(self, desk: Desk) -> None:
        with pytest.raises(cases.NeedsReason):
            suspend(desk, desk.accepted(), reason=" ")

    def test_after_both_ends_it_is_refused(self, desk: Desk) -> None:
        case = desk.accepted()
        desk.at += timedelta(days=30)

        with pytest.raises(duties.ClockOver):
            desk.suspended(case)

    def test_a_promise_that_is_broken_stays_broken_and_the_notice_names_what_stands(self, desk: Desk) -> None:
        case = desk.accepted()
        desk.at = datetime.fromisoformat("2026-09-10T10:00:00+08:00")

        desk.suspended(case)

        assert clock(case, PROMISED, desk.at).light == duties.Light.OVERDUE
        assert [one.stopped for one in cases.procedures(case, at=desk.at)] == [(STATUTORY,)]

    def test_the_applicant_gets_notice_message_and_reason(self, desk: Desk) -> None:
        case = desk.suspended(desk.accepted())

        assert kinds(case)[-1] == "special_procedure"
        assert messages.inbox(desk.party)[0].title == "申请进入特别程序"
        assert [name for name, _ in cases.opinion_list(desk.applicant, case)] == ["进入特别程序"]

    def test_every_procedure_has_a_notice_of_its_own(self, desk: Desk) -> None:
        case = desk.suspended(desk.accepted())
        desk.suspended(case, "TESTING")
        desk.resumed(case)
        desk.suspended(case)

        papers = cases.document_list(case)[2:]
        assert [paper.kind for paper in papers] == ["special_procedure", "special_procedure-2", "special_procedure-3"]
        assert {paper.title for paper in papers} == {"特别程序告知书"}
        assert len({paper.number for paper in papers}) == 3
        assert documents.available()
        assert cases.read_document(
            number=case.number, kind="special_procedure-2", by=desk.staff("examiner"), at=desk.now()
        ).pdf.startswith(b"%PDF-")

    def test_the_entry_holds_ground_and_day_and_no_words(self, desk: Desk) -> None:
        case = desk.suspended(desk.accepted())

        entry = ledger.history(kind="case", subject=case.pk)[-1]
        assert entry.facts == {"ground": "EXPERT_REVIEW", "expected_until": "2026-09-11"}

    @pytest.mark.django_db(transaction=True)
    def test_of_two_who_begin_the_same_procedure_one_wins(self, desk: Desk) -> None:
        case = desk.accepted()
        at, until, by = desk.now(), desk.in_days(5), desk.staff("examiner")

        def begin() -> object:
            try:
                return suspend(desk, case, ground="HEARING", expected_until=until, by=by, at=at)
            except Refused as refusal:
                return refusal.code

        outcomes = in_threads(begin, begin)

        assert outcomes.count("paused_already") == 1
        assert len(cases.procedures(case, at=at)) == 1


class TestResume:
    def test_the_limits_run_again_and_the_days_between_do_not_count(self, desk: Desk) -> None:
        case = desk.suspended(desk.accepted())
        desk.at = datetime.fromisoformat("2026-09-08T10:00:00+08:00")

        desk.resumed(case)

        # Not counted are 2, 3, 4 and 7 September; the 8th counts, and so does Sunday the 20th, which is worked.
        assert clock(case, STATUTORY, desk.at).due_date == date(2026, 9, 20)
        assert clock(case, PROMISED, desk.at).due_date == date(2026, 9, 14)

    def test_what_does_not_last_cannot_be_ended(self, desk: Desk) -> None:
        case = desk.suspended(desk.accepted(), "TESTING")

        with pytest.raises(duties.NotPaused):
            desk.resumed(case)

    def test_a_ground_that_the_law_does_not_name_is_refused(self, desk: Desk) -> None:
        with pytest.raises(cases.NoSuchProcedure):
            desk.resumed(desk.suspended(desk.accepted()), "LUNCH")

    def test_while_another_procedure_lasts_the_limits_stand_on_and_the_applicant_is_told_so(self, desk: Desk) -> None:
        case = desk.suspended(desk.suspended(desk.accepted()), "TESTING")

        desk.resumed(case)
        assert clock(case, STATUTORY, desk.at).light == duties.Light.PAUSED
        assert "时限仍然停止计算" in messages.inbox(desk.party)[0].body
        desk.resumed(case, "TESTING")

        assert clock(case, STATUTORY, desk.at).due_date == date(2026, 9, 15)
        assert "时限从今天起继续计算" in messages.inbox(desk.party)[0].body


class TestDecidingMeanwhile:
    @pytest.mark.parametrize("verb", [Verb.GRANT, Verb.REFUSE])
    def test_no_decision_while_a_special_procedure_lasts(self, desk: Desk, verb: Verb) -> None:
        case = desk.suspended(desk.examined())

        with pytest.raises(cases.ProcedureRuns):
            DO[verb](case, desk, desk.staff("decider"))

        assert desk.fresh(case).state == State.EXAMINED
        assert verb not in cases.open_verbs(desk.staff("decider"), case, at=desk.at)

    def test_after_its_end_the_decision_meets_the_limits(self, desk: Desk) -> None:
        case = desk.suspended(desk.examined())
        desk.at += timedelta(days=40)
        desk.resumed(case)

        cases.grant(number=case.number, opinion="准予。", by=desk.staff("decider"), at=desk.now())

        assert clock(case, STATUTORY, desk.at).light == duties.Light.MET

    def test_examining_and_sending_back_go_on(self, desk: Desk) -> None:
        case = desk.suspended(desk.accepted())

        DO[Verb.EXAMINE](case, desk, desk.staff("examiner"))
        DO[Verb.SEND_BACK](case, desk, desk.staff("decider"))

        assert desk.fresh(case).state == State.ACCEPTED

    def test_the_applicant_may_withdraw_and_nothing_is_owed_any_more(self, desk: Desk) -> None:
        case = desk.suspended(desk.accepted())

        cases.withdraw(number=case.number, by=desk.applicant, at=desk.now())

        assert clock(case, STATUTORY, desk.at).light == duties.Light.LIFTED
        assert cases.procedures(case, at=desk.at) == []


TRIED = {
    Verb.EXTEND: lambda desk, case: desk.extended(case),
    Verb.PROPOSE_EXTENSION: lambda desk, case: DO[Verb.PROPOSE_EXTENSION](case, desk, desk.staff("examiner")),
    Verb.DECLINE_EXTENSION: lambda desk, case: DO[Verb.DECLINE_EXTENSION](case, desk, desk.staff("decider")),
    Verb.SUSPEND: suspend,
    Verb.RESUME: lambda desk, case: desk.resumed(
        case, next((one.ground for one in cases.procedures(case, at=desk.at)), "EXPERT_REVIEW")
    ),
    Verb.GRANT: lambda desk, case: DO[Verb.GRANT](case, desk, desk.staff("decider")),
    Verb.REFUSE: lambda desk, case: DO[Verb.REFUSE](case, desk, desk.staff("decider")),
    Verb.ADOPT_VERSION: lambda desk, case: DO[Verb.ADOPT_VERSION](case, desk, desk.staff("decider")),
    Verb.PROPOSE_VERSION: lambda desk, case: DO[Verb.PROPOSE_VERSION](case, desk, desk.staff("examiner")),
    Verb.REMIND: lambda desk, case: DO[Verb.REMIND](case, desk, desk.staff("decider")),
    Verb.SUPPLY_DEFERRED: lambda desk, case: DO[Verb.SUPPLY_DEFERRED](case, desk, desk.applicant),
    Verb.STATE_VIEWS: lambda desk, case: cases.state_views(
        number=case.number, told="测试邻居", words="影响采光。", by=desk.staff("examiner"), at=desk.now()
    ),
    Verb.ASK_HEARING: lambda desk, case: cases.ask_hearing(
        number=case.number, told="测试邻居", by=desk.staff("examiner"), at=desk.now()
    ),
    Verb.WAIVE_HEARING: lambda desk, case: cases.waive_hearing(
        number=case.number, told="测试邻居", by=desk.staff("examiner"), at=desk.now()
    ),
    Verb.CALL_HEARING: lambda desk, case: DO[Verb.CALL_HEARING](case, desk, desk.staff("examiner")),
    Verb.TELL_INTERESTED: lambda desk, case: DO[Verb.TELL_INTERESTED](case, desk, desk.staff("examiner")),
    Verb.POSTPONE_HEARING: lambda desk, case: cases.postpone_hearing(
        number=case.number,
        begins_at=desk.at + timedelta(days=28),
        reason="主持人生病。",
        consent="都同意",
        by=desk.staff("examiner"),
        at=desk.now(),
    ),
    Verb.RECORD_HEARING: lambda desk, case: cases.record_hearing(
        number=case.number, minutes="撤回听证要求。", held=False, by=desk.staff("examiner"), at=desk.now()
    ),
}


@pytest.mark.parametrize("before", ["nothing", "suspended", "extended", "over", "told", "called"])
def test_what_the_clocks_stand_against_is_what_the_verb_refuses_in_the_same_words(desk: Desk, before: str) -> None:
    case = desk.examined()
    if before == "suspended":
        desk.suspended(case)
    if before == "extended":
        desk.extended(case)
    if before == "over":
        desk.at += timedelta(days=30)
    if before in {"told", "called"}:
        TRIED[Verb.TELL_INTERESTED](desk, case)
    if before == "called":
        cases.ask_hearing(number=case.number, by=desk.applicant, at=desk.now())
        TRIED[Verb.CALL_HEARING](desk, case)

    against = cases.barred(case, at=desk.at)

    said: dict[Verb, str] = {}
    for verb, tried in TRIED.items():
        with undone():
            try:
                tried(desk, case)
            except Refused as refusal:
                said[verb] = refusal.message
    assert against == said
