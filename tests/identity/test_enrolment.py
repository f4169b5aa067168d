from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.db.models import Q

from tests.city import City
from tests.identity.conftest import WORD, Person, Staff
from tests.identity.offices import ADM, HUC
from tongban.identity import api as identity
from tongban.identity.models import Enrolment
from tongban.identity.rules import totp
from tongban.kernel.actors import Actor, ActorKind, Grant, Role
from tongban.kernel.errors import Broken, NotAllowed, WrongState
from tongban.ledger import api as ledger

pytestmark = pytest.mark.django_db
SYSTEM_ADMIN = Actor(id=uuid4(), kind=ActorKind.STAFF, grants=frozenset({Grant(Role.OPERATOR)}))
DAYS = timedelta(days=3)


@pytest.fixture
def invited(city: City) -> identity.Invitation:
    return opened(city.at)


def opened(at: datetime, by: Actor = SYSTEM_ADMIN, **other: str) -> identity.Invitation:
    said = {"username": "Chen", "name": "陈四", "number": "T9001", "document_number": "320200198501019028"}
    return identity.open_staff_account(**{**said, **other}, department=ADM, by=by, at=at)


def begin(code: str, at: datetime) -> identity.Enrolling:
    return identity.begin_enrolment(code=code, address="", at=at)


def first_code(found: identity.Enrolling, at: datetime) -> str:
    return totp.code_of(totp.read(found.secret), totp.step_of(at))


def enrol(found: identity.Enrolling, at: datetime, *, password: str = WORD, code: str = "") -> tuple[str, ...]:
    typed = code or first_code(found, at)
    return identity.enrol(enrolment=found.id, password=password, code=typed, at=at)[1]


class TestInvitation:
    def test_gives_an_account_that_nobody_can_open_yet(self, at: datetime, invited: identity.Invitation) -> None:
        assert not invited.user.has_usable_password()
        assert invited.until == at + DAYS
        with pytest.raises(identity.SignInRefused):
            identity.sign_in(username="chen", password=WORD, address="", at=at)

    def test_is_made_by_the_system_administrator_only(self, city: City) -> None:
        for role in set(Role) - {Role.OPERATOR}:
            by = Actor(id=uuid4(), kind=ActorKind.STAFF, grants=frozenset({Grant(role)}))
            with pytest.raises(NotAllowed):
                opened(city.at, by)

    @pytest.mark.usefixtures("invited")
    def test_for_a_user_name_that_is_taken_is_refused(self, at: datetime) -> None:
        with pytest.raises(Broken, match="用户名"):
            opened(at, username=" CHEN ", name="另一个", number="T9002")

    def test_is_kept_as_a_digest_only(self, invited: identity.Invitation) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT string_agg(e::text, ' ') FROM identity_enrolment e")
            assert invited.code.replace("-", "") not in str(cursor.fetchone())

    def test_made_again_replaces_the_one_of_before(self, at: datetime, invited: identity.Invitation) -> None:
        again = identity.invite_again(user=invited.user.pk, by=SYSTEM_ADMIN, at=at)

        with pytest.raises(identity.EnrolmentRefused):
            begin(invited.code, at)
        assert begin(again.code, at).user == invited.user

    def test_is_made_again_within_the_administrator_s_department_only(
        self, at: datetime, invited: identity.Invitation
    ) -> None:
        elsewhere = Grant(Role.OPERATOR, HUC, "320213")
        by = Actor(id=uuid4(), kind=ActorKind.STAFF, grants=frozenset({elsewhere}))

        with pytest.raises(identity.BeyondScope):
            identity.invite_again(user=invited.user.pk, by=by, at=at)
        assert begin(invited.code, at).user == invited.user

    def test_is_not_made_again_for_whoever_enrolled_or_is_a_citizen(
        self, at: datetime, invited: identity.Invitation, person: Person
    ) -> None:
        enrol(begin(invited.code, at), at)

        with pytest.raises(WrongState, match="找回"):
            identity.invite_again(user=invited.user.pk, by=SYSTEM_ADMIN, at=at)
        with pytest.raises(NotAllowed):
            identity.invite_again(user=person("one").pk, by=SYSTEM_ADMIN, at=at)


class TestEnrolling:
    def test_sets_password_and_authenticator_and_lets_in(self, at: datetime, invited: identity.Invitation) -> None:
        found = begin(invited.code.lower(), at)

        admission, codes = identity.enrol(enrolment=found.id, password=WORD, code=first_code(found, at), at=at)

        later = at + timedelta(minutes=1)
        assert (admission.user, admission.factor_due) == (invited.user, False)
        assert len(codes) == 10
        assert identity.sign_in(username="chen", password=WORD, address="", at=later).factor_due
        assert identity.pass_factor(user=invited.user.pk, code=first_code(found, later), at=later).user == invited.user

    def test_is_in_the_ledger_without_any_code(self, at: datetime, invited: identity.Invitation) -> None:
        enrol(begin(invited.code, at), at)

        mine = Q(subject=invited.user.pk) | Q(actor_id=invited.user.pk)
        entries = ledger.Entry.objects.filter(mine, verb__startswith="identity.")
        verbs = entries.order_by("id").values_list("verb", "facts")
        assert list(verbs) == [
            ("identity.open_account", {}),
            ("identity.enrol_staff", {"department": ADM}),
            ("identity.invite", {"kind": "INVITATION"}),
            ("identity.enrol", {"kind": "INVITATION"}),
            ("identity.sign_in", {"means": "ENROLMENT"}),
        ]

    def test_happens_once(self, at: datetime, invited: identity.Invitation) -> None:
        found = begin(invited.code, at)
        enrol(found, at)

        with pytest.raises(identity.EnrolmentRefused):
            begin(invited.code, at)
        with pytest.raises(identity.EnrolmentRefused):
            enrol(found, at + timedelta(minutes=1))

    @pytest.mark.parametrize(("after", "open_"), [(-timedelta(seconds=1), True), (timedelta(0), False)])
    def test_is_open_for_three_days(
        self, at: datetime, invited: identity.Invitation, after: timedelta, *, open_: bool
    ) -> None:
        found = begin(invited.code, at)
        if open_:
            enrol(found, at + DAYS + after)
        else:
            with pytest.raises(identity.EnrolmentRefused):
                enrol(found, at + DAYS + after)

    def test_with_a_weak_password_or_a_wrong_first_code_changes_nothing(
        self, at: datetime, invited: identity.Invitation
    ) -> None:
        found = begin(invited.code, at)

        with pytest.raises(identity.WeakPassword):
            enrol(found, at, password="Chen-2026-Wuxi!")
        with pytest.raises(identity.FactorRefused):
            enrol(found, at, code="000000")

        assert Enrolment.objects.get().used_at is None
        assert enrol(found, at)

    def test_is_not_guessed(self, at: datetime, invited: identity.Invitation) -> None:
        for _ in range(20):
            with pytest.raises(identity.EnrolmentRefused):
                identity.begin_enrolment(code="not it", address="198.51.100.4", at=at)

        with pytest.raises(identity.TooManyAttempts):
            identity.begin_enrolment(code=invited.code, address="198.51.100.4", at=at)


def test_staff_without_a_post_need_a_second_factor_too(invited: identity.Invitation, staff: Staff) -> None:
    assert identity.is_staff_account(invited.user)
    assert identity.is_staff_account(staff("clerk"))
