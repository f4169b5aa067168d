"""容缺与告知承诺: promising in place of a material or proof, handing it in later, checking what was committed to."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from uuid import UUID

from django.db import transaction

from tongban.cases import queries, rules
from tongban.cases.errors import (
    AlreadyHandedIn,
    NoSuchCommitment,
    NoSuchPromise,
    NothingPromised,
    NothingToCheck,
    NotPromised,
)
from tongban.cases.models import Case, CaseOutcome, Promise, Promised, PromiseEnd, Supplied
from tongban.cases.promises.errors import NotYetToMeet, PromiseBroken
from tongban.cases.promises.rules import element_of, is_condition, refuse_while_ordered, stands
from tongban.cases.promises.states import PROMISES, PromiseState, PromiseVerb
from tongban.cases.queries import promising as reading
from tongban.cases.queries import sealing
from tongban.cases.services import drafting
from tongban.cases.services.accepting import write_opinion
from tongban.cases.services.drafting import Upload
from tongban.cases.services.moving import lock, note, owe, shift, tell
from tongban.cases.services.papers import issue
from tongban.cases.states import MOVES, State, Verb
from tongban.crypto import api as crypto
from tongban.duties import api as duties
from tongban.kernel.actors import Actor
from tongban.kernel.days import day_of
from tongban.kernel.ids import uuid7
from tongban.kernel.wording import day_text
from tongban.ledger import api as ledger


@transaction.atomic
def promise(*, draft: UUID, material: str, kind: Promised, by: Actor, at: datetime) -> Promise:
    """Promise in writing in place of a material or of a proof: to hand it in later (容缺), or that it is so (告知承诺).

    ``material``: its id, or the element of a condition (``criteria.2``) that the guide lets be promised. The words are
    those of the guide; they are kept as they stand, and signed for with the application. NoSuchPromise where the guide
    allows none for what these answers ask for, AlreadyHandedIn where files are there, PromiseBroken for whoever did not
    keep a commitment (国办发〔2020〕42号).
    """
    case = drafting.hold(draft, by, at)
    words, field = reading.words_to_sign(case, material, kind), element_of(material)
    if not is_condition(material):
        row = next((one for one in queries.material_list(case) if one.material.id == material and one.needed), None)
        words = words if row else ""
        if words and row and row.files:
            raise AlreadyHandedIn(field=field)
    if not words:
        raise NoSuchPromise(field=field)
    if kind == Promised.COMMITMENT and reading.broken_before(case, at=at):
        raise PromiseBroken(field=field)
    case.promises.filter(material=material).delete()
    made = Promise.objects.create(
        id=uuid7(at),
        case=case,
        material=material,
        kind=kind,
        text=sealing.seal(case.id, {"words": words}),
        digest=crypto.sm3(words.encode()),
        by=by.id,
        made_at=at,
    )
    facts: dict[str, ledger.Fact] = {"material": material, "kind": kind, "digest": made.digest}
    note(case, "case.promise", actor=by, at=at, facts=facts, basis=drafting.APPLYING)
    return made


@transaction.atomic
def take_back_promise(*, draft: UUID, material: str, by: Actor, at: datetime) -> Case:
    """Take a promise back while the application is filled in: what it stood for is to be handed in with it."""
    case = drafting.hold(draft, by, at)
    case.promises.filter(material=material).delete()
    note(case, "case.take_back_promise", actor=by, at=at, facts={"material": material}, basis=drafting.APPLYING)
    return case


def promised(case: Case, told: drafting.Application, *, at: datetime) -> list[Promise]:
    """Let the promises of an application stand from its submission on, and return them.

    What these answers do not ask for, and what the guide says in other words now, was not signed for and is not kept.
    """
    if not told.promises:
        return []
    listed = (one.row for one in told.rows)
    standing = {row.material.id for row in listed if row.needed and row.promise and not row.files and not row.spared}
    standing |= {key for key in queries.standing_promises(case, made=told.promises) if is_condition(key)}
    case.promises.exclude(material__in=standing).delete()
    case.promises.update(promised_at=at)
    return [one for one in told.promises if one.material in standing]


def words_of(signed: Sequence[Promise]) -> dict[str, ledger.Fact]:
    """Return what the record says of the promises that were signed for with an application."""
    if not signed:
        return {}
    return {"promised": [one.material for one in signed], "words": [one.digest for one in signed]}


@transaction.atomic
def supply_deferred(*, number: str, uploads: Sequence[Upload], by: Actor, at: datetime) -> Case:
    """Take in what was promised to follow, all of it or a part (容缺); the clock of it ends with the last.

    A late supply is taken in as well: what follows from being late is for the authority to decide. NothingPromised
    where nothing is open, NotPromised for a file of anything else. Where the result waited for it, delivery is owed
    from now on (行政许可法44).
    """
    case = lock(number, actor=by, at=at)
    MOVES.target(Verb.SUPPLY_DEFERRED, state=case.state, roles=queries.roles_of(by, case))
    return take_in(case, uploads, write=partial(shift, case, Verb.SUPPLY_DEFERRED, actor=by, at=at), by=by, at=at)


def take_in(
    case: Case, uploads: Sequence[Upload], *, write: Callable[..., None], by: Actor, at: datetime, channel: str = ""
) -> Case:
    """Take in what follows of a held case, by whoever may; refuses as ``supply_deferred`` does.

    ``write``: writes the entry with its facts. ``channel``: by which way it came, where that is another than the case.
    """
    open_rows = {row.material: row for row in queries.deferred(case)}
    if not open_rows:
        raise NothingPromised
    came = {upload.material for upload in uploads}
    if foreign := sorted(came - open_rows.keys()):
        raise NotPromised(field=f"materials.{foreign[0]}")
    if not came:
        raise NotPromised("请选择要补交的文件。", field=f"materials.{next(iter(open_rows))}")
    waited = queries.held_back(case, at=at)
    write(facts={"materials": sorted(came), "files": len(uploads)})
    for one in uploads:
        drafting.add_file(case, one.material, data=one.data, name=one.name, by=by, at=at, supplied=Supplied.DEFERRED)
    case.promises.filter(material__in=came, end="").update(end=PromiseEnd.SUPPLIED, ended_at=at)
    if not queries.deferred(case):
        _all_there(case, waited=waited, at=at)
    said = _received(case, open_rows, came, at)
    issue(case, "deferred", at=at, more=said | {"channel": channel} if channel else said)
    tell(case, "case.deferred_supplied", at=at)
    return case


def _all_there(case: Case, *, waited: bool, at: datetime) -> None:
    duties.meet(kinds=(duties.Kind.DEFERRED,), subject=case.id, at=at)
    if waited and case.state == State.GRANTED:
        within = queries.delivery_limit(case, granted=True)
        owe(case, duties.Kind.DELIVERY, within, event=Verb.SUPPLY_DEFERRED, event_at=at, at=at)


def _received(case: Case, rows: Mapping[str, Promise], came: set[str], at: datetime) -> dict[str, object]:
    """Return what the receipt says of a supply: what came, and what is still to follow."""
    names = dict(zip(rows, queries.names_of(case, rows.values()), strict=True))
    left = [names[key] for key in rows if key not in came]
    still = f"还没有补交的：{'、'.join(left)}。" if left else "承诺后补的材料已经全部交齐。"
    lines = [{"label": names[key], "value": "后补的文件"} for key in sorted(came)]
    return {"received_on": day_of(at), "materials": lines, "next_step": still}


def owe_check(case: Case, *, at: datetime) -> None:
    """Let the authority owe the check of what was committed to, from the decision on (行政许可法61)."""
    limit = queries.check_limit(case, at=at)
    if limit is not None:
        owe(case, duties.Kind.AFTER_CHECK, limit, event=Verb.GRANT, event_at=at, at=at)


@transaction.atomic
def check_commitment(*, number: str, material: str, kept: bool, reason: str, by: Actor, at: datetime) -> Case:
    """Write down what the check of a commitment found, with the reason (行政许可法61: 事后核查), also after an order.

    A commitment that was not kept is told to the applicant in writing, with the remedies. It revokes nothing: whether
    the decision is revoked is an act of its own, on which the rooms above learn from ``CaseOutcome``. NothingToCheck
    where every commitment was checked, NoSuchCommitment for a material or condition without one, NotYetToMeet where a
    condition still has time to be met, RectificationRuns where it was ordered to be put right and there is time left
    to report it (责令限期整改). What was false from the beginning is found so at once, without any order.
    """
    case = lock(number, actor=by, at=at)
    MOVES.target(Verb.CHECK_COMMITMENT, state=case.state, roles=queries.roles_of(by, case))
    found = {row.material: row for row in queries.commitments(case)}
    if not found:
        raise NothingToCheck
    if material not in found:
        raise NoSuchCommitment(field="material")
    text, row = rules.reason(reason), found[material]
    before = stands(row)
    PROMISES.target(
        PromiseVerb.FIND_KEPT if kept else PromiseVerb.FIND_NOT_KEPT, state=before, roles=queries.roles_of(by, case)
    )
    if not kept:
        refuse_too_early(case, row, at=at, field="kept")
        refuse_while_ordered(before, reading.rectify_until(case), today=day_of(at))
    shift(case, Verb.CHECK_COMMITMENT, actor=by, at=at, facts={"material": material, "kept": int(kept)})
    write_opinion(case, Verb.CHECK_COMMITMENT, text, by=by, at=at, passed=kept)
    case.promises.filter(pk=row.pk).update(end=PromiseEnd.KEPT if kept else PromiseEnd.NOT_KEPT, ended_at=at)
    settle_checks(case, [one for key, one in found.items() if key != material], judged=before, kept=kept, at=at)
    if not kept:
        CaseOutcome.objects.create(id=uuid7(at), case=case, kind="COMMITMENT_NOT_KEPT", promise=row, at=at)
        issue(case, "commitment_check", at=at, more=_finding(case, row, text))
    good = "case.commitment_kept" if before == PromiseState.TO_CHECK else "case.rectified"
    tell(case, good if kept else "case.commitment_not_kept", at=at)
    return case


def settle_checks(
    case: Case, left: Sequence[Promise], *, judged: PromiseState | None = None, kept: bool = False, at: datetime
) -> None:
    """End the clocks of checking for which nothing is left: of the check, of putting right, of looking again.

    ``judged``: how the promise stood that was judged now. What was not put right until the end of its time has its
    consequence in the finding (LAPSED), and is not called done.
    """
    open_now = {stands(one) for one in left}
    if PromiseState.TO_CHECK not in open_now:
        duties.meet(kinds=(duties.Kind.AFTER_CHECK,), subject=case.id, at=at)
    if PromiseState.REPORTED not in open_now:
        duties.meet(kinds=(duties.Kind.RECHECK,), subject=case.id, at=at)
    if judged == PromiseState.ORDERED and PromiseState.ORDERED not in open_now:
        if kept:
            duties.meet(kinds=(duties.Kind.RECTIFICATION,), subject=case.id, at=at)
        else:
            duties.lapse(kind=duties.Kind.RECTIFICATION, subject=case.id, at=at)


def refuse_too_early(case: Case, row: Promise, *, at: datetime, field: str) -> None:
    """Refuse to find unmet what still has time: the limit is the guide's, as it was told and promised."""
    until = reading.meet_until(case, row)
    if until is not None and day_of(at) <= until:
        raise NotYetToMeet(
            f"达到条件的期限到{day_text(until)}（含当日），现在不能认定没有做到。请等期限届满以后再核查。",
            field=field,
        )


def _finding(case: Case, row: Promise, text: str) -> dict[str, object]:
    name = reading.names_promised(case)[row.material]
    commitment = f"{name}的证明" if is_condition(row.material) else name
    ordered = _ordered_before(row)
    return {"commitment": commitment, "wording": queries.promised_words(row), "reason": f"{ordered}{text}"}


def _ordered_before(row: Promise) -> str:
    """Return in a sentence that a time was given to put it right, where it was, and what came of it."""
    if row.ordered_at is None:
        return ""
    reported = f"{day_text(day_of(row.reported_at))}报告了整改情况" if row.reported_at else "没有报告整改情况"
    return f"本机关{day_text(day_of(row.ordered_at))}责令限期整改，申请人{reported}。"


@transaction.atomic
def remind_deferred(*, case: UUID, at: datetime) -> bool:
    """Remind the applicant once of what was promised and is due soon; return whether a message was sent.

    A mechanism, as for a moved period: the promise and its end are in the record already.
    """
    held = queries.hold_free(case)
    until = queries.deferred_until(held) if held else None
    if held is None or until is None:
        return False
    rows = held.promises.filter(kind=Promised.DEFERRED, end="", reminded_at__isnull=True)
    if not rows.update(reminded_at=at):
        return False
    tell(held, "case.deferred_due", at=at, until=until.isoformat())
    return True
