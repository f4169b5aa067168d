"""What other systems are told: a code for every state, verb and step, and rows in the order they are taken in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest

from tests.cases.samples import WENT, Desk
from tongban.cases import api as cases
from tongban.cases import queries
from tongban.cases.api import State, StepState, Verb
from tongban.cases.exchange import codes
from tongban.cases.exchange.rows import RowUnfit, written
from tongban.cases.models import Channel, Supplied
from tongban.catalog import api as catalog
from tongban.identity import api as identity
from tongban.kernel.errors import NotAllowed
from tongban.ledger import api as ledger

MAPS = [
    (codes.VENDOR, State),
    (codes.ZHEJIANG, State),
    (codes.RATING, State),
    (codes.ACCEPTANCE, State),
    (codes.RESULT, State),
    (codes.STEP, StepState),
    (codes.ACTION, Verb),
    (codes.STAGE, catalog.StepKind),
    (codes.APPLY, Channel),
    (codes.MATERIAL, Channel),
    (codes.SUPPLIED, Supplied),
    (codes.APPLICANT, identity.PartyKind),
    (codes.PROJECT, catalog.ProjectType),
]
# Nobody outside knows a case before its acceptance, nor its result before all that led to it.
ORDER = ["up_pro_accept", "up_pro_material", "up_pro_process", "up_pro_special_procedure", "up_pro_result"]


@pytest.mark.parametrize(("mapped", "known"), MAPS)
def test_every_value_has_a_code_outside(mapped: dict[str, str], known: Iterable[str]) -> None:
    assert set(mapped) == set(known)


def test_receipt_is_receipt_outside_too_and_the_clock_runs_where_it_runs_here() -> None:
    timed = {state for state, code in codes.VENDOR.items() if 30 <= int(code) < 40}

    assert codes.VENDOR[State.RECEIVED] == "26"
    assert timed == {State.ACCEPTED, State.EXAMINED}
    assert codes.result(State.NOT_ACCEPTED, ground=cases.Ground.NOT_CORRECTED) == codes.NOT_CORRECTED
    assert (codes.result(State.GRANTED), codes.result(State.GRANTED, certificate=False)) == ("0", "6")


@pytest.mark.parametrize("state", [State.RECEIVED, State.CORRECTION, State.NOT_ACCEPTED])
def test_of_what_was_not_accepted_nothing_is_sent(desk: Desk, state: State) -> None:
    case = desk.in_state(state)

    found = cases.read_exchange(number=case.number, by=desk.staff("operator"), at=desk.at)

    assert list(found.in_order()) == []


def test_rows_come_in_order_whole_and_without_anybodys_name_or_opinion(desk: Desk) -> None:
    case = desk.accepted()
    desk.suspended(case)
    desk.resumed(case)
    cases.examine(
        number=case.number, passed=True, opinion="符合。", others=WENT, by=desk.staff("examiner"), at=desk.now()
    )
    cases.grant(number=case.number, opinion="准予许可。", by=desk.staff("decider"), at=desk.now())

    found = cases.read_exchange(number=case.number, by=desk.staff("operator"), at=desk.at)

    rows = list(found.in_order())
    names = [name for name, _ in rows]
    assert names == sorted(names, key=ORDER.index)
    assert set(names) == set(ORDER)
    said = str([written(row) for _, row in rows])
    assert not any(word in said for word in (case.applicant.name, "符合。", "准予许可。", "评审。"))
    assert rows[0][1].accept_date == case.accepted_at  # type: ignore[union-attr]
    looked = ledger.history(kind="case", subject=case.pk)[-1]
    assert (looked.verb, looked.facts["part"]) == ("case.read", "exchange")


def test_a_row_that_lacks_what_its_set_demands_is_refused(desk: Desk) -> None:
    case = queries.by_number(desk.accepted().number)
    assert case is not None
    found = queries.exchange_of(case, by=desk.staff("operator"))
    assert found.accept is not None

    with pytest.raises(RowUnfit, match="org_code"):
        list(replace(found, accept=replace(found.accept, org_code="")).in_order())


@pytest.mark.parametrize("who", ["decider", "supervisor", "receiver"])
def test_is_for_those_who_run_or_audit_the_system(desk: Desk, who: str) -> None:
    case = desk.accepted()

    with pytest.raises(NotAllowed):
        cases.read_exchange(number=case.number, by=desk.staff(who), at=desk.at)
