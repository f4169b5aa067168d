"""预审 (工作规范22(2)): what is looked through before the originals are brought, and what waits for them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from uuid import UUID

from tongban.cases import policy
from tongban.cases.corrections.errors import CorrectionTold, OriginalsAwaited
from tongban.cases.errors import NeedsOriginals, NoPrescreening, OriginalsSeen
from tongban.cases.models import Case, Channel
from tongban.cases.promises.rules import commitments
from tongban.cases.queries.hanging import correction_notice, running_of
from tongban.cases.queries.ruling import basis_of, brought_at
from tongban.cases.states import BEFORE_ACCEPTANCE, State, Verb
from tongban.duties import api as duties
from tongban.kernel.days import day_of, start_of
from tongban.kernel.errors import Refused
from tongban.kernel.limits import Unit
from tongban.orgs import api as orgs


def prescreens(case: Case) -> bool:
    """Tell whether the application is looked through first: online, and under a guide that names the law for it."""
    return case.channel == Channel.WEB and case.guide.guide.basics.prescreen is not None


def prescreen_limit(case: Case) -> duties.Limit | None:
    """Return within how long an online application is looked through; None where it is not, or its originals came."""
    limit = case.guide.guide.basics.prescreen
    if limit is None or not originals_due(case):
        return None
    return duties.Limit(amount=limit.amount, unit=limit.unit, basis=basis_of(case.guide.guide, limit))


def originals_due(case: Case) -> bool:
    """Tell whether acceptance waits for originals that agree with what was handed in."""
    return prescreens(case) and case.originals_at is None


def originals_limit(*, at: datetime) -> duties.Limit:
    """Return within how long the originals are to be brought once the prescreening was passed: the policy of the day.

    The law sets none; whoever is asked to come has to know until when.
    """
    days = policy.bringing(day_of(at)).days
    basis = "预审结果告知书写明的带原件的期限（工作规范第二十二条第二款）"
    return duties.Limit(days, Unit.WORKING_DAY, basis, note="法律没有规定带原件的期限；本市默认，待核定")


def originals_until(case: Case) -> date | None:
    """Return the last day to bring the originals; None where nobody waits for them, or they were brought."""
    duty = running_of(case, duties.Kind.ORIGINALS)
    return duty.due_date if duty else None


def originals_late(case: Case, *, at: datetime) -> bool:
    """Tell whether the time in which the originals were to be brought is over, and nobody came."""
    duty = running_of(case, duties.Kind.ORIGINALS)
    return duty is not None and duty.due_at is not None and at >= duty.due_at


def originals_differ(case: Case) -> bool:
    """Tell whether the originals were brought after the prescreening and are not what was handed in."""
    return case.state == State.PRESCREENED and originals_due(case) and brought_at(case) is not None


def correctable_once(case: Case) -> bool:
    """Tell whether no correction was told yet: the return of the prescreening is the one notice (行政许可法32(1)4)."""
    return correction_notice(case) is None


def refuse_correction(case: Case) -> None:
    """Refuse the notice after the prescreening before the originals came, or where one was told before.

    OriginalsAwaited, CorrectionTold: what was handed in online was found complete, so that only what the originals show
    is left to tell (行政许可法32(1)4).
    """
    if case.state != State.PRESCREENED:
        return
    if brought_at(case) is None:
        raise OriginalsAwaited
    if not correctable_once(case):
        raise CorrectionTold


def against_prescreening(case: Case) -> Iterator[tuple[Verb, Refused]]:
    """Yield the verbs without a place: 预审 where no law asks for it, acceptance before the originals were seen."""
    if case.state not in BEFORE_ACCEPTANCE:
        return
    seen = OriginalsSeen() if prescreens(case) else NoPrescreening()
    if originals_due(case):
        yield Verb.ACCEPT, NeedsOriginals()
    else:
        yield Verb.SEE_ORIGINALS, seen
        yield Verb.PRESCREEN_PASS, seen
    try:
        refuse_correction(case)
    except Refused as refusal:
        yield Verb.ASK_CORRECTION, refusal
    if case.state == State.PRESCREENED and brought_at(case) is not None:
        yield Verb.REMIND, OriginalsSeen()


def to_bring(*, at: datetime) -> list[UUID]:
    """Return the cases whose originals are to be brought within the days of the policy, and nobody was reminded."""
    days = policy.bringing(day_of(at)).remind
    until = start_of(orgs.work_calendar().after(day_of(at), days + 1))
    near = [duty.subject for duty in duties.ending(duties.Kind.ORIGINALS, after=at, until=until)]
    return list(Case.objects.filter(pk__in=near, originals_reminded_at__isnull=True).values_list("pk", flat=True))


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
