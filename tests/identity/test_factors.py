from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from pytest_django import Settings

from tests.city import City
from tests.conftest import in_threads
from tests.identity.conftest import WORD, Staff
from tongban.identity import api as identity
from tongban.identity.models import RecoveryCode, Session, TotpSecret
from tongban.identity.rules import handed, totp
from tongban.identity.services.authenticators import keep_secret, renew_codes
from tongban.kernel.errors import Refused
from tongban.ledger import api as ledger

SECRET = b"12345678901234567890"
STEP = timedelta(seconds=30)


@pytest.fixture
def clerk(staff: Staff, at: datetime) -> identity.User:
    """A member of staff with a password and an authenticator."""
    user = staff("clerk")
    user.set_password(WORD)
    user.save()
    keep_secret(user, SECRET, step=0, at=at)
    return user


def code(at: datetime) -> str:
    return totp.code_of(SECRET, totp.step_of(at))


def passed(user: identity.User, typed: str, at: datetime) -> str:
    """Return by what somebody was let in, or the code of the refusal."""
    try:
        return identity.pass_factor(user=user.pk, code=typed, at=at).means
    except Refused as refusal:
        return refusal.code


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [(59, "287082"), (1111111109, "081804"), (1111111111, "050471"), (1234567890, "005924"), (20000000000, "353130")],
)
def test_codes_are_those_of_rfc_6238(seconds: int, expected: str) -> None:
    at = datetime.fromtimestamp(seconds, tz=UTC)

    assert totp.code_of(SECRET, totp.step_of(at)) == expected


def test_what_an_authenticator_reads_names_house_and_account_and_no_person() -> None:
    told = totp.address(SECRET, "zhang")

    assert told.startswith("otpauth://totp/%E9%80%9A%E5%8A%9E%3Azhang?")
    assert "secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ" in told
    assert totp.read(totp.spelt(SECRET)) == SECRET


class TestPassword:
    @pytest.mark.usefixtures("clerk")
    def test_alone_lets_no_member_of_staff_in(self, at: datetime) -> None:
        admission = identity.sign_in(username="clerk", password=WORD, address="", at=at)

        assert admission.factor_due
        assert not ledger.Entry.objects.filter(verb="identity.sign_in").exists()
        assert ledger.Entry.objects.filter(verb="identity.give_password").exists()

    def test_and_code_let_in_and_are_in_the_ledger(self, at: datetime, clerk: identity.User) -> None:
        admission = identity.pass_factor(user=clerk.pk, code=code(at), at=at)

        entry = ledger.Entry.objects.get(verb="identity.sign_in")
        assert (admission.user, admission.factor_due, admission.staff) == (clerk, False, True)
        assert (entry.actor_id, entry.facts) == (clerk.pk, {"means": "TOTP"})

    def test_of_whoever_has_no_factor_is_refused_with_what_to_do(self, at: datetime, staff: Staff) -> None:
        with pytest.raises(identity.NoFactor, match="安全管理员"):
            identity.pass_factor(user=staff("new").pk, code="123456", at=at)

    def test_of_an_account_closed_meanwhile_is_refused(self, at: datetime, clerk: identity.User) -> None:
        clerk.is_active = False
        clerk.save()

        assert passed(clerk, code(at), at) == "sign_in_refused"


class TestCode:
    @pytest.mark.parametrize(("steps", "outcome"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
    def test_counts_one_step_either_way(self, at: datetime, clerk: identity.User, steps: int, *, outcome: bool) -> None:
        assert (passed(clerk, code(at + steps * STEP), at) == "TOTP") is outcome

    def test_serves_once(self, at: datetime, clerk: identity.User) -> None:
        assert [passed(clerk, code(at), at), passed(clerk, code(at), at)] == ["TOTP", "factor_refused"]

    def test_of_an_earlier_step_serves_no_more_once_a_later_one_was_used(
        self, at: datetime, clerk: identity.User
    ) -> None:
        later = passed(clerk, code(at), at)

        assert [later, passed(clerk, code(at - STEP), at)] == ["TOTP", "factor_refused"]

    def test_of_the_next_step_serves(self, at: datetime, clerk: identity.User) -> None:
        assert [passed(clerk, code(at), at), passed(clerk, code(at + STEP), at + STEP)] == ["TOTP", "TOTP"]

    def test_may_be_typed_with_a_space(self, at: datetime, clerk: identity.User) -> None:
        typed = code(at)

        assert passed(clerk, f"{typed[:3]} {typed[3:]} ", at) == "TOTP"

    @pytest.mark.parametrize("typed", ["", "abc", "12345", "１２３４５６", "0" * 5000, "你好"])
    def test_that_is_none_is_refused(self, at: datetime, clerk: identity.User, typed: str) -> None:
        assert passed(clerk, typed, at) == "factor_refused"

    def test_is_guessed_five_times_and_then_also_the_right_one_waits(self, at: datetime, clerk: identity.User) -> None:
        tried = [passed(clerk, "not it", at) for _ in range(6)]

        later = [passed(clerk, code(at + wait), at + wait) for wait in (STEP, timedelta(minutes=15))]
        assert tried == ["factor_refused"] * 5 + ["too_many_attempts"]
        assert later == ["too_many_attempts", "TOTP"]

    def test_the_secret_is_kept_encrypted(self, clerk: identity.User) -> None:
        assert SECRET not in bytes(TotpSecret.objects.get(user=clerk).cipher)


class TestRecoveryCodes:
    def test_are_ten_and_each_serves_once(self, at: datetime, clerk: identity.User) -> None:
        codes = renew_codes(clerk)

        assert len(set(codes)) == 10
        assert [passed(clerk, codes[0], at), passed(clerk, codes[0], at)] == ["RECOVERY_CODE", "factor_refused"]
        assert passed(clerk, codes[1].lower().replace("-", " "), at) == "RECOVERY_CODE"
        assert identity.factors_of(clerk).codes == 8

    def test_of_somebody_else_serve_nothing(self, at: datetime, clerk: identity.User, staff: Staff) -> None:
        other = staff("other")
        keep_secret(other, SECRET, step=0, at=at)

        assert passed(other, renew_codes(clerk)[0], at) == "factor_refused"

    def test_of_before_serve_nothing_once_there_are_new_ones(self, at: datetime, clerk: identity.User) -> None:
        old = renew_codes(clerk)
        renew_codes(clerk)

        assert passed(clerk, old[0], at) == "factor_refused"

    def test_are_not_kept(self, clerk: identity.User) -> None:
        codes = {handed.fit(one) for one in renew_codes(clerk)}

        assert not codes & set(RecoveryCode.objects.values_list("digest", flat=True))

    @pytest.mark.parametrize("typed", ["ABCDE-01VXZ", "abcde 0lvxz", "ABCDEOIUXZ"])
    def test_are_read_however_they_are_typed(self, typed: str) -> None:
        assert handed.fit(typed) == "ABCDE01VXZ"


class TestChangingTheAuthenticator:
    NEW = totp.spelt(b"09876543210987654321")

    def change(self, user: identity.User, at: datetime, *, password: str = WORD, typed: str = "") -> tuple[str, ...]:
        right = totp.code_of(totp.read(self.NEW), totp.step_of(at))
        return identity.change_authenticator(
            user=user, password=password, secret=self.NEW, code=typed or right, keep="this", at=at
        )

    def test_ends_every_other_session_and_makes_the_old_one_worthless(self, at: datetime, clerk: identity.User) -> None:
        for name in ("this", "that"):
            Session.objects.create(name=name, user=clerk, data="", begun_at=at, seen_at=at, expire_at=at + STEP)

        codes = self.change(clerk, at)

        assert [one.name for one in Session.objects.all()] == ["this"]
        assert passed(clerk, code(at), at) == "factor_refused"
        assert passed(clerk, codes[0], at) == "RECOVERY_CODE"
        assert ledger.Entry.objects.get(verb="identity.change_authenticator").facts == {"ended": 1}

    def test_needs_the_password_and_the_first_code(self, at: datetime, clerk: identity.User) -> None:
        with pytest.raises(identity.WrongPassword):
            self.change(clerk, at, password="wrong")
        with pytest.raises(identity.FactorRefused):
            self.change(clerk, at, typed="000000")

        assert passed(clerk, code(at), at) == "TOTP"

    def test_uses_up_the_code_it_was_shown_with(self, at: datetime, clerk: identity.User) -> None:
        self.change(clerk, at)

        assert passed(clerk, totp.code_of(totp.read(self.NEW), totp.step_of(at)), at) == "factor_refused"


class TestSample:
    def test_shows_a_code_that_counts_and_was_not_used(self, city: City) -> None:
        user = city.user("acceptor")

        shown = [identity.sample_code(user.pk, at=city.at)]
        for _ in range(3):
            passed(user, shown[-1], city.at)
            shown.append(identity.sample_code(user.pk, at=city.at))

        assert len(set(shown)) == 4
        assert shown[-1] == ""

    def test_tells_nobody_else_s(self, city: City, settings: Settings, clerk: identity.User) -> None:
        mine = city.user("acceptor")
        keep_secret(mine, SECRET, step=0, at=city.at)

        assert identity.sample_code(mine.pk, at=city.at) == ""
        assert identity.sample_code(clerk.pk, at=city.at) == ""
        settings.SAMPLE_MODE = False
        assert identity.sample_code(city.user("examiner").pk, at=city.at) == ""

    def test_people_do_not_pass_outside_sample_mode(self, city: City, settings: Settings) -> None:
        user, shown = city.user("acceptor"), identity.sample_code(city.user("acceptor").pk, at=city.at)
        settings.SAMPLE_MODE = False

        assert passed(user, shown, city.at) == "sign_in_refused"


@pytest.mark.django_db(transaction=True)
def test_of_two_who_give_the_same_code_at_once_one_is_let_in(at: datetime, clerk: identity.User) -> None:
    outcomes = in_threads(*[lambda: passed(clerk, code(at), at)] * 4)

    assert sorted(outcomes) == ["TOTP"] + ["factor_refused"] * 3
