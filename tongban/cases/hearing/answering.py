"""陈述意见、申请听证: what somebody says who was told, themselves or in writing through the department."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from tongban.cases import queries, rules
from tongban.cases.hearing import clocks, reading
from tongban.cases.hearing.entering import entered, is_theirs
from tongban.cases.hearing.errors import AskedTooLate, NobodyTold, NoSuchTold, ViewsStated, WishSaid
from tongban.cases.hearing.sealing import seal
from tongban.cases.hearing.tables import Hearing, ToldParty, Wish
from tongban.cases.models import Case
from tongban.cases.services.moving import apply_effects, lock, note, owe, shift, tell, touch
from tongban.cases.states import MOVES, Verb
from tongban.duties import api as duties
from tongban.kernel.actors import Actor, Role
from tongban.ledger import api as ledger

WISHES = {Verb.ASK_HEARING: Wish.ASKED, Verb.WAIVE_HEARING: Wish.WAIVED}


@transaction.atomic
def state_views(*, number: str, words: str, by: Actor, at: datetime, told: str = "") -> Case:
    """Write down what an interested party said to the department, in person or by letter (行政许可法36).

    ``told``: who, by the name or the id; without one, the only one who was told. Late is better than never: until the
    decision they are heard.
    """
    case = lock(number, actor=by, at=at)
    MOVES.target(Verb.STATE_VIEWS, state=case.state, roles=queries.roles_of(by, case))
    return _state(case, reading.named(case, told), words, by, at)


@transaction.atomic
def ask_hearing(*, number: str, by: Actor, at: datetime, told: str = "") -> Case:
    """Ask for a hearing within the time that was told (行政许可法47(1)); nobody pays for it (47(2)).

    The applicant asks for themselves; the department writes down what an interested party (``told``) asked on paper.
    From the first on the authority owes the hearing. AskedTooLate after the time, WishSaid the second time.
    """
    return _wished(number, Verb.ASK_HEARING, told, by, at)


@transaction.atomic
def waive_hearing(*, number: str, by: Actor, at: datetime, told: str = "") -> Case:
    """Say that one wants no hearing, so that the decision need not wait for it; refuses as ``ask_hearing`` does."""
    return _wished(number, Verb.WAIVE_HEARING, told, by, at)


@transaction.atomic
def say(*, told: UUID, words: str, by: Actor, ticket: str, at: datetime) -> ToldParty:
    """Say what one thinks of a matter of which one was told (行政许可法36: 有权进行陈述和申辩).

    ``by`` and ``ticket``: as in ``entered``; ToldNotFound for anybody else. ViewsStated the second time.
    """
    row = entered(told, by=by, ticket=ticket, at=at)
    _state(_held(row, by, at), row, words, by, at, own=True)
    return row


@transaction.atomic
def want_hearing(*, told: UUID, wanted: bool, by: Actor, ticket: str, at: datetime) -> ToldParty:
    """Ask for a hearing in a matter of which one was told, or say that one wants none; refuses as ``ask_hearing``."""
    row = entered(told, by=by, ticket=ticket, at=at)
    verb = Verb.ASK_HEARING if wanted else Verb.WAIVE_HEARING
    _wish(_held(row, by, at), row, verb, by, at, own=True)
    return row


def _held(row: ToldParty, by: Actor, at: datetime) -> Case:
    """Hold the case of somebody who was told, after what the law did already; they reach nothing else of it.

    Who was told before they were registered is known from their first answer on: what follows is told to their account.
    """
    case = queries.hold_known(row.case_id)
    apply_effects(case, at=at)
    row.refresh_from_db()
    if row.party_id is None and is_theirs(row, by):
        row.party_id, row.number_digest = by.party, ""
    return case


def _wished(number: str, verb: Verb, told: str, by: Actor, at: datetime) -> Case:
    case = lock(number, actor=by, at=at)
    roles = queries.roles_of(by, case)
    MOVES.target(verb, state=case.state, roles=roles)
    own = case.told.filter(applicant=True).first() if Role.APPLICANT in roles else reading.named(case, told)
    if own is None:
        raise NobodyTold
    return _wish(case, own, verb, by, at)


def _state(case: Case, row: ToldParty, words: str, by: Actor, at: datetime, *, own: bool = False) -> Case:
    if row.applicant:
        raise NoSuchTold(field="told")
    if row.views_at is not None:
        raise ViewsStated
    kept = rules.reason(words, field="words")
    _record(case, row, Verb.STATE_VIEWS, by, at, own=own)
    duties.meet(kinds=(duties.Kind.VIEWS,), subject=row.pk, at=at)
    row.views, row.views_at = seal(case.pk, {"words": kept}), at
    row.save(update_fields=["views", "views_at", "party", "number_digest"])
    return case


def _wish(case: Case, row: ToldParty, verb: Verb, by: Actor, at: datetime, *, own: bool = False) -> Case:
    if row.wish:
        raise WishSaid
    if not clocks.runs(duties.Kind.HEARING_ASK, row, at=at):
        raise AskedTooLate
    _record(case, row, verb, by, at, own=own)
    duties.meet(kinds=(duties.Kind.HEARING_ASK,), subject=row.pk, at=at)
    row.wish, row.wish_at = WISHES[verb], at
    row.save(update_fields=["wish", "wish_at", "party", "number_digest"])
    if verb == Verb.ASK_HEARING:
        _owe_hearing(case, at)
    return case


def _owe_hearing(case: Case, at: datetime) -> None:
    """Let the authority owe the hearing from the first who asked on (47(1): 二十日内组织听证)."""
    limits = queries.regime_of(case).hearing
    if limits is None or not Hearing.objects.filter(case=case, asked_at__isnull=True).update(asked_at=at):
        return
    owe(case, duties.Kind.HEARING, limits.hold, event=Verb.ASK_HEARING, event_at=at, at=at)
    tell(case, "case.hearing_asked", at=at)


def _record(case: Case, row: ToldParty, verb: Verb, by: Actor, at: datetime, *, own: bool) -> None:
    """Write the entry of the verb: by a line of the table, whoever says it; of who was told by the id of the row."""
    facts: dict[str, ledger.Fact] = {"told": str(row.pk)}
    if not own:
        shift(case, verb, actor=by, at=at, facts=facts)
        return
    target = MOVES.target(verb, state=case.state, roles=(Role.INTERESTED,))
    touch(case, at=at)
    note(
        case,
        f"case.{verb.lower()}",
        actor=by,
        at=at,
        before=case.state,
        after=target,
        facts=facts | {"interested": 1},
        basis=MOVES.article(verb, case.state),
        also=(row.party_id,) if row.party_id else (),
    )
