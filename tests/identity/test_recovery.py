from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from tests.city import City
from tests.identity.conftest import WORD, Person, Staff
from tests.identity.offices import ADM, LIANGXI, appointed
from tongban.identity import api as identity
from tongban.identity.models import FactorRecovery, Session
from tongban.identity.rules.recovering import may_close, may_open
from tongban.identity.services.authenticators import keep_secret, renew_codes
from tongban.kernel.actors import Actor, ActorKind, Grant, Role
from tongban.kernel.days import day_of
from tongban.kernel.errors import Broken, NotAllowed, NotFound, Refused, WrongState
from tongban.kernel.ids import uuid7
from tongban.ledger import api as ledger

pytestmark = pytest.mark.django_db
SECRET = b"12345678901234567890"

ASKED = identity.Reason.ASKED_OPENER


class Office:
    """A clerk who lost the authenticator, and two administrators of each kind."""

    def __init__(self, staff: Staff, at: datetime) -> None:
        self.at = at
        self.clerk = staff("clerk")
        self.clerk.set_password(WORD)
        self.clerk.save()
        keep_secret(self.clerk, SECRET, step=0, at=at)
        self.codes = renew_codes(self.clerk)
        self.users = {name: staff(name, role) for name, role in ADMINISTRATORS.items()}

    def actor(self, name: str) -> Actor:
        return identity.actor_of(self.users[name], at=self.at)

    def open(self, by: str = "security", username: str = "clerk", checked: str = "IN_PERSON") -> object:
        return identity.open_recovery(username=username, checked=checked, by=self.actor(by), at=self.at)

    def confirm(self, key: object, by: str = "system") -> identity.Invitation:
        return identity.confirm_recovery(recovery=key, reason=ASKED, by=self.actor(by), at=self.at)  # type: ignore[arg-type]

    def can_still_pass(self) -> bool:
        try:
            identity.pass_factor(user=self.clerk.pk, code=self.codes[0], at=self.at)
        except Refused:
            return False
        return True


ADMINISTRATORS = {
    "security": Role.SECURITY,
    "security2": Role.SECURITY,
    "system": Role.OPERATOR,
    "audit": Role.AUDITOR,
    "examiner": Role.EXAMINER,
}


@pytest.fixture
def office(staff: Staff, at: datetime) -> Office:
    return Office(staff, at)


class TestTwoPeople:
    def test_let_somebody_enrol_anew(self, office: Office, at: datetime) -> None:
        invitation = office.confirm(office.open())

        found = identity.begin_enrolment(code=invitation.code, address="", at=at)
        assert (found.user, found.kind) == (office.clerk, identity.EnrolmentKind.RECOVERY)
        assert not office.can_still_pass()
        with pytest.raises(identity.SignInRefused):
            identity.sign_in(username="clerk", password=WORD, address="", at=at)

    def test_change_nothing_before_the_second_agrees(self, office: Office, at: datetime) -> None:
        office.open()

        assert identity.sign_in(username="clerk", password=WORD, address="", at=at).factor_due
        assert office.can_still_pass()

    def test_end_every_session(self, office: Office, at: datetime) -> None:
        end = at + timedelta(hours=1)
        Session.objects.create(name="open", user=office.clerk, data="", begun_at=at, seen_at=at, expire_at=end)

        office.confirm(office.open())

        assert not Session.objects.exists()

    def test_are_both_in_the_ledger(self, office: Office) -> None:
        office.confirm(office.open())

        entries = ledger.Entry.objects.filter(subject=office.clerk.pk, verb__contains="recovery").order_by("id")
        assert [(one.verb, one.actor_id) for one in entries] == [
            ("identity.open_recovery", office.users["security"].pk),
            ("identity.confirm_recovery", office.users["system"].pk),
        ]
        assert all(one.basis for one in entries)

    def test_may_decline(self, office: Office, at: datetime) -> None:
        key = office.open()

        identity.decline_recovery(recovery=key, by=office.actor("system"), at=at)  # type: ignore[arg-type]

        assert office.can_still_pass()
        with pytest.raises(WrongState):
            office.confirm(key)
        assert office.open() != key


class TestRefused:
    @pytest.mark.parametrize("by", ["system", "audit", "examiner"])
    def test_nobody_but_a_security_administrator_makes_sure(self, office: Office, by: str) -> None:
        with pytest.raises(identity.NotTwoPeople):
            office.open(by)

    @pytest.mark.parametrize("by", ["security", "security2", "audit", "examiner"])
    def test_nobody_but_a_system_administrator_agrees(self, office: Office, by: str) -> None:
        key = office.open()

        with pytest.raises(identity.NotTwoPeople):
            office.confirm(key, by)
        assert office.can_still_pass()

    def test_nobody_recovers_their_own(self, office: Office) -> None:
        with pytest.raises(identity.NotTwoPeople):
            office.open("security", username="security")
        key = office.open("security", username="system")
        with pytest.raises(identity.NotTwoPeople):
            office.confirm(key, "system")

    def test_nobody_is_both(self, office: Office, at: datetime) -> None:
        key = office.open("security")
        both = replace(office.actor("security"), grants=frozenset({Grant(Role.SECURITY), Grant(Role.OPERATOR)}))

        with pytest.raises(identity.NotTwoPeople):
            identity.confirm_recovery(recovery=key, reason=ASKED, by=both, at=at)  # type: ignore[arg-type]

    def test_one_recovery_of_an_account_at_a_time(self, office: Office) -> None:
        office.open()

        with pytest.raises(WrongState, match="已经在办理"):
            office.open("security2")

    def test_a_recovery_is_confirmed_once(self, office: Office) -> None:
        key = office.open()
        office.confirm(key)

        with pytest.raises(WrongState):
            office.confirm(key)

    def test_of_citizens_and_of_nobody_there_is_none(self, office: Office, person: Person) -> None:
        person("one")

        for username in ("one", "nobody"):
            with pytest.raises(NotFound):
                office.open(username=username)

    def test_how_the_person_was_made_sure_of_has_to_be_said(self, office: Office) -> None:
        with pytest.raises(Broken) as refusal:
            office.open(checked="")
        assert refusal.value.field == "checked"

    def test_others_do_not_see_what_is_recovered(self, office: Office) -> None:
        office.open()

        assert [row.username for row in identity.recoveries(by=office.actor("system"), at=office.at)] == ["clerk"]
        assert identity.recoveries(by=office.actor("audit"), at=office.at) == []
        with pytest.raises(NotAllowed):
            identity.recoveries(by=office.actor("examiner"), at=office.at)


@pytest.mark.parametrize(
    "wrong", [{"opened_by": "clerk"}, {"closed_by": "clerk"}, {"closed_by": "security", "confirmed": True}]
)
def test_the_database_itself_wants_two_other_people(office: Office, at: datetime, wrong: dict[str, object]) -> None:
    people = office.users | {"clerk": office.clerk}
    row = {"opened_by": "security", "closed_by": "system", "confirmed": True} | wrong

    with pytest.raises(IntegrityError), transaction.atomic():
        FactorRecovery.objects.create(
            id=uuid7(at),
            user=office.clerk,
            checked="IN_PERSON",
            opened_by=people[str(row["opened_by"])],
            opened_at=at,
            closed_by=people[str(row["closed_by"])],
            closed_at=at,
            confirmed=bool(row["confirmed"]),
        )


def test_one_person_with_two_accounts_is_one_person(at: datetime) -> None:
    person = uuid7(at)

    def of(role: Role, who: object) -> Actor:
        return Actor(id=uuid7(at), kind=ActorKind.STAFF, grants=frozenset({Grant(role)}), person=who)  # type: ignore[arg-type]

    clerk, opened = of(Role.EXAMINER, person), of(Role.SECURITY, uuid7(at))
    held = clerk.grants
    assert not may_open(of(Role.SECURITY, person), clerk, held=held)
    assert may_open(opened, clerk, held=held)
    assert not may_close(of(Role.OPERATOR, opened.person), clerk, opened, held=held)
    assert may_close(of(Role.OPERATOR, None), clerk, opened, held=held)


class TestAlone:
    """A city with one administrator of each kind: the audit administrator is the second person."""

    def test_the_audit_administrator_lets_a_system_administrator_in(self, office: Office, at: datetime) -> None:
        key = office.open("security", username="system")
        [shown] = identity.recoveries(by=office.actor("audit"), at=at)

        invitation = office.confirm(key, "audit")

        assert (shown.username, shown.yours) == ("system", True)
        assert invitation.user == office.users["system"]

    def test_the_audit_administrator_makes_sure_of_a_security_administrator(self, office: Office) -> None:
        key = office.open("audit", username="security")

        with pytest.raises(identity.NotTwoPeople):
            office.confirm(key, "audit")
        assert office.confirm(key, "system").user == office.users["security"]

    @pytest.mark.parametrize("username", ["clerk", "system", "audit", "examiner"])
    def test_the_audit_administrator_makes_sure_of_nobody_else(self, office: Office, username: str) -> None:
        with pytest.raises(identity.NotTwoPeople):
            office.open("audit", username=username)

    @pytest.mark.parametrize("username", ["security", "audit"])
    def test_the_audit_administrator_lets_nobody_else_in(self, office: Office, username: str) -> None:
        key = office.open("security2", username=username)

        with pytest.raises(identity.NotTwoPeople):
            office.confirm(key, "audit")

    def test_a_system_administrator_on_leave_is_still_one(self, city: City) -> None:
        operator, today = city.user("operator"), day_of(city.at)
        identity.take_leave(staff=operator.pk, first=today, last=today, by=city.actor("security"), at=city.at)

        key = opened(city, "security", "operator")

        assert (
            identity.confirm_recovery(recovery=key, reason=ASKED, by=city.actor("auditor"), at=city.at).user == operator
        )


class TestScope:
    """Who lets somebody into an account anew holds all of it in their hands."""

    @pytest.mark.parametrize("username", ["security", "auditor", "operator", "supervisor", "housing-examiner"])
    def test_a_departments_administrator_opens_nothing_beyond_it(self, city: City, username: str) -> None:
        with pytest.raises(identity.BeyondScope):
            opened(city, "security-liangxi", username)

    def test_a_departments_administrator_makes_sure_of_its_staff(self, city: City) -> None:
        opened(city, "security-liangxi", "decider")

        [shown] = identity.recoveries(by=city.actor("security-liangxi"), at=city.at)
        assert shown.username == "decider"

    def test_the_list_ends_where_the_scope_does(self, city: City) -> None:
        opened(city, "security", "housing-examiner")

        assert identity.recoveries(by=city.actor("security-liangxi"), at=city.at) == []
        assert len(identity.recoveries(by=city.actor("security"), at=city.at)) == 1

    def test_a_departments_system_administrator_agrees_to_nothing_beyond_it(self, city: City) -> None:
        key, own = opened(city, "security", "housing-examiner"), opened(city, "security", "decider")
        by = system_administrator_of_the_bureau(city)

        assert [(one.username, one.yours) for one in identity.recoveries(by=by, at=city.at)] == [("decider", True)]
        for verb in (partial(identity.confirm_recovery, reason=ASKED), identity.decline_recovery):
            with pytest.raises(identity.BeyondScope):
                verb(recovery=key, by=by, at=city.at)
        assert identity.confirm_recovery(recovery=own, reason=ASKED, by=by, at=city.at).user == city.user("decider")

    def test_a_post_beyond_the_department_keeps_its_administrator_from_the_account(self, city: City) -> None:
        appointed(city, "decider", Role.SUPERVISOR, department="*", region="*")

        with pytest.raises(identity.BeyondScope):
            opened(city, "security-liangxi", "decider")


def opened(city: City, by: str, username: str) -> UUID:
    return identity.open_recovery(username=username, checked="IN_PERSON", by=city.actor(by), at=city.at)


def system_administrator_of_the_bureau(city: City) -> Actor:
    grants = frozenset({Grant(Role.OPERATOR, ADM, LIANGXI)})
    return replace(city.actor("operator"), grants=grants)
