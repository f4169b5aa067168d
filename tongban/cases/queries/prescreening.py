"""预审 (工作规范22(2)): what is looked through before the originals are brought, and what waits for them."""

from __future__ import annotations

from collections.abc import Iterator

from tongban.cases.errors import NeedsOriginals, NoPrescreening, OriginalsSeen
from tongban.cases.models import Case, Channel
from tongban.cases.promises.rules import commitments
from tongban.cases.queries.ruling import basis_of
from tongban.cases.states import MOVES, State, Verb
from tongban.duties import api as duties
from tongban.kernel.errors import Refused


def prescreens(case: Case) -> bool:
    """Tell whether the application is looked through first: online, and under a guide that names the law for it."""
    return case.channel == Channel.WEB and case.guide.guide.basics.prescreen is not None


def prescreen_limit(case: Case) -> duties.Limit | None:
    """Return within how long an online application is looked through; None where it is not."""
    limit = case.guide.guide.basics.prescreen
    if limit is None or not prescreens(case):
        return None
    return duties.Limit(amount=limit.amount, unit=limit.unit, basis=basis_of(case.guide.guide, limit))


def originals_due(case: Case) -> bool:
    """Tell whether acceptance waits for the originals."""
    return prescreens(case) and case.originals_at is None


def against_prescreening(case: Case) -> Iterator[tuple[Verb, Refused]]:
    """Yield the verbs without a place: 预审 where no law asks for it, acceptance before the originals were seen."""
    if case.state in MOVES.sources(Verb.PRESCREEN_PASS) and not prescreens(case):
        yield Verb.PRESCREEN_PASS, NoPrescreening()
    if case.state in MOVES.sources(Verb.ACCEPT) and originals_due(case):
        yield Verb.ACCEPT, NeedsOriginals()
    if case.state == State.PRESCREENED and case.originals_at is not None:
        yield Verb.SEE_ORIGINALS, OriginalsSeen()


def absent(case: Case) -> frozenset[Verb]:
    """Return the verbs that do not exist for a case, because its guide knows nothing of the kind."""
    materials = case.guide.guide.materials
    found = set()
    if not prescreens(case):
        found |= {Verb.PRESCREEN_PASS, Verb.SEE_ORIGINALS}
    if not any(one.defer for one in materials):
        found.add(Verb.SUPPLY_DEFERRED)
    if not commitments(case.guide.guide):
        found |= {Verb.CHECK_COMMITMENT, Verb.ORDER_RECTIFICATION, Verb.REPORT_RECTIFICATION}
    return frozenset(found)
