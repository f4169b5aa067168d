"""行政许可法42(1): 另有规定的，依照其规定 — a limit that its law counts 自收到申请之日起 (建筑法8(2))."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from tests.cases.samples import PDF, Desk
from tests.cases.test_adopting import adopt, promised, refused
from tests.cases.versions import adjusted
from tongban.cases import api as cases
from tongban.cases import queries
from tongban.duties import api as duties
from tongban.kernel.days import day_of

Document = dict[str, Any]
STATUTORY, PROMISED = duties.Kind.STATUTORY, duties.Kind.PROMISED


def from_receipt(desk: Desk, *, promise: int = 5) -> Desk:
    """Let the cases that the desk begins from now on be handled by a guide whose law counts from receipt."""

    def change(document: Document) -> None:
        document["limits"]["statutory"]["counted_from"] = "RECEIPT"
        document["limits"]["promised"]["amount"] = promise

    desk.guided(change)
    return desk


def counting(word: str, amount: int = 10) -> Callable[[Document], None]:
    def change(document: Document) -> None:
        document["limits"]["statutory"] |= {"counted_from": word, "amount": amount}

    return change


def accepted_after(desk: Desk, days: int) -> cases.Case:
    number = desk.submitted().number
    desk.at += timedelta(days)
    return cases.accept(number=number, by=desk.staff("acceptor"), at=desk.now())


def ends(case: cases.Case, desk: Desk) -> dict[duties.Kind, date | None]:
    return {one.kind: one.due_date for one in cases.clocks(case, at=desk.at)}


def test_the_clock_is_opened_with_the_acceptance_and_counts_from_the_receipt(desk: Desk) -> None:
    case = accepted_after(from_receipt(desk, promise=2), 3)

    clock = duties.open_duty(STATUTORY, subject=case.pk)
    assert clock is not None
    assert case.received_at is not None
    assert (clock.event, clock.event_date) == ("case.accept", day_of(case.received_at))
    assert "自收到申请之日起" in clock.basis
    assert (ends(case, desk)[PROMISED], ends(case, desk)[STATUTORY]) == (date(2026, 9, 8), date(2026, 9, 15))


def test_a_promise_never_ends_after_the_law_and_its_clock_says_why(desk: Desk) -> None:
    case = accepted_after(from_receipt(desk, promise=10), 6)

    promise = duties.open_duty(PROMISED, subject=case.pk)
    assert promise is not None
    assert ends(case, desk)[PROMISED] == ends(case, desk)[STATUTORY] == date(2026, 9, 15)
    assert "不晚于自收到申请之日起计算的法定时限" in promise.basis


def test_what_was_left_unmet_and_never_came_counts_from_what_came_last(desk: Desk) -> None:
    case = from_receipt(desk).corrected()
    came = day_of(desk.at)
    desk.at += timedelta(3)

    cases.accept(number=case.number, by=desk.staff("acceptor"), at=desk.now())

    clock = duties.open_duty(STATUTORY, subject=case.pk)
    assert clock is not None
    assert clock.event_date == came


def test_silence_counts_from_no_later_than_the_acceptance_that_the_law_dates_back(desk: Desk) -> None:
    case = from_receipt(desk).correcting("materials.3", "form.area", "materials.4")
    upload = cases.Upload(material="3", data=PDF, name="布局图.pdf")
    rest = {"form.area": "房东还没有量。", "materials.4": "正在补办。"}
    said: dict[str, Any] = {"number": case.number, "replies": {}, "by": desk.applicant}
    cases.supplement(**said, uploads=[upload], unmet=rest, at=desk.now())
    first = day_of(desk.at)
    desk.at += timedelta(2)
    upload = cases.Upload(material="4", data=PDF, name="证明.pdf")
    cases.supplement(**said, uploads=[upload], unmet={"form.area": "房东还没有量。"}, at=desk.now())
    desk.at += timedelta(20)

    assert cases.sweep(case=case.pk, at=desk.now())

    clock = duties.open_duty(STATUTORY, subject=case.pk)
    assert clock is not None
    assert clock.event_date == first


class TestNewVersion:
    def test_that_counts_from_the_acceptance_again_is_longer_for_a_case_of_the_old_one(self, desk: Desk) -> None:
        from_receipt(desk)
        held = desk.submitted()
        adjusted(desk, counting("ACCEPTANCE"))
        found = queries.adoption(desk.fresh(held), at=desk.now())

        assert isinstance(found.refusal, cases.LongerUnderNew)
        assert "法定办结时限" in found.refusal.message

    def test_that_counts_as_much_from_the_receipt_is_followed_and_counts_so_from_the_acceptance_on(
        self, desk: Desk
    ) -> None:
        case = desk.submitted()
        adjusted(desk, counting("RECEIPT"))
        desk.at += timedelta(3)

        adopt(desk, case)
        case = cases.accept(number=case.number, by=desk.staff("acceptor"), at=desk.now())

        assert ends(case, desk)[STATUTORY] == date(2026, 9, 15)

    def test_that_names_more_days_from_the_receipt_cannot_be_compared(self, desk: Desk) -> None:
        case = desk.submitted()
        adjusted(desk, counting("RECEIPT", 12))

        assert "法定办结时限" in refused(desk, case, cases.LongerUnderNew)

    def test_with_a_shorter_promise_counts_it_from_the_acceptance_also_where_it_ended_with_the_law(
        self, desk: Desk
    ) -> None:
        from_receipt(desk, promise=10)
        case = accepted_after(desk, 6)
        adjusted(desk, promised(2))

        adopt(desk, case)

        promise = duties.open_duty(PROMISED, subject=case.pk)
        assert promise is not None
        assert (promise.event_date, promise.due_date) == (date(2026, 9, 7), date(2026, 9, 9))
        assert ends(case, desk)[STATUTORY] == date(2026, 9, 15)
