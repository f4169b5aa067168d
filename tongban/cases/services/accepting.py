"""受理: accepting, refusing to accept, or telling once what must be corrected."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from tongban.cases import queries, rules
from tongban.cases.corrections import rules as correction_rules
from tongban.cases.errors import NeedsOriginals
from tongban.cases.models import Case, CorrectionNotice, Opinion
from tongban.cases.services.moving import ANSWERING, apply_effects, begin_examination, lock, owe, settle, shift, tell
from tongban.cases.services.papers import issue
from tongban.cases.shown.deciding import refuse_unseen
from tongban.cases.states import MOVES, OPEN, Verb
from tongban.duties import api as duties
from tongban.kernel.actors import Actor
from tongban.kernel.ids import uuid7
from tongban.statements import api as statements


@transaction.atomic
def accept(*, number: str, by: Actor, at: datetime) -> Case:
    """Accept the application: from today the statutory and the promised limit run (行政许可法32(1)5, 42).

    NeedsOriginals where a law demands them in person and nobody has seen them yet (工作规范22(2)).
    """
    case = lock(number, actor=by, at=at)
    MOVES.target(Verb.ACCEPT, state=case.state, roles=queries.roles_of(by, case))
    if queries.originals_due(case):
        raise NeedsOriginals
    case.accepted_at = at
    shift(case, Verb.ACCEPT, actor=by, at=at)
    duties.meet(kinds=ANSWERING, subject=case.id, at=at)
    begin_examination(case, verb=Verb.ACCEPT, accepted_at=at, at=at)
    with statements.together():
        issue(case, "acceptance", at=at)
        tell(case, "case.accepted", at=at)
    return case


@transaction.atomic
def ask_correction(*, number: str, points: Sequence[correction_rules.Point], by: Actor, at: datetime) -> Case:
    """Tell once, and wholly, what must be corrected (行政许可法32(1)4; 工作规范21(3)).

    Every point names an element of the guide version the case was opened under; anything else is NotInGuide. There is
    no second notice: the table has no such move and the database no place for one. After the prescreening it is told
    of what the originals show: OriginalsAwaited before they came, CorrectionTold where its return was the one notice.
    """
    case = lock(number, actor=by, at=at)
    MOVES.target(Verb.ASK_CORRECTION, state=case.state, roles=queries.roles_of(by, case))
    queries.refuse_correction(case)
    known = {element.id for element in queries.correctable(case)}
    kept = correction_rules.correction_points(points, known)
    shift(case, Verb.ASK_CORRECTION, actor=by, at=at, facts={"points": len(kept)})
    CorrectionNotice.objects.create(id=uuid7(at), case=case, points=kept, issued_at=at)
    duties.meet(kinds=ANSWERING, subject=case.id, at=at)
    if case.guide.guide.basics.renewal is not None:
        duties.lift(kinds=(duties.Kind.RENEWAL,), subject=case.id, at=at)
    until: dict[str, str] = {}
    if limit := queries.regime_of(case).correction:
        duty = owe(case, duties.Kind.CORRECTION, limit, event=Verb.ASK_CORRECTION, event_at=at, at=at)
        until = {"until": duty.due_date.isoformat()} if duty.due_date else {}
    issue(case, "correction", at=at)
    tell(case, "case.correction", at=at, **until)
    return case


@transaction.atomic
def refuse_acceptance(
    *,
    number: str,
    ground: str,
    reason: str,
    by: Actor,
    at: datetime,
    competent: str = "",
    seen: datetime | None = None,
) -> Case:
    """Refuse to accept, in writing, on a ground the law knows and with the reason (行政许可法32(1), (2)).

    ``ground``: states.Ground; ``competent``: the authority to turn to, demanded when the matter is not ours. While a
    correction is waited for, only because it did not come, and only after the period that the notice gave:
    CorrectionRuns. So with the originals after the prescreening (工作规范22(2)): because they did not come in the time
    that was told, or differ although what lacked was told once. It never happens by itself. ``seen``: how the case
    stood on the page, as for ``refuse``: what was handed in meanwhile is not refused unread.
    """
    case = lock(number, actor=by, at=at)
    # What may not be done at all is said before what would be wrong with it.
    MOVES.target(Verb.REFUSE_ACCEPTANCE, state=case.state, roles=queries.roles_of(by, case))
    refuse_unseen(case, seen, at=at)
    queries.refuse_while_correcting(case, at=at)
    known = queries.open_grounds(case, at=at)
    kind, whom = correction_rules.ground(ground, known=known, competent=competent)
    text = rules.reason(reason)
    shift(case, Verb.REFUSE_ACCEPTANCE, actor=by, at=at, facts={"ground": kind})
    write_opinion(case, Verb.REFUSE_ACCEPTANCE, text, by=by, at=at, ground=kind, competent=whom)
    duties.meet(kinds=(*ANSWERING, duties.Kind.RENEWAL), subject=case.id, at=at)
    duties.lift(kinds=(duties.Kind.CORRECTION,), subject=case.id, at=at)
    issue(case, "non_acceptance", at=at)
    tell(case, "case.not_accepted", at=at)
    return case


@transaction.atomic
def sweep_all(*, cases: Collection[UUID], at: datetime) -> int:
    """Apply to many cases at once what the law already did, in the words and rows of ``sweep``; return to how many.

    Cases that somebody else is working on are skipped: their verb applies it first. What silence renewed is few, and
    done one by one.
    """
    rows = Case.objects.select_for_update(of=("self",), skip_locked=True).filter(pk__in=cases)
    held = list(rows.filter(state__in=sorted(OPEN)).order_by("pk").values_list("pk", flat=True))
    settled = {case.pk for case in settle(held, at=at)}
    return len(settled) + sum(sweep(case=one, at=at) for one in held if one not in settled)


@transaction.atomic
def sweep(*, case: UUID, at: datetime) -> bool:
    """Apply to one case what the law already did, so that it is prompt; skip a case someone else is working on."""
    held = queries.hold_free(case)
    return held is not None and held.state in OPEN and apply_effects(held, at=at)


def write_opinion(
    case: Case,
    verb: Verb,
    text: str,
    *,
    by: Actor,
    at: datetime,
    passed: bool | None = None,
    sent: Mapping[str, list[str]] | None = None,
    **beside: str,
) -> Opinion:
    """Keep what a member of staff wrote with a verb.

    ``sent``: who went to look, as ``sending`` keeps them.
    ``beside``: what stands in columns of its own: ground, competent, departing, considered, approval.
    """
    return Opinion.objects.create(
        id=uuid7(at), case=case, verb=verb, text=text, author=by.id, at=at, passed=passed, sent=sent or {}, **beside
    )
