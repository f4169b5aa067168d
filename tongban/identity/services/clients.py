"""Departments' systems: registered, changed, stopped and let in again by the security administrator."""

from __future__ import annotations

import secrets
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from django.db import transaction

from tongban.identity.errors import BeyondScope, ClientStateWrong, ClientUnknown
from tongban.identity.models import Client, Login
from tongban.identity.queries.connecting import digest_of, may_connect, overseen_by
from tongban.identity.rules.connecting import (
    ClientState,
    Ground,
    Registration,
    fit_registration,
    sector_fault,
    sector_of,
)
from tongban.identity.services.logins import tell_soon
from tongban.kernel.actors import Actor
from tongban.kernel.errors import Faulty
from tongban.kernel.ids import uuid7
from tongban.ledger import api as ledger
from tongban.orgs import api as orgs

SECRET_BYTES = 32
CODE_BYTES = 8
# 个人信息保护法 51(1)4: 合理确定操作权限; 55: 对外提供前的评估由登记部门另行作出; 工作规范 34: 安全管理主体责任.
BASIS = "GBF.51.1.4,GZGF.34"
KEPT = (
    "name",
    "department",
    "region",
    "purpose",
    "redirects",
    "scopes",
    "ground",
    "basis",
    "leaves",
    "calls",
    "starts",
    "changed_at",
)


@transaction.atomic
def register_client(*, said: Registration, by: Actor, at: datetime, code: str = "") -> tuple[Client, str]:
    """Register a department's system; return it with its secret, which is told this once and kept as a digest.

    Faulty names all that cannot be right; NotFound for a department that does not exist, BeyondScope for one that the
    security administrator does not oversee. ``code``: what it calls itself
    by; one is made unless it is given.
    """
    columns = _fit(said, by, kept="")
    secret = secrets.token_urlsafe(SECRET_BYTES)
    made = Client.objects.create(
        id=uuid7(at),
        code=code or secrets.token_hex(CODE_BYTES),
        secret_digest=digest_of(secret),
        sector=said.sector.strip().lower() or sector_of(said.redirects),
        state=ClientState.ACTIVE,
        registered_at=at,
        changed_at=at,
        **columns,
    )
    _record(made, "register_client", by, at, after=ClientState.ACTIVE)
    return made, secret


@transaction.atomic
def change_client(*, client: UUID, said: Registration, by: Actor, at: datetime) -> Client:
    """Change what is registered of a system; whoever is signed in there stays, on what they agreed to.

    Its sector stays as well: the numbers it knows people by must not change. What is no longer registered is no longer
    given, and what is new is asked of each person anew.
    """
    found = _locked(client, by)
    for name, value in (_fit(said, by, kept=found.sector) | {"changed_at": at}).items():
        setattr(found, name, value)
    found.save(update_fields=KEPT)
    _record(found, "change_client", by, at)
    return found


@transaction.atomic
def renew_client_secret(*, client: UUID, by: Actor, at: datetime, secret: str = "") -> str:
    """Give a system a new secret, told this once; the old one is worth nothing from now on."""
    found = _locked(client, by)
    new = secret or secrets.token_urlsafe(SECRET_BYTES)
    found.secret_digest, found.changed_at = digest_of(new), at
    found.save(update_fields=["secret_digest", "changed_at"])
    _record(found, "renew_client_secret", by, at)
    return new


@transaction.atomic
def suspend_client(*, client: UUID, by: Actor, at: datetime) -> int:
    """Stop a system: nobody is led there, its codes and tokens are worth nothing, its logins end. Return how many."""
    found = _moved(client, ClientState.ACTIVE, ClientState.SUSPENDED, by, at)
    ended = Login.objects.filter(client=found, ended_at__isnull=True).update(ended_at=at)
    tell_soon(ended)
    _record(
        found, "suspend_client", by, at, before=ClientState.ACTIVE, after=ClientState.SUSPENDED, facts={"ended": ended}
    )
    return ended


@transaction.atomic
def resume_client(*, client: UUID, by: Actor, at: datetime) -> None:
    """Let a stopped system in again; people have to sign in anew."""
    found = _moved(client, ClientState.SUSPENDED, ClientState.ACTIVE, by, at)
    _record(found, "resume_client", by, at, before=ClientState.SUSPENDED, after=ClientState.ACTIVE)


def _fit(said: Registration, by: Actor, *, kept: str) -> dict[str, object]:
    """Return what is kept of a registration, for a department that the security administrator oversees."""
    overseen_by(by)
    fit = fit_registration(said)
    if fault := sector_fault(fit, kept=kept):
        raise Faulty({"sector": fault})
    department = orgs.department(fit.department)
    if not may_connect(department, by=by):
        raise BeyondScope(field="department")
    return _columns(fit) | {"region": department.region_id}


def _locked(client: UUID, by: Actor) -> Client:
    """Lock a system that the actor oversees; every other one does not exist for them."""
    found = Client.objects.select_for_update().filter(overseen_by(by), pk=client).first()
    if found is None:
        raise ClientUnknown
    return found


def _moved(client: UUID, source: ClientState, target: ClientState, by: Actor, at: datetime) -> Client:
    found = _locked(client, by)
    if found.state != source:
        raise ClientStateWrong
    found.state, found.changed_at = target, at
    found.save(update_fields=["state", "changed_at"])
    return found


def _columns(fit: Registration) -> dict[str, object]:
    return {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in asdict(fit).items()
        if name != "sector"
    }


def _record(
    client: Client,
    verb: str,
    by: Actor,
    at: datetime,
    *,
    before: str = "",
    after: str = "",
    facts: dict[str, ledger.Fact] | None = None,
) -> None:
    basis = f"{client.basis},{BASIS}" if client.ground == Ground.STATUTORY else BASIS
    named: dict[str, ledger.Fact] = {
        "client": client.code,
        "department": client.department,
        "ground": client.ground,
        "scopes": list(client.scopes),
    }
    ledger.record(
        at=at,
        actor=by,
        verb=f"identity.{verb}",
        kind="client",
        subject=client.id,
        before=before,
        after=after,
        facts=named | (facts or {}),
        why=ledger.Why(ledger.Purpose.ADMINISTRATION, basis),
    )
