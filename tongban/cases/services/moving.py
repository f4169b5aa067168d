"""The only place where a case changes state, and where the law's own effects are applied."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from tongban.cases import queries, rules
from tongban.cases.errors import CaseNotFound
from tongban.cases.models import Assignment, Case, Promise, PromiseEnd
from tongban.cases.services import silence, stepping
from tongban.cases.services.owing import both, tell, terms_of
from tongban.cases.states import CLOSED, MOVES, REAPPLICABLE, State, Verb
from tongban.duties import api as duties
from tongban.identity import api as identity
from tongban.kernel.actors import Actor, Role
from tongban.ledger import api as ledger

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
    "shift",
    "tell",
]

ANSWERING = (duties.Kind.NOTICE, duties.Kind.PRESCREEN)
"""What is met when the applicant is told whether the application is accepted, or what it lacks."""


def lock(number: str, *, actor: Actor, at: datetime) -> Case:
    """Hold a received case that the actor may reach, after the legal effects due before ``at``; else CaseNotFound."""
    return _held(actor, at, number=number)


def lock_draft(draft: UUID, *, actor: Actor, at: datetime) -> Case:
    """Hold a case by its id, as drafts have no number yet."""
    return _held(actor, at, pk=draft)


def _held(actor: Actor, at: datetime, **key: object) -> Case:
    # The row alone first: one that is joined to it drops the row while it is waited for, when a verb changes the key
    # that joins them (a newer guide is adopted).
    held = queries.visible_to(actor).locked().only("pk").filter(**key).first()
    if held is None:
        # Who has to keep out is told so when they act; by looking they learn nothing (公务员法76).
        if "number" in key and queries.keeps_out(actor, str(key["number"])):
            raise identity.Recused
        raise CaseNotFound
    case = Case.objects.whole().get(pk=held.pk)
    apply_effects(case, at=at)
    return case


def shift(
    case: Case, verb: Verb, *, actor: Actor, at: datetime, facts: Mapping[str, ledger.Fact] | None = None
) -> None:
    """Change the state of a held case by one line of the table, and write the one ledger entry of the verb."""
    before = case.state
    told = dict(facts or {}) | in_whose_post(case, actor, MOVES.by(verb, before))
    case.state = MOVES.target(verb, state=before, roles=queries.roles_of(actor, case))
    case.changed_at = at
    if case.state in CLOSED and case.closed_at is None:
        case.closed_at = at
    case.save()
    _let_go(case, before, at)
    basis = MOVES.article(verb, before)
    _write(case, f"case.{verb.lower()}", actor, at, before, case.state, told, basis)


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
    if case.state in REAPPLICABLE:
        Promise.objects.filter(case=case, end="").update(end=PromiseEnd.LIFTED, ended_at=at)
        duties.lift(kinds=(duties.Kind.DEFERRED, duties.Kind.PRESCREEN), subject=case.id, at=at)


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
) -> None:
    """Write the ledger entry of a verb on a case, with the provisions of its line in the table, or of its own."""
    told = dict(facts or {}) | in_whose_post(case, actor, tuple(Role))
    _write(case, verb, actor, at, before, after, told, basis)


def _write(
    case: Case,
    verb: str,
    actor: Actor,
    at: datetime,
    before: str,
    after: str,
    facts: Mapping[str, ledger.Fact],
    basis: str,
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
        why=ledger.Why(ledger.Purpose.HANDLING, basis, about=both(case)),
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
) -> None:
    """Start a clock that the deciding department owes to the applicant; BY_APPLICANT are owed the other way."""
    duties.start(**terms_of(case, kind, limit, event=event, event_at=event_at, effect=effect), at=at)


def owe_notice(case: Case, *, event: Verb, at: datetime) -> None:
    """Start the limit within which the authority must say whether it accepts, or what is to be corrected."""
    regime = queries.regime_of(case)
    owe(case, duties.Kind.NOTICE, regime.notice, event=event, event_at=at, at=at, effect=regime.silence)


def owe_prescreening(case: Case, *, event: Verb, at: datetime) -> None:
    """Start the limit of 预审 beside that of the notice, where the guide has one (工作规范22(2))."""
    limit = queries.prescreen_limit(case)
    if limit is not None:
        owe(case, duties.Kind.PRESCREEN, limit, event=event, event_at=at, at=at)


def begin_examination(case: Case, *, verb: Verb, accepted_at: datetime, at: datetime) -> None:
    """Start the limits to decide, and open the first steps of the guide.

    From the same moment the applicant owes what they promised to hand in later (容缺).
    """
    run_limits(case, verb=verb, accepted_at=accepted_at, at=at)
    stepping.lay_out(case, at=at)
    promised = queries.deferred_limit(case, at=accepted_at)
    if promised is not None:
        owe(case, duties.Kind.DEFERRED, promised, event=verb, event_at=accepted_at, at=at)
        until = queries.deferred_until(case)
        tell(case, "case.deferred", at=at, until=until.isoformat() if until else "")


def run_limits(case: Case, *, verb: Verb, accepted_at: datetime, at: datetime) -> None:
    """Start the statutory and, beside it, the promised limit (行政许可法42; 工作规范22: 承诺期限)."""
    case.accepted_at = accepted_at
    for kind, limit in queries.decision_limits(case).items():
        owe(case, kind, limit, event=verb, event_at=accepted_at, at=at)


def apply_effects(case: Case, *, at: datetime) -> bool:
    """Apply to a held case what the law concluded from silence before ``at``; tell whether anything was."""
    if not silence.concludes(duties.open_duty(duties.Kind.NOTICE, subject=case.id), at):
        return False
    for settled in silence.settle([case.pk], at=at):
        case.state, case.accepted_at, case.changed_at = settled.state, settled.accepted_at, settled.changed_at
    return True
