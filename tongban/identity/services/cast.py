"""The people of the sample city, for whoever wants to try every side of it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction

from tongban.identity.models import Party, User
from tongban.identity.rules import totp
from tongban.identity.services.accounts import open_account
from tongban.identity.services.authenticators import keep_secret
from tongban.identity.services.cast_mandates import load_mandates
from tongban.identity.services.kin import declare_kin
from tongban.identity.services.parties import find_or_make, let_represent, prove
from tongban.identity.services.posts import appoint
from tongban.identity.services.staffing import enrol_staff
from tongban.identity.states import DocumentType, Kin, RealNameLevel
from tongban.kernel.actors import SYSTEM, Role
from tongban.kernel.errors import WrongState


@dataclass(frozen=True, slots=True)
class CastMember:
    """One of the sample people: how to sign in as them, what they can do, and what to try first.

    ``username`` is empty for those who have no account; ``department``: the code of whose staff they are; ``begins``:
    whoever only looks around begins with them.
    """

    username: str
    password: str
    name: str
    sentence: str
    is_staff: bool
    mobile: str = ""
    first: str = ""
    number: str = ""
    department: str = ""
    begins: bool = False


def cast() -> list[CastMember]:
    """Return the sample people, citizens first; nobody outside sample mode."""
    if not settings.SAMPLE_MODE:
        return []
    data = _read()
    return [
        CastMember(
            one["username"],
            data["password"],
            one["name"],
            one["sentence"],
            is_staff,
            mobile=one.get("mobile", ""),
            number=one.get("number", ""),
            first=one.get("first", ""),
            department=one.get("department", ""),
            begins=one["username"] in data["begin"],
        )
        for key, is_staff in (("people", False), ("staff", True))
        for one in data[key]
    ]


def without_account() -> list[CastMember]:
    """Return the sample people who have no account; nobody outside sample mode."""
    if not settings.SAMPLE_MODE:
        return []
    return [CastMember("", "", one["name"], one["sentence"], is_staff=False) for one in _read()["registered"]]


def newcomers() -> list[CastMember]:
    """Return sample people whom nobody here knows yet, with what they register by; nobody outside sample mode."""
    if not settings.SAMPLE_MODE:
        return []
    return [
        CastMember("", "", one["name"], one["sentence"], is_staff=False, mobile=one["mobile"], number=one["number"])
        for one in _read()["newcomers"]
    ]


def has_cast() -> bool:
    """Tell whether sample people are in this database, in sample mode or not."""
    return any(in_cast(user) for user in User.objects.filter(username__in=_names()))


def in_cast(user: User) -> bool:
    """Tell whether this is one of the sample people, whose password everybody knows.

    A real user who has one of their user names, such as operator, has a name of their own and is not meant.
    """
    return _names().get(user.username) == user.display_name


def sample_secret() -> bytes:
    """Return the secret that the authenticators of all sample staff share; it stands in their file for everybody."""
    return totp.read(_read()["authenticator"])


@transaction.atomic
def load_cast(*, at: datetime) -> int:
    """Register the sample people in an empty identity; return how many can sign in.

    WrongState outside sample mode, and wherever there already is a user or a party: known passwords have no business
    beside real people.
    """
    if not settings.SAMPLE_MODE:
        raise WrongState("样例人员只能在样例模式下载入。")
    if User.objects.exists() or Party.objects.exists():
        raise WrongState("已经有用户或者办事人，不能再载入样例人员。")
    data = _read()
    people = {one["username"]: _load_person(one, at) for one in data["people"]}
    for one in data["organisations"]:
        company = _find_or_make(one, DocumentType.CREDIT_CODE, at)
        let_represent(person=people[one["represented_by"]], organisation=company, by=SYSTEM, at=at)
    for place, one in enumerate(data["staff"], start=1):
        _load_staff(one, place, at)
    # One word that everybody knows is hashed once for all: a hash is made to be slow, and a first start waits for it.
    User.objects.filter(username__in=_names()).update(password=make_password(data["password"]))
    load_mandates(data, at=at)
    return len(data["people"]) + len(data["staff"])


def _load_person(one: dict[str, str], at: datetime) -> Party:
    party = _find_or_make(one, DocumentType.RESIDENT_ID, at)
    prove(party=party.id, level=RealNameLevel(one["level"]), by_method="SAMPLE", by=SYSTEM, at=at)
    open_account(username=one["username"], password="", display_name=one["name"], party=party, by=SYSTEM, at=at)
    return party


def _load_staff(one: dict[str, Any], place: int, at: datetime) -> None:
    user = open_account(username=one["username"], password="", display_name=one["name"], by=SYSTEM, at=at)
    keep_secret(user, sample_secret(), step=0, at=at)
    person = _find_or_make(one | {"mobile": ""}, DocumentType.RESIDENT_ID, at)
    enrol_staff(user=user, number=f"T{place:04d}", department=one["department"], person=person, by=SYSTEM, at=at)
    for post in one["posts"]:
        appoint(user=user, by=SYSTEM, at=at, **post | {"role": Role(post["role"])})
    for kin in one.get("kin", []):
        relation = Kin(kin["relation"])
        declare_kin(staff=user.id, relation=relation, name=kin["name"], number=kin["number"], by=SYSTEM, at=at)


def _find_or_make(one: dict[str, str], sort: DocumentType, at: datetime) -> Party:
    party, _ = find_or_make(
        name=one["name"],
        document_type=sort,
        number=one["number"],
        mobile=one["mobile"],
        address=one.get("address", ""),
        at=at,
    )
    return party


def _names() -> dict[str, str]:
    data = _read()
    return {one["username"]: one["name"] for key in ("people", "staff") for one in data[key]}


def _read() -> dict[str, Any]:
    return _parsed(settings.SAMPLE_DIR / "cast.toml")


@cache
def _parsed(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text("utf-8"))
