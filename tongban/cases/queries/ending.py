"""终止: on which grounds of its regime a case may come to an end now, without a decision."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from tongban.cases import rules
from tongban.cases.corrections import rules as correction_rules
from tongban.cases.errors import (
    CorrectedAlready,
    CorrectionRuns,
    NothingPromised,
    NothingToWithdraw,
    NotSignedFor,
    PromiseRuns,
)
from tongban.cases.models import Case
from tongban.cases.queries.correcting import correction_of
from tongban.cases.queries.hanging import running_of
from tongban.cases.queries.promising import deferred, held_back, promised_words
from tongban.cases.queries.ruling import regime_of
from tongban.cases.states import MOVES, Ground, State, Verb
from tongban.duties import api as duties
from tongban.kernel.errors import Refused
from tongban.kernel.wording import day_text

# What is a failing of the applicant is one only when their own time is over.
AFTER = {
    "NOT_CORRECTED": duties.Kind.CORRECTION,
    "NOT_SUPPLIED": duties.Kind.DEFERRED,
    "NO_ORIGINALS": duties.Kind.ORIGINALS,
}
ASKED = frozenset({State.CORRECTION, State.PRESCREENED})
"""In which states is reminded of what was asked for, and not of a promise."""


def open_endings(case: Case, *, at: datetime) -> list[duties.Ground]:
    """Return the grounds on which the case may end now: those of the regime, of a missed period only after its end.

    That the matter is not ours is one where it cannot be refused acceptance for it any more: it was accepted, by
    silence too, or is being corrected (行政许可法32(1)2). What was granted and is held back for what was promised ends
    for want of that alone (``refuse_to_withdraw``).
    """
    found = [one for one in regime_of(case).endings if one.code not in AFTER or _over(case, AFTER[one.code], at)]
    if _may_be_refused(case, Ground.NOT_COMPETENT):
        found = [one for one in found if one.code != Ground.NOT_COMPETENT]
    return [one for one in found if one.code == "NOT_SUPPLIED"] if case.state == State.GRANTED else found


def _may_be_refused(case: Case, ground: Ground) -> bool:
    refusable = case.state in MOVES.sources(Verb.REFUSE_ACCEPTANCE)
    return refusable and ground in correction_rules.open_grounds(case.state)


def refuse_to_withdraw(case: Case, *, at: datetime) -> None:
    """Refuse to take back what was granted (信赖保护): it ends only undelivered, unsupplied, and as was signed for.

    A decision takes effect with its delivery. NothingToWithdraw where the result is not held back for a promise;
    PromiseRuns before its end; NotSignedFor where the words that were signed for say nothing of it.
    """
    if case.state != State.GRANTED:
        return
    rows = deferred(case)
    if not rows or case.delivered_at is not None or not held_back(case, at=at):
        raise NothingToWithdraw
    if not _over(case, duties.Kind.DEFERRED, at):
        raise PromiseRuns
    if not all(rules.WITHDRAWS in promised_words(row) for row in rows):
        raise NotSignedFor


def against_ending(case: Case, at: datetime) -> Iterator[tuple[Verb, Refused]]:
    """Yield that what was granted cannot be ended, and that there is nothing to remind of."""
    try:
        refuse_to_withdraw(case, at=at)
    except Refused as refusal:
        yield Verb.TERMINATE, refusal
    if case.state in MOVES.sources(Verb.REMIND) and case.state not in ASKED and not deferred(case):
        yield Verb.REMIND, NothingPromised()


def refuse_while_correcting(case: Case, *, at: datetime) -> None:
    """Refuse (CorrectionRuns) not to accept for want of a correction before the period of the notice is over."""
    if case.state != State.CORRECTION or _over(case, duties.Kind.CORRECTION, at):
        return
    until = correction_until(case)
    if until is None:
        raise CorrectionRuns("补正告知书没有写明补正的期限，不能以没有补正为由不予受理。可以先提醒申请人。")
    raise CorrectionRuns(f"补正的期限到{day_text(until)}（含当日），过了才能以没有补正为由不予受理。可以先提醒申请人。")


def against_correction(case: Case, at: datetime) -> Iterator[tuple[Verb, Refused]]:
    """Yield that acceptance cannot be refused while there is time to correct, and that nothing is left to hand in."""
    if case.state == State.CORRECTED and (told := correction_of(case)) is not None and not told.still_open.points:
        yield Verb.SUPPLEMENT, CorrectedAlready()
    try:
        refuse_while_correcting(case, at=at)
    except CorrectionRuns as refusal:
        yield Verb.REFUSE_ACCEPTANCE, refusal


def correction_until(case: Case) -> date | None:
    """Return the last day to hand in what was asked for; None where the notice named none or it was handed in."""
    duty = running_of(case, duties.Kind.CORRECTION)
    return duty.due_date if duty else None


def _over(case: Case, kind: duties.Kind, at: datetime) -> bool:
    duty = running_of(case, kind)
    return duty is not None and duty.due_at is not None and at >= duty.due_at
