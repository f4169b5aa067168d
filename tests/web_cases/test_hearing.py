from __future__ import annotations

import re
from datetime import date, datetime

from pytest_django import Settings

from tests.cases.samples import Desk
from tests.cases.test_hearing import second_examiner
from tests.cases.test_renewing import LATE, contact, renewing
from tests.web_cases.conftest import As
from tongban.cases import api as cases
from tongban.cases.hearing.tables import Hearing, ToldParty
from tongban.messages import api as messages

MATTER = "排烟口离您家的窗户不到三米。"
MOBILE = "19900000010"


def words_of(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined, no-any-return]


class TestFromTellingToDeciding:
    def test_desk_party_and_applicant_each_do_their_part(self, as_: As, desk: Desk, settings: Settings) -> None:
        settings.SAMPLE_MODE = True
        number = desk.examined().number
        examiner, do = as_("examiner"), f"/desk/{number}/do"
        empty = examiner.post(f"{do}/tell_interested/", {"name": "测试邻居", "reason": MATTER})
        given = {"name": "测试酉", "document": "320200195807129082", "mobile": MOBILE, "reason": MATTER}
        examiner.post(f"{do}/tell_interested/", given)
        row = ToldParty.objects.get(applicant=False)

        party = as_("retired")
        listed, letters = words_of(party.get("/concerned/")), words_of(party.get("/my/messages/"))
        page = f"/concerned/{row.pk}/"
        said = party.post(f"{page}views/", {"words": "请把排烟口移到北侧。"}, follow=True)
        party.post(f"{page}hearing/", {"wish": "ask"})
        applicant = as_("citizen")
        mine = words_of(applicant.get(f"/my/cases/{number}/"))
        applicant.post(f"/my/cases/{number}/hearing/", {"wish": "waive"})
        when = {"begins_at": "2026-09-21", "begins_time": "09:30", "venue": "三楼会议室"}
        asked_who = words_of(examiner.post(f"{do}/call_hearing/", when))
        examiner.post(f"{do}/call_hearing/", when | {"presider": str(desk.staff("deputy").id)})
        called = words_of(party.get(page))
        desk.at = datetime.fromisoformat("2026-09-21T11:00+08:00")
        examiner, party = as_("examiner"), as_("retired")  # who was away for weeks signs in again
        wrong = examiner.post(f"{do}/record_hearing/", {"reason": "双方陈述。"})
        examiner.post(f"{do}/record_hearing/", {"held": "yes", "attended": "双方到场。", "reason": "双方陈述。"})
        shown = words_of(examiner.get(f"/desk/{number}/"))
        decider = as_("decider")
        words = {"reason": "准予。", "checked": "现场核查意见。"}
        asked = decider.post(f"{do}/grant/", words)
        decider.post(f"{do}/grant/", words | {"considered": "意见已经采纳。"})

        assert (empty.status_code, "没有登记过的利害关系人" in words_of(empty)) == (422, True)
        assert f'href="{page}"' in listed
        assert ('href="/concerned/"' in letters, f"/my/cases/{row.code}/" in letters) == (True, False)
        assert "请把排烟口移到北侧。" in words_of(said)
        assert ("您有要求听证的权利" in mine, "测试酉" in mine) == (True, False)
        assert ("请选择听证主持人" in asked_who, ">测试副科长</option>" in asked_who) == (True, True)
        assert ">测试审查员</option>" not in asked_who
        assert "三楼会议室" in called
        assert (wrong.status_code, "请选择听证有没有举行" in words_of(wrong)) == (422, True)
        assert ("测试酉" in shown, "<dd>测试副科长</dd>" in shown) == (True, True)
        assert "双方到场。" in shown
        assert (asked.status_code, "怎样对待听取的意见" in words_of(asked)) == (422, True)
        assert cases.Case.objects.get(number=number).state == cases.State.GRANTED
        assert "意见已经采纳。" in words_of(party.get(page))

    def test_without_an_account_the_code_of_the_notice_and_of_the_telephone_lead_there(
        self, as_: As, desk: Desk, settings: Settings
    ) -> None:
        settings.SAMPLE_MODE = True
        number = desk.examined().number
        given = {"name": "测试邻居", "mobile": MOBILE, "reason": MATTER}
        as_("examiner").post(f"/desk/{number}/do/tell_interested/", given)
        row, visitor = ToldParty.objects.get(applicant=False), as_("")

        refused = visitor.get(f"/concerned/{row.pk}/")
        nothing = visitor.post("/concerned/", {"code": ""})
        visitor.post("/concerned/", {"code": row.code})
        code = re.search(r"验证码(\d{6})", messages.outbox()[0].words)
        assert code is not None
        wrong = visitor.post("/concerned/code/", {"code": "000000"})
        page = words_of(visitor.post("/concerned/code/", {"code": code[1]}, follow=True))

        assert (refused.status_code, nothing.status_code, wrong.status_code) == (302, 422, 422)
        assert MATTER in page
        assert "测试丙" not in page
        assert number not in page
        foreign = as_("boss").post(f"/concerned/{row.pk}/views/", {"words": "我也说。"})
        assert (foreign.status_code, foreign["Location"]) == (302, "/concerned/")


class TestRenewal:
    def test_who_is_late_is_told_before_handing_in(self, as_: As, desk: Desk) -> None:
        desk.guided(renewing)
        late = desk.filled(contact=contact(LATE))
        browser, page = as_("citizen"), f"/apply/draft/{late.pk}/check/"
        told = words_of(browser.get(page))
        form = contact(date(2026, 10, 9))
        cases.save_answers(draft=late.pk, group="contact", posted=form, by=desk.applicant, at=desk.now())

        in_time = words_of(browser.get(page))

        assert "申请延续已经晚了" in told
        assert "依法视为准予延续" in in_time


def test_a_rest_day_or_an_odd_hour_is_asked_about_once_and_then_done(as_: As, desk: Desk) -> None:
    number = desk.accepted().number
    examiner, form = as_("examiner"), f"/desk/{number}/do/call_hearing/"
    when = {"begins_at": "2026-09-19", "begins_time": "19:30", "venue": "三楼会议室"}
    given = when | {"presider": "other", "presider_other": "市司法局 测试主持人", "announced": "市政府网站公告"}
    before = words_of(examiner.get(form))

    asked = examiner.post(form, given)
    done = examiner.post(form, given | {"meant": "yes"})

    assert 'name="meant"' not in before
    assert asked.status_code == 422
    assert "2026年9月19日（周六）是休息日，19:30不在08:00到18:00之间" in words_of(asked)
    assert 'name="meant"' in words_of(asked)
    assert (done.status_code, Hearing.objects.filter(case__number=number).exists()) == (302, True)


def test_who_presides_is_a_colleague_or_somebody_written_down_and_examines_nothing_afterwards(
    as_: As, desk: Desk
) -> None:
    number = desk.accepted().number
    examiner, do = as_("examiner"), f"/desk/{number}/do"
    when = {"begins_at": "2026-09-21", "begins_time": "09:30", "venue": "三楼会议室", "announced": "市政府网站公告"}
    second = second_examiner(desk)

    both = examiner.post(f"{do}/call_hearing/", when | {"presider": str(second.id), "presider_other": "测试主持人"})
    colleague = examiner.post(f"{do}/call_hearing/", when | {"presider": "other", "presider_other": "测试出件员"})
    examiner.post(f"{do}/call_hearing/", when | {"presider": str(second.id)})
    form = words_of(examiner.get(f"{do}/postpone_hearing/"))
    page = words_of(as_("deputy").get(f"/desk/{number}/"))
    examining = as_("deputy").post(f"{do}/examine/", {"passed": "yes", "reason": "符合条件。"})

    assert (both.status_code, "主持人只填一处" in words_of(both)) == (422, True)
    assert (colleague.status_code, "这是本部门同事的姓名" in words_of(colleague)) == (422, True)
    assert Hearing.objects.get(case__number=number).presided_by == second.id
    assert f'value="{second.id}" selected' in form
    assert (f'href="/desk/{number}/do/examine/"' in page, "这个办件的听证由您主持" in page) == (False, True)
    assert (examining.status_code, "这个办件的听证由您主持" in words_of(examining)) == (403, True)
