from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

import pytest
from django.db import IntegrityError, transaction
from pytest_django import Settings

from tongban.identity import api as identity
from tongban.identity.api import Founder
from tongban.identity.models import Staff, StaffPost
from tongban.kernel.actors import SYSTEM, Role
from tongban.kernel.errors import Broken, WrongState

pytestmark = pytest.mark.django_db
THREE = {
    Role.OPERATOR: Founder("wang", "王一", "A001", "320200198804169015"),
    Role.SECURITY: Founder("li", "李二", "A002", "320200195203159029"),
    Role.AUDITOR: Founder("zhao", "赵三", "A003", "320200197908229030"),
}


def found(at: datetime, people: Mapping[Role, Founder] = THREE) -> dict[Role, identity.Invitation]:
    return identity.first_administrators(people=people, at=at)


def test_are_three_with_one_role_each_everywhere(at: datetime) -> None:
    made = found(at)

    posts = {post.user.username: (post.role, post.department, post.region) for post in StaffPost.objects.all()}
    assert posts == {one.username: (role, "*", "*") for role, one in THREE.items()}
    assert len({invitation.code for invitation in made.values()}) == 3
    for invitation in made.values():
        assert identity.begin_enrolment(code=invitation.code, address="", at=at).user == invitation.user


def test_stand_in_the_list_of_staff_with_their_roles(at: datetime) -> None:
    made = found(at)

    for role in (Role.OPERATOR, Role.SECURITY):
        listed = identity.staff_page(identity.actor_of(made[role].user, at=at), at=at)
        assert [(one.name, one.number, one.roles) for one in listed] == [
            ("王一", "A001", ("系统管理",)),
            ("李二", "A002", ("安全管理",)),
            ("赵三", "A003", ("审计管理",)),
        ]


def test_are_known_as_persons_so_that_nobody_comes_to_hold_two_offices(at: datetime) -> None:
    made = found(at)

    people = set(Staff.objects.values_list("person", flat=True))
    assert len(people - {None}) == 3
    one = Staff.objects.get(user=made[Role.OPERATOR].user)
    with pytest.raises(IntegrityError, match="an administrator holds no other role"), transaction.atomic():
        Staff.objects.filter(user=made[Role.SECURITY].user).update(person=one.person)
    with pytest.raises(identity.AdministratorsApart):
        identity.appoint(user=made[Role.OPERATOR].user, role=Role.AUDITOR, department="*", region="*", by=SYSTEM, at=at)


def test_are_made_once(at: datetime) -> None:
    found(at)

    with pytest.raises(WrongState):
        found(at)


def test_are_not_made_in_the_sample_city(at: datetime, settings: Settings) -> None:
    settings.SAMPLE_MODE = True

    with pytest.raises(WrongState):
        found(at)


@pytest.mark.parametrize(
    "people",
    [
        *(
            THREE | {Role.AUDITOR: replace(THREE[Role.AUDITOR], **{part: getattr(THREE[Role.OPERATOR], part)})}
            for part in ("username", "name", "number", "document_number")
        ),
        THREE | {Role.AUDITOR: replace(THREE[Role.AUDITOR], username=" WANG ")},
        {role: one for role, one in THREE.items() if role is not Role.AUDITOR},
    ],
)
def test_are_three_different_persons(at: datetime, people: dict[Role, Founder]) -> None:
    with pytest.raises(Broken, match="管理员"):
        found(at, people)

    assert not identity.User.objects.exists()


def test_a_number_that_cannot_be_right_opens_no_account(at: datetime) -> None:
    wrong = replace(THREE[Role.AUDITOR], document_number="320200197908229031")

    with pytest.raises(Broken):
        found(at, THREE | {Role.AUDITOR: wrong})

    assert not identity.User.objects.exists()
