from __future__ import annotations

from dataclasses import replace
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.kernel.errors import NotAllowed, WrongState
from tongban.kernel.law import UnknownCitation
from tongban.kernel.moves import Moves, move


class State(StrEnum):
    SUBMITTED = "SUBMITTED"
    RETURNED = "RETURNED"
    ACCEPTED = "ACCEPTED"
    CLOSED = "CLOSED"


LABELS = {
    "SUBMITTED": "已提交",
    "RETURNED": "待补正",
    "ACCEPTED": "已受理",
    "CLOSED": "已办结",
    "accept": "受理",
    "send_back": "一次性告知补正",
    "resubmit": "补正",
    "withdraw": "撤回",
    "note": "备注",
}
MOVES = Moves(
    move("accept", [State.SUBMITTED], State.ACCEPTED, by=["ACCEPTOR", "LAW"], article="XKF.32"),
    move("send_back", [State.SUBMITTED], State.RETURNED, by=["ACCEPTOR"], article="XKF.32"),
    move("resubmit", [State.RETURNED], State.SUBMITTED, by=["APPLICANT"], article="XKF.32"),
    move("withdraw", [State.SUBMITTED], State.CLOSED, by=["APPLICANT"], article="GZGF.21"),
    move("withdraw", [State.RETURNED, State.ACCEPTED], State.CLOSED, by=["APPLICANT", "ACCEPTOR"], article="GZGF.21"),
    move("note", [State.SUBMITTED, State.ACCEPTED], None, by=["ACCEPTOR"], article="GZGF.22"),
    labels=LABELS,
)
VERBS = st.sampled_from(MOVES.verbs())
STATES = st.sampled_from(sorted(State))
ROLES = st.sets(st.sampled_from(["APPLICANT", "ACCEPTOR", "LAW", "VISITOR"]))


def test_a_verb_leads_to_its_target() -> None:
    assert MOVES.target("accept", state=State.SUBMITTED, roles={"ACCEPTOR"}) == State.ACCEPTED


@pytest.mark.parametrize("state", [State.SUBMITTED, State.ACCEPTED])
def test_an_act_without_target_changes_no_state(state: State) -> None:
    assert MOVES.target("note", state=state, roles={"ACCEPTOR"}) == state


def test_who_may_never_do_it_is_not_told_about_the_state() -> None:
    with pytest.raises(NotAllowed):
        MOVES.target("accept", state=State.CLOSED, roles={"APPLICANT"})


def test_who_may_do_it_elsewhere_but_not_here_is_not_allowed() -> None:
    with pytest.raises(NotAllowed):
        MOVES.target("withdraw", state=State.SUBMITTED, roles={"ACCEPTOR"})


def test_a_wrong_state_is_refused_in_words_with_the_verbs_that_are_open() -> None:
    with pytest.raises(WrongState, match="现在是“已受理”，不能“受理”") as refused:
        MOVES.target("accept", state=State.ACCEPTED, roles={"ACCEPTOR"})

    assert refused.value.open_verbs == ("withdraw", "note")


def test_an_unknown_verb_is_nobody_s_to_do() -> None:
    with pytest.raises(NotAllowed):
        MOVES.target("burn", state=State.SUBMITTED, roles={"ACCEPTOR", "APPLICANT", "LAW"})


def test_a_state_that_is_new_to_the_table_is_open_to_nothing() -> None:
    assert MOVES.open_to(state="ARCHIVED", roles={"ACCEPTOR"}) == ()


@given(VERBS, STATES, ROLES)
def test_a_verb_is_open_exactly_when_it_is_not_refused(verb: str, state: State, roles: set[str]) -> None:
    refused = False

    try:
        MOVES.target(verb, state=state, roles=roles)
    except (NotAllowed, WrongState):
        refused = True

    assert refused == (verb not in MOVES.open_to(state=state, roles=roles))


@given(STATES, ROLES, ROLES)
def test_more_roles_never_close_a_verb(state: State, roles: set[str], more: set[str]) -> None:
    assert set(MOVES.open_to(state=state, roles=roles)) <= set(MOVES.open_to(state=state, roles=roles | more))


@given(VERBS)
def test_a_verb_has_a_line_for_each_of_its_sources(verb: str) -> None:
    assert MOVES.sources(verb) == {line.source for line in MOVES.lines if line.verb == verb}


def test_verbs_keep_the_order_of_the_table() -> None:
    assert MOVES.verbs() == ("accept", "send_back", "resubmit", "withdraw", "note")


def test_two_lines_for_one_verb_and_source_are_refused() -> None:
    line = move("accept", [State.SUBMITTED], State.ACCEPTED, by=["LAW"], article="XKF.1")
    other = (replace(line[0], target=State.CLOSED),)

    with pytest.raises(ValueError, match="share one verb and source"):
        Moves(line, other, labels=LABELS)


def test_the_diagram_shows_every_line_with_its_article_and_every_state_by_name() -> None:
    drawn = MOVES.mermaid().splitlines()

    assert drawn[0] == "stateDiagram-v2"
    assert "    SUBMITTED --> ACCEPTED: 受理（行政许可法第三十二条）" in drawn
    assert "    SUBMITTED --> SUBMITTED: 备注（工作规范第二十二条）" in drawn
    assert sum("-->" in row for row in drawn) == len(MOVES.lines)
    assert all(f"    {state}: {LABELS[state]}" in drawn for state in State)


def test_a_table_that_rests_on_no_known_law_is_refused() -> None:
    with pytest.raises(UnknownCitation):
        Moves(move("accept", [State.SUBMITTED], None, by=["LAW"], article="行政许可法32"), labels=LABELS)


def test_a_line_of_the_table_names_its_citations() -> None:
    assert MOVES.article("accept", State.SUBMITTED) == "XKF.32"
