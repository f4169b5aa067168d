"""告知利害关系人: telling whom a matter bears on, and the applicant, what they may say and ask for."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from tongban.cases import queries, rules
from tongban.cases.hearing import clocks, reading
from tongban.cases.hearing.errors import NoHearings, NoInterest, OtherName, ToldAlready, TooLateToTell
from tongban.cases.hearing.rules import LONGEST_NAME, telephone, whole_number, written
from tongban.cases.hearing.sealing import new_code, seal, unseal
from tongban.cases.hearing.tables import Hearing, ToldParty
from tongban.cases.models import Case
from tongban.cases.services.moving import lock, shift, tell
from tongban.cases.services.papers import frozen, issue
from tongban.cases.states import Verb
from tongban.duties import api as duties
from tongban.identity import api as identity
from tongban.kernel.actors import Actor
from tongban.kernel.days import day_of
from tongban.kernel.ids import uuid7
from tongban.messages import api as messages

PAPER = "hearing_rights"
TOLD = "told.interested"


@transaction.atomic
def tell_interested(
    *, number: str, name: str, matter: str, by: Actor, at: datetime, document: str = "", mobile: str = ""
) -> ToldParty:
    """Tell somebody in writing that a matter bears on an important interest of theirs (行政许可法36, 47(1)).

    ``name``: a person or an organisation; ``document``: their number, by which an account of theirs finds what they
    were told, also one that is opened later; ``mobile``: the telephone of whoever has none. ``matter``: what of the
    application bears on what interest of theirs, and nothing else of the applicant's. They may say what they think and
    ask for a hearing, each within the time of the regime; with the first of them the applicant is told of the right to
    a hearing as well. Broken for a number that cannot be right, OtherName for one that is registered under another
    name; NoHearings where the regime knows none, TooLateToTell once a hearing was called, ToldAlready, NoInterest for
    the applicant, Recused for whoever keeps out of the affairs of the one who is told.
    """
    case = lock(number, actor=by, at=at)
    limits = queries.regime_of(case).hearing
    if limits is None:
        raise NoHearings
    who = written(name, field="name", longest=LONGEST_NAME, what="请写明利害关系人的姓名或者名称。")
    known, digest = _known(who, "".join(document.split()), on=day_of(at))
    told = {"name": who, "mobile": telephone(mobile, known=known is not None)}
    told["matter"] = rules.reason(matter, field="matter")
    hearing = reading.hearing_of(case)
    _refuse(case, hearing, known, digest, by)
    who_it_is = {"party_id": known.id} if known else {"number_digest": digest}
    row = _row(case, by, at, **who_it_is, told=seal(case.pk, told))
    shift(case, Verb.TELL_INTERESTED, actor=by, at=at, facts={"told": str(row.pk), "known": int(known is not None)})
    if hearing is None:
        Hearing.objects.create(id=uuid7(at), case=case, opened_at=at)
        _tell_applicant(case, limits, told["matter"], by, at)
    row.save(force_insert=True)
    clocks.begin(row, limits, at=at)
    kind = known.kind if known else ""
    row.paper = frozen(case, PAPER, at=at, more={**_facts(row, told, at), **to_whom(who, kind)})
    row.save(update_fields=["paper"])
    send(row, told["mobile"], TOLD, at=at)
    return row


def _known(name: str, number: str, *, on: date) -> tuple[identity.Party | None, str]:
    """Return who is registered by this name and number, and the digest by which they find it where nobody is yet.

    OtherName where the number is somebody else's.
    """
    if not number:
        return None, ""
    found = identity.party_called(name=name, number=number)
    if found is None and identity.is_registered(number=number):
        raise OtherName(field="document")
    return found, identity.told_digest(number.upper() if found else whole_number(number, on=on))


def _refuse(case: Case, hearing: Hearing | None, known: identity.Party | None, digest: str, by: Actor) -> None:
    if hearing is not None and hearing.called_at is not None:
        raise TooLateToTell
    if digest and case.told.filter(number_digest=digest).exists():
        raise ToldAlready
    if known is None:
        return
    if known.id in by.recused:
        # Whose interest one shares, one does not examine for (公务员法76).
        raise identity.Recused
    if known.id in {case.applicant_id, case.agent_id}:
        raise NoInterest(field="name")
    if case.told.filter(party=known).exists():
        raise ToldAlready


def _row(case: Case, by: Actor, at: datetime, **columns: object) -> ToldParty:
    return ToldParty(id=uuid7(at), case=case, code=new_code(), told_at=at, told_by=by.id, **columns)


def _tell_applicant(case: Case, limits: duties.Hearing, matter: str, by: Actor, at: datetime) -> None:
    """Tell the applicant of the right to a hearing: why there is one, never whom else it concerns (47(1))."""
    told = {"name": case.applicant.name, "mobile": "", "matter": matter}
    sealed = seal(case.pk, told)
    row = _row(case, by, at, party_id=case.applicant_id, applicant=True, told=sealed)
    row.save(force_insert=True)
    clocks.begin(row, limits, at=at)
    issue(case, PAPER, at=at, more=_facts(row, told, at))
    tell(case, "case.hearing_rights", at=at)


def _facts(row: ToldParty, told: dict[str, str], at: datetime) -> dict[str, object]:
    shown = reading.told_one(row, at=at)
    return {
        "interested": not row.applicant,
        "matter": told["matter"],
        "views_until": shown.views_until,
        "ask_until": shown.until,
        "code": None if row.applicant else row.code,
    }


def to_whom(name: str, kind: str) -> dict[str, object]:
    """Return to whom a paper speaks that is not for the applicant, so that nothing of theirs stands in it."""
    you = "贵单位" if kind and kind != identity.PartyKind.NATURAL else "您"
    return {"addressee": name, "acting": None, "you": you}


def send(row: ToldParty, mobile: str, template: str, *, at: datetime, **more: str) -> None:
    """Tell an interested party that there is something to read: in the inbox of an account, or by a text."""
    facts = {"item": row.case.item_name, "number": row.code, **more}
    if row.party_id is not None:
        messages.send(to=row.party_id, template=template, facts=facts, at=at)
    elif mobile and messages.texts_available():
        messages.send_text(number=mobile, template=template, facts=facts, at=at)


def tell_of_limit(row: ToldParty, *, was: str, now: str, at: datetime) -> None:
    """Tell whoever was told that a time of theirs moved: a closure or another calendar lengthened it."""
    if row.applicant:
        tell(Case.objects.whole().get(pk=row.case_id), "case.limit_moved", at=at, was=was, now=now)
    else:
        send(row, unseal(row.case_id, row.told)["mobile"], "told.limit_moved", at=at, was=was, now=now)
