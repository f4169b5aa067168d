"""How an interested party comes to what they were told: by their account, or by its code and their telephone."""

from __future__ import annotations

import unicodedata
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q

from tongban.cases.hearing import reading
from tongban.cases.hearing.errors import ToldNotFound
from tongban.cases.hearing.sealing import unseal
from tongban.cases.hearing.tables import Hearing, ToldParty
from tongban.cases.models import Case
from tongban.crypto import api as crypto
from tongban.documents import api as documents
from tongban.identity import api as identity
from tongban.kernel.actors import Actor
from tongban.ledger import api as ledger
from tongban.statements import api as statements

ENTERING = "cases.told"
LASTS = timedelta(minutes=30)
"""How long one code lets its browser in; the house's own choice, 待核定."""


def ask_to_enter(*, code: str, browser: str, address: str, at: datetime) -> None:
    """Send a code to the telephone of who was told by this code; whether there is such a thing, nobody is told.

    Refuses as ``identity.send_code_about`` does.
    """
    plain = _plain(code)
    row = _row(plain)
    identity.send_code_about(
        about=_about(plain),
        **(_reached(row) if row else {"parties": ()}),
        purpose=identity.CodePurpose.FOLLOW,
        browser=browser,
        address=address,
        at=at,
    )


def enter(*, code: str, sent: str, browser: str, address: str, at: datetime) -> tuple[UUID, str]:
    """Use up the code that was ``sent`` and return what was told with the ticket for it; CodeRefused for any other."""
    plain = _plain(code)
    identity.prove_about(
        about=_about(plain),
        code=sent,
        purpose=identity.CodePurpose.FOLLOW,
        browser=browser,
        address=address,
        at=at,
    )
    row = _row(plain)
    if row is None:
        raise ToldNotFound
    identity.forgive_code_about(**_reached(row), browser=browser, address=address)
    until = int((at + LASTS).timestamp())
    sealed = crypto.encrypt(ENTERING, row.id.bytes + until.to_bytes(8, "big"))
    return row.id, urlsafe_b64encode(sealed).decode()


def entered(told: UUID, *, by: Actor, ticket: str, at: datetime) -> ToldParty:
    """Return who was told, for themselves: the party as whom somebody acts, or the browser that holds the ticket.

    Who acts by a mandate for some items only was not meant. ToldNotFound for anybody else.
    """
    rows = ToldParty.objects.filter(pk=told, applicant=False).select_related("case", "case__department")
    row = rows.first()
    if row is None or not (is_theirs(row, by) or _opened(ticket, at) == told):
        raise ToldNotFound
    return row


def is_theirs(row: ToldParty, by: Actor) -> bool:
    """Tell whether somebody was told this: as a party that was known then, or by their number before they were.

    By a number that was written down wrong somebody else is meant, and so the name has to be theirs too.
    """
    if row.party_id is not None:
        return (by.mandate is None or by.mandate.whole) and row.party_id == by.party
    known = identity.known_as(by) if row.number_digest else None
    return known is not None and row.number_digest in known.digests and _called(row, known)


def _called(row: ToldParty, known: identity.KnownAs) -> bool:
    return unseal(row.case_id, row.told)["name"] == known.name


_TOLD = statements.Asked(lambda party: ToldParty.objects.filter(party=party, applicant=False).order_by()[:1], UUID)


def was_told(by: Actor) -> bool:
    """Tell whether there is anything that the party was told as whom somebody acts (``told_to``)."""
    whole = by.party is not None and (by.mandate is None or by.mandate.whole)
    return whole and (_TOLD.first(by.party) is not None or bool(_before(by)))


def _before(by: Actor) -> list[UUID]:
    """Return what somebody was told by their number before they were registered."""
    known = identity.known_as(by)
    if known is None:
        return []
    rows = ToldParty.objects.filter(number_digest__in=known.digests, party=None, applicant=False)
    return [row.pk for row in rows if _called(row, known)]


def told_to(by: Actor, *, at: datetime) -> list[tuple[Case, reading.Told]]:
    """Return what the party was told as whom somebody acts, the latest first."""
    if by.party is None or not (by.mandate is None or by.mandate.whole):
        return []
    theirs = Q(party=by.party, applicant=False) | Q(pk__in=_before(by))
    rows = ToldParty.objects.filter(theirs).select_related("case", "case__department")
    return [(row.case, reading.told_one(row, at=at)) for row in rows.order_by("-told_at")[:50]]


def read_told(*, told: UUID, by: Actor, ticket: str, at: datetime) -> tuple[ToldParty, reading.Told, reading.Held]:
    """Return what somebody was told, what they said, and how the hearing stands; of the applicant nothing else.

    A look with a ticket is an entry, since nobody knows who holds the telephone.
    """
    row = entered(told, by=by, ticket=ticket, at=at)
    _note_look(row, by, at, part="told")
    hearing = Hearing.objects.get(case=row.case_id)
    shown = reading.held_of(hearing)
    return row, reading.told_one(row, at=at), reading.without_minutes(shown)


def read_told_paper(*, told: UUID, paper: str, by: Actor, ticket: str, at: datetime) -> bytes:
    """Return a paper that somebody was told by, as PDF: what they were told of (``paper``), or of the hearing.

    With a ticket it is an entry, as a look at the page is.
    """
    row = entered(told, by=by, ticket=ticket, at=at)
    document = papers_of(row).get(paper)
    if document is None:
        raise ToldNotFound
    _note_look(row, by, at, part=f"told.{paper}")
    return documents.render(document)


def _note_look(row: ToldParty, by: Actor, at: datetime, *, part: str) -> None:
    """Record a look of whoever holds a ticket; what somebody was told by name they read like a letter of theirs."""
    if is_theirs(row, by):
        return
    ledger.note_reading(
        at=at,
        actor=by,
        kind="case",
        subject=row.case_id,
        about=(row.party_id,) if row.party_id else (),
        purpose=ledger.Purpose.ENQUIRY,
        facts={"part": part},
    )


def paper_names(*, told: UUID, by: Actor, at: datetime) -> list[str]:
    """Return the words by which the papers open that somebody was told by; ToldNotFound as for reading them."""
    return list(papers_of(entered(told, by=by, ticket="", at=at)))


def papers_of(row: ToldParty) -> dict[str, UUID]:
    """Return the papers that somebody was told by, in their order, each by the word in its address."""
    moved = row.moved.order_by("move__at", "id").values_list("document", flat=True)
    found = {"paper": row.paper_id, "notice": row.notice_id}
    found |= {f"moved-{place}": document for place, document in enumerate(moved, start=1)}
    return {name: document for name, document in found.items() if document is not None}


def _row(plain: str) -> ToldParty | None:
    return ToldParty.objects.filter(code=plain, applicant=False).first()


def _reached(row: ToldParty) -> dict[str, Any]:
    """Return where somebody who was told has their telephone: in their registration, or as it was written down."""
    mobile = unseal(row.case_id, row.told)["mobile"]
    return {"parties": (row.party_id,) if row.party_id else (), "number": mobile}


def _about(plain: str) -> str:
    return f"told:{plain}"


def _opened(ticket: str, at: datetime) -> UUID | None:
    try:
        opened = crypto.decrypt(ENTERING, urlsafe_b64decode(ticket))
    except (ValueError, crypto.Unreadable, crypto.KeyMissing):
        return None
    over = at.timestamp() >= int.from_bytes(opened[16:], "big")
    return None if over else UUID(bytes=opened[:16])


def _plain(code: str) -> str:
    """Return a code as it is kept, however it was typed."""
    plain = unicodedata.normalize("NFKC", code).upper()
    return "".join(mark for mark in plain if mark.isascii() and mark.isalnum())[:12]
