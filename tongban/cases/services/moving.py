"""The only place where a case changes state, and where the law's own effects are applied."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from tongban.cases import queries, rules
from tongban.cases.errors import CaseNotFound
from tongban.cases.hearing import clocks as told
from tongban.cases.models import Assignment, Case, Promise, PromiseEnd
from tongban.cases.renewals import reading as renewals
from tongban.cases.services import silence, stepping
from tongban.cases.services.owing import both, decision_terms, tell, terms_of
from tongban.cases.services.papers import issue
from tongban.cases.states import CLOSED, MOVES, REAPPLICABLE, State, Verb
from tongban.duties import api as duties
from tongban.identity import api as identity
from tongban.kernel.actors import SYSTEM, Actor, Role
from tongban.kernel.days import day_of
from tongban.ledger import api as ledger
from tongban.statements import api as statements

__all__ = [
    "ANSWERING",
    "apply_effects",
    "begin_examination",
    "both",
    "in_whose_post",
    "lock",
    "lock_draft",
    "note",
    "owe",
    "owe_notice",
    "owe_prescreening",
    "run_limits",
    "settle",
    "shift",
    "tell",
    "touch",
]

ANSWERING = (duties.Kind.NOTICE, duties.Kind.PRESCREEN)
"""What is met when the applicant is told whether the application is accepted, or what it lacks."""
DECIDING = (*queries.LIMITS, *ANSWERING, duties.Kind.ORIGINALS, duties.Kind.RENEWAL, duties.Kind.HEARING)
"""What nobody owes any more once it is decided."""
PENDING = (duties.Kind.DEFERRED, duties.Kind.PRESCREEN, duties.Kind.ORIGINALS)
"""What nobody owes any more once it came to no result."""
SILENT = MOVES.sources(Verb.DEEM_ACCEPTED) | MOVES.sources(Verb.DEEM_RENEWED)
"""In what states the law can conclude something from silence: in all others no clock is asked for."""


def lock(number: str, *, actor: Actor, at: datetime) -> Case:
    """Hold a received case that the actor may reach, after the legal effects due before ``at``; else CaseNotFound."""
    case = queries.hold(actor, number=number)
    # Who has to keep out is told so when they act; by looking they learn nothing (公务员法76).
    if case is None and queries.keeps_out(actor, number):
        raise identity.Recused
    return _held(case, at)


def lock_draft(draft: UUID, *, actor: Actor, at: datetime) -> Case:
    """Hold a case by its id, as drafts have no number yet."""
    return _held(queries.hold(actor, draft=draft), at)


def _held(case: Case | None, at: datetime) -> Case:
    if case is None:
        raise CaseNotFound
    apply_effects(case, at=at)
    return case


def shift(
    case: Case,
    verb: Verb,
    *,
    actor: Actor,
    at: datetime,
    facts: Mapping[str, ledger.Fact] | None = None,
    basis: str = "",
    first: Sequence[duties.Duty] = (),
) -> None:
    """Change the state of a held case by one line of the table, and write the one ledger entry of the verb.

    ``basis``: the provision, where it is another one than the line's; ``first``: the clocks of a case that had none
    before, written together with it: the row says which ends first, and is not written again for that (ADR 25).
    """
    before = case.state
    told = dict(facts or {}) | in_whose_post(case, actor, MOVES.by(verb, before))
    case.state = MOVES.target(verb, state=before, roles=queries.roles_of(actor, case))
    case.changed_at = at
    if case.state in CLOSED and case.closed_at is None:
        case.closed_at = at
    _keep(case, min((one.due_at for one in first if one.due_at), default=None))
    _let_go(case, before, at)
    basis = basis or MOVES.article(verb, before)
    _write(case, f"case.{verb.lower()}", actor, at, before, case.state, told, basis)


def _keep(case: Case, first_end: datetime | None) -> None:
    """Write what the verb changed of a case: what is as it was read stays out of the statement."""
    if case.as_held is None:
        case.save()
        return
    changed = [name for name, value in case.as_held.items() if getattr(case, name) != value]
    if first_end:
        case.due_at = first_end
        changed.append("due_at")
    statements.update(case, changed)
    case.note_held()


def _let_go(case: Case, before: str, at: datetime) -> None:
    """End what was only for the state that is over: to whom it was handed over, what is left of its steps, promises.

    Promises end with a case that came to no result: nobody owes anything of them any more.
    """
    if before in {case.state, State.DRAFT}:
        return
    Assignment.objects.filter(case=case, step=None, ended_at__isnull=True).update(ended_at=at)
    if case.state in CLOSED:
        Assignment.objects.filter(case=case, ended_at__isnull=True).update(ended_at=at)
        stepping.drop(case, at=at)
        told.drop(case.told.all(), at=at)
    if case.state in REAPPLICABLE:
        Promise.objects.filter(case=case, end="").update(end=PromiseEnd.LIFTED, ended_at=at)
        duties.lift(kinds=PENDING, subject=case.id, at=at)


def in_whose_post(case: Case, actor: Actor, roles: Collection[str]) -> dict[str, ledger.Fact]:
    """Return what an entry says of somebody who stands in for another: whose post it is, by the account."""
    account = rules.stands_in_for(actor, queries.standing(case), roles)
    return {} if account is None else {"instead_of": account}


def note(
    case: Case,
    verb: str,
    *,
    actor: Actor,
    at: datetime,
    before: str = "",
    after: str = "",
    facts: Mapping[str, ledger.Fact] | None = None,
    basis: str,
    also: tuple[UUID, ...] = (),
) -> None:
    """Write the ledger entry of a verb on a case, with the provisions of its line in the table, or of its own.

    ``also``: whom it is about besides those of the case.
    """
    told = dict(facts or {}) | in_whose_post(case, actor, tuple(Role))
    _write(case, verb, actor, at, before, after, told, basis, also)


def touch(case: Case, *, at: datetime) -> None:
    """Let a case have changed by what is no act of a post in it, so that whoever decides by an older page is told."""
    case.changed_at = at
    Case.objects.filter(pk=case.pk).update(changed_at=at)


def _write(
    case: Case,
    verb: str,
    actor: Actor,
    at: datetime,
    before: str,
    after: str,
    facts: Mapping[str, ledger.Fact],
    basis: str,
    also: tuple[UUID, ...] = (),
) -> None:
    ledger.record(
        at=at,
        actor=actor,
        verb=verb,
        kind="case",
        subject=case.id,
        before=before,
        after=after,
        for_party=case.applicant_id,
        facts=facts,
        why=ledger.Why(ledger.Purpose.HANDLING, basis, about=(*both(case), *also)),
    )


def owe(
    case: Case,
    kind: duties.Kind,
    limit: duties.Limit,
    *,
    event: Verb,
    event_at: datetime,
    at: datetime,
    effect: duties.Silence = duties.Silence.NONE,
    by: duties.Almanac | None = None,
) -> duties.Duty:
    """Start a clock that the deciding department owes to the applicant; BY_APPLICANT are owed the other way.

    ``by``: the almanac, read once for several clocks of one verb.
    """
    return duties.start(**terms_of(case, kind, limit, event=event, event_at=event_at, effect=effect), at=at, by=by)


def owe_notice(case: Case, *, event: Verb, at: datetime, by: duties.Almanac | None = None) -> duties.Duty:
    """Start the limit within which the authority must say whether it accepts, or what is to be corrected."""
    regime = queries.regime_of(case)
    silence = regime.silence
    return owe(case, duties.Kind.NOTICE, regime.notice, event=event, event_at=at, at=at, effect=silence, by=by)


def owe_prescreening(case: Case, *, event: Verb, at: datetime) -> duties.Duty | None:
    """Start the limit of 预审 beside that of the notice, where the guide has one (工作规范22(2)); else None."""
    limit = queries.prescreen_limit(case)
    return owe(case, duties.Kind.PRESCREEN, limit, event=event, event_at=at, at=at) if limit else None


def begin_examination(case: Case, *, verb: Verb, accepted_at: datetime, at: datetime) -> None:
    """Start the limits to decide, and open the first steps of the guide.

    From the same moment the applicant owes what they promised to hand in later (容缺).
    """
    by = duties.almanac()
    run_limits(case, verb=verb, accepted_at=accepted_at, at=at, by=by)
    stepping.lay_out(case, at=at, by=by)
    promised = queries.deferred_limit(case, at=accepted_at)
    if promised is not None:
        owe(case, duties.Kind.DEFERRED, promised, event=verb, event_at=accepted_at, at=at, by=by)
        until = queries.deferred_until(case)
        tell(case, "case.deferred", at=at, until=until.isoformat() if until else "")


def run_limits(
    case: Case, *, verb: Verb, accepted_at: datetime, at: datetime, by: duties.Almanac | None = None
) -> None:
    """Start the statutory and, beside it, the promised limit (行政许可法42; 工作规范22: 承诺期限)."""
    case.accepted_at = accepted_at
    with statements.together():
        for terms in decision_terms(case, event=verb, at=at, by=by):
            duties.start(**terms, at=at, by=by)


def owe_renewal(case: Case, *, event: Verb, at: datetime) -> duties.Duty | None:
    """Start the time in which a renewal has to be decided on, where it was applied for in time (行政许可法50).

    Nothing stops or lengthens it: the licence ends on its day. While the applicant owes a correction it does not run.
    """
    found = renewals.renewing(case, at=at)
    limit = renewals.silence_limit(found, at=at) if found else None
    if limit is None:
        return None
    return owe(case, duties.Kind.RENEWAL, limit, event=event, event_at=at, at=at, effect=duties.Silence.RENEWED)


def apply_effects(case: Case, *, at: datetime) -> bool:
    """Apply what the law concluded from silence before ``at``, in its order; tell whether anything was.

    The entry is dated at the moment the limit passed, whoever was awake.
    """
    if case.state not in SILENT:
        return False
    done = False
    while (duty := duties.silent(subject=case.id, at=at)) is not None and duty.due_at is not None:
        conclude = _deem_renewed if duty.effect == duties.Silence.RENEWED else _deem_accepted
        conclude(case, duty.due_at)
        done = True
    return done


def settle(ids: Collection[UUID], *, at: datetime) -> list[Case]:
    """Accept those of some held cases whose notice limit passed in silence, and return them (``silence.settle``)."""
    return silence.settle(ids, at=at, change=_accepted_by_law)


def _accepted_by_law(case: Case, at: datetime) -> str:
    before = case.state
    case.state = MOVES.target(Verb.DEEM_ACCEPTED, state=before, roles=queries.roles_of(SYSTEM, case))
    case.changed_at = at
    return before


def _deem_accepted(case: Case, at: datetime) -> None:
    """Whoever does not tell within the limit what is to be corrected has accepted from receipt on (行政许可法32)."""
    for settled in settle([case.pk], at=at):
        case.state, case.accepted_at, case.changed_at = settled.state, settled.accepted_at, settled.changed_at
    if case.as_held is not None:
        case.note_held()


def _deem_renewed(case: Case, at: datetime) -> None:
    """Whoever does not decide before the licence ends has renewed it (行政许可法50: 逾期未作决定的，视为准予延续)."""
    found = renewals.renewing(case, at=at)
    if found is None:
        message = "what is renewed in silence has an expiry"
        raise LookupError(message)
    duties.lapse(kind=duties.Kind.RENEWAL, subject=case.id, at=at)
    duties.lift(kinds=DECIDING, subject=case.id, at=at)
    case.accepted_at = case.accepted_at or queries.complete_from(case)
    shift(case, Verb.DEEM_RENEWED, actor=SYSTEM, at=at)
    check = queries.check_limit(case, at=at)
    if check is not None:
        owe(case, duties.Kind.AFTER_CHECK, check, event=Verb.DEEM_RENEWED, event_at=at, at=at)
    if not queries.held_back(case, at=at):
        within = queries.delivery_limit(case, granted=True)
        owe(case, duties.Kind.DELIVERY, within, event=Verb.DEEM_RENEWED, event_at=at, at=at)
    issue(case, "deemed_renewal", at=at, more=_renewed(case, found))
    tell(case, "case.deemed_renewed", at=at)


def _renewed(case: Case, found: renewals.Renewing) -> dict[str, object]:
    return {"received_on": day_of(case.received_at or case.opened_at), "expires_on": found.expires_on}
