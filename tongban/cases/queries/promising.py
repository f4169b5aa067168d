"""容缺与告知承诺: what an applicant promised in writing in place of a material or proof, and what waits for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from tongban.cases import policy, rules
from tongban.cases.errors import AwaitsDeferred, NothingPromised, NothingToCheck
from tongban.cases.models import Case, CaseOutcome, Promise, Promised, PromiseEnd
from tongban.cases.promises.errors import NothingToOrder, NothingToReport, NotYetToMeet, OrderRuns, PromiseBroken
from tongban.cases.promises.rules import commitments as committable
from tongban.cases.promises.rules import element_of, is_condition, names, pledge_words, pledges, stands
from tongban.cases.promises.states import PROMISES, UNDER_ORDER, PromiseState, PromiseVerb
from tongban.cases.queries.hanging import docket_of, promises_of
from tongban.cases.queries.ruling import basis_of
from tongban.cases.queries.sealing import unseal
from tongban.cases.states import MOVES, State, Verb
from tongban.catalog import api as catalog
from tongban.crypto import api as crypto
from tongban.duties import api as duties
from tongban.kernel.days import day_of, start_of
from tongban.kernel.errors import Refused
from tongban.kernel.limits import Unit, due_after
from tongban.orgs import api as orgs


def promises(case: Case) -> list[Promise]:
    """Return what was promised in a case; a guide under which nothing can be promised costs no query."""
    guide = case.guide.guide
    if not any(one.defer for one in guide.materials) and not committable(guide):
        return []
    return promises_of(case)


def deferred(case: Case) -> list[Promise]:
    """Return the materials that were promised to follow and are not there yet."""
    return [one for one in promises(case) if one.kind == Promised.DEFERRED and not one.end]


def commitments(case: Case) -> list[Promise]:
    """Return the commitments that nobody has checked yet."""
    return [one for one in promises(case) if one.kind == Promised.COMMITMENT and not one.end]


def to_order(case: Case) -> list[Promise]:
    """Return the commitments that may be ordered to be put right: those nobody checked and of which it never was."""
    return [one for one in commitments(case) if stands(one) in PROMISES.sources(PromiseVerb.ORDER)]


def orderable(case: Case, *, at: datetime) -> list[Promise]:
    """Return those of ``to_order`` whose time to be met is over, or that had none; NotYetToMeet where there is none."""
    today, rows = day_of(at), to_order(case)
    found = [one for one in rows if (until := meet_until(case, one)) is None or until < today]
    if rows and not found:
        raise NotYetToMeet
    return found


def under_order(case: Case) -> list[Promise]:
    """Return the commitments that were ordered to be put right (责令限期整改) and are not judged yet."""
    return [one for one in commitments(case) if stands(one) in UNDER_ORDER]


def order_runs(case: Case) -> bool:
    """Tell whether something was ordered to be put right of which neither a report nor a finding came yet."""
    return any(stands(one) == PromiseState.ORDERED for one in under_order(case))


def asked_words(promise: Promise) -> str:
    """Return what was ordered to be done about a promise; nothing where nothing was."""
    return str(unseal(promise.case_id, bytes(promise.asked))["words"]) if promise.asked else ""


def rectify_until(case: Case) -> date | None:
    """Return the last day to put right what was ordered, while its clock runs."""
    duty = docket_of(case).running(duties.Kind.RECTIFICATION)
    return duty.due_date if duty else None


def to_check() -> Q:
    """Return the condition on cases that were granted on a commitment which nobody has judged yet (事后核查)."""
    unjudged = Promise.objects.filter(kind=Promised.COMMITMENT, end="", promised_at__isnull=False)
    return Q(state=State.GRANTED, pk__in=unjudged.values("case"))


def standing_promises(case: Case, *, made: Sequence[Promise] | None = None) -> dict[str, Promise]:
    """Return the promises that stand, by what they are of: it is neither missing nor to be proved.

    A condition that was promised stands under its element and under the materials that it spares. While the application
    is filled in, only promises of the very words that the guide has now.
    """
    found = {one.material: one for one in (promises(case) if made is None else made)}
    if case.state == State.DRAFT:
        found = {key: one for key, one in found.items() if _of_today(case, one)}
    may = pledges(case.guide.guide)
    spared = {material: found[key] for key in found.keys() & may.keys() for material in may[key].spares}
    return spared | found


def _of_today(case: Case, promise: Promise) -> bool:
    words = words_to_sign(case, promise.material, Promised(promise.kind))
    return bool(words) and crypto.sm3(words.encode()) == promise.digest


def words_to_sign(case: Case, key: str, kind: Promised) -> str:
    """Return the words in which a material or a condition can be promised, as the guide has them; nothing if not."""
    guide = case.guide.guide
    if is_condition(key):
        criterion = next((one for one in guide.criteria if key == f"criteria.{one.id}"), None)
        return pledge_words(criterion) if criterion and kind == Promised.COMMITMENT else ""
    material = next((one for one in guide.materials if one.id == key), None)
    return promise_words(material, kind) if material else ""


def promised_conditions(case: Case) -> dict[str, Promise]:
    """Return the conditions whose proof was promised away, by the criterion's own id: nobody asks for them before."""
    found = standing_promises(case)
    return {key.partition(".")[2]: one for key, one in found.items() if is_condition(key)}


def on_promise(case: Case) -> bool:
    """Tell whether all that the guide lets be promised of its conditions was, and no other department has a part.

    Then nothing of them is left to be proved, and it is decided on the spot (国发〔2021〕7号: 当场作出审批决定).
    """
    guide = case.guide.guide
    may = pledges(guide)
    return bool(may) and not guide.jointly and may.keys() <= standing_promises(case).keys()


def broken_before(case: Case, *, at: datetime) -> bool:
    """Tell whether the applicant may not commit to anything now, because a commitment of theirs was not kept.

    Whichever department checked it, for the months of the policy (国办发〔2020〕42号: 在信用修复前不适用).
    """
    rows = Promise.objects.filter(case__applicant=case.applicant_id, end=PromiseEnd.NOT_KEPT)
    last = rows.order_by("-ended_at").values_list("ended_at", flat=True).first()
    if last is None:
        return False
    barred = policy.committing(day_of(at)).barred
    over = due_after(day_of(last), barred, Unit.MONTH, orgs.work_calendar()).due
    return over is None or day_of(at) <= over


def not_again(case: Case, made: Sequence[Promise], *, at: datetime) -> dict[str, str]:
    """Return what to do about commitments of somebody of whom an earlier one turned out not to be kept meanwhile."""
    committed = [one.material for one in made if one.kind == Promised.COMMITMENT]
    if not committed or not broken_before(case, at=at):
        return {}
    return {element_of(key): PromiseBroken().message for key in committed}


def promise_words(material: catalog.Material, kind: Promised) -> str:
    """Return the words that are signed for, as the guide has them; nothing where it allows none."""
    if kind == Promised.DEFERRED and material.defer:
        return rules.deferral_words(material.name, material.defer.text)
    return material.commitment.wording if kind == Promised.COMMITMENT and material.commitment else ""


def promised_words(promise: Promise) -> str:
    """Return the words as they were signed for."""
    return str(unseal(promise.case_id, bytes(promise.text))["words"])


def held_back(case: Case, *, at: datetime) -> bool:
    """Tell whether the result waits for what was promised to follow, by the policy of the day."""
    return bool(deferred(case)) and policy.deferring(day_of(at)).holds_result


def deferred_limit(case: Case, *, at: datetime) -> duties.Limit | None:
    """Return how long what was promised may take: of several limits the one that ends last, for the applicant's sake.

    One clock a case, so that there is one day to keep in mind (the city's own choice, to be confirmed: 待核定).
    """
    wanted = {one.material for one in deferred(case)}
    found = [one.defer for one in case.guide.guide.materials if one.id in wanted and one.defer]
    return _duty(case, max(found, key=_end(at)), "容缺补交期限") if found else None


def check_limit(case: Case, *, at: datetime) -> duties.Limit | None:
    """Return within how long commitments are checked: of several limits the one that ends first."""
    wanted, known = {one.material for one in commitments(case)}, committable(case.guide.guide)
    found = [one for key, one in known.items() if key in wanted]
    return _duty(case, min(found, key=_end(at)), "承诺核查期限") if found else None


def meet_until(case: Case, promise: Promise) -> date | None:
    """Return the last day on which a promised condition has to be met, counted from the decision; None without one."""
    pledge = pledges(case.guide.guide).get(promise.material)
    if pledge is None or pledge.meet is None or case.state != State.GRANTED or case.closed_at is None:
        return None
    return due_after(day_of(case.closed_at), pledge.meet.amount, pledge.meet.unit, orgs.work_calendar()).due


def _end(at: datetime) -> Callable[[catalog.Limit], date]:
    calendar = orgs.calendar_at_stamp(orgs.stamp())
    return lambda limit: due_after(day_of(at), limit.amount, limit.unit, calendar).due or date.max


def _duty(case: Case, limit: catalog.Limit, name: str) -> duties.Limit:
    guide = case.guide.guide
    basis = basis_of(guide, limit) if limit.legal else f"申请人的书面承诺和办事指南公布的{name}（工作规范第七条）"
    return duties.Limit(amount=limit.amount, unit=limit.unit, basis=basis)


def against_promises(case: Case, at: datetime) -> Iterator[tuple[Verb, Refused]]:
    """Yield the verbs about promises that nothing is there for, and what waits for them."""
    if case.state in MOVES.sources(Verb.SUPPLY_DEFERRED) and not deferred(case):
        yield Verb.SUPPLY_DEFERRED, NothingPromised()
    if case.state in MOVES.sources(Verb.CHECK_COMMITMENT) and not commitments(case):
        yield Verb.CHECK_COMMITMENT, NothingToCheck()
    yield from _against_orders(case, at)
    if case.state == State.GRANTED and held_back(case, at=at):
        yield Verb.DELIVER, AwaitsDeferred()


def refuse_to_order(case: Case, *, at: datetime) -> None:
    """Refuse an order of which nothing is left (NothingToOrder), while another runs (OrderRuns), or too early."""
    if not orderable(case, at=at):
        raise NothingToOrder
    if order_runs(case):
        raise OrderRuns


def _against_orders(case: Case, at: datetime) -> Iterator[tuple[Verb, Refused]]:
    if case.state not in MOVES.sources(Verb.ORDER_RECTIFICATION):
        return
    try:
        refuse_to_order(case, at=at)
    except Refused as refusal:
        yield Verb.ORDER_RECTIFICATION, refusal
    if not under_order(case):
        yield Verb.REPORT_RECTIFICATION, NothingToReport()


def outcomes(case: Case) -> list[CaseOutcome]:
    """Return what became known of a case after its decision, the latest first."""
    return list(case.outcomes.select_related("promise").order_by("-at", "-id"))


def to_remind(*, at: datetime) -> list[UUID]:
    """Return the cases whose promised materials are due within the days of the policy, and nobody was reminded."""
    days = policy.deferring(day_of(at)).remind
    until = start_of(orgs.work_calendar().after(day_of(at), days + 1))
    near = [duty.subject for duty in duties.ending(duties.Kind.DEFERRED, after=at, until=until)]
    rows = Promise.objects.filter(case__in=near, kind=Promised.DEFERRED, end="", reminded_at__isnull=True)
    return list(dict.fromkeys(rows.values_list("case", flat=True)))


def names_of(case: Case, rows: Iterable[Promise]) -> list[str]:
    """Return what the promised materials and conditions are called in the guide."""
    known = names_promised(case)
    return [known[row.material] for row in rows if row.material in known]


def names_promised(case: Case) -> Mapping[str, str]:
    """Return what everything that can be promised in a case is called, by what a promise calls it."""
    return names(case.guide.guide)


def deferred_names(case: Case) -> list[str]:
    """Return what the materials are called that were promised to follow and are not there yet."""
    return names_of(case, deferred(case))


def deferred_until(case: Case) -> date | None:
    """Return the last day for what was promised to follow, none while its clock does not run."""
    duty = docket_of(case).running(duties.Kind.DEFERRED)
    return duty.due_date if duty else None
