"""What a probe answers, and how one is run so that a broken part never breaks the answer."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

logger = logging.getLogger("tongban.ops")


class State(StrEnum):
    """How a part does, in the order of gravity."""

    OK = "OK"
    SLOW = "SLOW"
    FAILING = "FAILING"

    @property
    def label(self) -> str:
        """The word that people read."""
        return {State.OK: "正常", State.SLOW: "缓慢", State.FAILING: "故障"}[self]

    @property
    def gravity(self) -> int:
        """0 is well, 2 is broken."""
        return list(State).index(self)


@dataclass(frozen=True, slots=True)
class Probe:
    """One part's answer. ``sentence`` may be shown to anybody; ``figures`` only to operators and to the metrics.

    The unit of a figure is the end of its name: seconds, bytes, jobs, entries, days, ratio.
    """

    name: str
    state: State
    sentence: str
    figures: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Check:
    """A line of the register. Without an ``essential`` part nobody can be served, so /healthz says 503."""

    name: str
    title: str
    ask: Callable[[datetime], Probe]
    essential: bool = False


def run(check: Check, at: datetime) -> Probe:
    """Ask one part. Whatever it raises means that the part is broken, and is told to the log by type only."""
    try:
        return check.ask(at)
    except Exception:
        logger.exception("a probe could not answer", extra={"verb": check.name})
        return Probe(check.name, State.FAILING, "暂时查不到这一部分的情况，运行人员会尽快处理。")


def worst(probes: list[Probe]) -> State:
    """Return the gravest state among them."""
    return max((probe.state for probe in probes), key=lambda state: state.gravity, default=State.OK)


def at_most(value: float, *, slow: float, failing: float) -> State:
    """Grade a figure of which more is worse; the bounds themselves are still the better state."""
    if value > failing:
        return State.FAILING
    return State.SLOW if value > slow else State.OK


def at_least(value: float, *, slow: float, failing: float) -> State:
    """Grade a figure of which less is worse; the bounds themselves are still the better state."""
    if value < failing:
        return State.FAILING
    return State.SLOW if value < slow else State.OK
