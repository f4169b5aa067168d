from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tests.cases.samples import PDF, WENT, Desk, in_person
from tests.cases.versions import adjusted, less_to_hand_in
from tongban.cases import api as cases
from tongban.cases.api import MOVES, Promised, State, Verb
from tongban.cases.promises.api import ToRectify
from tongban.kernel.actors import Actor, Role
from tongban.kernel.errors import NotAllowed, WrongState
from tongban.ledger import api as ledger

WHO = {
    Verb.ACCEPT: "acceptor",
    Verb.ASK_CORRECTION: "acceptor",
    Verb.REFUSE_ACCEPTANCE: "acceptor",
    Verb.EXAMINE: "examiner",
    Verb.SEND_BACK: "decider",
    Verb.GRANT: "decider",
    Verb.REFUSE: "decider",
    Verb.EXTEND: "decider",
    Verb.PROPOSE_EXTENSION: "examiner",
    Verb.DECLINE_EXTENSION: "decider",
    Verb.SUSPEND: "examiner",
    Verb.RESUME: "examiner",
    Verb.PROPOSE_VERSION: "examiner",
    Verb.ADOPT_VERSION: "decider",
    Verb.REMIND: "acceptor",
    Verb.PRESCREEN_PASS: "acceptor",
    Verb.SEE_ORIGINALS: "acceptor",
    Verb.CHECK_COMMITMENT: "examiner",
    Verb.ORDER_RECTIFICATION: "examiner",
    Verb.TERMINATE: "decider",
    Verb.TELL_INTERESTED: "examiner",
    Verb.CALL_HEARING: "examiner",
}
POINT = cases.Point("materials.3", "请补交清晰的版本。")
REVIEW = "EXPERT_REVIEW"
UPLOAD = cases.Upload(material="3", data=PDF, name="布局图.pdf")

ENDINGS: dict[str, str] = {State.GRANTED: "NOT_SUPPLIED"}
GROUNDS: dict[str, str] = {State.CORRECTION: "NOT_CORRECTED"}
DO: dict[Verb, Callable[..., Any]] = {
    Verb.SUBMIT: lambda case, desk, by: cases.submit(draft=case.pk, token=desk.token, by=by, at=desk.now()),
    Verb.ACCEPT: lambda case, desk, by: cases.accept(number=case.number, by=by, at=desk.now()),
    Verb.ASK_CORRECTION: lambda case, desk, by: cases.ask_correction(
        number=case.number, points=[POINT], by=by, at=desk.now()
    ),
    Verb.SUPPLEMENT: lambda case, desk, by: cases.supplement(
        number=case.number,
        uploads=[],
        replies={},
        unmet={"form.area": "房东下周来量。"} if case.state == State.CORRECTED else {"materials.3": "还没有画好。"},
        by=by,
        at=desk.now(),
    ),
    Verb.ADD: lambda case, desk, by: cases.add(
        number=case.number, words="排烟管道已经改好。", uploads=[UPLOAD], by=by, at=desk.now()
    ),
    Verb.REFUSE_ACCEPTANCE: lambda case, desk, by: cases.refuse_acceptance(
        number=case.number, ground=GROUNDS.get(case.state, "NOT_NEEDED"), reason="理由。", by=by, at=desk.now()
    ),
    Verb.EXAMINE: lambda case, desk, by: cases.examine(
        number=case.number, passed=True, opinion="符合条件。", others=WENT, by=by, at=desk.now()
    ),
    Verb.SEND_BACK: lambda case, desk, by: cases.send_back(
        number=case.number, reason="请核对面积。", by=by, at=desk.now()
    ),
    Verb.GRANT: lambda case, desk, by: cases.grant(number=case.number, opinion="准予。", by=by, at=desk.now()),
    Verb.REFUSE: lambda case, desk, by: cases.refuse(number=case.number, reason="不符合。", by=by, at=desk.now()),
    Verb.EXTEND: lambda case, desk, by: cases.extend(number=case.number, reason="需要复核。", by=by, at=desk.now()),
    Verb.PROPOSE_EXTENSION: lambda case, desk, by: cases.propose_extension(
        number=case.number, reason="需要复核。", by=by, at=desk.now()
    ),
    Verb.DECLINE_EXTENSION: lambda case, desk, by: cases.decline_extension(
        number=case.number, reason="来得及。", by=by, at=desk.now()
    ),
    Verb.SUSPEND: lambda case, desk, by: cases.suspend(
        number=case.number, ground=REVIEW, expected_until=desk.in_days(10), reason="新工艺。", by=by, at=desk.now()
    ),
    Verb.RESUME: lambda case, desk, by: cases.resume(number=case.number, ground=REVIEW, by=by, at=desk.now()),
    Verb.PROPOSE_VERSION: lambda case, desk, by: cases.propose_version(
        number=case.number, reason="少交一份材料。", by=by, at=desk.now()
    ),
    Verb.ADOPT_VERSION: lambda case, desk, by: cases.adopt_version(
        number=case.number, reason="少交一份材料。", by=by, at=desk.now()
    ),
    Verb.DELIVER: lambda case, desk, by: cases.deliver(number=case.number, by=by, at=desk.now()),
    Verb.WITHDRAW: lambda case, desk, by: cases.withdraw(number=case.number, by=by, at=desk.now()),
    Verb.REMIND: lambda case, desk, by: cases.remind(number=case.number, by=by, at=desk.now()),
    Verb.PRESCREEN_PASS: lambda case, desk, by: cases.prescreen_pass(number=case.number, by=by, at=desk.now()),
    Verb.SEE_ORIGINALS: lambda case, desk, by: cases.see_originals(number=case.number, by=by, at=desk.now()),
    Verb.SUPPLY_DEFERRED: lambda case, desk, by: cases.supply_deferred(
        number=case.number, uploads=[replace(UPLOAD, material="4")], by=by, at=desk.now()
    ),
    Verb.CHECK_COMMITMENT: lambda case, desk, by: cases.check_commitment(
        number=case.number, material="4", kept=True, reason="制度齐全。", by=by, at=desk.now()
    ),
    Verb.ORDER_RECTIFICATION: lambda case, desk, by: cases.order_rectification(
        number=case.number, points=[ToRectify("4", "建立制度。")], days=15, reason="没有制度。", by=by, at=desk.now()
    ),
    Verb.REPORT_RECTIFICATION: lambda case, desk, by: cases.report_rectification(
        number=case.number, words="已经建立。", uploads=[], by=by, at=desk.now()
    ),
    Verb.TERMINATE: lambda case, desk, by: cases.terminate(
        number=case.number, ground=ENDINGS.get(case.state, "GIVEN_UP"), reason="写明。", by=by, at=desk.now()
    ),
    Verb.TELL_INTERESTED: lambda case, desk, by: cases.tell_interested(
        number=case.number, name="测试邻居", matter="排烟口离窗太近。", mobile="19900000007", by=by, at=desk.now()
    ),
    Verb.CALL_HEARING: lambda case, desk, by: cases.call_hearing(
        number=case.number,
        begins_at=desk.at + timedelta(days=21),
        venue="三楼会议室",
        presider="测试主持人",
        announced="市政府网站公告",
        by=by,
        at=desk.now(),
    ),
}
LATE = {(Verb.REFUSE_ACCEPTANCE, State.CORRECTION), (Verb.TERMINATE, State.GRANTED)}
STILL = (State.ACCEPTED, State.EXAMINED, State.GRANTED)
BROUGHT = {Verb.ACCEPT, Verb.ASK_CORRECTION}
OWED = {(Verb.TERMINATE, State.GRANTED), *((Verb.REMIND, one) for one in STILL)}
PROMISES = {
    Verb.SUPPLY_DEFERRED: Promised.DEFERRED,
    Verb.CHECK_COMMITMENT: Promised.COMMITMENT,
    Verb.ORDER_RECTIFICATION: Promised.COMMITMENT,
    Verb.REPORT_RECTIFICATION: Promised.COMMITMENT,
}
# What somebody did before.
AFTER = {
    Verb.ADOPT_VERSION: Verb.PROPOSE_VERSION,
    Verb.DECLINE_EXTENSION: Verb.PROPOSE_EXTENSION,
    Verb.REPORT_RECTIFICATION: Verb.ORDER_RECTIFICATION,
}
# A submission that went through is answered with the case again: tested by itself.
REFUSED_PAIRS = [
    (verb, state)
    for verb in DO
    for state in State
    if state not in MOVES.sources(verb) and not (state == State.DRAFT and verb != Verb.SUBMIT) and verb != Verb.SUBMIT
]
ALLOWED_PAIRS = [(line.verb, line.source, line.target) for line in MOVES.lines if line.verb in DO]


def ready(verb: Verb, state: State, desk: Desk) -> cases.Case:
    """Bring a new case into a state, with what the verb needs: a special procedure to end, a newer guide to adopt."""
    if verb in {Verb.PRESCREEN_PASS, Verb.SEE_ORIGINALS} and state in MOVES.sources(verb):
        desk.guided(in_person)
    if verb in PROMISES and state in MOVES.sources(verb):
        desk.replaced = {"4": PROMISES[verb]}
    if (verb, state) in OWED:
        desk.replaced = {"4": Promised.DEFERRED}
    case = desk.in_state(state)
    if (verb, state) in LATE:
        desk.at += timedelta(days=60)  # what was asked for or promised did not come
    if verb in BROUGHT and state == State.PRESCREENED:
        cases.see_originals(number=case.number, by=desk.staff("acceptor"), at=desk.now())
    if verb in {Verb.PROPOSE_VERSION, Verb.ADOPT_VERSION}:
        adjusted(desk, less_to_hand_in)
    if verb in AFTER and state in MOVES.sources(verb):
        DO[AFTER[verb]](case, desk, desk.staff("examiner"))
    return desk.suspended(case) if verb == Verb.RESUME and state in MOVES.sources(verb) else case


def doer(verb: Verb, desk: Desk) -> Actor:
    return desk.staff(WHO[verb]) if verb in WHO else desk.applicant


def entries(case: cases.Case) -> int:
    return len(ledger.history(kind="case", subject=case.pk))


@pytest.mark.parametrize(("verb", "source", "target"), ALLOWED_PAIRS)
def test_a_verb_leads_where_the_table_says_and_writes_one_entry(
    desk: Desk, verb: Verb, source: State, target: State
) -> None:
    case = ready(verb, source, desk)
    before = entries(case)

    DO[verb](case, desk, doer(verb, desk))

    after = ledger.history(kind="case", subject=case.pk)
    moves = [entry for entry in after[before:] if entry.verb == f"case.{verb.lower()}"]
    assert desk.fresh(case).state == target
    assert [(entry.before, entry.after) for entry in moves] == [(source, target)]


@pytest.mark.parametrize(("verb", "state"), REFUSED_PAIRS)
def test_a_verb_in_any_other_state_is_refused_and_changes_nothing(desk: Desk, verb: Verb, state: State) -> None:
    case = desk.in_state(state)
    before = entries(case)

    with pytest.raises(WrongState):
        DO[verb](case, desk, doer(verb, desk))

    assert desk.fresh(case).state == state
    assert entries(case) == before


@pytest.mark.parametrize("verb", sorted(WHO))
def test_an_applicant_does_nothing_that_belongs_to_the_authority(desk: Desk, verb: Verb) -> None:
    case = desk.in_state(State(min(MOVES.sources(verb))))

    with pytest.raises(NotAllowed):
        DO[verb](case, desk, desk.applicant)


@pytest.mark.parametrize("verb", sorted(WHO))
def test_another_department_does_not_even_find_the_case(desk: Desk, verb: Verb) -> None:
    case = desk.in_state(State(min(MOVES.sources(verb))))
    role = WHO[verb]

    with pytest.raises(cases.CaseNotFound):
        DO[verb](case, desk, desk.staff(f"housing-{role}"))


def test_what_only_touches_the_clocks_leaves_the_state_as_it_is() -> None:
    timed = [line for line in MOVES.lines if line.verb in {Verb.EXTEND, Verb.SUSPEND, Verb.RESUME}]

    assert {line.source for line in timed} == {State.ACCEPTED, State.EXAMINED}
    assert all(line.target == line.source for line in timed)


def test_the_buttons_are_the_verbs_that_are_open(desk: Desk) -> None:
    case = desk.submitted()

    assert set(cases.open_verbs(desk.staff("acceptor"), case, at=desk.at)) == {
        Verb.ACCEPT,
        Verb.ASK_CORRECTION,
        Verb.REFUSE_ACCEPTANCE,
        Verb.TRANSFER,
        Verb.ASK_OPINION,
    }
    assert cases.open_verbs(desk.staff("examiner"), case, at=desk.at) == (Verb.ASK_OPINION,)
    assert cases.open_verbs(desk.applicant, case, at=desk.at) == (Verb.ADD, Verb.WITHDRAW)


def test_every_line_of_the_table_names_its_article_and_a_known_role() -> None:
    assert all(line.article and line.roles <= set(Role) for line in MOVES.lines)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("state", "verb"),
    [
        (State.RECEIVED, Verb.ASK_CORRECTION),
        (State.EXAMINED, Verb.GRANT),
        (State.ACCEPTED, Verb.EXTEND),
        (State.ACCEPTED, Verb.SUSPEND),
        (State.EXAMINED, Verb.RESUME),
        (State.RECEIVED, Verb.ADOPT_VERSION),
    ],
)
def test_the_entry_of_a_verb_names_the_provision_of_its_line_and_the_applicant(
    desk: Desk, state: State, verb: Verb
) -> None:
    case = ready(verb, state, desk)

    DO[verb](case, desk, desk.staff(WHO[verb]))

    entry = ledger.history(kind="case", subject=case.pk)[-1]
    assert (entry.basis, entry.purpose) == (MOVES.article(verb, state), "HANDLING")
    assert set(entry.about) == {case.applicant_id, case.agent_id}
