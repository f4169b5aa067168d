"""The codes of other systems, copied by hand from their own tables; and the dates and numbers in the rows."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cases.samples import Desk
from tests.city import City
from tongban.cases import api as cases
from tongban.cases.api import State, Verb
from tongban.cases.exchange import codes
from tongban.cases.exchange.rows import written
from tongban.duties import api as duties
from tongban.identity import api as identity

# 8/10 待提交, 26 已接件, 28 待补办, 16 预审通过, 30 已受理, 90 正常办结, 97 不予受理, 98 撤销申请, 99 异常终止.
VENDOR = {
    "DRAFT": "10", "RECEIVED": "26", "CORRECTION": "28", "CORRECTED": "26", "PRESCREENED": "16", "ACCEPTED": "30",
    "EXAMINED": "30", "GRANTED": "90", "REFUSED": "90", "NOT_ACCEPTED": "97", "WITHDRAWN": "98", "TERMINATED": "99",
}  # fmt: skip
# 02收件 05受理 06补齐补正 07不予受理 10办结 12在办 13退件.
ZHEJIANG = {
    "DRAFT": "", "RECEIVED": "02", "CORRECTION": "06", "CORRECTED": "02", "PRESCREENED": "02", "ACCEPTED": "05",
    "EXAMINED": "12", "GRANTED": "10", "REFUSED": "10", "NOT_ACCEPTED": "07", "WITHDRAWN": "13", "TERMINATED": "13",
}  # fmt: skip
# 1待受理 2已受理/办理中 3已办结.
RATING = {
    "DRAFT": "", "RECEIVED": "1", "CORRECTION": "1", "CORRECTED": "1", "PRESCREENED": "1", "ACCEPTED": "2",
    "EXAMINED": "2", "GRANTED": "3", "REFUSED": "3", "NOT_ACCEPTED": "3", "WITHDRAWN": "3", "TERMINATED": "3",
}  # fmt: skip
# 受理状态: 1受理 2不受理.
ACCEPTANCE = {
    "DRAFT": "", "RECEIVED": "", "CORRECTION": "", "CORRECTED": "", "PRESCREENED": "", "ACCEPTED": "1",
    "EXAMINED": "1", "GRANTED": "1", "REFUSED": "1", "NOT_ACCEPTED": "2", "WITHDRAWN": "", "TERMINATED": "",
}  # fmt: skip
# 0出证办结 1退回办结 2作废办结 5补正超时驳回 6办结.
RESULT = {
    "DRAFT": "", "RECEIVED": "", "CORRECTION": "", "CORRECTED": "", "PRESCREENED": "", "ACCEPTED": "",
    "EXAMINED": "", "GRANTED": "0", "REFUSED": "6", "NOT_ACCEPTED": "1", "WITHDRAWN": "2", "TERMINATED": "2",
}  # fmt: skip
MAPS: list[tuple[dict[Any, str], dict[str, str]]] = [
    (codes.VENDOR, VENDOR),
    (codes.ZHEJIANG, ZHEJIANG),
    (codes.RATING, RATING),
    (codes.ACCEPTANCE, ACCEPTANCE),
    (codes.RESULT, RESULT),
    (codes.STEP, {"WAITING": "", "OPEN": "1", "RETURNED": "1", "DONE": "2", "DROPPED": ""}),  # 1待办 2已办
    (
        codes.STAGE,  # 1承办 2审核 3批准
        {"RECEIPT": "1", "ACCEPTANCE": "1", "EXAMINATION": "2", "DECISION": "3", "MAKING": "3", "DELIVERY": "3"},
    ),
    (codes.APPLY, {"WEB": "1", "COUNTER": "0"}),  # 0部门窗口 1PC
    (codes.MATERIAL, {"WEB": "2", "COUNTER": "3"}),  # 2附件上传 3扫描
    (codes.SUPPLIED, {"FIRST": "首次提交", "CORRECTION": "补正提交", "DEFERRED": "后补提交"}),
    (codes.PROJECT, {"IMMEDIATE": "1", "PROMISED": "2", "OTHER": "9"}),  # 1即办件 2承诺件 9其他
    (codes.DOCUMENT, {"RESIDENT_ID": "111", "CREDIT_CODE": "001", "PASSPORT": "414"}),
]
PASSED = {
    "ACCEPT", "ACCEPT_IN_FULL", "DEEM_ACCEPTED", "PRESCREEN_PASS", "FINISH_STEP", "EXAMINE", "GRANT", "GRANT_AT_ONCE",
    "DEEM_RENEWED",
}  # fmt: skip
RETURNED = {"ASK_CORRECTION", "SEND_BACK", "REFUSE_ACCEPTANCE", "REFUSE", "REFUSE_AT_ONCE"}


@pytest.mark.parametrize(("ours", "theirs"), MAPS)
def test_a_code_is_the_one_of_their_table(ours: dict[Any, str], theirs: dict[str, str]) -> None:
    assert {str(key): code for key, code in ours.items()} == theirs


def test_what_passes_what_is_returned_and_what_is_neither() -> None:
    assert {verb for verb in Verb if codes.ACTION[verb] == "通过"} == PASSED
    assert {verb for verb in Verb if codes.ACTION[verb] == "退回"} == RETURNED
    assert {codes.ACTION[verb] for verb in set(Verb) - PASSED - RETURNED} == {"其他"}


def test_single_codes_and_kinds_of_applicants_are_theirs() -> None:
    assert (codes.SUSPENDED, codes.NOT_CORRECTED, codes.OTHER_DOCUMENT) == ("11", "5", "999")
    assert (codes.EXTENSION, codes.OTHER_PROCEDURE) == ("1", "2")
    natural = {kind for kind, code in codes.APPLICANT.items() if code == "1"}
    assert natural == {identity.PartyKind.NATURAL}
    assert set(codes.APPLICANT.values()) == {"1", "2"}


def rows(desk: Desk, case: cases.Case) -> dict[str, dict[str, Any]]:
    found = cases.read_exchange(number=case.number, by=desk.staff("operator"), at=desk.at)
    return {name: written(row) for name, row in found.in_order()}


def test_nobody_who_looks_after_the_exchange_reads_the_number_of_a_person(city: City) -> None:
    citizen = city.actor("citizen")
    desk = Desk(city=city, at=city.at, applicant=citizen)
    case = desk.accepted()
    assert citizen.party is not None
    number = identity.party_view(citizen.party, by=citizen).document_number
    assert len(number) == 18

    said = str(rows(desk, case))

    assert number not in said
    assert number[3:14] not in said


def test_the_promise_is_the_day_that_was_promised_and_not_that_of_the_law(desk: Desk) -> None:
    case = desk.accepted()
    ends = {clock.kind: clock.due_date for clock in cases.clocks(case, at=desk.at)}
    assert ends[duties.Kind.PROMISED] != ends[duties.Kind.STATUTORY]

    found = cases.read_exchange(number=case.number, by=desk.staff("operator"), at=desk.at)

    assert found.accept is not None
    assert found.accept.promise_date == ends[duties.Kind.PROMISED]


def test_a_result_is_delivered_from_its_delivery_on(desk: Desk) -> None:
    case = desk.granted()
    assert rows(desk, case)["up_pro_result"]["is_delivery_results"] == "0"

    cases.deliver(number=case.number, by=desk.applicant, at=desk.now())

    assert rows(desk, case)["up_pro_result"]["is_delivery_results"] == "1"
    assert desk.fresh(case).state == State.GRANTED
