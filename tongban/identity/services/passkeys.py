"""Passkeys (WebAuthn): made and checked by the fido2 library; here stands what is kept and what is refused."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialDescriptor,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialType,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from tongban.crypto import api as crypto
from tongban.identity.errors import PasskeyRefused
from tongban.identity.models import Passkey, User
from tongban.identity.queries import actor_of
from tongban.identity.queries.security import factors_of, is_staff_account
from tongban.identity.rules.access import Means, Throttled
from tongban.identity.services.admitting import Admission, barred, begin
from tongban.identity.services.factors import require_password
from tongban.identity.services.reasons import GUARDING
from tongban.identity.services.sessions import end_all
from tongban.identity.services.throttling import forgive, throttle
from tongban.kernel.errors import NotFound, WrongState
from tongban.kernel.ids import uuid7
from tongban.ledger import api as ledger

LONGEST_ANSWER = 20_000


@dataclass(frozen=True, slots=True)
class Site:
    """For what name passkeys are made, and from which address exactly they have to come."""

    host: str
    origin: str


@dataclass(frozen=True, slots=True)
class Ceremony:
    """What the browser is told (``options``), and what the session keeps until it answers, once (``state``)."""

    options: dict[str, Any]
    state: dict[str, Any]

    @property
    def asked(self) -> str:
        """Return the options as the page carries them."""
        return json.dumps(self.options)


def ask_for_new(user: User, site: Site) -> Ceremony:
    """Ask a device to make a passkey for somebody who is signed in: one that it finds by itself and guards itself."""
    entity = PublicKeyCredentialUserEntity(id=user.id.bytes, name=user.username, display_name=user.display_name)
    known = [_credential(key).credential_id for key in Passkey.objects.filter(user=user)]
    options, state = _server(site).register_begin(
        entity,
        [PublicKeyCredentialDescriptor(type=PublicKeyCredentialType.PUBLIC_KEY, id=one) for one in known],
        resident_key_requirement=ResidentKeyRequirement.REQUIRED,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return Ceremony(dict(options), state)


def ask_for_any(site: Site) -> Ceremony:
    """Ask a device for any passkey it has for this site: nobody is named, so nobody can be asked about."""
    options, state = _server(site).authenticate_begin(user_verification=UserVerificationRequirement.REQUIRED)
    return Ceremony(dict(options), state)


def add_passkey(
    *,
    user: User,
    password: str,
    site: Site,
    state: dict[str, Any],
    answer: str,
    device: str,
    keep: str,
    at: datetime,
) -> UUID:
    """Keep the passkey that a device made; every other session of the account ends.

    WrongPassword keeps out who sits at somebody else's open page. PasskeyRefused for an answer to another question,
    from another address, or of a device that did not make sure of its holder.
    """
    throttle(Throttled.FACTOR, str(user.id), at)
    return _add(user, password, _registered(site, state, answer), device, keep, at)


@transaction.atomic
def _add(
    user: User, password: str, made: tuple[AttestedCredentialData, int], device: str, keep: str, at: datetime
) -> UUID:
    require_password(user, password)
    credential, count = made
    forgive(Throttled.FACTOR, str(user.id))
    digest = _digest(credential.credential_id)
    if Passkey.objects.filter(credential_digest=digest).exists():
        raise PasskeyRefused("这把通行密钥已经登记过，可以直接用它登录。")
    key = Passkey.objects.create(
        id=uuid7(at),
        user=user,
        credential_digest=digest,
        credential=bytes(credential),
        sign_count=count,
        device=device,
        made_at=at,
    )
    end_all(user, but=keep)
    _record(user, "identity.add_passkey", key.id, at)
    return key.id


def remove_passkey(*, user: User, password: str, passkey: UUID, keep: str, at: datetime) -> None:
    """Let a passkey open nothing any more; every other session ends.

    WrongPassword keeps out who sits at somebody else's open page, braked as signing in is. WrongState for the last
    factor of staff.
    """
    throttle(Throttled.FACTOR, str(user.id), at)
    _remove(user, password, passkey, keep, at)


@transaction.atomic
def _remove(user: User, password: str, passkey: UUID, keep: str, at: datetime) -> None:
    User.objects.select_for_update().get(id=user.id)
    require_password(user, password)
    forgive(Throttled.FACTOR, str(user.id))
    factors = factors_of(user)
    if passkey not in {key.id for key in factors.passkeys}:
        raise NotFound("没有找到这把通行密钥，它可能已经删除。")
    if is_staff_account(user) and not factors.totp and len(factors.passkeys) == 1:
        raise WrongState("这是您唯一的第二重验证，不能删除。请先登记另一把通行密钥或者验证器。")
    Passkey.objects.filter(id=passkey).delete()
    end_all(user, but=keep)
    _record(user, "identity.remove_passkey", passkey, at)


@transaction.atomic
def sign_in_by_passkey(*, site: Site, state: dict[str, Any], answer: str, at: datetime) -> Admission:
    """Let in whose device answers: it made sure of its holder, so this is both factors at once, for staff as well.

    PasskeyRefused, always in the same words, for an unknown or removed passkey, an answer to another question or from
    another address, one without the holder's finger, face or PIN, one whose counter did not go on (the passkey was
    copied), and for an account that is closed.
    """
    with _refusing():
        response = AuthenticationResponse.from_dict(_read(answer))
        key = (
            Passkey.objects.select_for_update(of=("self",))
            .select_related("user")
            .get(credential_digest=_digest(response.raw_id))
        )
        _server(site).authenticate_complete(state, [_credential(key)], response)
    count, handle = response.response.authenticator_data.counter, response.response.user_handle
    copied = (count or key.sign_count) and count <= key.sign_count
    if copied or (handle is not None and handle != key.user_id.bytes) or barred(key.user):
        raise PasskeyRefused
    key.sign_count, key.used_at = count, at
    key.save(update_fields=["sign_count", "used_at"])
    return begin(key.user, Means.PASSKEY, staff=is_staff_account(key.user), at=at)


def _registered(site: Site, state: dict[str, Any], answer: str) -> tuple[AttestedCredentialData, int]:
    with _refusing():
        made = _server(site).register_complete(state, _read(answer))
    if made.credential_data is None:
        raise PasskeyRefused
    return made.credential_data, made.counter


@contextmanager
def _refusing() -> Iterator[None]:
    """Refuse whatever is wrong with what a browser sent in the same words: it may be anything."""
    try:
        yield
    except (ValueError, KeyError, TypeError, AttributeError, Passkey.DoesNotExist) as fault:
        raise PasskeyRefused from fault


def _read(answer: str) -> dict[str, Any]:
    if len(answer) > LONGEST_ANSWER:
        raise PasskeyRefused
    read = json.loads(answer)
    if not isinstance(read, dict):
        raise PasskeyRefused
    return read


def _server(site: Site) -> Fido2Server:
    entity = PublicKeyCredentialRpEntity(name="通办", id=site.host)
    return Fido2Server(entity, verify_origin=lambda origin: origin == site.origin)


def _credential(key: Passkey) -> AttestedCredentialData:
    return AttestedCredentialData(bytes(key.credential))


def _digest(credential: bytes) -> str:
    return crypto.digest("identity.passkey", credential.hex())


def _record(user: User, verb: str, key: UUID, at: datetime) -> None:
    ledger.record(
        at=at,
        actor=actor_of(user, at=at),
        verb=verb,
        kind="user",
        subject=user.id,
        facts={"passkey": key},
        why=GUARDING,
    )
