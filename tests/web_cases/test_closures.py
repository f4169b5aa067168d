"""Two operators declare a closure in the browser, and people read it at the door."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import pytest
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.cases.samples import Desk
from tests.web_cases.conftest import As
from tests.web_cases.test_calendars import run_jobs, words
from tongban.duties import api as duties
from tongban.kernel.codes.region import Level
from tongban.kernel.days import SHANGHAI
from tongban.kernel.limits import Unit
from tongban.orgs import api as orgs

PROPOSE = "/desk/closures/propose/"
TYPHOON = {
    "kind": "LOCAL_CLOSURE",
    "name": "台风",
    "first": "2026-09-02",
    "last": "2026-09-03",
    "department": "*",
    "region": "320205",
    "source": "市防汛抗旱指挥部公告〔2026〕9号（测试）",
    "authority_basis": "",
}


@pytest.fixture(autouse=True)
def _september(desk: Desk) -> None:
    desk.at = datetime(2026, 9, 2, 10, tzinfo=SHANGHAI)


def declared(client: Client, **changes: str) -> str:
    answer = client.post(PROPOSE, TYPHOON | changes)
    assert answer.status_code == 302
    return str(answer.headers["Location"])


def in_effect(as_: As, **changes: str) -> str:
    page = declared(as_("operator"), **changes)
    assert as_("operator-two").post(page, {"verb": "CONFIRM"}).status_code == 302
    return page


def test_from_the_announcement_to_the_door(as_: As) -> None:
    page = declared(as_("operator"))
    assert "停办" not in words(as_("").get("/places/ZP320205/"))

    answer = as_("operator-two").post(page, {"verb": "CONFIRM"}, follow=True)
    assert "正在重新计算" in words(answer)
    run_jobs()

    assert "涉及的时限已经重新计算" in words(as_("operator").get(page))
    door = words(as_("").get("/places/ZP320205/"))
    assert "今天（周三）因台风停办，不开放，9月4日（周五）恢复" in door
    assert door.count("台风停办，不开放") == 3  # the sentence and two days of the week
    assert "台风停办：2026年9月2日（周三）至2026年9月3日（周四）不开放。" in door
    assert "停办" not in words(as_("").get("/places/ZP320211/"))


def test_the_list_of_places_says_why_a_door_is_closed(as_: As) -> None:
    in_effect(as_, region="*")

    assert "台风停办，不开放" in words(as_("").get("/places/"))


def test_in_english_too(as_: As) -> None:
    in_effect(as_)
    visitor = as_("")
    visitor.cookies["django_language"] = "en"

    assert "Closed: 台风停办" in words(visitor.get("/places/ZP320205/"))


def test_an_outage_is_announced_and_closes_no_door(as_: As) -> None:
    in_effect(as_, kind="OUTAGE", name="机房检修")

    door = words(as_("").get("/places/ZP320205/"))

    assert "机房检修：2026年9月2日（周三）至2026年9月3日（周四）线上系统停用，窗口照常开放。" in door
    assert "开放中" in door


def test_what_is_over_is_not_announced(as_: As, desk: Desk) -> None:
    in_effect(as_)
    desk.at = datetime(2026, 9, 4, 10, tzinfo=SHANGHAI)

    assert "停办" not in words(as_("").get("/places/ZP320205/"))


def test_a_rule_for_the_authority_s_own_clock_is_a_provision_and_shown_in_words(as_: As) -> None:
    answer = as_("operator").post(PROPOSE, TYPHOON | {"authority_basis": "某办法第九条"})
    assert answer.status_code == 422
    assert "法律依据的写法不对" in words(answer)

    page = declared(as_("operator"), authority_basis="xkf.45，XKF.42.1")

    shown = words(as_("operator").get(page))
    assert "自确认生效之日起同样停止计算，依据：行政许可法第四十五条、行政许可法第四十二条第一款" in shown


def test_one_village_is_closed_by_its_code(as_: As) -> None:
    village = orgs.regions(level=Level.VILLAGE)[0]

    page = declared(as_("operator"), region="*", village=village.code)

    assert village.name in words(as_("operator").get(page))
    refused = as_("operator").post(PROPOSE, TYPHOON | {"village": "320205999999"})
    assert (refused.status_code, 'href="#id_village"' in words(refused)) == (422, True)


def test_what_would_move_is_told_before_and_what_moved_afterwards(as_: As, desk: Desk) -> None:
    owe_corrections(desk, 2)
    page = declared(as_("operator"), region="*")
    shown = words(as_("operator").get(page))
    assert "2</strong> 个未办结的时限将会变动：2 个推后，0 个提前，变动最大的推后 1 天" in shown

    as_("operator-two").post(page, {"verb": "CONFIRM"})
    run_jobs()

    shown = words(as_("operator").get(page))
    assert "2</strong> 个未办结的时限已经变动：2 个推后，0 个提前" in shown
    assert "2</strong> 个未办结的时限将会变动：0 个推后，2 个提前" in shown  # what withdrawing it now would do
    as_("operator").post(page, {"verb": "WITHDRAW"})
    run_jobs()
    shown = words(as_("operator").get(page))
    assert "2</strong> 个未办结的时限已经变动：0 个推后，2 个提前" in shown
    assert "将会变动" not in shown


def owe_corrections(desk: Desk, many: int) -> None:
    """Let parties owe corrections within five working days."""
    for number in range(many):
        duties.start(
            kind=duties.Kind.CORRECTION,
            subject_kind="case",
            subject=UUID(int=number),
            owed_by=f"party:{number}",
            owed_to="department:ZD-X",
            event="case.ask_correction",
            event_at=desk.at,
            limit=duties.Limit(5, Unit.WORKING_DAY, "测试依据"),
            at=desk.at,
            region="320205",
        )


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"kind": ""}, "kind"),
        ({"name": " "}, "name"),
        ({"first": "2026-02-30"}, "first"),
        ({"last": "2026-09-01"}, "last"),
        ({"region": "999999"}, "region"),
        ({"source": ""}, "source"),
    ],
)
def test_a_fault_is_told_at_its_field_and_nothing_typed_is_lost(as_: As, changes: dict[str, str], field: str) -> None:
    answer = as_("operator").post(PROPOSE, TYPHOON | {"authority_basis": "XKF.45"} | changes)

    shown = words(answer)
    assert answer.status_code == 422
    assert f'href="#id_{field}"' in shown
    assert f'id="id_{field}"' in shown
    assert "XKF.45" in shown
    assert "已写：行政许可法第四十五条。" in shown


def test_a_department_that_nobody_has_is_refused(as_: As) -> None:
    answer = as_("operator").post(PROPOSE, TYPHOON | {"department": "ZDNONE"})

    assert answer.status_code == 422
    assert "没有这个部门" in words(answer)


class TestDeciding:
    def test_who_declared_is_offered_only_to_withdraw(self, as_: As) -> None:
        operator = as_("operator")
        page = declared(operator)

        shown = words(operator.get(page))

        assert 'value="CONFIRM"' not in shown
        assert 'value="WITHDRAW"' in shown
        assert operator.post(page, {"verb": "CONFIRM"}).status_code == 403

    def test_who_confirmed_is_not_offered_to_withdraw(self, as_: As) -> None:
        page = in_effect(as_)
        second = as_("operator-two")

        assert 'value="WITHDRAW"' not in words(second.get(page))
        assert second.post(page, {"verb": "WITHDRAW"}).status_code == 403
        assert len(orgs.closures()) == 1

    def test_the_other_withdraws_and_the_clocks_are_counted_again(self, as_: As) -> None:
        page = in_effect(as_)

        answer = as_("operator").post(page, {"verb": "WITHDRAW"}, follow=True)

        assert "已撤销" in words(answer)
        assert orgs.closures() == []  # its first day is today, so no day of it has passed
        assert ProcrastinateJob.objects.filter(task_name="duties.recount_closure").count() == 2

    def test_withdrawn_midway_the_page_says_until_when_it_was_closed(self, as_: As, desk: Desk) -> None:
        page = in_effect(as_)
        desk.at = datetime(2026, 9, 3, 10, tzinfo=SHANGHAI)

        as_("operator").post(page, {"verb": "WITHDRAW"})

        assert "停办到2026年9月2日（周三）为止，以后的日子照常计算" in words(as_("operator").get(page))

    def test_the_list_shows_what_is_declared_where(self, as_: As) -> None:
        in_effect(as_)

        shown = words(as_("operator").get("/desk/closures/"))

        assert "锡山区" in shown
        assert "已生效" in shown

    def test_an_empty_list_says_what_to_do(self, as_: As) -> None:
        assert "没有登记过停办" in words(as_("operator").get("/desk/closures/"))

    @pytest.mark.parametrize("verb", ["", "APPROVE", "x"])
    def test_an_unknown_verb_is_no_page(self, as_: As, verb: str) -> None:
        page = declared(as_("operator"))

        assert as_("operator-two").post(page, {"verb": verb}).status_code == 404

    def test_what_there_is_not_is_not_found(self, as_: As) -> None:
        operator = as_("operator")

        assert operator.get(f"/desk/closures/{UUID(int=9)}/").status_code == 404
        assert operator.post(f"/desk/closures/{UUID(int=9)}/", {"verb": "CONFIRM"}).status_code == 404
