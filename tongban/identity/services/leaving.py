"""Contact data that a person changes themselves, what is corrected for them, and the end of an account."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from tongban.identity import rules
from tongban.identity.errors import NumberTaken
from tongban.identity.models import (
    Account,
    Delegation,
    ExternalIdentity,
    Party,
    PartyDocument,
    Passkey,
    RecoveryCode,
    Representation,
    TotpSecret,
    User,
)
from tongban.identity.queries import (
    address_columns,
    document_columns,
    documents_of,
    email_columns,
    hold_number,
    mobile_columns,
)
from tongban.identity.queries.parties import document_of
from tongban.identity.queries.periods import in_force
from tongban.identity.services.delegating import expire_delegations
from tongban.identity.services.sessions import end_all
from tongban.identity.states import LIVE, DocumentType
from tongban.kernel.actors import Actor, MandateKind
from tongban.kernel.days import day_of
from tongban.kernel.errors import NotAllowed, NotFound
from tongban.ledger import api as ledger

GONE = "（已注销）"


@transaction.atomic
def change_address(*, address: str, by: Actor, at: datetime) -> None:
    """Keep another address of the party somebody acts as, or none (个人信息保护法46: 更正、补充).

    Only the party itself: whoever acts for it in a matter has no say in its own data (NotAllowed).
    """
    party = _own(by)
    fit = rules.fit_address(address)
    Party.objects.filter(pk=party.pk).update(**address_columns(party.pk, fit))
    _note("identity.change_address", party, by, at, "GBF.46.1")


@transaction.atomic
def correct_name(*, party: UUID, name: str, by: Actor, at: datetime) -> None:
    """Put right the name of a party; Broken for what is no name. Whoever decided it has seen the proof."""
    held = _held(party)
    held.name = rules.fit_name(name)
    held.save(update_fields=["name"])
    _note("identity.correct_name", held, by, at, "GBF.46.2")


@transaction.atomic
def correct_number(*, party: UUID, number: str, by: Actor, at: datetime) -> None:
    """Put right the number of the document a party goes by; NumberTaken if it is somebody else's."""
    held = _held(party)
    document = document_of(held)
    fit = rules.fit_number(DocumentType(document.document_type), number, on=day_of(at))
    hold_number(fit)
    taken = documents_of(document.document_type, fit).exclude(pk=document.pk)
    if taken.exists():
        raise NumberTaken(field="right")
    PartyDocument.objects.filter(pk=document.pk).update(**document_columns(document.pk, fit))
    _note("identity.correct_number", held, by, at, "GBF.46.2")


@transaction.atomic
def end_account(*, user: UUID, keep_person: bool, by: Actor, at: datetime) -> None:
    """Close an account for good: it opens nothing from this moment on, and what no law asks to keep is erased.

    Erased are telephone, mailbox, address, names and factors of the account; every session ends; whom the person
    represented or helped is represented no more, nor is the person.
    ``keep_person``: name and documents stay, because cases were decided for them (档案法13: 应当归档); otherwise they
    go as well, and only an id without a person is left, to which the record points (个人信息保护法47(1)3).
    """
    account = Account.objects.select_for_update().filter(user=user).select_related("party").first()
    if account is None:
        raise NotFound
    _lock_out(user)
    party = account.party
    for name, value in (mobile_columns(party.pk, "") | _nowhere(party.pk)).items():
        setattr(party, name, value)
    if not keep_person:
        party.name = GONE
        PartyDocument.objects.filter(party=party).delete()
    party.save()
    _stand_for_nobody(party, at)
    account.delete()
    _note("identity.end_account", party, by, at, "GBF.47.1.3")


def _nowhere(party: UUID) -> dict[str, bytes]:
    return address_columns(party, "") | email_columns(party, "")


def _lock_out(user: UUID) -> None:
    """Leave of an account an id that nobody can sign in with: the record points to it."""
    held = User.objects.select_for_update().get(pk=user)
    held.is_active = False
    held.username = f"closed-{held.pk.hex}"
    held.display_name = GONE
    held.set_unusable_password()
    held.save()
    end_all(held)
    for factor in (Passkey, TotpSecret, RecoveryCode, ExternalIdentity):
        factor.objects.filter(user=held).delete()


def _stand_for_nobody(party: Party, at: datetime) -> None:
    """End what somebody may do for others, and others for them; who is whose guardian is no matter of an account."""
    Representation.objects.filter(in_force(at), person=party).update(until_at=at)
    either = Delegation.objects.filter(Q(principal=party) | Q(agent=party), state__in=LIVE)
    either.exclude(kind=MandateKind.GUARDIAN).update(until_at=at)
    expire_delegations(at=at)


def _own(by: Actor) -> Party:
    if by.party is None or by.mandate is not None:
        raise NotAllowed
    return _held(by.party)


def _held(party: UUID) -> Party:
    held = Party.objects.select_for_update().filter(pk=party).first()
    if held is None:
        raise NotFound
    return held


def _note(verb: str, party: Party, by: Actor, at: datetime, basis: str) -> None:
    ledger.record(
        at=at,
        actor=by,
        verb=verb,
        kind="party",
        subject=party.pk,
        for_party=party.pk,
        why=ledger.Why(ledger.Purpose.HANDLING, basis),
    )
