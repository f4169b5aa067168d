"""A department's system for tests."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import uuid4

from tests.city import City
from tongban.identity import api as identity
from tongban.identity.models import Session
from tongban.kernel.actors import Actor, ActorKind, Grant, Role

SECURITY = Actor(id=uuid4(), kind=ActorKind.STAFF, grants=frozenset({Grant(Role.SECURITY)}))
ISSUER = "https://zwfw.example.cn"
BACK = "https://gjj.example.cn/back"
CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"  # RFC 7636, appendix B
REGISTRATION = identity.Registration(
    name="示例公积金系统",
    department="ZD320213HUC",
    purpose="核对申请人身份，办理公积金提取",
    redirects=(BACK,),
    scopes=("openid", "profile", "document", "enterprise", "phone"),
    leaves=("https://gjj.example.cn/",),
)
STATUTORY = replace(REGISTRATION, name="示例不动产系统", ground="STATUTORY", basis="GZGF.34")


def registered(at: datetime, said: identity.Registration = REGISTRATION) -> identity.Client:
    return identity.register_client(said=said, by=SECURITY, at=at)[0]


def asked(client: identity.Client, *scopes: str, redirect: str = BACK, nonce: str = "n") -> identity.LoginAsked:
    return identity.LoginAsked(client.id, redirect, scopes or ("openid", "profile"), CHALLENGE, ISSUER, nonce)


def come(city: City, client: identity.Client, *scopes: str, by: Actor | None = None, agreed: bool = True) -> str:
    """Lead the citizen, or who acts, to the system; return the code."""
    session(city)
    return identity.log_in_at(
        asked=asked(client, *scopes),
        agreed=agreed,
        browser="browser-1",
        authenticated_at=city.at,
        by=by or city.actor("citizen"),
        at=city.at,
    )


def session(city: City, name: str = "browser-1") -> None:
    """Keep a session at the portal, in which somebody is signed in."""
    until = city.at + timedelta(hours=2)
    Session.objects.get_or_create(
        name=name, defaults={"data": "", "begun_at": city.at, "seen_at": city.at, "expire_at": until}
    )


def token_of(city: City, client: identity.Client, *scopes: str, by: Actor | None = None) -> str:
    """Lead somebody to the system and let it redeem the code; return the token."""
    token = f"token-{uuid4()}"
    code = come(city, client, *scopes, by=by)
    assert identity.issue_token(code=code, client=client.id, token=token, at=city.at)
    return token
