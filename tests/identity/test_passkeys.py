from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from tests.authenticator import Authenticator
from tests.identity.conftest import WORD, Person, Staff
from tongban.identity import api as identity
from tongban.identity.api import Site
from tongban.identity.models import Passkey, Session
from tongban.identity.services.authenticators import keep_secret
from tongban.kernel.errors import NotFound, WrongState
from tongban.ledger import api as ledger

pytestmark = pytest.mark.django_db
HOUSE = Site(host="zwfw.example", origin="https://zwfw.example")
SIDE = Site(host="zwfw.example", origin="https://side.zwfw.example")


def add(user: identity.User, device: Authenticator, at: datetime, *, password: str = WORD, site: Site = HOUSE) -> None:
    asked = identity.ask_for_new(user, HOUSE)
    identity.add_passkey(
        user=user,
        password=password,
        site=HOUSE,
        state=asked.state,
        answer=device.create(asked.options, site.origin),
        device="Windows · Edge",
        keep="this",
        at=at,
    )


def enter(device: Authenticator, at: datetime, *, origin: str = HOUSE.origin, site: Site = HOUSE) -> identity.Admission:
    asked = identity.ask_for_any(site)
    return identity.sign_in_by_passkey(site=site, state=asked.state, answer=device.get(asked.options, origin), at=at)


@pytest.fixture
def user(person: Person) -> identity.User:
    return person("one")


@pytest.fixture
def device(user: identity.User, at: datetime) -> Authenticator:
    made = Authenticator()
    add(user, made, at)
    return made


class TestSigningIn:
    def test_needs_no_user_name(self, at: datetime, user: identity.User, device: Authenticator) -> None:
        admission = enter(device, at)

        assert (admission.user, admission.means, admission.factor_due) == (user, identity.Means.PASSKEY, False)
        assert ledger.Entry.objects.get(verb="identity.sign_in").facts == {"means": "PASSKEY"}

    def test_asks_nobody_in_particular_and_for_the_holder_s_own_proof(self) -> None:
        asked = identity.ask_for_any(HOUSE).options["publicKey"]

        assert asked.get("allowCredentials") in (None, [])
        assert asked["userVerification"] == "required"
        assert asked["rpId"] == "zwfw.example"

    def test_is_both_factors_for_staff(self, at: datetime, staff: Staff) -> None:
        clerk, device = staff("clerk"), Authenticator()
        add(clerk, device, at)

        admission = enter(device, at)

        assert (admission.staff, admission.factor_due) == (True, False)

    def test_of_two_devices_each_opens_its_own_account(
        self, at: datetime, user: identity.User, device: Authenticator, person: Person
    ) -> None:
        other, second = person("two", mobile="19900000012"), Authenticator()
        add(other, second, at)

        assert (enter(device, at).user, enter(second, at).user) == (user, other)


class TestRefused:
    def refused(self, device: Authenticator, at: datetime, **more: object) -> None:
        with pytest.raises(identity.PasskeyRefused):
            enter(device, at, **more)  # type: ignore[arg-type]

    def test_an_answer_given_before(self, at: datetime, device: Authenticator) -> None:
        asked = identity.ask_for_any(HOUSE)
        answer = device.get(asked.options, HOUSE.origin)
        identity.sign_in_by_passkey(site=HOUSE, state=asked.state, answer=answer, at=at)

        for state in (asked.state, identity.ask_for_any(HOUSE).state):
            with pytest.raises(identity.PasskeyRefused):
                identity.sign_in_by_passkey(site=HOUSE, state=state, answer=answer, at=at)

    def test_one_whose_counter_did_not_go_on(self, at: datetime, device: Authenticator) -> None:
        device.count = 5
        enter(device, at)
        device.count = 5

        self.refused(device, at)

    @pytest.mark.parametrize("origin", ["https://evil.example", "http://zwfw.example", "https://zwfw.example:8443"])
    def test_one_made_for_another_address(self, at: datetime, device: Authenticator, origin: str) -> None:
        self.refused(device, at, origin=origin)

    def test_one_for_another_name(self, at: datetime, device: Authenticator) -> None:
        asked = identity.ask_for_any(Site(host="other.example", origin=HOUSE.origin))
        answer = device.get({"publicKey": {**asked.options["publicKey"], "rpId": HOUSE.host}}, HOUSE.origin)

        with pytest.raises(identity.PasskeyRefused):
            identity.sign_in_by_passkey(
                site=Site(host="other.example", origin=HOUSE.origin), state=asked.state, answer=answer, at=at
            )

    def test_one_whose_holder_was_not_made_sure_of(self, at: datetime, device: Authenticator) -> None:
        device.verifies = False

        self.refused(device, at)

    def test_one_signed_with_another_key(self, at: datetime, device: Authenticator) -> None:
        self.refused(Authenticator(id=device.id, handle=device.handle), at)

    def test_one_that_names_another_person(self, at: datetime, device: Authenticator, person: Person) -> None:
        device.handle = person("two", mobile="19900000012").pk.bytes

        self.refused(device, at)

    def test_an_unknown_one_in_the_same_words(self, at: datetime, device: Authenticator) -> None:
        with pytest.raises(identity.PasskeyRefused) as unknown:
            enter(Authenticator(), at)
        device.verifies = False
        with pytest.raises(identity.PasskeyRefused) as known:
            enter(device, at)

        assert unknown.value.message == known.value.message

    @pytest.mark.parametrize(
        "answer", ["", "{}", "[]", "null", '{"id": 1}', "not json", "{" * 30_000, '{"response": {}}']
    )
    def test_what_is_no_answer(self, at: datetime, answer: str) -> None:
        with pytest.raises(identity.PasskeyRefused):
            identity.sign_in_by_passkey(site=HOUSE, state=identity.ask_for_any(HOUSE).state, answer=answer, at=at)

    def test_one_of_a_closed_account(self, at: datetime, user: identity.User, device: Authenticator) -> None:
        user.is_active = False
        user.save()

        self.refused(device, at)


class TestAdding:
    def test_ends_every_other_session(self, at: datetime, user: identity.User) -> None:
        end = at + timedelta(hours=1)
        for name in ("this", "that"):
            Session.objects.create(name=name, user=user, data="", begun_at=at, seen_at=at, expire_at=end)

        add(user, Authenticator(), at)

        assert [one.name for one in Session.objects.all()] == ["this"]
        assert ledger.Entry.objects.filter(verb="identity.add_passkey", subject=user.pk).count() == 1

    def test_needs_the_password(self, at: datetime, user: identity.User) -> None:
        with pytest.raises(identity.WrongPassword):
            add(user, Authenticator(), at, password="wrong")

        assert not Passkey.objects.exists()

    def test_from_another_address_or_without_the_holder_is_refused(self, at: datetime, user: identity.User) -> None:
        with pytest.raises(identity.PasskeyRefused):
            add(user, Authenticator(), at, site=SIDE)
        with pytest.raises(identity.PasskeyRefused):
            add(user, Authenticator(verifies=False), at)

    def test_twice_is_refused(self, at: datetime, user: identity.User, device: Authenticator) -> None:
        with pytest.raises(identity.PasskeyRefused, match="已经登记过"):
            add(user, device, at)

    def test_asks_for_one_that_is_found_without_a_user_name_and_not_yet_there(
        self, user: identity.User, device: Authenticator
    ) -> None:
        asked = identity.ask_for_new(user, HOUSE).options["publicKey"]

        assert asked["authenticatorSelection"]["residentKey"] == "required"
        assert asked["authenticatorSelection"]["userVerification"] == "required"
        assert len(asked["excludeCredentials"]) == 1
        assert device.id


class TestRemoving:
    def test_lets_it_open_nothing(self, at: datetime, user: identity.User, device: Authenticator) -> None:
        identity.remove_passkey(user=user, password=WORD, passkey=Passkey.objects.get().pk, keep="", at=at)

        with pytest.raises(identity.PasskeyRefused):
            enter(device, at)

    def test_asks_for_the_password_and_does_not_let_it_be_guessed(
        self, at: datetime, user: identity.User, device: Authenticator
    ) -> None:
        key = Passkey.objects.get().pk
        for _ in range(identity.policy().throttles[identity.Throttled.FACTOR].most):
            with pytest.raises(identity.WrongPassword):
                identity.remove_passkey(user=user, password="guess", passkey=key, keep="", at=at)

        with pytest.raises(identity.TooManyAttempts):
            identity.remove_passkey(user=user, password=WORD, passkey=key, keep="", at=at)
        assert enter(device, at)

    def test_of_somebody_else_is_not_found(self, at: datetime, device: Authenticator, person: Person) -> None:
        with pytest.raises(NotFound):
            identity.remove_passkey(
                user=person("two", mobile="19900000012"),
                password=WORD,
                passkey=Passkey.objects.get().pk,
                keep="",
                at=at,
            )
        assert enter(device, at)

    def test_the_last_factor_of_staff_is_refused(self, at: datetime, staff: Staff) -> None:
        clerk = staff("clerk")
        add(clerk, Authenticator(), at)
        key = Passkey.objects.get().pk

        with pytest.raises(WrongState, match="唯一"):
            identity.remove_passkey(user=clerk, password="", passkey=key, keep="", at=at)
        keep_secret(clerk, b"1" * 20, step=0, at=at)
        identity.remove_passkey(user=clerk, password="", passkey=key, keep="", at=at)
        assert not Passkey.objects.exists()
