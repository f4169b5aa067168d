"""Departments' systems that accept our login: what they may be registered as, and what may be told to them. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit
from uuid import UUID

from tongban.kernel import law
from tongban.kernel.actors import Actor
from tongban.kernel.errors import Broken, Faulty

CODE_LASTS = timedelta(seconds=60)
"""How long a code can be redeemed; RFC 6749, 4.1.2 advises ten minutes at most, and a programme needs seconds."""
TOKEN_LASTS = timedelta(minutes=10)
"""How long a system may ask about somebody after a login without another one (a rule of this city, 待核定)."""
ID_TOKEN_LASTS = timedelta(minutes=5)
"""How long the statement of a login is to be believed; it is read once, at once."""
MOST_ADDRESSES = 10
LONGEST_ADDRESS = 500
LONGEST_NAME = 60
LONGEST_PURPOSE = 200


class LoginScope(StrEnum):
    """What a system may ask for (OpenID Connect Core 5.4; DOCUMENT and ENTERPRISE are ours)."""

    OPENID = "openid"
    PROFILE = "profile"
    PHONE = "phone"
    DOCUMENT = "document"
    ENTERPRISE = "enterprise"


SCOPE_NAMES = {
    LoginScope.OPENID: "本系统专用的用户编号",
    LoginScope.PROFILE: "姓名、实名等级",
    LoginScope.PHONE: "手机号码",
    LoginScope.DOCUMENT: "证件类型、证件号码",
    LoginScope.ENTERPRISE: "所代表单位的名称、统一社会信用代码、代表身份",
}
SENSITIVE = frozenset({LoginScope.DOCUMENT})
"""What is asked for each time anew (个人信息保护法 29: 单独同意)."""


class Ground(StrEnum):
    """On what a system may be given data about people."""

    CONSENT = "CONSENT"
    STATUTORY = "STATUTORY"


GROUND_NAMES = {
    Ground.CONSENT: "由本人同意",
    Ground.STATUTORY: "为履行法定职责所必需，告知本人即可",
}


class ClientState(StrEnum):
    """Whether a system may be logged in to."""

    ACTIVE = "ACTIVE"
    SUSPENDED = "SUSPENDED"

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """Return the values with their Chinese words."""
        return [(cls.ACTIVE.value, "使用中"), (cls.SUSPENDED.value, "已停用")]


@dataclass(frozen=True, slots=True)
class Registration:
    """What is written about a department's system when it is registered or changed.

    ``redirects``: where a person may be sent back to after the login, exactly; the first one is also told what the
    system is called by (``sector``). ``leaves``: where to after signing out. ``calls``: where the system is told that a
    login ended (back-channel logout). ``starts``: the page of the system that begins a login. ``basis``: the
    provisions (``kernel.law``) that a statutory ground rests on. ``sector``: the host by which its
    users' numbers are made, to be named where the addresses lie on several.
    """

    name: str
    department: str
    purpose: str
    redirects: tuple[str, ...]
    scopes: tuple[str, ...]
    ground: str = Ground.CONSENT
    basis: str = ""
    leaves: tuple[str, ...] = ()
    calls: str = ""
    starts: str = ""
    sector: str = ""


@dataclass(frozen=True, slots=True)
class LoginAsked:
    """A login that a system asks for, its addresses and the form of it checked: what the code is bound to."""

    client: UUID
    redirect: str
    scopes: tuple[str, ...]
    challenge: str
    issuer: str
    nonce: str = ""


def fit_registration(said: Registration) -> Registration:
    """Return a registration as it is kept; Faulty with every fault at once."""
    faults = dict(_faults(said))
    if faults:
        raise Faulty(faults)
    return Registration(
        name=said.name.strip(),
        department=said.department,
        purpose=said.purpose.strip(),
        redirects=_once(said.redirects),
        scopes=tuple(scope for scope in LoginScope if scope in {*said.scopes, LoginScope.OPENID}),
        ground=said.ground,
        basis=said.basis.strip() if said.ground == Ground.STATUTORY else "",
        leaves=_once(said.leaves),
        calls=said.calls,
        starts=said.starts,
        sector=said.sector.strip().lower(),
    )


def _faults(said: Registration) -> Iterable[tuple[str, str]]:
    if not 0 < len(said.name.strip()) <= LONGEST_NAME:
        yield "name", f"请填写系统名称，不超过{LONGEST_NAME}个字。"
    if not 0 < len(said.purpose.strip()) <= LONGEST_PURPOSE:
        yield "purpose", f"请写明使用个人信息的目的，不超过{LONGEST_PURPOSE}个字；办事人登录时会看到。"
    if not set(said.scopes) <= set(LoginScope):
        yield "scopes", "请从列出的信息中选择。"
    if not said.redirects:
        yield "redirects", "请填写登录后的返回地址。"
    if not said.sector.strip() and len({urlsplit(one).hostname for one in said.redirects if _fit_address(one)}) > 1:
        yield "sector", "返回地址在几个主机上，这些主机会共用一套用户编号。确实是同一个系统的，请写明以哪个主机为准。"
    for field, addresses in _addresses(said):
        if fault := address_fault(addresses):
            yield field, fault
    yield from _ground_faults(said.ground, said.basis)


def _addresses(said: Registration) -> Iterable[tuple[str, tuple[str, ...]]]:
    yield "redirects", said.redirects
    yield "leaves", said.leaves
    yield "calls", (said.calls,) if said.calls else ()
    yield "starts", (said.starts,) if said.starts else ()


def _ground_faults(ground: str, basis: str) -> Iterable[tuple[str, str]]:
    """Yield what is wrong with a ground: without consent, a law has to say so (个人信息保护法 13(1)3, 34)."""
    if ground not in set(Ground):
        yield "ground", "请选择提供个人信息的依据。"
    if ground != Ground.STATUTORY:
        return
    try:
        if not law.rests_on_law(basis.strip()):
            yield "basis", "为履行法定职责提供个人信息的，请写明法律依据，例如 GZGF.34。"
    except law.UnknownCitation as refusal:
        yield "basis", refusal.message


def address_fault(addresses: Collection[str]) -> str:
    """Return what is wrong with addresses of a system, nothing if they are fit.

    They are compared letter by letter, so each is whole: https, a host, no fragment, no sign-in of its own. Without TLS
    only this very machine is reached, for trying out (RFC 8252, 7.3).
    """
    if len(addresses) > MOST_ADDRESSES:
        return f"最多填写{MOST_ADDRESSES}个地址。"
    return "" if all(map(_fit_address, addresses)) else "请填写完整的https地址，不能带“#”、用户名或者通配符。"


def _fit_address(address: str) -> bool:
    if (
        len(address) > LONGEST_ADDRESS
        or not address.isascii()
        or not address.isprintable()
        or set(address) & set(' *\\"')
    ):
        return False
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return False
    plain = not (parts.fragment or "#" in address or parts.username is not None)
    return bool(host) and plain and (parts.scheme == "https" or _at_home(parts))


def _at_home(parts: SplitResult) -> bool:
    if parts.scheme != "http":
        return False
    try:
        return ip_address(parts.hostname or "").is_loopback
    except ValueError:
        return parts.hostname == "localhost"


def _once(addresses: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(addresses))


def sector_of(redirects: tuple[str, ...]) -> str:
    """Return by what a system's users are told apart from those of others: its host (OpenID Connect Core 8.1)."""
    return urlsplit(redirects[0]).hostname or ""


def sector_fault(said: Registration, *, kept: str) -> str:
    """Return what is wrong with the host that is named for the users' numbers: the system's own, and never another."""
    hosts = {kept} if kept else {urlsplit(one).hostname for one in said.redirects}
    return "" if not said.sector or said.sector in hosts else f"请填写{'、'.join(sorted(map(str, hosts)))}。"


def fit_scopes(asked: Iterable[str], allowed: Iterable[str]) -> tuple[LoginScope, ...]:
    """Return what a system gets of what it asks for, in a fixed order; Broken if it asks for more than it may."""
    wanted = set(asked)
    if LoginScope.OPENID not in wanted or not wanted <= set(allowed):
        raise Broken("这个系统索取的信息超出了登记的范围，请联系该系统的管理部门。")
    return tuple(scope for scope in LoginScope if scope in wanted)


def reaches_systems(actor: Actor) -> bool:
    """Tell whether somebody may be led to another system as whom they act: a system cannot hold to a few matters."""
    return actor.mandate is None or actor.mandate.whole


def asks_anew(*, ground: Ground, wanted: Collection[str], given: Collection[str] | None, by_consent: bool) -> bool:
    """Tell whether the person has to be asked, or told, before anything is given.

    ``given``: what they agreed to, or were told of, before; None if never. ``by_consent``: that they agreed then: to
    have been told is no consent. Sensitive data is consented to each time; what a law requires is told once, and again
    when it becomes more (个人信息保护法 14, 17, 29, 35).
    """
    if given is None or not set(wanted) <= set(given):
        return True
    return ground == Ground.CONSENT and (not by_consent or bool(SENSITIVE & set(wanted)))
