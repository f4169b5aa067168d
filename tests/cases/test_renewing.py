"""行政许可法 50 as people use it: a licence that is renewed, in silence too, where it was applied for in time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any, cast

import pytest

from tests.cases.samples import PDF, Desk
from tests.cases.test_timing import clock, kinds
from tongban.cases import api as cases
from tongban.cases import queries
from tongban.cases.api import State
from tongban.catalog import api as catalog
from tongban.documents import api as documents
from tongban.duties import api as duties
from tongban.ledger import api as ledger
from tongban.messages import api as messages

RENEWAL = duties.Kind.RENEWAL
EXPIRY = {
    "type": "string",
    "format": "date",
    "x-label": "原许可证有效期届满日",
    "x-group": "contact",
    "x-order": 90,
}


def renewing(document: dict[str, Any], **more: object) -> None:
    document["basics"]["renewal"] = {"expiry": "expires_on", **more}
    document["form"]["properties"]["expires_on"] = EXPIRY
    document["form"]["required"].append("expires_on")
    # Longer than to the expiry, so that silence has its day.
    document["limits"]["statutory"]["amount"] = 40


def contact(expires: date) -> dict[str, list[str]]:
    return {"contact_mobile": ["19900000003"], "by_agent": ["false"], "expires_on": [expires.isoformat()]}


def handed_in(desk: Desk, expires: date) -> cases.Case:
    desk.guided(renewing)
    draft = desk.filled(contact=contact(expires))
    return cases.submit(draft=draft.pk, token=desk.token, by=desk.applicant, at=desk.now())


def after(day: date) -> datetime:
    return datetime.fromisoformat(f"{day + timedelta(days=1)}T09:00+08:00")


IN_TIME, LATE = date(2026, 10, 9), date(2026, 9, 29)


END = datetime.fromisoformat("2026-10-10T00:00+08:00")


def accepted(desk: Desk, expires: date = IN_TIME) -> cases.Case:
    case = handed_in(desk, expires)
    return cases.accept(number=case.number, by=desk.staff("acceptor"), at=desk.now())


class TestInTime:
    def test_no_decision_before_the_expiry_is_renewal_dated_at_its_end(self, desk: Desk) -> None:
        case = accepted(desk)
        assert clock(case, RENEWAL, desk.at).due_at == END

        assert cases.sweep(case=case.pk, at=after(IN_TIME))

        desk.at = after(IN_TIME)
        fresh = desk.fresh(case)
        assert (fresh.state, fresh.closed_at) == (State.GRANTED, END)
        assert clock(fresh, RENEWAL, desk.at).light == duties.Light.LAPSED
        assert clock(fresh, duties.Kind.STATUTORY, desk.at).light == duties.Light.LIFTED
        assert kinds(fresh)[-1] == "deemed_renewal"
        said = cast("dict[str, str]", documents.said(case.documents.get(kind="deemed_renewal").document_id)["facts"])
        assert (said["received_on"], said["expires_on"]) == ("2026-09-01", "2026-10-09")
        assert next(one.title for one in messages.inbox(desk.party)) == "许可视为准予延续"
        result = queries.exchange_of(fresh, by=desk.staff("decider")).result
        assert result is not None
        assert (result.result_cetr_name, result.result_date) == ("视为准予延续告知书", END)
        entry = ledger.history(kind="case", subject=case.pk)[-1]
        assert (entry.verb, entry.basis, entry.at) == ("case.deem_renewed", "XKF.50", END)

    def test_the_next_verb_finds_it_renewed_whether_swept_or_not(self, desk: Desk) -> None:
        case = accepted(desk)
        desk.at = after(IN_TIME)

        delivered = cases.deliver(number=case.number, by=desk.applicant, at=desk.now())

        assert (delivered.state, delivered.closed_at, delivered.delivered_at) == (State.GRANTED, END, desk.at)

    def test_silence_upon_silence_is_acceptance_and_then_renewal_each_at_its_moment(self, desk: Desk) -> None:
        case = handed_in(desk, IN_TIME)

        assert case.pk in cases_waiting(after(IN_TIME))
        cases.sweep(case=case.pk, at=after(IN_TIME))

        silent = [one for one in ledger.history(kind="case", subject=case.pk) if "deem" in one.verb]
        assert [(one.verb, one.after) for one in silent] == [
            ("case.deem_accepted", State.ACCEPTED),
            ("case.deem_renewed", State.GRANTED),
        ]
        assert silent[0].at < silent[1].at == END

    def test_a_decision_in_time_is_the_decision(self, desk: Desk) -> None:
        case = accepted(desk)
        cases.examine(number=case.number, passed=False, opinion="不符合。", by=desk.staff("examiner"), at=desk.now())
        desk.at = END - timedelta(minutes=2)
        cases.refuse(number=case.number, reason="设施已经拆除。", by=desk.staff("decider"), at=desk.now())

        assert not cases.sweep(case=case.pk, at=after(IN_TIME))
        assert desk.fresh(case).state == State.REFUSED
        assert clock(case, RENEWAL, desk.at).light == duties.Light.MET

    def test_while_a_correction_is_owed_silence_renews_nothing(self, desk: Desk) -> None:
        case = handed_in(desk, IN_TIME)
        points = [cases.Point("materials.3", "请补交清晰的版本。")]
        cases.ask_correction(number=case.number, points=points, by=desk.staff("acceptor"), at=desk.now())

        assert not cases.sweep(case=case.pk, at=after(IN_TIME))
        upload = cases.Upload(material="3", data=PDF, name="布局图.pdf")
        cases.supplement(number=case.number, uploads=[upload], replies={}, by=desk.applicant, at=desk.now())
        assert clock(case, RENEWAL, desk.at).due_at == END

    def test_no_special_procedure_stops_it(self, desk: Desk) -> None:
        case = desk.suspended(accepted(desk))

        assert clock(case, RENEWAL, desk.at).due_at == END
        cases.sweep(case=case.pk, at=after(IN_TIME))
        assert desk.fresh(case).state == State.GRANTED


class TestLate:
    def test_what_comes_late_is_taken_without_that_effect_and_the_applicant_knows_before(self, desk: Desk) -> None:
        desk.guided(renewing)
        draft = desk.filled(contact=contact(LATE))
        told = cases.renewing(draft, at=desk.at)
        assert told is not None
        assert (told.in_time, told.expired, told.apply_by) == (False, False, date(2026, 8, 31))

        case = cases.submit(draft=draft.pk, token=desk.token, by=desk.applicant, at=desk.now())

        assert RENEWAL not in {one.kind for one in cases.clocks(case, at=desk.at)}
        cases.accept(number=case.number, by=desk.staff("acceptor"), at=desk.now())
        assert not cases.sweep(case=case.pk, at=after(LATE))
        assert desk.fresh(case).state == State.ACCEPTED

    @pytest.mark.parametrize(("expires", "in_time"), [(date(2026, 10, 1), True), (date(2026, 9, 30), False)])
    def test_thirty_days_are_counted_back_from_the_day_of_expiry(
        self,
        desk: Desk,
        expires: date,
        in_time: bool,  # noqa: FBT001 - a case of the table
    ) -> None:
        desk.guided(renewing)

        found = cases.renewing(desk.filled(contact=contact(expires)), at=desk.at)

        assert found is not None
        assert found.in_time == in_time

    @pytest.mark.parametrize(("expires", "in_time"), [(date(2015, 1, 1), False), (date(2099, 1, 1), True)])
    def test_an_expiry_beyond_all_calendars_keeps_nobody_from_applying(
        self, desk: Desk, expires: date, *, in_time: bool
    ) -> None:
        case = handed_in(desk, expires)

        found = cases.renewing(case, at=desk.at)

        assert found is not None
        assert (found.in_time, found.expired) == (in_time, not in_time)
        owed = {one.kind: one.due_date for one in cases.clocks(case, at=desk.at)}
        assert owed.get(RENEWAL) == (expires if in_time else None)

    def test_any_other_item_renews_nothing(self, desk: Desk) -> None:
        assert cases.renewing(desk.filled(), at=desk.at) is None


def cases_waiting(at: datetime) -> list[object]:
    return [case for found in queries.waiting_for_law(at=at) for case in found]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda g: g["basics"].update(renewal={"expiry": "nothing"}), "不是必填的日期"),
        (lambda g: g["basics"].update(renewal={"expiry": "area"}), "不是必填的日期"),
        (
            lambda g: renewing(g, apply={"amount": 15, "unit": "WORKING_DAY"}),
            "要写明法律依据",
        ),
    ],
)
def test_a_guide_that_renews_says_which_date_is_the_expiry(
    desk: Desk, change: Callable[[dict[str, Any]], object], sentence: str
) -> None:
    with pytest.raises(catalog.GuideFaulty, match=sentence):
        desk.guided(change)
