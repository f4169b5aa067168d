"""容缺与告知承诺: what an applicant promised in writing in place of a material, and what waits for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from uuid import UUID

from tongban.cases import policy, rules
from tongban.cases.errors import AwaitsDeferred, NothingPromised, NothingToCheck
from tongban.cases.models import Case, CaseOutcome, Promise, Promised
from tongban.cases.queries.hanging import docket_of, promises_of
from tongban.cases.queries.ruling import basis_of
from tongban.cases.queries.sealing import unseal
from tongban.cases.states import MOVES, State, Verb
from tongban.catalog import api as catalog
from tongban.crypto import api as crypto
from tongban.duties import api as duties
from tongban.kernel.days import day_of, start_of
from tongban.kernel.errors import Refused
from tongban.kernel.limits import due_after
from tongban.orgs import api as orgs


def promises(case: Case) -> list[Promise]:
    """Return what was promised in a case; a guide under which nothing can be promised costs no query."""
    if not any(one.defer or one.commitment for one in case.guide.guide.materials):
        return []
    return promises_of(case)


def deferred(case: Case) -> list[Promise]:
    """Return the materials that were promised to follow and are not there yet."""
    return [one for one in promises(case) if one.kind == Promised.DEFERRED and not one.end]


def commitments(case: Case) -> list[Promise]:
    """Return the commitments that nobody has checked yet."""
    return [one for one in promises(case) if one.kind == Promised.COMMITMENT and not one.end]


def standing_promises(case: Case, *, made: Sequence[Promise] | None = None) -> dict[str, Promise]:
    """Return the promises that stand in the place of files, by material: what they are of is not missing.

    While the application is filled in, only those of the very words that the guide has now.
    """
    found = {one.material: one for one in (promises(case) if made is None else made)}
    if case.state != State.DRAFT:
        return found
    by_id = {one.id: one for one in case.guide.guide.materials}
    return {key: one for key, one in found.items() if key in by_id and _of_today(by_id[key], one)}


def _of_today(material: catalog.Material, promise: Promise) -> bool:
    words = promise_words(material, Promised(promise.kind))
    return bool(words) and crypto.sm3(words.encode()) == promise.digest


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
    wanted = {one.material for one in commitments(case)}
    found = [one.commitment for one in case.guide.guide.materials if one.id in wanted and one.commitment]
    return _duty(case, min(found, key=_end(at)), "承诺核查期限") if found else None


def _end(at: datetime) -> Callable[[catalog.Limit], date]:
    calendar = orgs.work_calendar()
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
    if case.state == State.GRANTED and held_back(case, at=at):
        yield Verb.DELIVER, AwaitsDeferred()


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
    """Return what the promised materials are called in the guide."""
    names = {one.id: one.name for one in case.guide.guide.materials}
    return [names[row.material] for row in rows if row.material in names]


def deferred_names(case: Case) -> list[str]:
    """Return what the materials are called that were promised to follow and are not there yet."""
    return names_of(case, deferred(case))


def deferred_until(case: Case) -> date | None:
    """Return the last day for what was promised to follow, none while its clock does not run."""
    duty = docket_of(case).running(duties.Kind.DEFERRED)
    return duty.due_date if duty else None
