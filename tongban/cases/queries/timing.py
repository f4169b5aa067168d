"""What stops or lengthens the limits of a case now, and which verbs the clocks stand against."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from tongban.cases import policy
from tongban.cases.errors import AdoptAfterwards, NoSuchProcedure, NotExtendable, ProcedureRuns, ProposedAlready
from tongban.cases.extending.reading import against_proposing
from tongban.cases.hearing.presiding import against_presider
from tongban.cases.hearing.reading import against_hearing, hearing_of
from tongban.cases.models import Case
from tongban.cases.queries.ending import against_correction, against_ending
from tongban.cases.queries.following import Newer, newer, promised_sooner, proposers, refuse_without_effect
from tongban.cases.queries.hanging import docket_of
from tongban.cases.queries.prescreening import against_prescreening
from tongban.cases.queries.promising import against_promises, on_promise
from tongban.cases.queries.ruling import extension_rule, regime_of
from tongban.cases.queries.stepping import against_findings
from tongban.cases.rules import proposed_by_other, refuse_unless_at_once
from tongban.cases.states import AT_ONCE, MOVES, UNDER_EXAMINATION, Verb
from tongban.duties import api as duties
from tongban.kernel.actors import Actor, Role
from tongban.kernel.days import day_of
from tongban.kernel.errors import Refused
from tongban.kernel.limits import Unit, due_after
from tongban.orgs import api as orgs

NOBODY = UUID(int=0)
LIMITS = (duties.Kind.STATUTORY, duties.Kind.PROMISED)


@dataclass(frozen=True, slots=True)
class Procedure:
    """A special procedure that still lasts, and the limits that stand meanwhile (行政许可法45).

    ``expected_until``: the day the applicant was told in writing; ``passed``: it is over, which by itself ends nothing.
    """

    ground: str
    name: str
    basis: str
    began_at: datetime
    expected_until: date | None
    passed: bool
    stopped: tuple[duties.Kind, ...]


def procedures(case: Case, *, at: datetime) -> list[Procedure]:
    """Return the special procedures of a case that still last, in the order in which they began."""
    found: dict[str, tuple[duties.Pause, list[duties.Kind]]] = {}
    for kind, pause in _lasting(case):
        found.setdefault(pause.ground, (pause, []))[1].append(kind)
    rows = [_procedure(pause, kinds, day_of(at)) for pause, kinds in found.values()]
    return sorted(rows, key=lambda row: row.began_at)


def open_procedures(case: Case) -> list[duties.Ground]:
    """Return on which grounds of the regime the limits can still be stopped: those that do not stop them already."""
    running = {pause.ground for _, pause in _lasting(case)}
    return [ground for ground in regime_of(case).excluded if ground.code not in running]


def procedure_ends(case: Case, ground: str, roles: Collection[str], *, at: datetime) -> date:
    """Return the last day until which somebody may expect a special procedure to last (行政许可法45).

    What the guide says of this kind of procedure; where it says nothing, the policy of the day. For longer whoever
    decides the case begins it.
    """
    today, calendar = day_of(at), orgs.work_calendar()
    bounds = policy.procedures(today)
    own = [one.limit for one in case.guide.guide.special if one.kind == ground and one.limit is not None]
    limits = [(one.amount, one.unit) for one in own] or [(bounds.examiner, Unit.WORKING_DAY)]
    if Role.DECIDER in roles:
        limits.append((bounds.decider, Unit.WORKING_DAY))
    return max(due_after(today, amount, unit, calendar).due or today for amount, unit in limits)


def barred(case: Case, *, at: datetime, by: Actor | None = None) -> dict[Verb, str]:
    """Return the verbs that clocks or the guide stand against now although the table has them, each with why not.

    The sentence is the one with which the verb itself would be refused. ``by``: with what is barred to this person only
    because they did the step before it themselves, or preside over the hearing.
    """
    return {verb: refusal.message for verb, refusal in _refusals(case, at, by)}


def _refusals(case: Case, at: datetime, by: Actor | None) -> Iterator[tuple[Verb, Refused]]:
    if case.state in MOVES.sources(Verb.GRANT_AT_ONCE) and (slow := _not_at_once(case)) is not None:
        promised = on_promise(case)
        yield from ((verb, slow) for verb in AT_ONCE if not (promised and verb == Verb.GRANT_AT_ONCE))
    if case.state in UNDER_EXAMINATION:
        lasting = {pause.ground for _, pause in _lasting(case)}
        stopped = bool(lasting)
        yield from _by_clocks(case, at, stopped=stopped)
        hearing = hearing_of(case)
        yield from against_hearing(case, hearing, at, lasting=lasting)
        yield from against_presider(hearing, by)
    yield from against_correction(case, at)
    yield from against_ending(case, at)
    yield from against_findings(case)
    yield from against_promises(case, at)
    yield from against_prescreening(case)
    if case.state in MOVES.sources(Verb.ADOPT_VERSION):
        yield from _not_adopted(case, at, by)


def _not_at_once(case: Case) -> Refused | None:
    try:
        refuse_unless_at_once(case.guide.guide)
    except Refused as refusal:
        return refusal
    return None


def _not_adopted(case: Case, at: datetime, by: Actor | None) -> Iterator[tuple[Verb, Refused]]:
    """Yield why a newer version is neither proposed nor adopted, or only not adopted yet or not by this person."""
    try:
        found = _followed(case, at)
    except Refused as refusal:
        yield from ((verb, refusal) for verb in (Verb.PROPOSE_VERSION, Verb.ADOPT_VERSION))
        return
    said = proposers(case, found)
    if by is not None and by.id in said:
        yield Verb.PROPOSE_VERSION, ProposedAlready()
    try:
        proposed_by_other(said, by.id if by else NOBODY)
    except Refused as refusal:
        yield Verb.ADOPT_VERSION, refusal


def _followed(case: Case, at: datetime) -> Newer:
    found = newer(case, at=at)
    if _lasting(case):
        raise AdoptAfterwards
    refuse_without_effect(case, found, promised_sooner(case, found, at=at))
    return found


def _by_clocks(case: Case, at: datetime, *, stopped: bool) -> Iterator[tuple[Verb, Refused]]:
    if stopped:
        yield Verb.GRANT, ProcedureRuns()
        yield Verb.REFUSE, ProcedureRuns()
    else:
        yield Verb.RESUME, duties.NotPaused()
    refusal = not_extended(case, at)
    if refusal is not None:
        yield Verb.EXTEND, refusal
    yield from against_proposing(case, refusal)
    if (stopped_already := _not_suspended(case, at)) is not None:
        yield Verb.SUSPEND, stopped_already


def not_extended(case: Case, at: datetime) -> Refused | None:
    """Return why the limit of a case cannot be made longer now; None where it can (行政许可法42)."""
    rule = extension_rule(case)
    if rule is None:
        return NotExtendable()
    docket = docket_of(case)
    duty = docket.running(duties.Kind.STATUTORY)
    if duty is None:
        return duties.NoClockRuns()
    if _over(duty, at):
        return duties.ClockOver()
    used = len(docket.extensions(duties.Kind.STATUTORY))
    return duties.ExtendedAlready() if used >= rule.times else None


def _not_suspended(case: Case, at: datetime) -> Refused | None:
    if not regime_of(case).excluded:
        return NoSuchProcedure()
    if not open_procedures(case):
        return duties.PausedAlready()
    docket = docket_of(case)
    running = [duty for kind in LIMITS if (duty := docket.running(kind)) is not None]
    return duties.ClockOver() if all(_over(duty, at) for duty in running) else None


def _lasting(case: Case) -> list[tuple[duties.Kind, duties.Pause]]:
    docket = docket_of(case)
    pauses = [(kind, pause) for kind in LIMITS for pause in docket.pauses(kind)]
    return [(kind, pause) for kind, pause in pauses if pause.ended_at is None]


def _over(duty: duties.Duty, at: datetime) -> bool:
    return duty.due_at is not None and at >= duty.due_at


def _procedure(pause: duties.Pause, kinds: list[duties.Kind], today: date) -> Procedure:
    until = pause.expected_until
    return Procedure(
        ground=pause.ground,
        name=pause.name,
        basis=pause.basis,
        began_at=pause.began_at,
        expected_until=until,
        passed=until is not None and until < today,
        stopped=tuple(kinds),
    )
