"""Who was told in a case, what they said, how the hearing stands, and which verbs wait for it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from tongban.cases.errors import ProcedureRuns
from tongban.cases.hearing import clocks
from tongban.cases.hearing.errors import (
    AskedTooLate,
    HearingAwaited,
    HearingCalled,
    HearingLasts,
    NobodyTold,
    NoHearings,
    NoSuchTold,
    NothingCalled,
    TooLateToTell,
    ViewsAwaited,
    WishSaid,
)
from tongban.cases.hearing.sealing import unseal
from tongban.cases.hearing.tables import Hearing, HearingMove, ToldParty
from tongban.cases.models import Case, CaseDocument
from tongban.cases.queries.ruling import regime_of
from tongban.cases.states import UNDER_EXAMINATION, Verb
from tongban.duties import api as duties
from tongban.kernel.errors import Refused
from tongban.statements import api as statements

VERBS = (Verb.TELL_INTERESTED, Verb.STATE_VIEWS, Verb.ASK_HEARING, Verb.WAIVE_HEARING, Verb.CALL_HEARING)
ENDING = (Verb.POSTPONE_HEARING, Verb.RECORD_HEARING)
MINUTES = "hearing_minutes"


@dataclass(frozen=True, slots=True)
class Told:
    """Somebody who was told, and what they said. ``until``: the last day to ask for a hearing, ``views_until``.

    ``open``: while one of these days is not over and they have not answered.
    """

    id: UUID
    code: str
    applicant: bool
    known: bool
    name: str
    matter: str
    told_at: datetime
    views: str
    views_at: datetime | None
    wish: str
    wish_name: str
    wish_at: datetime | None
    until: date | None
    views_until: date | None
    open: bool


@dataclass(frozen=True, slots=True)
class Moved:
    """A hearing that was put off: from when, to when and why; ``agreed``: who did without the seven days."""

    before: datetime
    begins_at: datetime
    reason: str
    agreed: str


@dataclass(frozen=True, slots=True)
class Held:
    """How the hearing of a case stands; ``attended``, ``minutes`` once it has ended; ``weighed`` when decided.

    ``moves``: how it was put off, the first time first.
    """

    asked_at: datetime | None
    begins_at: datetime | None
    place: str
    presider: str
    presided_by: UUID | None
    announced: str
    held: bool | None
    attended: str
    minutes: str
    weighed: str
    moves: tuple[Moved, ...] = ()


_OF_CASE = statements.Asked(lambda case: Hearing.objects.filter(case=case), UUID)


def hearing_of(case: Case) -> Hearing | None:
    """Return the row of the hearing of a case, if anybody was told or called; no query where no rule knows any."""
    if case.received_at is None or regime_of(case).hearing is None:
        return None
    return _OF_CASE.first(case.pk)


def told_rows(case: Case) -> list[ToldParty]:
    """Return who was told in a case, the applicant first."""
    return list(case.told.order_by("-applicant", "told_at", "id"))


def words_of(row: ToldParty) -> dict[str, str]:
    """Return what somebody was told, with their name, and what they said of it."""
    return {**unseal(row.case_id, row.told), "views": unseal(row.case_id, row.views).get("words", "")}


def told_list(case: Case, *, at: datetime) -> list[Told]:
    """Return who was told, what they were told and what they said of it."""
    rows = told_rows(case)
    found = duties.clocks_of([row.pk for row in rows], at=at)
    return [_told(row, {clock.kind: clock for clock in found.get(row.pk, ())}, at) for row in rows]


def told_one(row: ToldParty, *, at: datetime) -> Told:
    """Return one of them."""
    return _told(row, {clock.kind: clock for clock in duties.clocks(subject=row.pk, at=at)}, at)


def _told(row: ToldParty, found: dict[duties.Kind, duties.Clock], at: datetime) -> Told:
    said, ask, views = unseal(row.case_id, row.told), found.get(duties.Kind.HEARING_ASK), found.get(duties.Kind.VIEWS)
    return Told(
        id=row.pk,
        code=row.code,
        applicant=row.applicant,
        known=row.party_id is not None,
        name=said["name"],
        matter=said["matter"],
        told_at=row.told_at,
        views=unseal(row.case_id, row.views).get("words", ""),
        views_at=row.views_at,
        wish=row.wish,
        wish_name=row.get_wish_display(),
        wish_at=row.wish_at,
        until=ask.due_date if ask else None,
        views_until=views.due_date if views else None,
        open=any(_runs(clock, at) for clock in (ask, views)),
    )


def _runs(clock: duties.Clock | None, at: datetime) -> bool:
    return clock is not None and clock.state == duties.State.OPEN and (clock.due_at is None or at < clock.due_at)


def held_of(hearing: Hearing) -> Held:
    """Return how a hearing stands, in words."""
    minutes = unseal(hearing.case_id, hearing.minutes)
    return Held(
        asked_at=hearing.asked_at,
        begins_at=hearing.begins_at,
        place=hearing.place,
        presider=hearing.presider,
        presided_by=hearing.presided_by,
        announced=hearing.announced,
        held=hearing.held,
        attended=minutes.get("attended", ""),
        minutes=minutes.get("minutes", ""),
        weighed=unseal(hearing.case_id, hearing.weighed).get("words", ""),
        moves=tuple(Moved(one.before, one.begins_at, one.reason, one.consent) for one in _moves(hearing)),
    )


def _moves(hearing: Hearing) -> list[HearingMove]:
    return list(hearing.moves.order_by("at", "id")) if hearing.called_at else []


def named(case: Case, told: str) -> ToldParty:
    """Return who is meant of those who were told, by id, code or name; without any, the only one.

    NobodyTold where nobody was, NoSuchTold for others, or where several were and none is named.
    """
    rows = [row for row in told_rows(case) if not row.applicant]
    if not rows:
        raise NobodyTold
    wanted = [row for row in rows if not told or told in {str(row.pk), row.code, unseal(case.pk, row.told)["name"]}]
    if len(wanted) != 1:
        raise NoSuchTold(field="told")
    return wanted[0]


def heard(case: Case) -> bool:
    """Tell whether the decision has something to deal with: views that were stated, or a hearing that was held."""
    hearing = hearing_of(case)
    return hearing is not None and (bool(hearing.held) or case.told.filter(views__isnull=False).exists())


def lasts(hearing: Hearing | None) -> bool:
    """Tell whether a hearing was called and has not ended."""
    return hearing is not None and hearing.called_at is not None and hearing.ended_at is None


def waits(hearing: Hearing | None) -> bool:
    """Tell whether somebody asked for a hearing, or it was called, and it has not ended."""
    return hearing is not None and hearing.ended_at is None and bool(hearing.asked_at or hearing.called_at)


def refuse_to_decide(case: Case, *, at: datetime) -> None:
    """Refuse (HearingAwaited, ViewsAwaited) to decide before everybody who was told could speak (行政许可法36, 47)."""
    refusal = _undecidable(case, hearing_of(case), at)
    if refusal is not None:
        raise refusal


def _undecidable(case: Case, hearing: Hearing | None, at: datetime) -> Refused | None:
    if hearing is None:
        return None
    if waits(hearing):
        return HearingAwaited()
    rows = [row for row in told_rows(case) if not row.wish or not (row.applicant or row.views_at)]
    running = (clocks.runs(kind, row, at=at) for row in rows for kind in clocks.OF_THE_TOLD)
    return ViewsAwaited() if any(running) else None


def against_hearing(
    case: Case, hearing: Hearing | None, at: datetime, *, lasting: Collection[str]
) -> Iterator[tuple[Verb, Refused]]:
    """Yield the verbs that hearing others stands against, or that nothing is there for, each with why not.

    ``lasting``: the special procedures that do, which say why nothing is decided before anything else does.
    """
    if case.state not in UNDER_EXAMINATION:
        return
    if regime_of(case).hearing is None:
        yield from ((verb, NoHearings()) for verb in (*VERBS, *ENDING))
        return
    yield from _by_stage(hearing)
    if lasts(hearing) and set(lasting) == {clocks.GROUND}:
        yield Verb.RESUME, HearingLasts()
    own = case.told.filter(applicant=True).first() if hearing is not None else None
    others = case.told.filter(applicant=False).exists() if own is not None else False
    if not others:
        yield Verb.STATE_VIEWS, NobodyTold()
    if (refusal := _no_wish(own, others=others, at=at)) is not None:
        yield Verb.ASK_HEARING, refusal
        yield Verb.WAIVE_HEARING, refusal
    undecidable = _undecidable(case, hearing, at)
    if undecidable is not None:
        refused = ProcedureRuns() if lasting else undecidable
        yield Verb.GRANT, refused
        yield Verb.REFUSE, refused


def _by_stage(hearing: Hearing | None) -> Iterator[tuple[Verb, Refused]]:
    called = hearing is not None and hearing.called_at is not None
    if called:
        yield Verb.TELL_INTERESTED, TooLateToTell()
        yield Verb.CALL_HEARING, HearingCalled()
    if not lasts(hearing):
        yield from ((verb, NothingCalled()) for verb in ENDING)


def _no_wish(own: ToldParty | None, *, others: bool, at: datetime) -> Refused | None:
    """Return why nobody can say whether they want a hearing: nobody was told, or all of them answered or are late."""
    if own is None:
        return NobodyTold()
    if others:
        return None
    if own.wish:
        return WishSaid()
    return None if clocks.runs(duties.Kind.HEARING_ASK, own, at=at) else AskedTooLate()


def refuse_to_resume(case: Case, ground: str) -> None:
    """Refuse (HearingLasts) to end the procedure of a hearing by hand: its minutes do."""
    if ground == clocks.GROUND and lasts(hearing_of(case)):
        raise HearingLasts


def heard_lines(case: Case) -> list[tuple[str, str]]:
    """Return what a decision says of whom was heard: on which minutes it is based (行政许可法48(2)), and how."""
    hearing = hearing_of(case)
    if hearing is None or not hearing.weighed:
        return []
    row = CaseDocument.objects.filter(case=case, kind=MINUTES).select_related("document").first()
    based = [("听证笔录", f"{row.document.number}，本机关根据听证笔录作出决定")] if row else []
    return [*based, ("听取意见的情况", held_of(hearing).weighed)]


def without_minutes(shown: Held) -> Held:
    """Return how a hearing stands for who was told of it: the minutes were read and confirmed at the hearing."""
    return replace(shown, attended="", minutes="")
