"""The scenarios of scenarios/ hold, each as a test; and what is wrong with a scenario is told exactly."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from tests.city import City
from tongban.cases import api as cases
from tongban.config.management.commands import scenario as command
from tongban.config.scenarios import reports
from tongban.config.scenarios.arguments import Context, converted
from tongban.config.scenarios.database import BEGINS
from tongban.config.scenarios.describing import verbs_page
from tongban.config.scenarios.items import changed
from tongban.config.scenarios.matching import Word, words
from tongban.config.scenarios.moments import moment
from tongban.config.scenarios.playing import play
from tongban.config.scenarios.reading import Scenario, Unreadable, lines_of, scenario_of
from tongban.config.scenarios.seeing import EXPECTATIONS
from tongban.config.scenarios.verbs import case_verbs, verb_called
from tongban.config.scenarios.world import WORLD
from tongban.kernel.days import SHANGHAI
from tongban.kernel.workdays import WorkCalendar

DOCS = settings.BASE_DIR / "docs"
FILES = sorted((settings.BASE_DIR / "scenarios").glob("*.jsonl"))
OURS = [(path.stem, line) for path in FILES for line in lines_of(path.read_text("utf-8"))]
CALENDAR = WorkCalendar({}, [2026, 2027])


def ours() -> Iterator[Any]:
    for name, line in OURS:
        assert line.scenario is not None, f"{name}:{line.number} {line.fault}"
        yield pytest.param(line.scenario, id=f"{name}-{line.scenario.id}")


@pytest.fixture
def early(city: City) -> City:
    """The city as a run finds it: its guides in force and its people known since long before."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("UPDATE catalog_guideversion SET published_at = %s, effective_from = %s", [BEGINS, BEGINS])
        cursor.execute("UPDATE identity_delegation SET from_at = %s WHERE from_at IS NOT NULL", [BEGINS])
        cursor.execute("RESET session_replication_role")
    return city


@pytest.mark.parametrize("scenario", list(ours()))
def test_what_the_law_says_of_it_holds(early: City, scenario: Scenario) -> None:
    assert early

    outcome = play(scenario)

    assert not outcome.fault
    assert [f"{one.step} {one.do} {one.difference}" for one in outcome.wrong] == []
    assert not cases.has_cases()


def test_there_are_at_least_forty_and_each_has_its_own_name_and_says_what_it_rests_on() -> None:
    ids = [line.scenario.id for _, line in OURS if line.scenario]

    assert len(set(ids)) == len(ids) >= 40
    assert all(line.scenario and line.scenario.articles and line.scenario.title for _, line in OURS)


def told(city: City, *steps: dict[str, Any], **more: object) -> list[str]:
    """What is said of a scenario of these steps."""
    assert city
    played = play(scenario_of({"id": "x", "steps": list(steps)} | more))
    return list(reports.lines(reports.Played("f.jsonl", 7, played)))


SUBMITTED = {"at": "2026-09-01T10:00", "do": "submit"}


def test_a_difference_names_file_line_step_what_was_expected_and_what_there_is(city: City) -> None:
    step = SUBMITTED | {"expect": {"due": {"NOTICE": "2026-09-09"}, "state": "待补正", "papers": ["receipt", "grant"]}}

    assert told(city, step) == [
        "f.jsonl:7: [x] 第1步 submit 2026-09-01 10:00：due.NOTICE：应为 2026-09-09，实为 2026-09-08",
        "f.jsonl:7: [x] 第1步 submit 2026-09-01 10:00：state：应为 待补正，实为 RECEIVED",
        "f.jsonl:7: [x] 第1步 submit 2026-09-01 10:00：papers：应为 [receipt、grant]，实为 [receipt]",
    ]


def test_what_is_refused_unexpectedly_and_what_is_not_refused_are_both_told(city: City) -> None:
    again = {"do": "grant"}
    accepted = {"do": "accept", "expect": {"refused": "wrong_state"}}

    said = told(city, SUBMITTED, again, accepted)

    assert "refused：应为 办成，实为 wrong_state" in said[0]
    assert said[1].endswith("refused：应为 拒绝（wrong_state），实为 办成了")


def test_what_holds_at_the_end_is_asked_once_more(city: City) -> None:
    assert told(city, SUBMITTED, expect={"state": "RECEIVED"}) == []
    assert told(city, SUBMITTED, expect={"state": "ACCEPTED"})[0].startswith("f.jsonl:7: [x] 最后 2026-09-01 10:00")


def test_a_draft_that_was_begun_is_handed_in_with_what_the_step_changes(city: City) -> None:
    begun = {"at": "2026-09-01T10:00", "do": "open_draft"}
    without = {
        "do": "submit",
        "with": {"materials": {"2": False}},
        "expect": {"refused": "incomplete", "faults": ["materials.2"]},
    }
    whole = {"do": "submit", "with": {"materials": {}}, "expect": {"state": "RECEIVED"}}

    assert told(city, begun, without, whole) == []


def test_a_refused_application_is_a_draft_that_is_put_right_and_handed_in_again(city: City) -> None:
    wrong = SUBMITTED | {"expect": {"refused": 422, "state": "DRAFT", "papers": [], "due": {"NOTICE": None}}}
    again = {"do": "submit", "expect": {"refused": "incomplete"}}
    right = {"do": "submit", "with": {"answers": {"area": "30"}}, "expect": {"state": "RECEIVED"}}

    assert told(city, wrong, again, right, answers={"area": "-3"}) == []


@pytest.mark.parametrize("clock", ["00:00", "00:01"])
def test_the_first_step_may_be_at_midnight_under_a_changed_guide(city: City, clock: str) -> None:
    step = {"at": f"2026-09-01T{clock}", "do": "submit", "expect": {"state": "RECEIVED"}}

    assert told(city, step, item={"like": "ZISPJY", "limits.promised.amount": 3}) == []


def test_what_is_handed_in_after_a_new_guide_is_filled_in_under_it(city: City) -> None:
    new: dict[str, Any] = {"at": "2026-09-01T10:00", "do": "publish_guide"}
    new |= {"with": {"limits.promised.amount": 3, "favourable": "更快"}}

    assert told(city, new, {"do": "submit", "expect": {"state": "RECEIVED", "guide_version": 1}}) == []


def test_a_guide_may_have_no_statutory_limit_and_an_unfit_one_may_be_expected(city: City) -> None:
    without = {"like": "ZITXSL", "limits.statutory": None}
    unfit = {"at": "2026-09-01", "do": "publish_guide", "with": {"limits.promised.amount": 50}}

    assert told(city, SUBMITTED, ACCEPTED | {"expect": {"due": {"STATUTORY": None}}}, item=without) == []
    assert told(city, unfit | {"expect": {"refused": "guide_faulty", "says": "法定时限"}}) == []


POSTED = {"way": "邮寄", "name": "测试", "mobile": "19900000001", "place": "样例路1号样例大厦"}


@pytest.mark.parametrize(
    "steps",
    [
        [{"do": "transfer", "by": "acceptor", "with": {"to": "acceptor2"}}, {"do": "accept", "by": "acceptor2"}],
        [
            {"do": "accept"},
            {"do": "ask_opinion", "by": "examiner", "with": {"question": "可以吗", "colleagues": ["examiner2"]}},
            {"do": "give_opinion", "by": "decider", "with": {"answer": "可以"}, "expect": {"refused": "nothing_asked"}},
            {"do": "give_opinion", "by": "examiner2", "with": {"answer": "可以"}},
        ],
        [
            {
                "do": "complain",
                "with": {"about": "投诉", "words": "等了很久"},
                "expect": {"clocks": {"COMPLAINT": "OPEN"}},
            },
            {"do": "answer_complaint", "with": {"answer": "已经改正"}, "expect": {"clocks": {"COMPLAINT": "MET"}}},
        ],
        [
            *({"do": one} for one in ("accept", "examine", "grant")),
            {"do": "choose_delivery", "with": {"wish": POSTED}},
            {"do": "send_by_post"},
            {"do": "post", "expect": {"delivered_on": None}},
            {"do": "post", "with": {"says": "已签收"}, "expect": {"delivered_on": "2026-09-01"}},
        ],
        [{"do": "accept"}, {"do": "resume", "expect": {"refused": "not_paused"}}],
        [{"do": "accept"}, {"do": "suspend", "with": {"ground": "x"}, "expect": {"refused": "no_such_procedure"}}],
    ],
)
def test_colleagues_complaints_and_the_post_can_be_played(city: City, steps: list[dict[str, Any]]) -> None:
    assert told(city, SUBMITTED, *steps) == []


@pytest.mark.parametrize(
    ("expect", "fault"),
    [
        ({"state": "RECIEVED"}, "state 没有“RECIEVED”"),
        ({"papers": {"exclude": ["gront"]}}, "papers 没有“gront”"),
        ({"messages": {"exclude": ["nosuch"]}}, "messages 没有“nosuch”"),
        ({"timeline": {"exclude": ["GRONT"]}}, "timeline 没有“GRONT”"),
        ({"open_verbs": {"acceptor": {"exclude": ["ACCPET"]}}}, "没有“ACCPET”"),
        ({"refused": "wrng_state"}, "refused 没有“wrng_state”"),
        ({"clocks": {"NOTICE": "BLUE"}}, "没有“BLUE”"),
        ({"message_says": {"a": 1}}, "要写一句话"),
        ({"paper_says": {"receipt": ""}}, "要写一句话"),
    ],
)
def test_an_expectation_that_could_never_be_missed_is_told(city: City, expect: dict[str, Any], fault: str) -> None:
    (line,) = told(city, SUBMITTED | {"expect": expect})

    assert f"演不下去：第1步 submit：{fault}" in line or fault in line


@pytest.mark.parametrize(
    ("more", "fault"),
    [
        ({"materials": {"99": False}}, "没有材料“99”"),
        ({"materials": {"3": "yes"}}, "要写 true"),
        ({"materials": "3"}, "materials 要写成列表"),
        ({"closures": [{"first": "2026-09-04", "last": "2026-09-03"}]}, "closures：last"),
        ({"applicant": {"agent": {"until": "2025-01-01"}}}, "applicant：until"),
    ],
)
def test_what_the_city_does_not_take_is_told_without_a_trace(city: City, more: dict[str, Any], fault: str) -> None:
    (line,) = told(city, SUBMITTED, **more)

    assert fault in line
    assert "Traceback" not in line


@pytest.mark.parametrize("place", [{"department": "ZD_TYPO"}, {"region": "999999"}])
def test_a_department_or_region_that_there_is_not_is_no_refusal(city: City, place: dict[str, str]) -> None:
    by = {"roles": ["acceptor"], **place}

    assert "演不下去" in told(city, SUBMITTED, ACCEPTED | {"by": by, "expect": {"refused": 404}})[0]


def test_an_invented_ground_and_a_case_that_there_is_not_are_told(city: City) -> None:
    invented = {"do": "terminate", "with": {"ground": "TYPO"}}

    assert "ground 没有“TYPO”" in told(city, SUBMITTED, ACCEPTED, invented)[0]
    assert told(city, SUBMITTED, ACCEPTED, invented | {"expect": {"refused": True}}) == []
    assert "没有叫“zzz”的申请" in told(city, SUBMITTED, ACCEPTED | {"case": "zzz"})[0]


ACCEPTED = {"do": "accept"}
AREA = {"do": "ask_correction", "with": {"points": ["form.area", "form.subject_name", "materials.3"]}}
TOLD = {"do": "tell_interested", "with": {"name": "测试邻居"}}
AGAIN = {"do": "submit", "expect": {"state": "RECEIVED", "papers": ["receipt"]}}


@pytest.mark.parametrize(
    ("item", "steps"),
    [
        ("ZIYDJY", [{"do": "grant_at_once", "expect": {"state": "GRANTED"}}]),
        ("ZIDZGL", [{"do": "refuse_at_once", "expect": {"state": "REFUSED"}}]),
        ("ZISPJY", [{"do": "withdraw"}, {"do": "reapply", "expect": {"state": "DRAFT"}}, AGAIN]),
        (
            "ZISPJY",
            [
                {"do": "withdraw"},
                {"do": "reapply", "case": "b"},
                AGAIN | {"case": "b"},
                {"do": "look", "expect": {"state": "WITHDRAWN"}},
            ],
        ),
        ("ZISPJY", [AREA, {"do": "supplement", "expect": {"state": "ACCEPTED"}}]),
        (
            "ZISPJY",
            [ACCEPTED, {"do": "examine"}, TOLD | {"expect": {"open_verbs": {"decider": {"exclude": ["GRANT"]}}}}],
        ),
    ],
)
def test_what_a_scenario_says_nothing_of_is_as_the_page_says(
    city: City, item: str, steps: list[dict[str, Any]]
) -> None:
    assert told(city, SUBMITTED, *steps, item=item) == []


def test_what_the_state_forbids_is_refused_for_that_and_not_for_its_ground(city: City) -> None:
    late = {"do": "refuse_acceptance", "with": {"ground": "NOT_CORRECTED"}, "expect": {"refused": "wrong_state"}}

    assert told(city, SUBMITTED, {"do": "accept"}, late) == []


@pytest.mark.parametrize(
    ("steps", "fault"),
    [
        ([{"do": "accept"}], "第一步要写时间"),
        ([{"at": "2026-09-01", "do": "accept"}], "还没有申请"),
        ([SUBMITTED, {"do": "dance"}], "没有“dance”这个动作"),
        ([SUBMITTED, {"at": "+99999wd", "do": "accept"}], "第2步 accept：时间“+99999wd”算不出来"),
        ([SUBMITTED, {"do": "accept", "by": "nobody"}], "不知道“nobody”是谁"),
        ([SUBMITTED, {"do": "accept", "with": {"why": "x"}}], "accept 的 with 没有“why”"),
        ([SUBMITTED, {"do": "refuse_acceptance"}], "with 里要写 ground"),
        ([SUBMITTED, {"at": "2026-08-01", "do": "accept"}], "早于前一步"),
        ([SUBMITTED | {"expect": {"mood": "good"}}], "expect 没有“mood”"),
        ([SUBMITTED | {"expect": {"due": {"TEA": None}}}], "没有“TEA”这种时限"),
        ([SUBMITTED | {"with": {"answers": {"shoe_size": 41}}}], "表单里没有“shoe_size”"),
    ],
)
def test_what_cannot_be_played_is_told_with_what_could_be_written(
    city: City, steps: list[dict[str, Any]], fault: str
) -> None:
    (line,) = told(city, *steps)

    assert "演不下去" in line
    assert fault in line


def test_an_item_a_guide_and_rules_that_there_are_not_are_told(city: City) -> None:
    assert "没有“ZINONE”这个事项" in told(city, SUBMITTED, item="ZINONE")[0]
    assert "这份办事指南不能发布" in told(city, SUBMITTED, item={"limits.promised.amount": 90})[0]
    assert "办理规则应为 ADMINISTRATIVE_LICENCE" in told(city, SUBMITTED, regime="payment")[0]


def test_a_whole_guide_may_stand_in_a_scenario(city: City) -> None:
    from tongban.config.scenarios.items import document_of  # noqa: PLC0415 - only here

    whole = changed(document_of("ZISPJY", at=city.at), {"limits.promised.amount": 2})
    accepted = {"do": "受理", "expect": {"due": {"承诺办结时限": "2026-09-03"}}}

    assert told(city, SUBMITTED, accepted, item=whole) == []


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("{", "不是合格的 JSON"),
        ('{"id": "x", "steps": [{"at": "2026-03-02"}', "少了逗号"),
        ('{"title": "\\ud800", "steps": [{}]}', "半个字符"),
        ("[]", "情景要写成对象"),
        ('{"steps": []}', "至少一步"),
        ('{"step": [{}]}', "情景没有“step”这一项"),
        ('{"steps": [{"do": "submit", "why": 1}]}', "第1步没有“why”这一项"),
        ('{"steps": [{"do": "a", "do": "b"}]}', "“do”写了两次"),
        ('{"steps": [{"with": 3}]}', "第1步的 with 要写成对象"),
    ],
)
def test_a_line_that_is_no_scenario_is_told_why(text: str, fault: str) -> None:
    (line,) = lines_of(f"# a remark\n\n{text}\n")

    assert (line.number, line.scenario) == (3, None)
    assert fault in line.fault


def test_spelling_that_can_be_understood_is() -> None:
    raw = {"ID": "a", "Steps": [{"Do": "look", "expect": {}}]}

    assert scenario_of(raw).steps[0].do == "look"
    assert [verb_called(one, frozenset(WORLD)) for one in ("Ask-Correction", "一次性告知补正", "补正", "approve")] == [
        "ask_correction",
        "ask_correction",
        "supplement",
        "grant",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-09-02T09:30", "2026-09-02T09:30"),
        ("2026-09-02", "2026-09-02T10:00"),
        ("2026-09-02 24:00", "2026-09-03T00:00"),
        ("2026-09-01T23:30:00Z", "2026-09-02T07:30"),
        ("+3wd", "2026-09-04T17:00"),
        ("+4wd 09:00", "2026-09-07T09:00"),
        ("+2个工作日", "2026-09-03T17:00"),
        ("+5d", "2026-09-06T17:00"),
        ("+8h", "2026-09-02T01:00"),
        ("18:15", "2026-09-01T18:15"),
        ("", "2026-09-01T17:01"),
    ],
)
def test_moments_are_whole_or_counted_from_the_step_before(text: str, expected: str) -> None:
    before = datetime(2026, 9, 1, 17, 0, tzinfo=SHANGHAI)

    assert moment(text, before, CALENDAR) == datetime.fromisoformat(expected).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    "text", ["soon", "2026-02-30", "2026-09-01 25:00", "+3", "+3 weeks", "+99999wd", "+9999999d", "+99999999999h"]
)
def test_a_moment_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        moment(text, datetime(2026, 9, 1, tzinfo=SHANGHAI), CALENDAR)


class Colour(StrEnum):
    RED = "RED"


@dataclass(frozen=True)
class Thing:
    name: str
    data: bytes
    colour: Colour = Colour.RED


@pytest.mark.parametrize(
    ("value", "kind", "expected"),
    [
        ("red", Colour, Colour.RED),
        (None, str | None, None),
        ("2026-09-09", date | None, date(2026, 9, 9)),
        ("+2wd", date, date(2026, 9, 3)),
        ("是", bool, True),
        (["a", 2], frozenset[str], frozenset({"a", "2"})),
        ({"one": {"colour": "Red", "data": "x"}}, list[Thing], [Thing("one", b"x")]),
        ("9", int, 9),
    ],
)
def test_plain_data_become_what_a_verb_asks_for(value: object, kind: object, expected: object) -> None:
    context = Context(None, datetime(2026, 9, 1, tzinfo=SHANGHAI), CALENDAR)

    assert converted(value, kind, context, "") == expected


@pytest.mark.parametrize(("value", "kind"), [("blue", Colour), ("perhaps", bool), ("x", int), ({"a": 1}, date)])
def test_data_that_do_not_fit_are_refused(value: object, kind: object) -> None:
    with pytest.raises(Unreadable):
        converted(value, kind, Context(None, datetime(2026, 9, 1, tzinfo=SHANGHAI), CALENDAR), "")


def test_a_guide_is_changed_by_its_parts_and_by_paths() -> None:
    guide = {"a": {"b": 1, "c": 2}, "list": [{"id": "x", "n": 1}, {"id": "y", "n": 2}], "gone": 1}

    never = {"a.never": None, "never.at.all": None}
    result = changed(guide, {"a": {"b": 9}, "list.y.n": 3, "gone": None, "remove": "list.x", "like": "Z", **never})

    assert result == {"a": {"b": 9, "c": 2}, "list": [{"id": "y", "n": 3}]}
    with pytest.raises(Unreadable):
        changed(guide, {"list.z.n": 1})


@pytest.mark.parametrize(
    ("expected", "well"),
    [
        (["a", "B"], True),
        (["b", "a"], False),
        ({"include": "b"}, True),
        ({"exclude": ["b"]}, False),
        ({"first": "甲", "last": "b", "count": 2}, True),
        ({"count": 3}, False),
    ],
)
def test_a_list_is_compared_whole_or_in_part(expected: object, well: bool) -> None:  # noqa: FBT001 - a parameter
    got = [Word("A", frozenset({"甲"})), Word("b")]

    assert (not words("w", expected, got)) is well


def test_every_verb_on_a_case_can_be_used_and_its_data_are_all_known_kinds() -> None:
    found = case_verbs()

    by_law = {cases.Verb.DEEM_ACCEPTED, cases.Verb.DEEM_RENEWED, cases.Verb.ACCEPT_IN_FULL}
    assert {"submit", *(verb.lower() for verb in cases.Verb if verb not in by_law)} <= found.keys()
    assert "sweep" in found
    assert all(verb.sentence for verb in found.values())


def test_the_list_of_verbs_and_expectations_is_what_the_programme_has() -> None:
    """After a change: ``bin/tongban scenario --verbs > docs/scenario-verbs.md``."""
    assert (DOCS / "scenario-verbs.md").read_text("utf-8") == verbs_page()


def test_the_worked_examples_of_the_documentation_hold(early: City) -> None:
    text = (DOCS / "scenarios.md").read_text("utf-8")
    blocks = [block.partition("\n")[2] for block in text.split("```")[1::2] if block.startswith("json")]
    scenarios = [scenario_of(json.loads(block)) for block in blocks]

    assert early
    assert len(scenarios) >= 2
    assert [list(reports.lines(reports.Played("docs", 1, play(one)))) for one in scenarios] == [[] for _ in scenarios]
    assert all(f"`{name}`" in text for name in EXPECTATIONS)


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        ('{"id": "a", "steps": [{"at": "2026-09-01", "do": "submit"}]}', 0, "符合1个"),
        ('{"id": "a", "steps": [{"at": "2026-09-01", "expect": {"refused": true}}]}', 1, "应为 拒绝，实为 办成了"),
        ("{", 2, "读不了"),
    ],
)
def test_the_exit_status_tells_well_from_different_from_unreadable(
    city: City, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, text: str, code: int, said: str
) -> None:
    assert city
    file = tmp_path / "a.jsonl"
    file.write_text(text, "utf-8")
    monkeypatch.setattr(command, "empty_city", contextmanager(lambda: iter([None])))
    for words_, told_ in (([str(tmp_path)], said), ([str(file), "--json"], f'"exit": {code}')):
        out = StringIO()

        with pytest.raises(SystemExit) as left:
            call_command("scenario", *words_, stdout=out)

        assert left.value.code == code
        assert told_ in out.getvalue()


def test_a_folder_without_scenarios_is_no_success(tmp_path: Path) -> None:
    out = StringIO()

    with pytest.raises(SystemExit) as left:
        call_command("scenario", str(tmp_path), stdout=out)

    assert left.value.code == 2
    assert "没有 *.jsonl 文件" in out.getvalue()


def test_a_file_that_is_not_there_is_told() -> None:
    out = StringIO()

    with pytest.raises(SystemExit) as left:
        call_command("scenario", "/nowhere.jsonl", stdout=out)

    assert left.value.code == 2
    assert "/nowhere.jsonl: 读不了" in out.getvalue()
