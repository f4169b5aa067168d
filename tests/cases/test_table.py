"""The table of moves as the law has it, written down by hand: whoever changes a line says so here, with its article."""

from __future__ import annotations

import pytest

from tongban.cases.api import MOVES

BEFORE = "RECEIVED CORRECTED PRESCREENED"
UNDER = "ACCEPTED EXAMINED"
RUNNING = f"{BEFORE} CORRECTION {UNDER}"
A, R, T = "APPLICANT", "RECEIVER", "ACCEPTOR"

# verb, from (one of), to ("=": it stays), by whom alone, citations that its lines rest on (at least).
BY_HAND: list[tuple[str, str, str, str, str]] = [
    # 29, 工作规范21: at the counter and online alike, and received with it.
    ("SUBMIT", "DRAFT", "RECEIVED", f"{A} {R}", "XKF.29"),
    # 32(1)5: complete and in form, or corrected as asked: it shall be accepted, by whoever receives for the authority.
    ("ACCEPT", BEFORE, "ACCEPTED", T, "XKF.32.1.5"),
    ("ACCEPT_IN_FULL", "CORRECTED", "ACCEPTED", "LAW", "XKF.32.1.5"),
    # 32(1)4: told once, and at no time after the applicant corrected; silence is acceptance.
    ("ASK_CORRECTION", "RECEIVED PRESCREENED", "CORRECTION", T, "XKF.32.1.4"),
    ("DEEM_ACCEPTED", BEFORE, "ACCEPTED", "LAW", "XKF.32.1.4"),
    ("REFUSE_ACCEPTANCE", "RECEIVED CORRECTED PRESCREENED CORRECTION", "NOT_ACCEPTED", T, ""),
    # 34: examined by whoever examines there or in a department that joins in (26); 38: decided by somebody else.
    ("FINISH_STEP", "ACCEPTED", "=", "EXAMINER PARTNER", "XKF.34"),
    ("EXAMINE", "ACCEPTED", "EXAMINED", "EXAMINER PARTNER", "XKF.34"),
    ("SEND_BACK", "EXAMINED", "ACCEPTED", "DECIDER", "XKF.34"),
    ("GRANT", "EXAMINED", "GRANTED", "DECIDER", "XKF.38.1"),
    ("REFUSE", "EXAMINED", "REFUSED", "DECIDER", "XKF.38.2"),
    # 34(2): what can be decided on the spot is; by whoever of the three the guide names.
    ("GRANT_AT_ONCE", BEFORE, "GRANTED", f"{T} EXAMINER DECIDER", "XKF.34.2,XKF.38.1"),
    ("REFUSE_AT_ONCE", BEFORE, "REFUSED", f"{T} EXAMINER DECIDER", "XKF.34.2,XKF.38.2"),
    # 50: nobody decided before the licence ended; while the applicant owes a correction the law concludes nothing.
    ("DEEM_RENEWED", f"{BEFORE} {UNDER}", "GRANTED", "LAW", "XKF.50"),
    # 42: longer by the head's approval; 45: what does not count. Both only after acceptance.
    ("EXTEND", UNDER, "=", "DECIDER", "XKF.42.1"),
    ("SUSPEND", UNDER, "=", "EXAMINER DECIDER", "XKF.45"),
    ("RESUME", UNDER, "=", "EXAMINER DECIDER", "XKF.45"),
    # 36, 46 to 48.
    ("TELL_INTERESTED", UNDER, "=", "EXAMINER", "XKF.36,XKF.47.1"),
    ("CALL_HEARING", UNDER, "=", "EXAMINER", "XKF.48.1"),
    ("RECORD_HEARING", UNDER, "=", "EXAMINER", "XKF.48.1"),
    # 工作规范8: proposed by whoever handles it, decided by another post.
    ("PROPOSE_VERSION", f"RECEIVED CORRECTED {UNDER}", "=", f"{T} EXAMINER", "GZGF.8"),
    ("ADOPT_VERSION", f"RECEIVED CORRECTED {UNDER}", "=", "DECIDER", "GZGF.8"),
    # 44: every result that there is, the refusal and the ending as well.
    ("DELIVER", "GRANTED REFUSED NOT_ACCEPTED TERMINATED", "=", f"{A} HANDOUT LAW", "XKF.44"),
    ("WITHDRAW", RUNNING, "WITHDRAWN", f"{A} {R}", ""),
    # 70 by analogy; what was granted is taken back only for what was promised and did not come (容缺).
    ("TERMINATE", f"{RUNNING} GRANTED", "TERMINATED", "DECIDER", ""),
    # 7: what one has to say, before the decision.
    ("ADD", RUNNING, "=", f"{A} {R}", "XKF.7"),
    ("SUPPLEMENT", "CORRECTION", "CORRECTED", f"{A} {R}", "XKF.32.1.5"),
    ("SUPPLEMENT", "CORRECTED", "=", f"{A} {R}", "XKF.32.1.5"),
]


@pytest.mark.parametrize(("verb", "sources", "target", "roles", "cited"), BY_HAND)
def test_a_line_is_as_the_law_has_it(verb: str, sources: str, target: str, roles: str, cited: str) -> None:
    said = {one for name, froms, *_ in BY_HAND if name == verb for one in froms.split()}
    assert MOVES.sources(verb) == said
    for line in MOVES.lines:
        if line.verb != verb or line.source not in sources.split():
            continue
        assert line.target == (line.source if target == "=" else target)
        assert line.roles == set(roles.split())
        assert set(cited.split(",")) - {""} <= set(line.article.split(","))


def test_nothing_else_changes_a_state_and_nothing_but_the_law_acts_by_itself() -> None:
    by_hand = {verb for verb, *_ in BY_HAND}
    moving = {line.verb for line in MOVES.lines if line.source != line.target}
    alone = {line.verb for line in MOVES.lines if line.roles == {"LAW"}}

    assert moving - by_hand == {"PRESCREEN_PASS"}  # 工作规范22(2), whose own test says all of it
    assert alone == {"ACCEPT_IN_FULL", "DEEM_ACCEPTED", "DEEM_RENEWED"}


def test_there_is_no_way_back_from_an_end_and_no_second_notice() -> None:
    ended = {"REFUSED", "NOT_ACCEPTED", "WITHDRAWN", "TERMINATED"}

    assert {line.target for line in MOVES.lines if line.source in ended} <= ended
    assert {line.target for line in MOVES.lines if line.source == "GRANTED"} == {"GRANTED", "TERMINATED"}
    assert "ASK_CORRECTION" not in {line.verb for line in MOVES.lines if line.source == "CORRECTED"}
