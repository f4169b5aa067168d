"""The three accounts that an installation begins with: who opens all others, who gives posts, who looks over both."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction

from tongban.identity import rules
from tongban.identity.queries import has_users
from tongban.identity.services.inviting import Invitation
from tongban.identity.services.posts import appoint
from tongban.identity.services.staffing import opened
from tongban.identity.states import DocumentType
from tongban.kernel.actors import SYSTEM, Role
from tongban.kernel.days import day_of
from tongban.kernel.errors import Broken, WrongState

ADMINISTRATORS = (Role.OPERATOR, Role.SECURITY, Role.AUDITOR)


@dataclass(frozen=True, slots=True)
class Founder:
    """One of the first three: user name, name, employee number, and the number of the identity card."""

    username: str
    name: str
    number: str
    document_number: str


@transaction.atomic
def first_administrators(*, people: Mapping[Role, Founder], at: datetime) -> dict[Role, Invitation]:
    """Open the accounts of the three administrators of a new installation: system, security and audit.

    They are staff like all others, so that they stand in the list and are told apart as persons, by their identity
    cards (GB/T 22239 8.1.4: 三员分立); a department is named later, because there may be none yet. Broken for what
    stands twice or cannot be right, or a role that is missing. WrongState where anybody can sign in already, and in
    sample mode.
    """
    if settings.SAMPLE_MODE or has_users():
        raise WrongState("这里已经有用户。首批管理员只在空的正式系统里开立一次，以后由系统管理员开立账号。")
    if set(people) != set(ADMINISTRATORS):
        raise Broken("请写明系统、安全、审计三名管理员。")
    if not _apart(people.values(), at):
        raise Broken("系统、安全、审计管理员应是三个不同的人，用户名、姓名、工号和身份证号码都不能相同。")
    made = {role: _opened(people[role], at) for role in ADMINISTRATORS}
    for role, invitation in made.items():
        appoint(user=invitation.user, role=role, department="*", region="*", by=SYSTEM, at=at)
    return made


def _opened(one: Founder, at: datetime) -> Invitation:
    return opened(one.username, one.name, one.number, "", one.document_number, by=SYSTEM, at=at)


def _apart(people: Collection[Founder], at: datetime) -> bool:
    kept = [
        (
            rules.fit_username(one.username),
            rules.fit_name(one.name),
            one.number.strip(),
            rules.fit_number(DocumentType.RESIDENT_ID, one.document_number, on=day_of(at)),
        )
        for one in people
    ]
    return all(len(set(column)) == len(kept) for column in zip(*kept, strict=True))
