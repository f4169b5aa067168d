"""Lint finds what misleads people, says where and what to do, and its score is arithmetic anybody can do again."""

from __future__ import annotations

import copy
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.catalog.conftest import DOCUMENT
from tongban.cases.steps.rules import planned
from tongban.catalog.guide.document import Guide
from tongban.catalog.guide.terms import Audience
from tongban.catalog.lint.ceilings import is_act
from tongban.catalog.lint.findings import RULES, SEVERITY_NAMES, Code, Finding, Severity
from tongban.catalog.lint.rules import MOST_OF_A_RULE, WEIGHTS, alike, lint, score
from tongban.catalog.lint.surroundings import About, Surroundings

BOTH = About(frozenset(Audience))
AROUND = Surroundings(frozenset({"营业执照", "食品经营许可证", "健康证明（从业人员）"}), frozenset({"ZP320213"}))
LAW = DOCUMENT["limits"]["statutory"]
REASONLESS = {"online": 1, "window": 1}


def changed(**paths: Any) -> Guide:  # noqa: ANN401 - any part of a document
    """Return the sample guide with some places changed: ``changed(limits__promised__amount=0)``."""
    document = copy.deepcopy(DOCUMENT)
    for path, value in paths.items():
        *parents, key = path.split("__")
        part: Any = document
        for name in parents:
            part = part[int(name) if name.isdigit() else name]
        part[int(key) if key.isdigit() else key] = value
    return Guide.model_validate(document)


def moved(key: str, place: int) -> list[dict[str, Any]]:
    """Return the steps of the sample guide with one of them put in another place."""
    rest = [one for one in DOCUMENT["process"] if one["id"] != key]
    (step,) = (one for one in DOCUMENT["process"] if one["id"] == key)
    return [*rest[:place], step, *rest[place:]]


def codes(guide: Guide, about: About = BOTH, around: Surroundings = AROUND) -> set[Code]:
    return {one.code for one in lint(guide, about, around)} - {Code.LAW}


def test_the_written_guide_of_the_sample_breaks_no_rule_but_those_of_its_unverified_articles() -> None:
    found = lint(changed(), BOTH, AROUND)

    assert {one.code for one in found} == {Code.LAW}
    assert all(one.severity == Severity.MAY for one in found)


@pytest.mark.parametrize(
    ("paths", "code", "place"),
    [
        ({"limits__promised": {"amount": 0, "unit": "WORKING_DAY"}}, Code.IMMEDIATE, "limits.promised"),
        ({"basics__project_type": "IMMEDIATE"}, Code.IMMEDIATE, "limits.promised"),
        ({"results__0__kind": "DOCUMENT"}, Code.RESULT_KIND, "results.1"),
        ({"results__1__name": "建设项目批复"}, Code.RESULT_KIND, "results.2"),
        ({"basics__trips": REASONLESS}, Code.TRIPS, "basics"),
        ({"basics__trips": {"online": 0, "window": 0, "reason": "要来"}}, Code.TRIPS, "basics"),
        ({"basics__channels": ["WINDOW"]}, Code.POST, "basics"),
        ({"results__0__sample": None}, Code.SAMPLE, "results.1"),
        ({"materials__3__kind": "FORM", "materials__3__sample_note": ""}, Code.SAMPLE, "materials.4"),
        ({"fees__pay_online": True}, Code.FEES, "fees"),
        ({"contacts__complaint__phones": ["0510-0000 0011（示例）"]}, Code.PHONES, "contacts.complaint"),
        ({"contacts__consultation__phones": ["8200 0011"]}, Code.PHONES, "contacts.consultation"),
        ({"basics__service_objects": ["ENTERPRISE"]}, Code.AUDIENCE, "basics"),
        ({"process": DOCUMENT["process"][:4]}, Code.STEPS, "process"),
        ({"questions": []}, Code.STEPS, "questions"),
        ({"process": moved("decision", 0)}, Code.ORDER, "process.decision"),
        ({"process": moved("acceptance", 2)}, Code.ORDER, "process.examination"),
        ({"process": moved("delivery", 4)}, Code.ORDER, "process.delivery"),
        ({"process__2__by": "ZD320213HUC"}, Code.JOINED, "process.examination"),
        ({"materials__3__name": "其他材料"}, Code.CATCH_ALL, "materials.4"),
        ({"criteria__1__text": "符合有关规定。"}, Code.VAGUE, "criteria.2"),
        ({"materials__6__when_text": "利用售货机等"}, Code.VAGUE, "materials.7"),
        ({"limits__promised": {"amount": 11, "unit": "WORKING_DAY"}}, Code.OVER_STATUTORY, "limits.promised"),
        ({"limits__promised": {"amount": 5, "unit": "HOUR"}}, Code.OVER_STATUTORY, "limits.promised"),
        ({"limits__statutory": {**LAW, "unit": "NATURAL_DAY"}}, Code.UNITS, "limits.promised"),
        ({"limits__statutory": {**LAW, "amount": 21}}, Code.CEILING, "limits.statutory"),
        (
            {"limits__statutory": {**LAW, "legal": "licensing-44", "counted_from": "RECEIPT"}},
            Code.COUNTED_FROM,
            "limits.statutory",
        ),
        ({"limits__extension__amount": 11}, Code.CEILING, "limits.extension"),
        ({"process__1__limit": {"amount": 8, "unit": "WORKING_DAY"}}, Code.NOTICE, "process.acceptance"),
        ({"basics__prescreen": {"amount": 6, "unit": "WORKING_DAY", "legal": "licensing-32"}}, Code.NOTICE, "basics"),
        ({"remedies": DOCUMENT["remedies"][:1]}, Code.REMEDY, "remedies"),
        ({"windows__0__place": "ZP320211"}, Code.WINDOW, "windows.1"),
        ({"materials__1__licence": "营业证"}, Code.LICENCE, "materials.2"),
        ({"results__0__licence": "食品证"}, Code.LICENCE, "results.1"),
    ],
)
def test_a_breach_is_found_at_its_place_with_what_to_do(paths: dict[str, Any], code: Code, place: str) -> None:
    found = [one for one in lint(changed(**paths), BOTH, AROUND) if one.code == code]

    assert [one.place for one in found] == [place]
    assert found[0].sentence.endswith("。")
    assert found[0].section
    assert found[0].severity_name in SEVERITY_NAMES.values()


@pytest.mark.parametrize(
    ("amount", "unit", "region", "found"),
    [
        (20, "WORKING_DAY", "320213001", []),
        (21, "WORKING_DAY", "320213001", ["process.examination"]),
        (1, "YEAR", "320213001", ["process.examination"]),
        (30, "WORKING_DAY", "320213", []),
        (30, "WORKING_DAY", "320200", []),
    ],
)
def test_an_authority_below_the_one_that_decides_has_no_more_than_twenty_days(
    amount: int, unit: str, region: str, found: list[str]
) -> None:
    by = DOCUMENT["process"][2]["by"]
    around = replace(AROUND, regions={by: region})
    guide = changed(process__2__limit={"amount": amount, "unit": unit})

    assert guide.department.region == "320213"
    assert [one.place for one in lint(guide, BOTH, around) if one.code == Code.LOWER] == found


@pytest.mark.parametrize(
    ("law", "is_one"),
    [
        ("中华人民共和国行政许可法", True),
        ("取水许可和水资源费征收管理条例", True),
        ("生态环境法典", True),
        ("护照法（2006年）", True),
        ("食品经营许可和备案管理办法", False),
        ("社会保险经办规定", False),
        ("特种设备使用管理规则", False),
    ],
)
def test_a_measure_of_a_ministry_is_no_law(law: str, is_one: bool) -> None:  # noqa: FBT001 - what the table says
    assert is_act(law) is is_one


def test_only_a_law_or_a_regulation_lets_one_department_take_longer() -> None:
    legal = [{**one, "law": "取水许可条例"} if one["id"] == LAW["legal"] else one for one in DOCUMENT["legal"]]

    assert Code.CEILING not in codes(changed(legal=legal, limits__statutory={**LAW, "amount": 45}))
    assert Code.CEILING not in codes(changed(limits__statutory={**LAW, "amount": 20}))


@pytest.mark.parametrize(("days", "found"), [(45, set()), (46, {"limits.statutory"})])
def test_what_departments_handle_together_takes_no_longer_by_whatever_law(days: int, found: set[str]) -> None:
    legal = [{**one, "law": "取水许可条例"} if one["id"] == LAW["legal"] else one for one in DOCUMENT["legal"]]
    joint = changed(
        legal=legal,
        limits__statutory={**LAW, "amount": days},
        department__joint=[{"code": "ZD320213HUC", "name": "住房和城乡建设局"}],
        process__2__by="ZD320213HUC",
    )

    assert {one.place for one in lint(joint, BOTH, AROUND) if one.code == Code.CEILING} == found


@pytest.mark.parametrize(
    "named",
    [
        {"department__joint": [{"code": "ZD320213HUC", "name": "住房和城乡建设局"}]},
        {"department__examines": {"code": "ZD320213HUC", "name": "住房和城乡建设局"}},
    ],
    ids=["joins in", "examines first"],
)
def test_another_department_that_examines_is_named(named: dict[str, Any]) -> None:
    assert Code.JOINED not in codes(changed(process__2__by="ZD320213HUC", **named))


def asking(**questions: dict[str, Any]) -> Guide:
    """Return the sample guide with these questions on its last page."""
    more = {name: {"x-group": "contact", "x-order": 50 + n, **one} for n, (name, one) in enumerate(questions.items())}
    return changed(form={**DOCUMENT["form"], "properties": {**DOCUMENT["form"]["properties"], **more}})


@pytest.mark.parametrize(
    ("message", "wrong"),
    [
        ("格式不正确。", True),
        ("账号写法不对，请重新填写。", True),
        ("不符合要求，请核对。", True),
        ("账号是13位数字。", False),
        ("请填写营业执照右上方的编号。", False),
    ],
)
def test_a_pattern_whose_sentence_does_not_say_what_is_right_is_found(message: str, wrong: bool) -> None:  # noqa: FBT001
    one = {"type": "string", "x-label": "账号", "pattern": "^[0-9]{13}$", "x-pattern-message": message}
    found = [(one.code, one.place) for one in lint(asking(account=one), BOTH, AROUND) if one.code != Code.LAW]

    assert found == ([(Code.TOLD, "form.account")] if wrong else [])


def test_days_of_one_page_that_are_held_against_none_are_found() -> None:
    day = {"type": "string", "format": "date"}
    ruled = {**day, "x-label": "止", "x-compare": [{"is": "AFTER", "field": "begin"}]}
    begin, end, alone = (
        {**day, "x-label": "起"},
        {**day, "x-label": "止"},
        {**day, "x-label": "别处", "x-group": "place"},
    )
    columns = {"begin": {**begin, "x-order": 1}, "end": {**end, "x-order": 2}}
    items = {"type": "object", "additionalProperties": False, "properties": columns}
    table = {"type": "array", "maxItems": 5, "x-label": "工作经历", "items": items}

    def places(**questions: dict[str, Any]) -> list[str]:
        return [one.place for one in lint(asking(**questions), BOTH, AROUND) if one.code == Code.DAYS]

    assert places(begin=begin, end=end, alone=alone) == ["form.begin", "form.end"]
    assert places(begin=begin, end=ruled, alone=alone) == []
    assert places(begin=begin) == []
    assert places(jobs=table) == ["form.jobs", "form.jobs"]


@pytest.mark.parametrize(
    ("beside", "places"),
    [
        ((1, 2), ["process.acceptance"]),
        ((2, 3), ["process.decision"]),
        ((0, 1), ["process.receipt", "process.acceptance"]),
    ],
)
def test_only_steps_of_the_examination_run_side_by_side(beside: tuple[int, int], places: list[str]) -> None:
    guide = changed(**{f"process__{place}__parallel": "a" for place in beside})

    assert [one.place for one in lint(guide, BOTH, AROUND) if one.code == Code.ORDER] == places


def test_two_steps_of_the_examination_run_side_by_side_as_cases_run_them() -> None:
    first, second = ({**DOCUMENT["process"][2], "id": key, "parallel": "a"} for key in ("look", "hear"))
    steps = [*DOCUMENT["process"][:2], first, second, *DOCUMENT["process"][3:]]

    assert Code.ORDER not in codes(changed(process=steps))
    assert [one.turn for one in planned(changed(process=steps))] == [1, 1]


def test_what_is_handled_online_to_the_end_needs_no_trip() -> None:
    depth = ["HANDLING", "ELECTRONIC_LICENCE"]

    once = changed(basics__online_depth=depth, basics__trips={"online": 1, "window": 1, "reason": "核对原件"})
    never = changed(basics__online_depth=depth)

    assert Code.ONLINE_DEPTH in codes(once)
    assert Code.ONLINE_DEPTH not in codes(never)


def test_a_charge_needs_a_verified_basis_and_a_way_to_pay_online() -> None:
    fee = {"id": "1", "name": "工本费", "kind": "FIXED_PRICE", "standard": "每本10元"}
    doubtful = changed(fees={"entries": [fee | {"legal": "measures-12"}]})
    sure = changed(fees={"entries": [fee | {"legal": "food-35"}], "pay_online": True})

    assert [one.place for one in lint(doubtful, BOTH, AROUND) if one.code == Code.FEES] == ["fees", "fees.1"]
    assert Code.FEES not in codes(sure)


def test_an_item_without_a_legal_limit_cannot_go_beyond_it() -> None:
    guide = changed(limits__statutory=None, limits__promised={"amount": 300, "unit": "WORKING_DAY"})

    assert Code.OVER_STATUTORY not in codes(guide)


@pytest.mark.parametrize("theme", ["养老", "婚育"])
def test_a_theme_of_private_life_does_not_fit_what_only_companies_may_apply_for(theme: str) -> None:
    about = About(frozenset({Audience.ORGANISATION}), (theme,))

    assert Code.AUDIENCE in codes(changed(basics__service_objects=["ENTERPRISE"]), about)
    assert Code.AUDIENCE not in codes(changed(), About(frozenset(Audience), (theme,)))


@pytest.mark.parametrize("text", ["平等对待申请人。", "等级为一级。", "排队等候叫号。", "与其他污染源保持距离。"])
def test_words_that_only_look_vague_are_left_alone(text: str) -> None:
    assert Code.VAGUE not in codes(changed(criteria__1__text=text))


def test_every_rule_has_a_name_and_a_weight_and_ten_of_them_are_common() -> None:
    assert set(RULES) == set(Code)
    assert list(Code)[:10] == [*list(Code)[:9], Code.SAMPLE]
    assert WEIGHTS[Severity.MUST] > WEIGHTS[Severity.SHOULD] > WEIGHTS[Severity.MAY] > 0


@pytest.mark.parametrize(
    ("found", "expected"),
    [([], 100), ([Code.WINDOW], 90), ([Code.VAGUE, Code.LAW], 96), ([Code.LAW] * 9, 97), ([Code.VAGUE] * 9, 91)],
)
def test_the_score_is_a_hundred_less_what_each_finding_weighs(found: list[Code], expected: int) -> None:
    assert score(Finding(code, "basics", "改。") for code in found) == expected


@given(st.lists(st.sampled_from(list(Code)), max_size=80))
def test_the_score_stays_in_range_and_another_finding_never_raises_it(found: list[Code]) -> None:
    findings = [Finding(code, "basics", "改。") for code in found]

    scores = [score(findings[:n]) for n in range(len(findings) + 1)]

    assert all(0 <= one <= 100 for one in scores)
    assert scores == sorted(scores, reverse=True)
    assert scores[-1] >= 100 - sum(WEIGHTS[RULES[code].severity] * MOST_OF_A_RULE for code in set(found))


def test_guides_are_alike_when_the_basis_of_the_matter_is_the_same() -> None:
    general = copy.deepcopy(DOCUMENT["legal"])
    general[-1]["article"] = "第四十七条"
    own = copy.deepcopy(DOCUMENT["legal"])
    own[0]["article"] = "第三十六条"

    assert alike(changed(legal=general)) == alike(changed())
    assert alike(changed(legal=own)) != alike(changed())
    assert alike(changed(legal=list(reversed(DOCUMENT["legal"])))) == alike(changed())
