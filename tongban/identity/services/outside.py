"""Signing in by an account outside, and which of them open an account here."""

from __future__ import annotations

import secrets
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from tongban.crypto import api as crypto
from tongban.identity.errors import (
    LastWayIn,
    LinkedElsewhere,
    LinkNeeded,
    LinkUnknown,
    NameDiffers,
    NotForStaff,
    ProviderLied,
)
from tongban.identity.models import Account, ExternalIdentity, Party, Passkey, User
from tongban.identity.ports import Proven
from tongban.identity.queries.connecting import person_of
from tongban.identity.queries.outside import SUBJECT_PURPOSE, address_of_link, linked, reached_columns, subject_digest
from tongban.identity.rules.access import Means
from tongban.identity.services.accounts import open_account
from tongban.identity.services.admitting import Admission, admit
from tongban.identity.services.parties import find_or_make, prove
from tongban.identity.states import RealNameLevel
from tongban.kernel.actors import SYSTEM, Actor
from tongban.kernel.codes import document_type
from tongban.kernel.errors import Broken
from tongban.kernel.ids import uuid7
from tongban.ledger import api as ledger

# 工作规范19(1): 统一的线上入口; 34: 安全管理. 个人信息保护法13(1)1, 15: 由本人同意, 可以撤回.
LINKED, UNLINKED = "GZGF.19.1,GBF.13.1.1", "GBF.15,GZGF.34"
NAME_BYTES = 8


@transaction.atomic
def sign_in_with(*, proven: Proven, at: datetime) -> Admission:
    """Let in whom a service outside sent back.

    By the link that holds; else, if the service says who it is, by the account of this very person, which is opened if
    there is none, and linked. LinkNeeded where it says nothing but that it is the same one as before: whoever it is
    signs in another way and links it. NameDiffers if the number is known here under another name; NotAllowed for the
    account of a member of staff; SignInRefused for one that is closed.
    """
    link = linked(proven.provider, proven.subject)
    if link is not None:
        _reach(link, proven)
        _prove(_party_of(link.user), proven, at)
        return admit(user=link.user_id, means=Means.PROVIDER, at=at, provider=proven.provider)
    if not proven.names:
        raise LinkNeeded
    party = _person(proven, at)
    account = Account.objects.filter(party=party).select_related("user").first()
    user = account.user if account else _open(party, at)
    _link(user, proven, at)
    return admit(user=user.pk, means=Means.PROVIDER, at=at, provider=proven.provider)


@transaction.atomic
def link_identity(*, proven: Proven, by: Actor, at: datetime) -> None:
    """Let an account outside open the account of the person who is signed in.

    LinkedElsewhere if it opens another one, or if another one of this service opens theirs. ProviderLied if the service
    says that it is somebody else. NotForStaff for staff.
    """
    person, user = person_of(by), User.objects.get(pk=by.id)
    if proven.names and _person(proven, at).pk != person:
        raise ProviderLied("对方认证的不是您本人，没有关联。请用您本人的账号。")
    _link(user, proven, at)


@transaction.atomic
def unlink_identity(*, link: UUID, by: Actor, at: datetime) -> None:
    """Let an account outside open nothing any more. LinkUnknown for one that is not theirs; LastWayIn for the last."""
    person_of(by)
    User.objects.select_for_update().get(pk=by.id)
    found = ExternalIdentity.objects.filter(pk=link, user_id=by.id, ended_at__isnull=True).first()
    if found is None:
        raise LinkUnknown
    if not _other_way(found):
        raise LastWayIn
    found.ended_at = at
    found.save(update_fields=["ended_at"])
    _record("unlink_identity", found, by, at, UNLINKED)


def _person(proven: Proven, at: datetime) -> Party:
    """Return the person of a document, registered and proven by the service that answers for it."""
    try:
        sort = document_type.inward("GAT2000", proven.document_code)
        party, _ = find_or_make(name=proven.name, document_type=sort, number=proven.number, mobile=proven.mobile, at=at)
    except NameDiffers:
        raise
    except Broken as refusal:
        raise ProviderLied from refusal
    _prove(party, proven, at)
    return party


def _prove(party: Party, proven: Proven, at: datetime) -> None:
    if proven.names:
        prove(party=party.pk, level=RealNameLevel.STRONG, by_method=proven.provider.upper(), by=SYSTEM, at=at)


def _party_of(user: User) -> Party:
    account = Account.objects.filter(user=user).select_related("party").first()
    if account is None:
        raise NotForStaff
    return account.party


def _open(party: Party, at: datetime) -> User:
    """Open an account without a password, under a name that nobody has to remember."""
    return open_account(
        username=f"u-{secrets.token_hex(NAME_BYTES)}",
        password="",
        display_name=party.name,
        by=SYSTEM,
        at=at,
        party=party,
    )


def _link(user: User, proven: Proven, at: datetime) -> None:
    _party_of(user)
    fresh = uuid7(at)
    made = ExternalIdentity(
        id=fresh,
        provider=proven.provider,
        subject_digest=subject_digest(proven.provider, proven.subject),
        subject_cipher=crypto.encrypt(SUBJECT_PURPOSE, proven.subject.encode(), fresh.bytes),
        **reached_columns(fresh, proven.reached),
        user=user,
        linked_at=at,
    )
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        held = linked(proven.provider, proven.subject)
        if held is not None and held.user_id == user.pk:
            return
        raise LinkedElsewhere from None
    _record("link_identity", made, SYSTEM, at, LINKED)


def _reach(link: ExternalIdentity, proven: Proven) -> None:
    """Keep by what the service brings them messages now, where it says so: links of before did not."""
    if proven.reached and proven.reached != address_of_link(link):
        ExternalIdentity.objects.filter(pk=link.pk).update(**reached_columns(link.pk, proven.reached))


def _other_way(link: ExternalIdentity) -> bool:
    """Tell whether somebody can still sign in without this link."""
    others = ExternalIdentity.objects.filter(user_id=link.user_id, ended_at__isnull=True).exclude(pk=link.pk)
    has_mobile = Account.objects.filter(user_id=link.user_id).exclude(party__mobile_digest="").exists()
    passkeys = Passkey.objects.filter(user_id=link.user_id)
    return link.user.has_usable_password() or has_mobile or others.exists() or passkeys.exists()


def _record(verb: str, link: ExternalIdentity, by: Actor, at: datetime, basis: str) -> None:
    party = _party_of(link.user).pk
    ledger.record(
        at=at,
        actor=by,
        verb=f"identity.{verb}",
        kind="external",
        subject=link.pk,
        for_party=party,
        facts={"provider": link.provider},
        why=ledger.Why(ledger.Purpose.HANDLING, basis, about=(party,)),
    )
