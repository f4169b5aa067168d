"""The legal regimes as data: what the law says, where it says so, and the traps that lie in it."""

from __future__ import annotations

import tomllib
from dataclasses import fields
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from tongban.duties import api as duties
from tongban.duties import rules
from tongban.duties.queries.regimes import DATA
from tongban.duties.rules import Extension, Limit, overlapping, parse_regimes
from tongban.kernel.actors import Actor, ActorKind
from tongban.kernel.days import SHANGHAI
from tongban.kernel.limits import Direction, Question, Unit, due
from tongban.orgs import api as orgs

TODAY = date(2026, 9, 1)
LICENCE = duties.regime("ADMINISTRATIVE_LICENCE", on=TODAY)
HEAD = Actor(id=UUID(int=7), kind=ActorKind.STAFF)
DEFAULTS = ("CITY_DEFAULT", "PUBLIC_SERVICE", "CONFIRMATION", "PAYMENT")


def sh(month: int, day: int, hour: int = 10) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=SHANGHAI)


def begin(limit: duties.Limit, *, kind: duties.Kind = duties.Kind.STATUTORY, event: datetime | None = None) -> UUID:
    subject = uuid4()
    duties.start(
        kind=kind,
        subject_kind="case",
        subject=subject,
        owed_by="department:ZD-X",
        owed_to="party:1",
        event="case.accept",
        event_at=event or sh(9, 1),
        limit=limit,
        at=event or sh(9, 1),
    )
    return subject


def end(subject: UUID) -> date | None:
    (clock,) = duties.clocks(subject=subject, at=sh(9, 1))
    return clock.due_date


class TestData:
    def test_no_code_has_two_regimes_on_one_day(self) -> None:
        assert overlapping(duties.regimes()) == []

    def test_two_on_one_day_are_found(self) -> None:
        rows = tomllib.loads(DATA.read_text("utf8"))["regimes"]
        again = {**rows[0], "effective_from": date(2030, 1, 1)}

        assert overlapping(parse_regimes([*rows, again])) == ["ADMINISTRATIVE_LICENCE"]
        assert overlapping(parse_regimes([{**rows[0], "effective_to": date(2030, 1, 1)}, again])) == []

    @pytest.mark.parametrize("regime", duties.regimes(), ids=lambda regime: regime.code)
    def test_every_limit_and_ground_cites_where_it_comes_from(self, regime: duties.Regime) -> None:
        told = [value for name in fields(regime) for value in flat(getattr(regime, name.name))]

        assert regime.source
        assert [one for one in told if not one.basis] == []
        assert [one for one in told if isinstance(one, Extension) and not one.approver] == []

    @pytest.mark.parametrize("code", DEFAULTS)
    def test_what_no_law_was_found_for_says_that_it_is_a_default_to_be_confirmed(self, code: str) -> None:
        regime = duties.regime(code, on=TODAY)

        told = [value for name in fields(regime) for value in flat(getattr(regime, name.name))]
        assert [one for one in told if "待核定" not in one.note] == []
        assert "核定" in regime.source
        assert (regime.joint, regime.renewal) == (None, None)

    def test_public_service_confirmation_and_payment_are_regimes_of_their_own(self) -> None:
        own = {code: duties.regime(code, on=TODAY) for code in DEFAULTS}

        said = {
            code: (
                one.decision and one.decision.amount,
                one.extension and one.extension.amount,
                tuple(ground.code for ground in one.excluded),
            )
            for code, one in own.items()
        }
        assert said == {
            "CITY_DEFAULT": (None, None, ()),
            "PUBLIC_SERVICE": (5, None, ()),
            "CONFIRMATION": (15, 10, ("INSPECTION", "TESTING", "APPRAISAL", "EXPERT_REVIEW")),
            "PAYMENT": (20, 5, ("PUBLIC_NOTICE", "APPRAISAL")),
        }

    def test_one_that_is_like_another_takes_its_acts_and_adds_its_own(self) -> None:
        acts = {code: duties.regime(code, on=TODAY).acts for code in DEFAULTS}

        assert all(found.items() >= acts["CITY_DEFAULT"].items() for found in acts.values())
        assert "extension" in acts["CONFIRMATION"].keys() - acts["CITY_DEFAULT"].keys()

    @pytest.mark.parametrize("regime", duties.regimes(), ids=lambda regime: regime.code)
    def test_what_stops_or_lengthens_a_limit_has_the_article_its_notice_cites(self, regime: duties.Regime) -> None:
        assert ("extension" in regime.acts) == (regime.extension is not None)
        assert ("special_procedure" in regime.acts) == bool(regime.excluded)

    def test_before_a_law_is_in_force_its_regime_is_unknown(self) -> None:
        with pytest.raises(duties.UnknownRegime):
            duties.regime("MARKET_REGISTRATION", on=date(2022, 2, 28))


def flat(value: object) -> list[Limit | Extension | duties.Ground]:
    if isinstance(value, (Limit, Extension, duties.Ground)):
        return [value]
    if isinstance(value, tuple):
        return [one for part in value for one in flat(part)]
    if isinstance(value, (duties.Joint, duties.Hearing, duties.Renewal, duties.Dispatch)):
        return [one for part in fields(value) for one in flat(getattr(value, part.name))]
    return []


class TestLicence:
    def test_article_42_gives_twenty_days_and_ten_more_by_the_head_of_the_authority(self) -> None:
        assert LICENCE.decision is not None
        assert LICENCE.extension is not None
        assert (LICENCE.decision.amount, LICENCE.decision.unit) == (20, Unit.WORKING_DAY)
        assert (LICENCE.extension.amount, LICENCE.extension.approver, LICENCE.extension.times) == (
            10,
            "本机关负责人",
            1,
        )

    def test_handled_jointly_it_is_forty_five_and_fifteen_more_by_the_head_of_the_government(self) -> None:
        assert LICENCE.joint is not None
        assert (LICENCE.joint.limit.amount, LICENCE.joint.extension.amount) == (45, 15)
        assert LICENCE.joint.extension.approver == "本级人民政府负责人"

    def test_article_45_excludes_eight_kinds_of_time_each_with_its_article(self) -> None:
        names = [ground.name for ground in LICENCE.excluded]

        assert names == ["听证", "招标", "拍卖", "检验", "检测", "检疫", "鉴定", "专家评审"]
        assert {ground.basis for ground in LICENCE.excluded} == {"行政许可法第四十五条"}
        assert len({ground.code for ground in LICENCE.excluded}) == 8

    def test_what_article_45_does_not_name_is_no_ground(self) -> None:
        assert LICENCE.ground("LEADER_ON_HOLIDAY") is None

    def test_article_43_gives_the_lower_authority_twenty_days(self) -> None:
        assert LICENCE.lower is not None
        assert LICENCE.lower.amount == 20

    def test_article_55_sends_two_within_five_days(self) -> None:
        assert LICENCE.dispatch is not None
        assert (LICENCE.dispatch.limit.amount, LICENCE.dispatch.people) == (5, 2)

    @pytest.mark.django_db
    def test_article_50_wants_the_renewal_applied_for_thirty_days_before_the_expiry(self, at: datetime) -> None:
        orgs.load_calendars(at=at)
        assert LICENCE.renewal is not None

        subject = begin(LICENCE.renewal.apply, event=sh(12, 31))

        assert end(subject) == date(2026, 12, 1)
        assert LICENCE.renewal.silence == duties.Silence.RENEWED

    @pytest.mark.django_db
    def test_article_48_tells_of_the_hearing_seven_working_days_before_it(self, at: datetime) -> None:
        orgs.load_calendars(at=at)
        assert LICENCE.hearing is not None
        assert LICENCE.hearing.tell.direction == Direction.BACKWARD

        subject = begin(LICENCE.hearing.tell, event=sh(10, 12))

        assert end(subject) == date(2026, 9, 24)


class TestMarketRegistration:
    REGIME = duties.regime("MARKET_REGISTRATION", on=TODAY)

    def test_article_19_gives_three_working_days_and_three_more_where_it_cannot_be_done_on_the_spot(self) -> None:
        assert self.REGIME.decision is not None
        assert self.REGIME.extension is not None
        assert (self.REGIME.decision.amount, self.REGIME.extension.amount) == (3, 3)
        assert self.REGIME.extension.approver == "登记机关负责人"

    def test_silence_is_not_acceptance(self) -> None:
        assert self.REGIME.silence == duties.Silence.NONE


@pytest.mark.django_db
class TestTraps:
    """What an implementer would most likely get wrong about time."""

    @pytest.fixture(autouse=True)
    def _calendars(self, at: datetime) -> None:
        orgs.load_calendars(at=at)

    def test_receipt_starts_the_notice_limit_and_not_the_limit_to_decide(self) -> None:
        assert LICENCE.decision is not None
        received, accepted = sh(9, 1), sh(9, 7)

        notice = begin(LICENCE.notice, kind=duties.Kind.NOTICE, event=received)
        decision = begin(LICENCE.decision, event=accepted)

        assert (end(notice), end(decision)) == (date(2026, 9, 8), date(2026, 10, 10))

    def test_a_deemed_acceptance_dates_back_and_its_limit_may_be_overdue_at_once(self) -> None:
        assert LICENCE.decision is not None

        subject = begin(LICENCE.decision, event=sh(3, 2))

        (clock,) = duties.clocks(subject=subject, at=sh(9, 1))
        assert clock.light == duties.Light.OVERDUE
        assert duties.due([duties.Kind.STATUTORY], at=sh(9, 1))[0].subject == subject

    @pytest.mark.parametrize("code", [*DEFAULTS, "MARKET_REGISTRATION"])
    def test_silence_is_acceptance_only_under_the_law_of_licences(self, code: str) -> None:
        assert duties.regime(code, on=TODAY).silence == duties.Silence.NONE
        assert LICENCE.silence == duties.Silence.ACCEPTED_FROM_RECEIPT

    def test_the_day_of_acceptance_and_weekends_do_not_count_and_a_worked_saturday_does(self) -> None:
        # Friday 9 October: Saturday the 10th is worked in exchange, Sunday is not.
        subject = begin(duties.Limit(2, Unit.WORKING_DAY, "行政许可法第四十二条"), event=sh(10, 9))

        assert end(subject) == date(2026, 10, 12)

    def test_a_special_procedure_stops_the_clock_and_adds_no_days_of_its_own(self) -> None:
        assert LICENCE.decision is not None
        ground = LICENCE.ground("INSPECTION")
        assert ground is not None
        subject = begin(LICENCE.decision)
        kinds = (duties.Kind.STATUTORY,)

        duties.pause(kinds=kinds, subject=subject, ground=ground, at=sh(9, 3), expected_until=date(2026, 9, 8))
        duties.resume(kinds=kinds, subject=subject, ground=ground.code, at=sh(9, 3, 16))

        assert end(subject) == date(2026, 9, 29)

    def test_an_extension_adds_days_and_stops_nothing(self) -> None:
        assert LICENCE.decision is not None
        assert LICENCE.extension is not None
        subject = begin(LICENCE.decision)

        duty = duties.extend(kind=duties.Kind.STATUTORY, subject=subject, rule=LICENCE.extension, by=HEAD, at=sh(9, 3))

        assert (duty.stops, duty.paused, duty.extension) == ("", False, 10)
        assert end(subject) == date(2026, 10, 19)

    def test_neither_is_a_free_button_the_public_service_regime_has_none(self) -> None:
        regime = duties.regime("PUBLIC_SERVICE", on=TODAY)

        assert (regime.excluded, regime.extension) == ((), None)

    def test_overlapping_special_procedures_count_once(self) -> None:
        calendar = orgs.work_calendar()
        texts = rules.stops_text(
            [
                *rules.stops_of("2026-09-03/2026-09-09"),
                *rules.stops_of("2026-09-07/2026-09-11,2026-09-11/2026-09-14"),
            ],
            Unit.WORKING_DAY,
        )

        assert texts == "2026-09-03/2026-09-14"
        q = Question(sh(9, 1), 20, Unit.WORKING_DAY, stops=rules.stops_of(texts))
        assert due(q, calendar).due == date(2026, 10, 14)

    @pytest.mark.parametrize("unit", [Unit.HOUR, Unit.HALF_WORKING_DAY])
    def test_stops_of_hours_are_kept_by_the_moment(self, unit: Unit) -> None:
        (stop,) = rules.stops_of(rules.stops_text(rules.stops_of("2026-09-03/2026-09-09"), unit))

        assert (stop.start, stop.end) == (sh(9, 3, 0), sh(9, 9, 0))
        assert stop.end is not None
        assert stop.end - stop.start == timedelta(days=6)
