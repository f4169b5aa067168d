"""How far a case has come, like a parcel on its way: what is done, where it is now, what is still to come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from tongban.cases import api as cases
from tongban.cases.api import State
from tongban.duties import api as duties

WAY = (State.DRAFT, State.RECEIVED, State.ACCEPTED, State.EXAMINED, State.GRANTED)
CUT_SHORT = frozenset({State.WITHDRAWN, State.NOT_ACCEPTED, State.TERMINATED})
HERE = {
    State.CORRECTION: State.RECEIVED,
    State.CORRECTED: State.RECEIVED,
    State.PRESCREENED: State.RECEIVED,
    State.NOT_ACCEPTED: State.GRANTED,
    State.REFUSED: State.GRANTED,
}
DUE = {
    State.RECEIVED: (duties.Kind.PRESCREEN, duties.Kind.ORIGINALS, duties.Kind.NOTICE, duties.Kind.CORRECTION),
    State.EXAMINED: (duties.Kind.PROMISED,),
    State.GRANTED: (duties.Kind.DELIVERY,),
}


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage: ``state`` is done, now or next; ``at`` when it was done; ``due`` by when it must be."""

    name: str
    state: str
    at: datetime | None = None
    due: date | None = None
    words: str = ""


def stages(
    case: cases.Case | cases.Progress,
    clocks: Sequence[duties.Clock],
    steps: Sequence[cases.Step],
    *,
    posted: bool = False,
    owed: bool = False,
) -> list[Stage]:
    """Return the stages of a case in order; a case that was withdrawn or not accepted has none to come.

    ``posted``: whether the result comes by post, so that nobody waits for a signature online; ``owed``: whether it is
    kept back until what was promised is handed in.
    """
    if case.state in CUT_SHORT:
        return _cut_short(case)
    state = State(case.state)
    here = len(WAY) if case.delivered_at else WAY.index(HERE.get(state, state))
    names = (_("提交"), _("受理"), _("审查"), _("决定"), _("送达"))
    ends = (case.received_at, case.accepted_at, _examined_at(case, steps), case.closed_at, case.delivered_at)
    due = {clock.kind: clock.due_date for clock in clocks if clock.state == duties.State.OPEN}
    return [
        Stage(
            name=name,
            state="done" if index < here else "now" if index == here else "next",
            at=ends[index] if index < here else None,
            due=next((due[kind] for kind in DUE.get(WAY[index], ()) if kind in due), None) if index >= here else None,
            words=_waits(state, posted=posted, owed=owed) or _words(state, clocks) if index == here else "",
        )
        for index, name in enumerate(names)
    ]


def _cut_short(case: cases.Case | cases.Progress) -> list[Stage]:
    ends = {State.WITHDRAWN: _("已撤回"), State.NOT_ACCEPTED: _("不予受理"), State.TERMINATED: _("终止办理")}
    end = ends[State(case.state)]
    return [Stage(_("提交"), "done", case.received_at), Stage(end, "stopped", case.closed_at)]


def _when(steps: Sequence[cases.Step], state: State) -> datetime | None:
    return next((step.at for step in reversed(steps) if step.after == state), None)


def _examined_at(case: cases.Case | cases.Progress, steps: Sequence[cases.Step]) -> datetime | None:
    """Return when a case was examined: of one that was decided on the spot, when it was decided (行政许可法34(2))."""
    return _when(steps, State.EXAMINED) or case.closed_at


def stages_of(found: cases.Progress) -> list[Stage]:
    """Return the stages of a case as those see it who learn no more than how far it is."""
    return stages(found, found.clocks, found.steps, posted=found.posted, owed=bool(found.owed))


def _waits(state: State, *, posted: bool, owed: bool) -> str:
    """Return what a result waits for that is decided and not signed for by the applicant online."""
    if owed and state == State.GRANTED:
        return _("等您补交承诺的材料")
    return _("按您的选择邮寄给您") if posted and state in cases.DECIDED else ""


def _words(state: State, clocks: Sequence[duties.Clock]) -> str:
    stand = any(clock.light == duties.Light.PAUSED for clock in clocks)
    if stand:
        return _("正在进行特别程序，时限暂停计算")
    brought = any(clock.kind == duties.Kind.NOTICE and clock.state == duties.State.OPEN for clock in clocks)
    return _("原件已带来，等部门答复") if state == State.PRESCREENED and brought else _now(state)


def _now(state: State) -> str:
    words = {
        State.RECEIVED: _("部门正在看是否齐全"),
        State.CORRECTION: _("等您补正"),
        State.CORRECTED: _("部门正在看补正的内容"),
        State.PRESCREENED: _("等您带原件来核验"),
        State.ACCEPTED: _("部门正在审查"),
        State.EXAMINED: _("正在作决定"),
        State.GRANTED: _("等您签收"),
        State.REFUSED: _("等您签收"),
    }
    return words.get(state, "")
