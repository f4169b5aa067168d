"""A newer guide for a running case: what is different is read at the desk, adopted there, and told to the applicant."""

from __future__ import annotations

from typing import Any

from tests.cases.samples import Desk
from tests.cases.versions import FAVOURABLE, adjusted, less_to_hand_in
from tests.web_cases.conftest import As
from tests.web_cases.test_desk import words_of
from tongban.cases import api as cases
from tongban.cases.api import State

REASON = {"reason": "少交一份材料，已经提交的符合新版的要求。"}


def proposed(as_: As, number: str) -> None:
    """Let an examiner propose from the page what the decider then decides."""
    page = f"/desk/{number}/do/propose_version/"
    asked = words_of(as_("examiner").get(page))
    assert "提请适用</button>" in asked
    assert as_("examiner").post(page, REASON).status_code == 302


def longer(document: dict[str, Any]) -> None:
    document["limits"]["promised"]["amount"] += 1


def shorter(document: dict[str, Any]) -> None:
    document["limits"]["promised"]["amount"] -= 1


def test_the_page_says_what_is_different_and_what_is_better(as_: As, desk: Desk) -> None:
    number = desk.accepted().number
    adjusted(desk, less_to_hand_in)
    proposed(as_, number)

    words = words_of(as_("decider").get(f"/desk/{number}/do/adopt_version/"))

    assert "第 1 版到第 2 版" in words
    assert FAVOURABLE in words
    assert REASON["reason"] in words
    assert "布局" in words.split('id="newer"')[1].split("<form")[0]
    assert "按新版办理</button>" in words


def test_it_is_adopted_from_its_page_and_a_second_time_says_that_it_was(as_: As, desk: Desk) -> None:
    case = desk.accepted()
    adjusted(desk, less_to_hand_in)
    proposed(as_, case.number)
    decider, page = as_("decider"), f"/desk/{case.number}/do/adopt_version/"

    done = decider.post(page, REASON, follow=True)
    again = decider.post(page, REASON)

    assert done.redirect_chain == [(f"/desk/{case.number}/", 302)]
    assert "已完成：适用新版办事指南。已发消息告知申请人。" in words_of(done)
    assert (desk.fresh(case).state, desk.fresh(case).guide.version) == (State.ACCEPTED, 2)
    assert "新版不再要求" in words_of(done)
    mine = words_of(as_("citizen").get(f"/my/cases/{case.number}/"))
    assert "新版不再要求" in mine
    assert f'href="/items/{case.item_code}/versions/2/changes/?with=1"' in mine
    assert again.status_code == 409
    assert "情况已经有变化" in words_of(again)


def test_a_reason_is_asked_for_and_leads_to_its_field(as_: As, desk: Desk) -> None:
    case = desk.accepted()
    adjusted(desk, less_to_hand_in)
    proposed(as_, case.number)

    answer = as_("decider").post(f"/desk/{case.number}/do/adopt_version/", {"reason": " "})

    assert answer.status_code == 422
    assert 'href="#id_reason"' in words_of(answer)
    assert desk.fresh(case).guide.version == 1


def test_where_this_applicant_would_be_worse_off_it_is_said_and_there_is_no_form(as_: As, desk: Desk) -> None:
    number = desk.accepted().number
    adjusted(desk, longer)
    examiner = as_("examiner")

    asked = words_of(examiner.get(f"/desk/{number}/do/propose_version/"))
    posted = examiner.post(f"/desk/{number}/do/propose_version/", REASON)

    assert "承诺办结时限会变长" in asked
    assert "提请适用</button>" not in asked
    assert posted.status_code == 422
    assert "承诺办结时限会变长" in words_of(posted)


def test_without_a_newer_version_the_page_says_why_not(as_: As, desk: Desk) -> None:
    number = desk.accepted().number

    words = words_of(as_("decider").get(f"/desk/{number}/do/adopt_version/"))

    assert cases.NothingNewer().message in words
    assert "按新版办理</button>" not in words


def test_the_page_says_before_it_is_confirmed_which_clock_moves_and_to_when(as_: As, desk: Desk) -> None:
    number = desk.accepted().number
    adjusted(desk, shorter)
    proposed(as_, number)

    words = words_of(as_("decider").get(f"/desk/{number}/do/adopt_version/"))

    assert "承诺办结时限按新版从受理之日起重新计算，由" in words
    assert "别的时限不变。" in words


def test_without_a_proposal_the_page_says_who_proposes(as_: As, desk: Desk) -> None:
    number = desk.accepted().number
    adjusted(desk, less_to_hand_in)

    words = words_of(as_("decider").get(f"/desk/{number}/do/adopt_version/"))

    assert cases.NotProposed().message in words
    assert "按新版办理</button>" not in words


def test_colleagues_see_on_the_case_that_a_newer_version_is_at_hand(as_: As, desk: Desk) -> None:
    number = desk.accepted().number
    before = words_of(as_("examiner").get(f"/desk/{number}/"))
    adjusted(desk, less_to_hand_in)
    after = words_of(as_("examiner").get(f"/desk/{number}/"))

    assert ["第 2 版已经施行" in words for words in (before, after)] == [False, True]
    assert f'href="/desk/{number}/do/propose_version/"' in after


def test_the_revision_leads_to_the_cases_that_may_follow(as_: As, desk: Desk) -> None:
    number = desk.accepted().number
    made = adjusted(desk, less_to_hand_in)

    decider = words_of(as_("guide-writer").get(f"/desk/revisions/{made.revision}/"))

    assert "正在办的办件：1 件" in decider
    assert number not in decider


def test_another_department_finds_nothing(as_: As, desk: Desk) -> None:
    number = desk.accepted().number
    adjusted(desk, less_to_hand_in)

    answer = as_("housing-decider").post(f"/desk/{number}/do/adopt_version/", REASON)

    assert answer.status_code == 404


def test_the_applicant_reads_it_in_the_course_of_the_case_in_their_language(as_: As, desk: Desk) -> None:
    number = desk.accepted().number
    adjusted(desk, less_to_hand_in)
    proposed(as_, number)
    as_("decider").post(f"/desk/{number}/do/adopt_version/", REASON)
    citizen = as_("citizen")

    chinese = words_of(citizen.get(f"/my/cases/{number}/"))
    citizen.cookies["django_language"] = "en"
    english = words_of(citizen.get(f"/my/cases/{number}/"))

    assert "适用新版办事指南告知书" in chinese
    assert REASON["reason"] in chinese
    assert "Notice that a new version of the guide applies" in english
