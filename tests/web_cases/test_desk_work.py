"""The desk at work: narrowing the list, a file beside the form, criteria, texts, papers foreseen, many at once."""

from __future__ import annotations

import re

import pytest

from tests.cases.samples import WENT, Desk
from tests.web_cases.conftest import As
from tests.web_cases.test_desk import REASON, tabs, words_of
from tongban.cases import api as cases
from tongban.cases.api import State, Verb
from tongban.cases.desk import api as room


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("light=GREEN", True),
        ("light=OVERDUE", False),
        ("light=PAUSED", False),
        ("light=NONSENSE", True),
        ("item=食品", True),
        ("item=户外", False),
        ("channel=WEB", True),
        ("channel=COUNTER", False),
        ("region=320213", True),
        ("region=320211", False),
        ("from=2026-09-01&to=2026-09-01", True),
        ("from=2026-09-02", False),
        ("to=2026-08-31", False),
        ("from=soon", True),
        ("q=测试甲&item=食品", True),
        ("q=测试甲&item=户外", False),
    ],
)
def test_a_filter_narrows_the_list_and_its_counts_and_stays_in_the_address(
    as_: As,
    desk: Desk,
    query: str,
    found: bool,  # noqa: FBT001
) -> None:
    number = desk.submitted().number

    page = words_of(as_("acceptor").get(f"/desk/?{query}"))

    assert (number in page) is found
    counts = [int(count) for count in re.findall(r'<span class="tb-number">(\d+)</span></a>', page)]
    assert max(counts) == int(found)
    if found and "NONSENSE" not in query and "soon" not in query:
        assert re.search(rf'href="/desk/{number}/\?[^"]*{query.split("=", maxsplit=1)[0]}=', page)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("from=2026-13-40&light=PURPLE&tab=nope", ["收件日期从”里的“2026-13-40", "灯号”里的“PURPLE", "环节”里的“nope"]),
        ("from=0001-01-01&to=9999-12-31", ["收件日期从”里的“0001-01-01", "到（含当天）”里的“9999-12-31"]),
        ("from=2026-09-03&to=2026-09-01", ["收件日期的起止颠倒了"]),
        ("from=2026-09-01&to=2026-09-01&light=GREEN&tab=", []),
    ],
)
def test_what_of_a_filter_was_not_understood_is_said(as_: As, query: str, said: list[str]) -> None:
    page = words_of(as_("acceptor").get(f"/desk/?{query}"))

    assert [one for one in said if one not in page] == []
    assert ("没有看懂筛选条件" in page, "起止颠倒" in page) == (len(said) > 1, len(said) == 1)


def test_the_list_of_others_is_not_narrowed_into_view(as_: As, desk: Desk) -> None:
    number = desk.submitted().number

    page = words_of(as_("housing-acceptor").get("/desk/?item=食品"))

    assert number not in page
    assert "没有符合筛选条件的办件" in page


def test_a_file_opens_beside_the_form_and_only_what_this_house_serves_may_be_framed(as_: As, desk: Desk) -> None:
    case = desk.submitted()
    rows = [held.pk for one in cases.material_list(case) for held in one.files]
    clerk = as_("acceptor")

    first = clerk.get(f"/desk/{case.number}/?file={rows[0]}&tab=waiting")
    file = clerk.get(f"/desk/{case.number}/materials/{rows[0]}/", follow=True)

    page = words_of(first)
    assert f'<iframe class="tb-viewer__page" src="/desk/{case.number}/materials/{rows[0]}/"' in page
    assert "食品经营许可" in page
    assert f'rel="next" href="?file={rows[1]}&amp;tab=waiting#file"' in page
    assert 'rel="prev"' not in page
    assert "frame-src 'self'" in first.headers["Content-Security-Policy"]
    assert file.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-src" not in clerk.get(f"/desk/{case.number}/").headers["Content-Security-Policy"]
    assert "<iframe" not in words_of(clerk.get(f"/desk/{case.number}/?file={desk.token}"))


def test_criteria_are_ticked_on_the_page_and_read_by_whoever_decides(as_: As, desk: Desk) -> None:
    case = desk.accepted()
    key = case.guide.guide.criteria[0].id
    posted = {"criterion": [key], f"found.{key}": "NOT_MET", f"note.{key}": "缺少健康证"}

    answer = as_("examiner").post(f"/desk/{case.number}/checks/", posted, follow=True)
    cases.examine(
        number=case.number, passed=True, opinion="符合。", others=WENT, by=desk.staff("examiner"), at=desk.now()
    )
    decider = as_("decider")

    assert "核对结果已保存" in words_of(answer)
    for page in ("", "do/grant/"):
        words = words_of(decider.get(f"/desk/{case.number}/{page}"))
        assert "缺少健康证" in words
        assert "不符合" in words
    assert "1 条标准核对为不符合" in words_of(decider.get(f"/desk/{case.number}/do/grant/"))
    assert decider.post(f"/desk/{case.number}/checks/", posted).status_code in {403, 409}


def test_a_text_is_written_set_in_and_put_away(as_: As, desk: Desk) -> None:
    case = desk.examined()
    decider = as_("decider")
    text = {"department": case.department_id, "verb": "GRANT", "title": "常用准予", "text": "{事项}符合条件。"}

    wrong = decider.post("/desk/texts/write/", text | {"text": "{电话}"})
    decider.post("/desk/texts/write/", text, follow=True)
    block = room.blocks_of(desk.staff("decider")).get()
    form = f"/desk/{case.number}/do/grant/"
    back = decider.post(form, {"block": str(block.pk), "reason": "先写的话。"})

    assert wrong.status_code == 422
    assert "不能替换的占位符" in words_of(wrong)
    assert f"先写的话。\n{case.item_name}符合条件。</textarea>" in words_of(back)
    assert desk.fresh(case).state == State.EXAMINED
    assert f'data-insert="{case.item_name}符合条件。"' in words_of(decider.get(form))
    assert as_("acceptor").get("/desk/texts/").status_code == 403
    decider.post(f"/desk/texts/{block.pk}/away/")
    assert "data-insert" not in words_of(decider.get(form))


def test_what_was_examined_anew_is_shown_before_it_is_decided(as_: As, desk: Desk) -> None:
    case, decider = desk.examined(), as_("decider")
    form = f"/desk/{case.number}/do/grant/"

    def seen(page: str) -> str:
        return page.partition('name="seen" value="')[2].partition('"')[0]

    opened = seen(words_of(decider.get(form)))
    cases.send_back(number=case.number, reason="请核对。", by=desk.staff("decider"), at=desk.now())
    examiner, found = desk.staff("examiner"), "再看现场，通风不够。"
    cases.examine(number=case.number, passed=False, opinion=found, by=examiner, at=desk.now())
    told = decider.post(form, {"reason": "可以准予。", "seen": opened})

    words = words_of(told)
    assert (told.status_code, desk.fresh(case).state) == (422, State.EXAMINED)
    assert "这个办件又有了新的情况" in words
    assert found in words
    assert "可以准予。</textarea>" in words
    decider.post(form, {"reason": "可以准予。", "departing": "已经整改。", "seen": seen(words)})
    assert desk.fresh(case).state == State.GRANTED


def test_the_paper_can_be_read_before_it_is_signed(as_: As, desk: Desk) -> None:
    case = desk.examined()
    decider = as_("decider")
    form = f"/desk/{case.number}/do/refuse/"

    shown = decider.post(form, REASON | {"preview": "1"})
    lacking = decider.post(form, {"preview": "1", "reason": " "})

    assert 'name="preview"' in words_of(decider.get(form))
    assert shown.headers["Content-Type"] == "application/pdf"
    assert lacking.status_code == 422
    assert desk.fresh(case).state == State.EXAMINED
    assert "preview" not in words_of(decider.get(f"/desk/{case.number}/do/send_back/"))


def test_several_are_handled_from_the_list_and_each_is_told_of(as_: As, desk: Desk) -> None:
    case = desk.examined(ticked=True)
    other = Desk(city=desk.city, at=desk.now(), applicant=desk.city.owner_for_company).submitted()
    decider = as_("decider")
    chosen = {"number": [case.number, other.number]}
    stood = desk.fresh(case).changed_at.isoformat()

    listed = words_of(decider.get("/desk/"))
    unsaid = words_of(decider.post("/desk/several/", chosen))
    assert "请选择要批量办理什么。" in unsaid
    asked = words_of(decider.get("/desk/several/", chosen))
    empty = decider.post("/desk/several/", chosen | {"verb": Verb.GRANT, "reason": ""})
    done = words_of(decider.post("/desk/several/", chosen | {"verb": Verb.GRANT, "reason": "符合条件。"}))

    assert f'name="number" value="{case.number}@{stood}"' in listed
    assert "对下面 2 个办件" in asked
    assert empty.status_code == 422
    assert "办成 1 件，共 2 件" in done
    assert "没有办成" in done
    assert f"{case.applicant.name}，{case.item_name}" in done
    assert desk.fresh(case).state == State.GRANTED
    stranger = words_of(as_("housing-acceptor").get("/desk/several/", chosen))
    assert f'value="{other.number}' not in stranger
    assert other.applicant.name not in stranger


def test_what_moved_since_the_list_was_opened_is_not_granted_unread(as_: As, desk: Desk) -> None:
    case = desk.examined(ticked=True)
    decider = as_("decider")
    ticked = re.findall(r'name="number" value="([^"]+)"', words_of(decider.get("/desk/")))
    cases.add(number=case.number, words="有一项已经不符合。", uploads=[], by=desk.applicant, at=desk.now())

    asked = re.findall(r'name="number" value="([^"]+)"', words_of(decider.get("/desk/several/", {"number": ticked})))
    sent = {"number": asked, "verb": Verb.GRANT, "reason": "符合条件。"}
    done = words_of(decider.post("/desk/several/", sent))

    assert asked == ticked
    assert "这个办件又有了新的情况：补充说明" in done
    assert desk.fresh(case).state == State.EXAMINED
    again = words_of(decider.get("/desk/several/", {"number": [case.number]}))
    sent["number"] = re.findall(r'name="number" value="([^"]+)"', again)
    decider.post("/desk/several/", sent)
    assert desk.fresh(case).state == State.GRANTED


@pytest.mark.parametrize(("verb", "who"), [("refuse_acceptance", "acceptor"), ("terminate", "decider")])
def test_what_was_handed_in_since_the_page_was_opened_is_not_refused_unread(
    as_: As, desk: Desk, verb: str, who: str
) -> None:
    case = desk.corrected()
    clerk, address = as_(who), f"/desk/{case.number}/do/{verb}/"
    (seen,) = re.findall(r'name="seen" value="([^"]+)"', words_of(clerk.get(address)))
    cases.add(number=case.number, words="房东量好了，九十平方米。", uploads=[], by=desk.applicant, at=desk.now())

    ground = {"refuse_acceptance": "INCOMPLETE", "terminate": "GIVEN_UP"}[verb]
    answer = clerk.post(address, {"ground": ground, "reason": "没有补正。", "seen": seen})

    assert answer.status_code == 422
    assert "又有了新的情况" in words_of(answer)
    assert desk.fresh(case).state == State.CORRECTED


def test_who_handles_no_cases_has_nothing_to_tick(as_: As, desk: Desk) -> None:
    desk.submitted()

    assert 'type="checkbox"' not in words_of(as_("supervisor").get("/desk/"))


def test_other_matters_of_the_applicant_are_listed(as_: As, desk: Desk) -> None:
    first, second = desk.granted(), desk.submitted()

    page = words_of(as_("decider").get(f"/desk/{second.number}/?tab=waiting"))

    assert "同一申请人的其他办件" in page
    assert f'<a class="tb-number" href="/desk/{first.number}/">' in page


def test_counts_by_light_add_up_to_all(as_: As, desk: Desk) -> None:
    desk.submitted()
    clerk = as_("acceptor")

    found = [tabs(words_of(clerk.get(f"/desk/?light={light}"))) for light in room.LIGHTS]

    assert sum(one["全部在办"] for one in found if "全部在办" in one) in {0, 1}


def test_a_decision_is_not_written_while_a_criterion_is_left_open(as_: As, desk: Desk) -> None:
    case, decider = desk.examined(), as_("decider")
    form = f"/desk/{case.number}/do/grant/"
    shown = words_of(decider.get(form))

    unsaid = decider.post(form, {"reason": "符合法定条件，准予许可。"})
    done = decider.post(form, {"reason": "符合法定条件，准予许可。", "checked": "现场核查笔录。"})

    assert "受理标准第1项、第2项、第3项、第4项、第5项没有核对为符合，依据什么认定符合" in shown
    assert shown.count("没有核对</span>") == 5
    assert (unsaid.status_code, 'href="#id_checked"' in words_of(unsaid)) == (422, True)
    assert done.status_code == 302
    assert "认定符合的依据：现场核查笔录。" in words_of(decider.get(f"/desk/{case.number}/"))
    ticked = Desk(city=desk.city, at=desk.now(), applicant=desk.city.owner_for_company).examined(ticked=True)
    assert 'name="checked"' not in words_of(decider.get(f"/desk/{ticked.number}/do/grant/"))


LIST = "tab=waiting&light=GREEN&item=食品&page=1"


def kept(page: str) -> bool:
    """Whether the way back from a page leads to the narrowed list."""
    return (
        re.search(r'href="/desk/\?tab=waiting&amp;page=1&amp;light=GREEN&amp;item=%E9%A3%9F%E5%93%81"', page)
        is not None
    )


def test_the_list_one_came_from_is_still_there_after_an_act_opened_from_it(as_: As, desk: Desk) -> None:
    case, acceptor = desk.submitted(), as_("acceptor")
    shown = words_of(acceptor.get(f"/desk/{case.number}/?{LIST}"))
    form = re.search(rf'href="(/desk/{case.number}/do/accept/\?[^"]+)"', shown)
    assert form is not None
    address = form[1].replace("&amp;", "&")

    asked = words_of(acceptor.get(address))
    done = acceptor.post(address, follow=True)
    late = acceptor.post(address)

    assert desk.fresh(case).state == State.ACCEPTED
    assert re.search(rf'href="/desk/{case.number}/\?tab=waiting&amp;[^"]+" data-back', asked)
    assert kept(words_of(done))
    assert (late.status_code, kept(words_of(late))) == (409, True)


def test_it_is_still_there_after_several_were_handled_and_after_criteria_were_ticked(as_: As, desk: Desk) -> None:
    case, acceptor = desk.submitted(), as_("acceptor")
    listed = words_of(acceptor.get(f"/desk/?{LIST}"))
    hidden = dict(
        re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', listed.split('class="tb-several"')[1])
    )
    query = {**hidden, "number": case.number}

    asked = acceptor.get("/desk/several/", query)
    done = acceptor.post(
        f"/desk/several/?{asked.request['QUERY_STRING']}", {"number": case.number, "verb": Verb.ACCEPT}
    )

    assert "办成 1 件" in words_of(done)
    assert kept(words_of(asked))
    assert kept(words_of(done))
    first = room.criteria_of(desk.fresh(case))[0].id
    found = {"criterion": first, f"found.{first}": "MET", "file": "0" * 8}
    ticked = as_("examiner").post(f"/desk/{case.number}/checks/?{LIST}", found)
    assert ticked.headers["Location"].startswith(f"/desk/{case.number}/?file=00000000&tab=waiting&page=1&light=GREEN")


def test_what_is_no_list_is_carried_nowhere(as_: As, desk: Desk) -> None:
    case = desk.submitted()

    done = as_("acceptor").post(f"/desk/{case.number}/do/accept/?next=https://example.org/&light=%22%3E&page=2")

    assert done.headers["Location"] == f"/desk/{case.number}/?page=2"
