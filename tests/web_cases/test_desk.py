from __future__ import annotations

import ast
import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import connection
from django.db.models import Count

from tests.cases.samples import Desk
from tests.web.test_city import Budget
from tests.web_cases.conftest import As
from tongban.cases import api as cases
from tongban.cases import rules
from tongban.cases.api import State
from tongban.cases.models import Case
from tongban.cases.queries import counting
from tongban.identity import api as identity
from tongban.ledger import api as ledger
from tongban.web.desk.forms import ASKS

WEB = Path(__file__).resolve().parents[2] / "tongban" / "web"
WRITES = {
    "open_draft", "save_answers", "attach", "detach", "submit", "supplement", "accept", "ask_correction",
    "refuse_acceptance", "examine", "send_back", "grant", "refuse", "deliver", "withdraw", "register_walk_in",
    "mark_read", "propose_calendar", "approve_calendar", "reject_calendar", "withdraw_calendar", "propose_closure",
    "confirm_closure", "withdraw_closure", "extend", "suspend", "resume",
    "propose_extension", "decline_extension",
    "adopt_version", "promise", "take_back_promise", "supply_deferred", "check_commitment", "prescreen_pass",
    "see_originals", "remind", "terminate", "reapply",
    "note_checks", "in_one_go", "write_block", "put_away_block",
    "finish_step", "grant_at_once", "refuse_at_once", "transfer", "ask_opinion", "give_opinion",
}  # fmt: skip
POINT = {"element": "materials.3", "text.materials.3": "请上传标注清楚的布局图。"}
REASON = {"reason": "写明的理由。"}
TESTED = {"ground": "TESTING", "expected_until": "2026-09-20", "others": "测试检验员甲、测试检验员乙"}
HANDED_OUT = {
    "proof": "DOCUMENT",
    "document_type": "RESIDENT_ID",
    "number": "320200198804169015",
    "name": "测试甲",
    "signature": "ON_PAPER",
}
VERBS = [
    ("acceptor", State.RECEIVED, "accept", {}, State.ACCEPTED),
    ("acceptor", State.RECEIVED, "ask_correction", POINT, State.CORRECTION),
    ("acceptor", State.RECEIVED, "refuse_acceptance", REASON | {"ground": "NOT_NEEDED"}, State.NOT_ACCEPTED),
    ("acceptor", State.CORRECTED, "accept", {}, State.ACCEPTED),
    ("examiner", State.ACCEPTED, "examine", REASON | {"passed": "yes", "others": "测试核查员"}, State.EXAMINED),
    ("decider", State.EXAMINED, "grant", REASON | {"checked": "现场核查意见。"}, State.GRANTED),
    ("decider", State.EXAMINED, "refuse", REASON, State.REFUSED),
    ("decider", State.EXAMINED, "send_back", REASON, State.ACCEPTED),
    ("decider", State.ACCEPTED, "extend", REASON, State.ACCEPTED),
    ("examiner", State.ACCEPTED, "propose_extension", REASON, State.ACCEPTED),
    ("examiner", State.EXAMINED, "suspend", REASON | TESTED, State.EXAMINED),
    ("decider", State.ACCEPTED, "terminate", REASON | {"ground": "GIVEN_UP"}, State.TERMINATED),
]
NEEDS = [
    ("acceptor", State.RECEIVED, "ask_correction", {}, "#id_points"),
    ("acceptor", State.RECEIVED, "ask_correction", {"element": "materials.3"}, "#id_materials.3"),
    ("acceptor", State.RECEIVED, "ask_correction", {"element": "materials.99", "text.materials.99": "x"}, "#id_points"),
    ("acceptor", State.RECEIVED, "refuse_acceptance", {"ground": "NOT_NEEDED"}, "#id_reason"),
    ("acceptor", State.RECEIVED, "refuse_acceptance", REASON, "#id_ground"),
    ("acceptor", State.RECEIVED, "refuse_acceptance", REASON | {"ground": "NOT_COMPETENT"}, "#id_competent"),
    ("examiner", State.ACCEPTED, "examine", {"reason": "符合。"}, "#id_passed"),
    ("examiner", State.ACCEPTED, "examine", {"passed": "yes", "reason": " "}, "#id_reason"),
    ("decider", State.EXAMINED, "grant", {"reason": "长" * 2001}, "#id_reason"),
    ("decider", State.ACCEPTED, "extend", {"reason": " "}, "#id_reason"),
    ("decider", State.ACCEPTED, "terminate", REASON, "#id_ground"),
    ("decider", State.ACCEPTED, "terminate", REASON | {"ground": "NOT_COMPETENT"}, "#id_competent"),
    ("examiner", State.ACCEPTED, "suspend", TESTED, "#id_reason"),
    ("examiner", State.ACCEPTED, "suspend", REASON | TESTED | {"ground": ""}, "#id_ground"),
    ("examiner", State.ACCEPTED, "suspend", REASON | TESTED | {"expected_until": "soon"}, "#id_expected_until"),
    ("examiner", State.ACCEPTED, "suspend", REASON | TESTED | {"expected_until": "2026-09-01"}, "#id_expected_until"),
]


def words_of(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined, no-any-return]


@pytest.mark.parametrize(("who", "state", "verb", "posted", "after"), VERBS)
def test_a_verb_is_done_from_its_page_and_leads_back_to_the_case(
    as_: As, desk: Desk, who: str, state: State, verb: str, posted: dict[str, str], after: State
) -> None:
    case = desk.in_state(state)
    clerk = as_(who)

    asked = clerk.get(f"/desk/{case.number}/do/{verb}/")
    answer = clerk.post(f"/desk/{case.number}/do/{verb}/", posted, follow=True)

    assert asked.status_code == 200
    assert answer.redirect_chain == [(f"/desk/{case.number}/", 302)]
    assert "已完成：" in words_of(answer)
    assert desk.fresh(case).state == after


@pytest.mark.parametrize(("who", "state", "verb", "posted", "field"), NEEDS)
def test_what_is_missing_is_said_and_leads_to_its_field_and_nothing_happens(
    as_: As, desk: Desk, who: str, state: State, verb: str, posted: dict[str, str], field: str
) -> None:
    case = desk.in_state(state)

    answer = as_(who).post(f"/desk/{case.number}/do/{verb}/", posted)

    words = words_of(answer)
    assert answer.status_code == 422
    assert "<title>需要修改：" in words
    assert f'href="{field}"' in words
    assert f'id="{field[1:]}"' in words
    assert desk.fresh(case).state == state


@pytest.mark.parametrize(("who", "state", "verb", "posted", "after"), VERBS)
def test_a_colleague_who_was_faster_leaves_a_page_that_says_so(
    as_: As, desk: Desk, who: str, state: State, verb: str, posted: dict[str, str], after: State
) -> None:
    case = desk.in_state(state)
    clerk = as_(who)
    clerk.post(f"/desk/{case.number}/do/{verb}/", posted)

    answer = clerk.post(f"/desk/{case.number}/do/{verb}/", posted)

    words = words_of(answer)
    assert answer.status_code == 409
    assert "情况已经有变化" in words
    assert f'href="/desk/{case.number}/"' in words
    assert desk.fresh(case).state == after


def test_the_page_of_a_late_verb_says_who_can_do_what_now(as_: As, desk: Desk) -> None:
    number = desk.accepted().number

    words = words_of(as_("acceptor").post(f"/desk/{number}/do/accept/"))

    assert "<dt>审查</dt><dd>提出审查意见</dd>" in words
    assert "<dd>撤回申请</dd>" in words


@pytest.mark.parametrize(("who", "verb"), [("examiner", "accept"), ("acceptor", "examine"), ("handout", "grant")])
def test_a_verb_of_another_post_is_refused(as_: As, desk: Desk, who: str, verb: str) -> None:
    case = desk.in_state(State.GRANTED if who == "handout" else State.RECEIVED)

    answer = as_(who).post(f"/desk/{case.number}/do/{verb}/", REASON | {"passed": "yes"})

    assert answer.status_code == 403
    assert desk.fresh(case).state == case.state


def test_a_verb_that_is_not_open_shows_no_form(as_: As, desk: Desk) -> None:
    number = desk.accepted().number

    words = words_of(as_("acceptor").get(f"/desk/{number}/do/accept/"))

    assert "这项操作不能办理" in words
    assert "确认受理" not in words


@pytest.mark.parametrize(
    ("who", "state", "open_now"),
    [
        ("acceptor", State.RECEIVED, ["accept", "ask_correction", "ask_opinion", "refuse_acceptance", "transfer"]),
        ("acceptor", State.CORRECTED, ["accept", "ask_opinion", "refuse_acceptance", "transfer"]),
        ("acceptor", State.ACCEPTED, ["ask_opinion"]),
        (
            "examiner",
            State.ACCEPTED,
            ["ask_opinion", "call_hearing", "examine", "propose_extension", "suspend", "tell_interested", "transfer"],
        ),
        (
            "examiner",
            State.EXAMINED,
            ["ask_opinion", "call_hearing", "propose_extension", "suspend", "tell_interested"],
        ),
        ("decider", State.ACCEPTED, ["ask_opinion", "extend", "suspend", "terminate"]),
        (
            "decider",
            State.EXAMINED,
            ["ask_opinion", "extend", "grant", "refuse", "send_back", "suspend", "terminate", "transfer"],
        ),
        ("supervisor", State.RECEIVED, []),
        ("handout", State.GRANTED, ["deliver"]),
    ],
)
def test_the_buttons_are_exactly_the_verbs_that_are_open(
    as_: As, desk: Desk, who: str, state: State, open_now: list[str]
) -> None:
    number = desk.in_state(state).number

    words = words_of(as_(who).get(f"/desk/{number}/"))

    assert sorted(part.split("/")[0] for part in words.split(f'href="/desk/{number}/do/')[1:]) == sorted(open_now)
    assert "为什么没有其他操作" in words


def test_the_reason_for_a_missing_button_can_be_read(as_: As, desk: Desk) -> None:
    number = desk.submitted().number

    words = words_of(as_("acceptor").get(f"/desk/{number}/"))

    assert "<dt>作出准予决定</dt><dd>只有在“已审查，待决定”时才能办理。</dd>" in words


def test_nobody_is_told_that_a_verb_is_for_their_own_post(as_: As, desk: Desk) -> None:
    number = desk.accepted().number

    words = words_of(as_("examiner").get(f"/desk/{number}/"))

    assert "不适用这项操作" in words
    assert not [line for line in words.split("<dt>") if "岗位办理" in line and "审查" in line.partition("<dd>")[2]]


def test_who_may_not_do_a_verb_reads_whose_it_is_and_not_that_somebody_was_faster(as_: As, desk: Desk) -> None:
    number = desk.accepted().number

    words = as_("examiner").get(f"/desk/{number}/do/extend/").content.decode()

    assert "由“决定”岗位办理" in words
    assert "可能" not in words.partition("<main")[2]


def test_an_examination_tells_nobody_and_does_not_claim_to(as_: As, desk: Desk) -> None:
    number = desk.accepted().number

    answer = as_("examiner").post(f"/desk/{number}/do/examine/", {"passed": "no", "reason": "不符合。"}, follow=True)

    assert "已完成：提出审查意见。" in words_of(answer)
    assert "告知申请人。" not in words_of(answer)


@pytest.mark.parametrize("page", ["", "do/accept/"])
@pytest.mark.parametrize("who", ["acceptor", "supervisor"])
def test_sensitive_answers_are_masked_at_the_desk(as_: As, desk: Desk, page: str, who: str) -> None:
    number = desk.submitted().number

    words = words_of(as_(who).get(f"/desk/{number}/{page}"))

    assert "320***********9030" in words
    assert "199****0003" in words
    assert "320200197908229030" not in words
    assert "19900000003" not in words
    assert "91320200MAYYYY0169" in words


def test_the_desk_shows_what_was_corrected_beside_what_stood_before_and_masks_both(as_: As, desk: Desk) -> None:
    case = desk.correcting("form.contact_mobile", "form.biz_address")
    posted = {"contact_mobile": ["19900000009"], "biz_address": ["示例路 2 号"]}
    cases.supplement(number=case.number, uploads=[], replies={}, posted=posted, by=desk.applicant, at=desk.now())

    words = words_of(as_("acceptor").get(f"/desk/{case.number}/"))

    assert "19900000009" not in words
    assert "19900000003" not in words
    assert words.count("199****0009") == 2
    assert words.count("原填：199****0003") == 2
    assert words.count("示例路 2 号") == 2
    assert words.count("原填：示例路 1 号") == 2


def test_the_desk_reads_in_plain_words_that_the_applicant_stands_by_a_sensitive_answer(as_: As, desk: Desk) -> None:
    case = desk.correcting("form.contact_mobile", "criteria.2")
    replies = {"criteria.2": "已经搬开。"}
    cases.supplement(
        number=case.number, uploads=[], replies=replies, stands_by=["contact_mobile"], by=desk.applicant, at=desk.now()
    )

    words = words_of(as_("acceptor").get(f"/desk/{case.number}/"))
    assert "申请人确认原来填写的内容无误" in words
    assert "</strong>：请补交清晰的版本。" in words
    assert "。</strong>：" not in words  # a criterion is a sentence, and what is said of it follows a colon


def test_a_file_is_opened_by_whoever_may_see_the_case(as_: As, desk: Desk) -> None:
    case = desk.submitted()
    row = next(row for one in cases.material_list(case) for row in one.files)

    path = f"/desk/{case.number}/materials/{row.pk}/"

    assert as_("acceptor").get(path, follow=True).content.startswith(b"%PDF-")
    assert as_("housing-acceptor").get(path).status_code == 404


def test_papers_open_at_the_desk(as_: As, desk: Desk) -> None:
    number = desk.submitted().number

    assert as_("acceptor").get(f"/desk/{number}/documents/receipt/")["Content-Type"] == "application/pdf"


@pytest.mark.parametrize(
    ("query", "found"),
    [("", True), ("?tab=waiting", True), ("?tab=deciding", False), ("?q=测试甲", True), ("?q=无此人", False),
     ("?page=0", True), ("?page=x", True), ("?page=99999", False), ("?tab=none", True)],
)  # fmt: skip
def test_the_list_is_filtered_and_searched(as_: As, desk: Desk, query: str, found: bool) -> None:  # noqa: FBT001
    number = desk.submitted().number

    answer = as_("acceptor").get(f"/desk/{query}")

    assert answer.status_code == 200
    assert (number in words_of(answer)) is found


def test_two_points_without_words_are_both_named(as_: As, desk: Desk) -> None:
    number = desk.submitted().number

    words = words_of(
        as_("acceptor").post(
            f"/desk/{number}/do/ask_correction/",
            {"element": ["materials.3", "form.area", "materials.4"], "text.materials.4": "缺一页。"},
        )
    )

    assert 'href="#id_materials.3"' in words
    assert 'href="#id_form.area"' in words
    assert 'href="#id_materials.4"' not in words
    assert "缺一页。" in words


def test_colleagues_read_who_did_what_and_the_applicant_does_not(as_: As, desk: Desk) -> None:
    number = desk.granted().number
    names = identity.staff_names(
        {desk.staff(who).id for who in ("acceptor", "examiner", "decider")}, by=desk.staff("acceptor")
    )

    at_the_desk = words_of(as_("acceptor").get(f"/desk/{number}/"))
    at_home = words_of(as_("citizen").get(f"/my/cases/{number}/"))

    assert len(names) == 3
    assert all(name in at_the_desk for name in names.values())
    assert not any(name in at_home for name in names.values())


def tabs(page: str) -> dict[str, int]:
    found = re.findall(r'<a href="/desk/\?tab=\w+"[^>]*><span>(.+?)</span><span class="tb-number">(\d+)</span>', page)
    return {name: int(count) for name, count in found}


@pytest.mark.parametrize("state", [State.GRANTED, State.REFUSED, State.NOT_ACCEPTED])
def test_whoever_hands_out_sees_first_what_waits_to_be_delivered(as_: As, desk: Desk, state: State) -> None:
    number = desk.in_state(state).number
    clerk = as_("handout")

    waiting = words_of(clerk.get("/desk/"))
    clerk.post(f"/counter/handout/{number}/", HANDED_OUT)
    after = words_of(clerk.get("/desk/"))

    assert number in waiting
    assert "待送达" in waiting
    assert (tabs(waiting)["待送达"], tabs(waiting)["已办结"]) == (1, 0)
    assert number not in after
    assert (tabs(after)["待送达"], tabs(after)["已办结"]) == (0, 1)
    assert number in words_of(clerk.get("/desk/?tab=done"))


def test_pages_of_the_desk_cost_so_many_questions_and_no_more(
    as_: As, desk: Desk, django_assert_max_num_queries: Budget
) -> None:
    case, clerk = desk.submitted(), as_("acceptor")
    # Two of them for each entry of a look are the savepoint that it is within the transaction of the test.
    for page, most in (("/desk/", 12), (f"/desk/{case.number}/", 18)):
        clerk.get(page)

        with django_assert_max_num_queries(most):
            clerk.get(page)


def test_what_is_done_with_is_counted_so_far_and_no_further(
    as_: As, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (cases, counting):
        monkeypatch.setattr(module, "MOST", 1)
    for applicant in (desk.applicant, desk.city.owner_for_company):
        case = Desk(city=desk.city, at=desk.now(), applicant=applicant).granted()
        cases.deliver(number=case.number, by=applicant, at=desk.now() + timedelta(hours=1))

    page = words_of(as_("decider").get("/desk/"))

    assert re.search(r'<span>已办结</span><span class="tb-number">1<span aria-hidden="true">\+</span>', page)
    assert cases.done(desk.staff("decider")) == 2


OTHER_WAYS = """
SELECT indexrelid::regclass FROM pg_index WHERE indrelid = 'cases_case'::regclass AND NOT indisunique
"""


@pytest.mark.parametrize(
    ("part", "index"), [("running", "case_waiting_by_department"), ("undelivered", "case_undelivered_by_dept")]
)
def test_counting_reads_an_index_of_what_is_in_hand_and_nothing_else(desk: Desk, part: str, index: str) -> None:
    desk.granted()
    rows = getattr(Case.objects.filter(identity.granted(rules.REACH, desk.staff("examiner"))), part)()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_bitmapscan = off")
        cursor.execute(
            "SET LOCAL enable_indexscan = off"
        )  # not of the index alone: as cheap while no page is known clean
        # Of a table of one row every index is as cheap: what can be had from this one alone is what is asked here.
        cursor.execute(
            "SELECT indexrelid::regclass FROM pg_index WHERE indrelid = 'cases_case'::regclass AND NOT indisunique"
        )
        for (other,) in cursor.fetchall():
            if other != index:
                cursor.execute(f"DROP INDEX {other}")

        plan = rows.order_by().values_list("state").annotate(n=Count("*")).explain()

    assert f"Index Only Scan using {index}" in plan


def test_what_waits_to_be_delivered_shows_its_limit(as_: As, desk: Desk) -> None:
    desk.granted()

    assert "个工作日" in words_of(as_("handout").get("/desk/"))


def test_others_at_the_desk_see_what_runs_first(as_: As, desk: Desk) -> None:
    number = desk.granted().number
    clerk = as_("acceptor")

    assert number not in words_of(clerk.get("/desk/"))
    assert number in words_of(clerk.get("/desk/?tab=delivering"))


def test_an_empty_list_says_what_it_means(as_: As) -> None:
    clerk = as_("acceptor")

    assert "新的申请到达后会按到期先后排列" in words_of(clerk.get("/desk/"))
    assert "没有找到“张”" in words_of(clerk.get("/desk/?q=张"))


def test_the_list_says_in_words_how_long_is_left(as_: As, desk: Desk) -> None:
    desk.submitted()

    words = words_of(as_("acceptor").get("/desk/"))

    assert "还有 5 个工作日（9月8日前）" in words
    assert "时间充足" in words


def test_every_press_is_one_entry_of_the_ledger(as_: As, desk: Desk) -> None:
    number = desk.submitted().number
    subject = cases.case_for(desk.applicant, number).pk
    before = len(ledger.history(kind="case", subject=subject))

    as_("acceptor").post(f"/desk/{number}/do/accept/")

    assert len(ledger.history(kind="case", subject=subject)) == before + 1


@pytest.mark.parametrize("folder", ["apply", "my", "desk", "counter"])
def test_no_function_of_a_view_writes_twice(folder: str) -> None:
    guilty = [
        f"{path.name}:{node.name}"
        for path in sorted((WEB / folder).glob("*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef) and len(list(filter(_writes, ast.walk(node)))) > 1
    ]

    assert guilty == []


def _writes(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITES


def test_the_grounds_to_end_a_case_are_shown_as_the_paper_cites_them(as_: As, desk: Desk) -> None:
    shown = words_of(as_("decider").get(f"/desk/{desk.accepted().number}/do/terminate/"))

    assert "参照行政许可法第七十条第五项" in shown
    assert "凭记忆" not in shown


def test_no_key_stands_for_two_verbs_of_one_state_nor_for_what_the_page_does_with_it() -> None:
    taken = set("jkxmr/?[]+=-")
    for state in State:
        here = [ask for ask in ASKS.values() if state in cases.MOVES.sources(ask.verb)]
        # A step is the last of its case or it is not: the same key does whichever it is.
        keys = [ask.key for ask in here if ask.verb != cases.Verb.FINISH_STEP]

        assert len(set(keys)) == len(keys), state
        assert taken.isdisjoint(keys), state


@pytest.mark.parametrize(
    ("state", "who", "verb"),
    [(State.RECEIVED, "acceptor", "refuse_acceptance"), (State.ACCEPTED, "decider", "terminate")],
)
def test_who_has_to_turn_elsewhere_is_told_where_and_not_asked_to_apply_here_again(
    as_: As, desk: Desk, state: State, who: str, verb: str
) -> None:
    case = desk.in_state(state)
    elsewhere = REASON | {"ground": "NOT_COMPETENT", "competent": "无锡市滨湖区数据局"}

    as_(who).post(f"/desk/{case.number}/do/{verb}/", elsewhere)

    mine = words_of(as_("citizen").get(f"/my/cases/{case.number}/"))
    assert "请向无锡市滨湖区数据局申请。" in mine
    assert "重新申请" not in mine


def test_a_person_who_writes_of_an_organisation_is_pointed_out_to_the_desk(as_: As, desk: Desk) -> None:
    own = replace(desk, applicant=desk.city.actor("citizen"), token=uuid4()).submitted()
    firm = replace(desk, applicant=desk.city.owner_for_company, token=uuid4()).submitted()
    acceptor = as_("acceptor")

    assert "请核对以谁的名义申请" in words_of(acceptor.get(f"/desk/{own.number}/"))
    assert "请核对以谁的名义申请" not in words_of(acceptor.get(f"/desk/{firm.number}/"))
