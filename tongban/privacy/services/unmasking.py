"""Showing a number whole: a verb with a reason, and the person it belongs to sees that it was done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from tongban.cases import api as cases
from tongban.identity import api as identity
from tongban.kernel.actors import SYSTEM, Actor
from tongban.kernel.days import day_of
from tongban.kernel.errors import Broken, NotAllowed
from tongban.kernel.ids import uuid7
from tongban.ledger import api as ledger
from tongban.privacy import queries, rules
from tongban.privacy.errors import NothingToShow, ReasonMissing
from tongban.privacy.models import Unmasking
from tongban.privacy.queries.sealing import seal
from tongban.privacy.states import DOCUMENT, MOBILE, NUMBER_NAMES, REASON_NAMES, Reason

# 个人信息保护法28(2): 特定的目的和充分的必要性，严格保护措施; 6(2): 实现处理目的的最小范围.
BASIS = "GBF.13.1.3,GBF.28.2,GBF.6.2"


@dataclass(frozen=True, slots=True)
class Shown:
    """A number in the clear: what it is, of which case, and for how many seconds it is shown."""

    label: str
    value: str
    number: str
    seconds: int


def can_unmask(*, by: Actor, case: cases.Case) -> bool:
    """Tell whether somebody handles the case, so that they may see a number of it whole when there is a reason."""
    return rules.needs_numbers(cases.roles_of(by, case))


def unmask(*, number: str, field: str, reason: str, words: str, by: Actor, at: datetime) -> Shown:
    """Show one number of a case whole, once, to somebody who handles the case and says what for.

    ``field``: a sensitive question of the form, or DOCUMENT or MOBILE of the applicant; ``reason``: a ``Reason``;
    ``words``: what the code does not say, needed for OTHER; they are kept encrypted and are in no entry. The entry is
    committed before anything is shown, and who asks too often is stopped (TooManyAttempts). CaseNotFound for a case out
    of reach, NotAllowed for who does not handle it, NothingToShow for what is not masked or not there.
    """
    case = cases.case_for(by, number)
    if not can_unmask(by=by, case=case):
        raise NotAllowed
    _check(reason, words, at)
    label, value = _whole(case, field)
    identity.throttle(identity.Throttled.UNMASKING, str(by.id), at)
    _note(case, field, reason, words, by, at, holders=_holders(case, field, value))
    return Shown(label, value, case.number, queries.policy(day_of(at)).unmask_seconds)


@transaction.atomic(durable=True)
def _note(
    case: cases.Case, field: str, reason: str, words: str, by: Actor, at: datetime, *, holders: tuple[UUID, ...]
) -> None:
    key = uuid7(at)
    row = Unmasking(id=key, case=case.pk, party_id=case.applicant_id, field=field, reason=reason, by=by.id, at=at)
    row.words = seal(key, words.strip())
    row.save(force_insert=True)
    ledger.record(
        at=at,
        actor=by,
        verb="privacy.unmask",
        kind="case",
        subject=case.pk,
        for_party=case.applicant_id,
        facts={"field": field, "reason": reason},
        why=ledger.Why(ledger.Purpose.HANDLING, BASIS, reading=True, about=holders),
    )


def _holders(case: cases.Case, field: str, value: str) -> tuple[UUID, ...]:
    """Return whom a number tells of: the applicant, and whoever is known by it, who see that it was shown (GBF.44)."""
    if field in {DOCUMENT, MOBILE}:
        return (case.applicant_id,)
    named = identity.by_document(identity.DocumentType.RESIDENT_ID, value)
    known = {one.pk for one in (*identity.by_mobile(value), *([named] if named else []))}
    return (case.applicant_id, *sorted(known - {case.applicant_id}))


def label_of(*, number: str, field: str, by: Actor) -> str:
    """Return what a masked field is called, before anything of it is shown; refuses as ``unmask``."""
    case = cases.case_for(by, number)
    if not can_unmask(by=by, case=case):
        raise NotAllowed
    return _whole(case, field)[0]


def _check(reason: str, words: str, at: datetime) -> None:
    most = queries.policy(day_of(at)).longest_text
    if reason not in REASON_NAMES:
        raise Broken("请选择为什么需要完整号码。", field="reason")
    if reason == Reason.OTHER and not words.strip():
        raise ReasonMissing("请写明需要完整号码的理由。", field="words")
    if len(words) > most:
        raise Broken(f"最多 {most} 个字，请写得简短一些。", field="words")


def _whole(case: cases.Case, field: str) -> tuple[str, str]:
    found: tuple[str, str] | None
    if field in {DOCUMENT, MOBILE}:
        held = identity.party_view(case.applicant_id, by=SYSTEM)
        found = NUMBER_NAMES[field], held.document_number if field == DOCUMENT else held.mobile
    else:
        found = cases.sensitive_answer(case, field)
    if found is None or not found[1]:
        raise NothingToShow
    return found
