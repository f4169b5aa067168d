"""查询办理进度: following a case without an account, by its number and a code sent to the applicant's telephone.

工作规范22(3): 实时查询办理进度和结果. Whoever holds the number of a case learns no more than how far it is, and only
with the telephone that the applicant registered; whether there is such a case cannot be told from the outside.
"""

from __future__ import annotations

import unicodedata
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime, timedelta
from uuid import UUID

from tongban.cases import queries
from tongban.cases.errors import CaseNotFound, FollowingOver
from tongban.cases.models import Case
from tongban.cases.services.moving import both
from tongban.cases.services.owing import looked_at
from tongban.crypto import api as crypto
from tongban.identity import api as identity
from tongban.kernel.actors import VISITOR, Actor, MandateKind, Role
from tongban.kernel.codes import case_number
from tongban.kernel.errors import NotAllowed
from tongban.ledger import api as ledger

FOLLOWING = "cases.following"
LATEST = 10
NOBODY = UUID(int=0)
"""What is asked about where there is nothing to ask about, at the same cost."""
LASTS = timedelta(minutes=30)
"""How long one code lets its browser look; the house's own choice, 待核定."""


def ask_to_follow(*, number: str, browser: str, address: str, at: datetime) -> None:
    """Send a code to the telephone of a case's applicant, or of whoever applied for them; the same answer for any.

    Broken for what can be no number (a digit was mistyped), Unavailable where no texts can be sent, TooManyAttempts by
    number and by address. The telephone is nowhere shown.
    """
    plain = _plain(number)
    case_number.parse(plain)
    identity.send_code_about(
        about=plain,
        parties=_told(_whose(plain), at),
        purpose=identity.CodePurpose.FOLLOW,
        browser=browser,
        address=address,
        at=at,
    )


def follow(*, number: str, code: str, browser: str, address: str, at: datetime) -> str:
    """Use up the code and return the ticket by which this browser may look for a while; CodeRefused for any other."""
    plain = _plain(number)
    identity.prove_about(
        about=plain, code=code, purpose=identity.CodePurpose.FOLLOW, browser=browser, address=address, at=at
    )
    case = _received(plain)
    if case is None:
        raise CaseNotFound
    identity.forgive_code_about(parties=_told(_whose(plain), at), browser=browser, address=address)
    until = int((at + LASTS).timestamp())
    return urlsafe_b64encode(crypto.encrypt(FOLLOWING, case.id.bytes + until.to_bytes(8, "big"))).decode()


def read_progress(*, ticket: str, at: datetime) -> queries.Progress:
    """Return how far a case is, without any name, and record the look; FollowingOver when the ticket is."""
    case = Case.objects.whole().filter(pk=_opened(ticket, at)).first()
    if case is None:
        raise FollowingOver
    looked_at(case, "progress", by=VISITOR, at=at, purpose=ledger.Purpose.ENQUIRY)
    return queries.progress(case, at=at)


def read_progress_at_counter(*, number: str, by: Actor, at: datetime) -> queries.Progress:
    """Return how far a case is to the clerk whom somebody asks in person, without any name, and record the look.

    For the clerks of the general counter (NotAllowed for others), wherever the case is handled: people ask at the
    window they are at. CaseNotFound where there is none, and in matters that the clerk keeps out of.
    """
    if not by.holds(Role.RECEIVER):
        raise NotAllowed
    case = _received(_plain(number))
    if case is None or queries.kept_from(by, case):
        raise CaseNotFound
    return _told_at_counter(case, by, at)


def read_progress_of(*, party: UUID, by: Actor, at: datetime) -> list[queries.Progress]:
    """Return how far the latest matters are of somebody who stands at the counter, and record every look.

    For the clerks of the general counter (NotAllowed for others), who have checked the person's document: whoever has
    lost the number of a case need not be sent away. Nothing in matters that the clerk keeps out of.
    """
    if not by.holds(Role.RECEIVER):
        raise NotAllowed
    rows = Case.objects.whole().filter(applicant=party, received_at__isnull=False).order_by("-received_at", "-id")
    return [_told_at_counter(case, by, at) for case in rows[:LATEST] if not queries.kept_from(by, case)]


def _told_at_counter(case: Case, by: Actor, at: datetime) -> queries.Progress:
    ledger.note_reading(
        at=at,
        actor=by,
        kind="case",
        subject=case.id,
        about=both(case),
        purpose=ledger.Purpose.ENQUIRY,
        facts={"part": "progress"},
    )
    return queries.progress(case, at=at)


def _opened(ticket: str, at: datetime) -> UUID:
    try:
        opened = crypto.decrypt(FOLLOWING, urlsafe_b64decode(ticket))
    except (ValueError, crypto.Unreadable, crypto.KeyMissing):
        raise FollowingOver from None
    if at.timestamp() >= int.from_bytes(opened[16:], "big"):
        raise FollowingOver
    return UUID(bytes=opened[:16])


def _received(number: str) -> Case | None:
    return Case.objects.whole().filter(number=number).exclude(number="").first()


def _whose(number: str) -> tuple[UUID, UUID | None, UUID] | None:
    """Return of whom a case is, who applied for them and by what; None where there is none."""
    rows = Case.objects.filter(number=number).exclude(number="")
    found = rows.values_list("applicant_id", "agent_id", "mandate").first()
    return found and (found[0], found[1], found[2] or NOBODY)


def _told(whose: tuple[UUID, UUID | None, UUID] | None, at: datetime) -> tuple[UUID, ...]:
    """Return who is told of a case: the applicant, and whoever applied for them while they may act.

    Where there is no case or nobody acts the same is asked, so that it cannot be measured.
    """
    applicant, agent, mandate = whose or (None, None, NOBODY)
    acting, holds = identity.acting_persons({mandate}).get(mandate), identity.mandate_holds(mandate, at=at)
    if applicant is None:
        return ()
    told = agent and holds and acting and acting.kind != MandateKind.LEGAL_REPRESENTATIVE
    return (applicant, agent) if agent and told else (applicant,)


def _plain(number: str) -> str:
    """Return a number as it is kept, however it was typed: in groups, in small letters, in full-width digits."""
    plain = unicodedata.normalize("NFKC", number).upper()
    return "".join(mark for mark in plain if mark.isascii() and mark.isalnum())[:32]
