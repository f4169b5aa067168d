"""Playing one scenario from its first step to its last; nothing of it stays."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from time import perf_counter
from typing import Any

from django.db import connection, transaction

from tongban.catalog import api as catalog
from tongban.config.scenarios import people, world
from tongban.config.scenarios.items import item_of
from tongban.config.scenarios.matching import Difference
from tongban.config.scenarios.moments import moment
from tongban.config.scenarios.posting import reporting
from tongban.config.scenarios.reading import Scenario, Step, Unreadable, plain
from tongban.config.scenarios.seeing import differences
from tongban.config.scenarios.stage import OF_SUBMITTING, Stage
from tongban.config.scenarios.verbs import case_verbs, verb_called
from tongban.kernel.days import day_of, start_of
from tongban.kernel.errors import Refused
from tongban.orgs import api as orgs

SUBMIT, BEGIN, ANEW = "submit", "open_draft", "reapply"
REACHED_BY = frozenset({"document", "mobile"})
MOBILE = "19900000001"


@dataclass(slots=True)
class Wrong:
    """What was not as expected at a step; ``step`` 0 is the end of the scenario."""

    step: int
    do: str
    at: datetime
    difference: Difference


@dataclass(slots=True)
class Outcome:
    """What came of a scenario. ``fault``: why it could not be played to its end, with the step."""

    scenario: Scenario
    wrong: list[Wrong] = field(default_factory=list)
    fault: str = ""
    seconds: float = 0.0

    @property
    def well(self) -> bool:
        """Tell whether all was as expected."""
        return not self.wrong and not self.fault


def play(scenario: Scenario) -> Outcome:
    """Play a scenario in a transaction that is rolled back, so that the next one finds the city as it was."""
    outcome, began = Outcome(scenario), perf_counter()
    with reporting(), _block():
        try:
            _played(scenario, outcome)
            with connection.cursor() as cursor:
                # What a commit would check is checked now: there will be none.
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        except Unreadable as fault:
            outcome.fault = str(fault)
        except Exception as broken:  # noqa: BLE001 - whatever breaks in one scenario, the others are played
            outcome.fault = _our_own(broken)
        finally:
            transaction.set_rollback(True)
    outcome.seconds = perf_counter() - began
    return outcome


def _our_own(broken: Exception) -> str:
    """Say that it is the programme that broke, and where: in one line, as whoever reads it can do nothing but tell."""
    where = traceback.extract_tb(broken.__traceback__)[-1]
    why = " ".join(str(broken).split())
    place = f"{Path(where.filename).name} 第{where.lineno}行"
    return f"程序出错（{type(broken).__name__}：{why}；{place}）。这不是情景的错，请告诉开发人员"


def _block() -> transaction.Atomic:
    """Return a transaction in which verbs run that demand one of their own, as Django lets its tests do.

    What they write apart from everything else is undone with the scenario.
    """
    block = transaction.atomic()
    vars(block)["_from_testcase"] = True  # Django has no other word for it
    return block


def _played(scenario: Scenario, outcome: Outcome) -> None:
    stage = _set(scenario)
    for step in scenario.steps:
        _acted(stage, step, outcome)
    if scenario.expect:
        stage.label, stage.refusal = scenario.steps[-1].case, None
        try:
            wrong = differences(stage, scenario.expect)
        except Unreadable as fault:
            raise Unreadable(f"最后的 expect：{fault}") from fault
        outcome.wrong += [Wrong(0, "", stage.at, one) for one in wrong]


def _set(scenario: Scenario) -> Stage:
    """Return the stage as it is before the first step: calendar, closures, guide and people."""
    first = scenario.steps[0]
    if not first.at:
        raise Unreadable("第1步：第一步要写时间 at，例如 2026-02-13T10:00")
    try:
        at = moment(first.at, None, orgs.work_calendar())
    except Unreadable as fault:
        raise Unreadable(f"第1步 {first.do}：{fault}") from fault
    morning = start_of(day_of(at))
    with _told_as("calendar"):
        world.announce(scenario.calendar, morning)
    for closure in scenario.closures:
        with _told_as("closures"):
            world.declare(closure, morning)
    item = item_of(scenario.item, scenario.regime, at=morning)
    force = catalog.published(item, at=at)
    if force is None:
        raise Unreadable(f"{item} 在 {at:%Y-%m-%d} 没有生效的办事指南")
    with _told_as("applicant"):
        everybody = people.assembled(scenario.applicant, item, at=at)
    people.settle(everybody, force.guide)
    return Stage(scenario, item, everybody, at, force.version)


@contextmanager
def _told_as(part: str) -> Iterator[None]:
    """Say of which part of a scenario it is that the city does not take it; Unreadable with every fault."""
    try:
        yield
    except Refused as refusal:
        faults = getattr(refusal, "faults", {})
        said = "；".join(f"{field} {sentence}" for field, sentence in faults.items()) if faults else refusal.message
        raise Unreadable(f"{part}：{said}") from refusal
    except Unreadable as fault:
        raise Unreadable(f"{part}：{fault}") from fault


def _acted(stage: Stage, step: Step, outcome: Outcome) -> None:
    try:
        stage.turn_to(step)
        verb = verb_called(step.do, frozenset(world.WORLD))
        try:
            _begin_if_needed(stage, step, verb)
            _whole(stage, lambda: _do(stage, step, verb))
        except Refused as refusal:
            stage.refusal = refusal
        stage.let_the_law_act()
        wrong = differences(stage, step.expect)
    except Unreadable as fault:
        raise Unreadable(f"第{step.place}步 {step.do}：{fault}") from fault
    except Exception as broken:
        raise Unreadable(f"第{step.place}步 {step.do}：{_our_own(broken)}") from broken
    outcome.wrong += [Wrong(step.place, verb, stage.at, one) for one in wrong]


def _whole(stage: Stage, act: Callable[[], None]) -> None:
    """Do all of an act or nothing of it, also of what the stage holds."""
    held = dict(stage.held)
    try:
        with _block():
            act()
    except BaseException:
        stage.held = held
        raise


def _begin_if_needed(stage: Stage, step: Step, verb: str) -> None:
    """Begin what a step hands in where nothing was begun: an act of its own, which stays if the other is refused.

    So it is for whoever applies: what cannot be handed in yet is still there, to be put right.
    """
    if verb == SUBMIT and stage.label not in stage.held:
        by = stage.who(step, verb)
        _whole(stage, lambda: stage.begin(_of_the_form(step.given), by))
        stage.just_begun = True


def _do(stage: Stage, step: Step, verb: str) -> None:
    if verb in world.WORLD:
        world.WORLD[verb](stage, step)
        return
    by = stage.who(step, verb)
    if verb == BEGIN:
        stage.begin(step.given, by)
        return
    if verb == ANEW:
        stage.begin_anew(step.given, by)
        return
    given: Mapping[str, Any] = {**stage.sent(verb, step.given), **_usual(stage, verb, step.given)}
    if verb == SUBMIT:
        given = _filled_in(stage, given, by)
    stage.call(case_verbs()[verb], given, by)


def _of_submitting() -> frozenset[str]:
    return frozenset({one.name for one in case_verbs()[SUBMIT].wanted} | {"token"})


def _of_the_form(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a step says of what is handed in, without what it says of handing in."""
    return {key: value for key, value in given.items() if plain(key) not in _of_submitting()}


def _filled_in(stage: Stage, given: Mapping[str, Any], by: Any) -> Mapping[str, Any]:  # noqa: ANN401 - whoever acts
    """Change what was begun before as the step says; return what the verb itself is still told."""
    rest = {plain(key): value for key, value in _of_the_form(given).items()}
    if not stage.just_begun:
        if rest and not rest.keys() <= OF_SUBMITTING:
            return given
        if rest:
            stage.change(rest, by)
    return {key: value for key, value in given.items() if plain(key) in _of_submitting()}


def _usual(stage: Stage, verb: str, given: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what a step says of its verb, with what goes without saying where it says nothing."""
    if verb == "supplement" and not given:
        return stage.whole_supplement()
    if verb == "resume" and not given:
        return stage.only_procedure()
    if verb == "hand_out_at_window":
        return stage.at_the_window(given)
    if verb == "give_opinion":
        return {"asked": "last", **given}
    if verb == "tell_interested" and REACHED_BY.isdisjoint(map(plain, given)):
        return {**given, "mobile": MOBILE}
    return given
