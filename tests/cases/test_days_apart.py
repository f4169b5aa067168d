"""Receipt, acceptance and decision on different days: which day each clock and each paper takes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any, cast

import pytest

from tests.cases.replaying import last_day
from tests.cases.samples import WENT, Desk
from tongban.cases import api as cases
from tongban.documents import api as documents
from tongban.duties import api as duties

RECEIVED, ACCEPTED, EXTENDED, STOPPED, DECIDED = (date(2026, 9, day) for day in (1, 2, 3, 4, 15))
DELIVERY = duties.Kind.DELIVERY


def on(desk: Desk, day: date) -> Desk:
    desk.at = desk.at.replace(month=day.month, day=day.day)
    return desk


def accepted(desk: Desk) -> cases.Case:
    case = on(desk, RECEIVED).submitted()
    return cases.accept(number=case.number, by=desk.staff("acceptor"), at=on(desk, ACCEPTED).now())


def decided(desk: Desk) -> cases.Case:
    number = accepted(desk).number
    cases.examine(number=number, passed=True, opinion="符合。", others=WENT, by=desk.staff("examiner"), at=desk.now())
    return cases.grant(number=number, opinion="准予。", by=desk.staff("decider"), at=on(desk, DECIDED).now())


def facts(case: cases.Case, kind: str) -> dict[str, Any]:
    return cast("dict[str, Any]", documents.said(case.documents.get(kind=kind).document_id)["facts"])


def test_delivery_is_owed_from_the_decision_and_not_from_acceptance(desk: Desk) -> None:
    case = decided(desk)

    duty = duties.open_duty(DELIVERY, subject=case.pk)

    assert duty is not None
    assert (duty.event_date, duty.amount) == (DECIDED, 5)  # the guide delivers sooner than the law asks
    assert duty.due_date == last_day(DECIDED, 5, [])


def test_delivery_of_what_was_refused_is_owed_from_the_refusal(desk: Desk) -> None:
    number = accepted(desk).number
    cases.examine(
        number=number, passed=False, opinion="不符合。", others=WENT, by=desk.staff("examiner"), at=desk.now()
    )
    case = cases.refuse(number=number, reason="不符合。", by=desk.staff("decider"), at=on(desk, DECIDED).now())

    duty = duties.open_duty(DELIVERY, subject=case.pk)

    assert duty is not None
    assert duty.event_date == DECIDED


def test_a_supplement_in_full_is_acceptance_and_leaves_nothing_to_be_told(desk: Desk) -> None:
    case = desk.corrected(whole=True)

    running = set(duties.Duty.objects.open().filter(subject=case.pk).values_list("kind", flat=True))

    assert case.state == cases.State.ACCEPTED
    assert {duties.Kind.STATUTORY, duties.Kind.PROMISED} <= running
    assert not running & {duties.Kind.NOTICE, duties.Kind.PRESCREEN, duties.Kind.CORRECTION}


def test_a_case_keeps_the_legal_rules_of_the_day_it_was_received(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    real: Callable[..., duties.Regime] = duties.regime

    def regime(code: str, *, on: date) -> duties.Regime:
        found = real(code, on=on)
        return found if on < ACCEPTED else replace(found, delivery=replace(found.delivery, amount=3))

    monkeypatch.setattr(duties, "regime", regime)
    case = accepted(desk)

    ended = cases.terminate(
        number=case.number, ground="GIVEN_UP", reason="书面放弃。", by=desk.staff("decider"), at=desk.now()
    )

    duty = duties.open_duty(DELIVERY, subject=ended.pk)
    assert duty is not None
    assert duty.amount == 10


def corrected(desk: Desk) -> cases.Case:
    number = on(desk, RECEIVED).submitted().number
    point = cases.Point("materials.3", "请补交清晰的版本。")
    return cases.ask_correction(number=number, points=[point], by=desk.staff("acceptor"), at=on(desk, ACCEPTED).now())


def silent(desk: Desk) -> cases.Case:
    case = on(desk, RECEIVED).submitted()
    cases.sweep(case=case.pk, at=on(desk, DECIDED).now())
    return desk.fresh(case)


def extended(desk: Desk) -> cases.Case:
    case = accepted(desk)
    return on(desk, EXTENDED).extended(case)


def stopped(desk: Desk) -> cases.Case:
    case = accepted(desk)
    return on(desk, STOPPED).suspended(case, days=7)


COMMON = {
    "acting": "法定代表人：测试丙",
    "addressee": "无锡测试餐饮管理有限公司",
    "contact": "0510-0000 0011（示例）",
    "issuer": {"code": "ZD320213ADM", "mark": "梁溪区行政审批局", "name": "无锡市梁溪区行政审批局"},
    "item": "食品经营许可（新办）",
    "sample": True,
    "you": "贵单位",
}
ACCEPTANCE = {
    "at_once": False,
    "excluded": [],
    "from_receipt": None,
    "received_on": "2026-09-01",
    "unmet": [],
}
# Every day counted by hand from the calendar: 20 September is a working day, 25 to 27 and 1 to 7 October are none.
PAPERS: list[tuple[Callable[[Desk], cases.Case], str, dict[str, Any]]] = [
    (
        accepted,
        "acceptance",
        ACCEPTANCE
        | {
            "accepted_on": "2026-09-02",
            "articles": ["《中华人民共和国行政许可法》第三十二条第一款第五项"],
            "by_silence": False,
            "due_on": "2026-09-09",
            "limit": "5个工作日",
        },
    ),
    (
        silent,
        "deemed_acceptance",
        ACCEPTANCE
        | {
            "accepted_on": "2026-09-01",
            "articles": ["《中华人民共和国行政许可法》第三十二条第一款第四项"],
            "by_silence": True,
            "due_on": "2026-09-15",
            "limit": "10个工作日",
        },
    ),
    (
        corrected,
        "correction",
        {
            "articles": ["《中华人民共和国行政许可法》第三十二条第一款第四项"],
            "consequence": "有一项不能提交或者不同意提交的，请在补正时写明原因，由本机关决定是否受理。"
            "到期没有补正的，本机关可以依法不予受理或者终止办理；作出这样的决定，会书面说明理由和救济途径。",
            "due_on": "2026-10-20",
            "how": "可以在网上“我的办件”中提交，也可以到政务服务中心综合窗口提交。补正的内容请一次交齐。",
            "points": [{"name": "主要设备设施布局、操作流程文件", "text": "请补交清晰的版本。"}],
            "received_on": "2026-09-01",
        },
    ),
    (
        extended,
        "extension",
        {
            "accepted_on": "2026-09-02",
            "added": "5个工作日",
            "approval": None,
            "approver": "本机关负责人",
            "articles": ["《食品经营许可和备案管理办法》第二十一条"],
            "due_on": "2026-09-22",
            "limit": "10个工作日",
            "promised": "5个工作日",
            "reason": "经营场所正在改造，需要再次核查。",
        },
    ),
    (
        stopped,
        "special_procedure",
        {
            "accepted_on": "2026-09-02",
            "articles": ["《中华人民共和国行政许可法》第四十五条"],
            "began_on": "2026-09-04",
            "expected_until": "2026-09-11",
            "procedure": "专家评审",
            "reason": "首次采用的加工工艺没有现行标准，需要评审。",
            "stopped": ["法定办结时限", "承诺办结时限"],
        },
    ),
]


@pytest.mark.parametrize(("make", "kind", "said"), PAPERS)
def test_a_paper_says_each_day_as_it_was(
    desk: Desk, make: Callable[[Desk], cases.Case], kind: str, said: dict[str, Any]
) -> None:
    case = make(desk)

    assert facts(case, kind) == COMMON | {"case_number": case.number} | said


def test_a_decision_is_of_the_day_on_which_it_was_made(desk: Desk) -> None:
    case = decided(desk)

    said = facts(case, "grant")

    assert (said["accepted_on"], said["against"], said["departing"]) == ("2026-09-02", None, None)
    assert said["delivery"].startswith("本决定最晚在2026年9月21日（周一）（含当日）送达。")
    assert [row["within"] for row in said["remedies"]] == ["60日", "6个月"]
    assert case.documents.get(kind="grant").at == case.closed_at
