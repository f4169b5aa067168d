from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone

from tests.city import City
from tests.conftest import in_threads
from tests.identity.systems import REGISTRATION, SECURITY, STATUTORY, asked, come, registered, session, token_of
from tongban.identity import api as identity
from tongban.identity.models import Consent, Login, LoginCode, LoginToken, Pseudonym, Representation, Session
from tongban.identity.services.logins import end_orphans
from tongban.kernel.actors import VISITOR, Mandate, MandateKind
from tongban.kernel.errors import Broken
from tongban.ledger import api as ledger

MINUTE = timedelta(minutes=1)


class TestConsent:
    def test_nothing_is_given_before_the_person_agreed(self, city: City) -> None:
        with pytest.raises(identity.ConsentNeeded):
            come(city, registered(city.at), agreed=False)

        assert Login.objects.count() == 0

    def test_it_is_remembered_for_the_system_and_what_it_covers(self, city: City) -> None:
        client = registered(city.at)
        come(city, client, "openid", "profile")

        assert come(city, client, "openid", agreed=False)
        with pytest.raises(identity.ConsentNeeded):
            come(city, client, "openid", "profile", "phone", agreed=False)

    def test_one_person_s_consent_is_not_another_s(self, city: City) -> None:
        client = registered(city.at)
        come(city, client)

        with pytest.raises(identity.ConsentNeeded):
            come(city, client, by=city.actor("elder"), agreed=False)

    def test_consent_for_one_system_is_none_for_another(self, city: City) -> None:
        come(city, registered(city.at))

        with pytest.raises(identity.ConsentNeeded):
            come(city, registered(city.at), agreed=False)

    def test_a_document_number_is_agreed_to_each_time(self, city: City) -> None:
        client = registered(city.at)
        come(city, client, "openid", "document")

        with pytest.raises(identity.ConsentNeeded):
            come(city, client, "openid", "document", agreed=False)

    def test_a_statutory_duty_needs_no_consent_but_the_person_is_told_once(self, city: City) -> None:
        client = registered(city.at, STATUTORY)
        with pytest.raises(identity.ConsentNeeded):
            come(city, client, "openid", "document", agreed=False)

        come(city, client, "openid", "document")

        assert come(city, client, "openid", "document", agreed=False)
        assert Consent.objects.get().ground == "STATUTORY"

    def test_what_one_was_told_of_is_no_consent(self, city: City) -> None:
        client = registered(city.at, STATUTORY)
        come(city, client)
        identity.change_client(client=client.id, said=REGISTRATION, by=SECURITY, at=city.at)

        with pytest.raises(identity.ConsentNeeded):
            come(city, client, agreed=False)

    def test_it_can_be_taken_back_and_ends_the_logins(self, city: City) -> None:
        client, citizen = registered(city.at), city.actor("citizen")
        token = token_of(city, client)

        identity.withdraw_consent(client=client.id, by=citizen, at=city.at)

        with pytest.raises(identity.LoginOver):
            identity.hand_over(token=token, at=city.at)
        with pytest.raises(identity.ConsentNeeded):
            come(city, client, agreed=False)
        with pytest.raises(identity.ClientUnknown):
            identity.withdraw_consent(client=client.id, by=citizen, at=city.at)
        assert identity.given_to(by=citizen) == []

    def test_what_was_agreed_to_before_stays_agreed_to(self, city: City) -> None:
        client = registered(city.at)
        come(city, client, "openid", "phone")
        come(city, client, "openid", "profile")

        assert come(city, client, "openid", "profile", "phone", agreed=False)


class TestWho:
    @pytest.mark.parametrize("who", ["acceptor", "operator"])
    def test_staff_never_come_through_a_citizens_system(self, city: City, who: str) -> None:
        with pytest.raises(identity.NotForStaff):
            come(city, registered(city.at), by=city.actor(who))

    def test_a_visitor_does_not_either(self, city: City) -> None:
        with pytest.raises(identity.NotForStaff):
            come(city, registered(city.at), by=VISITOR)

    def test_a_mandate_for_certain_matters_is_none_for_a_login(self, city: City) -> None:
        narrow = Mandate(uuid4(), MandateKind.ASSISTANT, city.at, items=frozenset({"X"}))

        with pytest.raises(identity.NarrowMandate):
            come(city, registered(city.at), by=replace(city.actor("citizen"), mandate=narrow))

    def test_an_address_that_is_not_registered_gets_no_code(self, city: City) -> None:
        client = registered(city.at)
        wrong = asked(client, redirect="https://gjj.example.cn/back/")

        with pytest.raises(identity.ClientUnknown):
            identity.log_in_at(
                asked=wrong,
                agreed=True,
                browser="b",
                authenticated_at=city.at,
                by=city.actor("citizen"),
                at=city.at,
            )

    def test_data_that_is_not_registered_is_not_given_whatever_the_person_says(self, city: City) -> None:
        client = registered(city.at, replace(REGISTRATION, scopes=("openid",)))

        with pytest.raises(Broken):
            come(city, client, "openid", "document")


class TestCode:
    def test_it_is_redeemed_once(self, city: City) -> None:
        client = registered(city.at)
        code = come(city, client)

        assert identity.issue_token(code=code, client=client.id, token="one", at=city.at)
        assert not identity.issue_token(code=code, client=client.id, token="two", at=city.at)

    def test_a_second_use_ends_the_first_token(self, city: City) -> None:
        client = registered(city.at)
        code = come(city, client)
        identity.issue_token(code=code, client=client.id, token="one", at=city.at)
        assert identity.hand_over(token="one", at=city.at)

        identity.issue_token(code=code, client=client.id, token="two", at=city.at)

        for token in ("one", "two"):
            with pytest.raises(identity.LoginOver):
                identity.hand_over(token=token, at=city.at)
        assert ledger.Entry.objects.filter(verb="identity.stop_replay").count() == 1

    def test_another_system_s_code_is_worth_nothing(self, city: City) -> None:
        client, other = registered(city.at), registered(city.at)
        code = come(city, client)

        assert identity.login_code(code, client=other.id) is None
        assert not identity.issue_token(code=code, client=other.id, token="t", at=city.at)
        assert identity.issue_token(code=code, client=client.id, token="t", at=city.at)

    @pytest.mark.parametrize(("seconds", "done"), [(59, True), (60, False)])
    def test_it_lasts_a_minute(self, city: City, seconds: int, done: bool) -> None:  # noqa: FBT001 -- a table
        client = registered(city.at)
        code = come(city, client)

        at = city.at + timedelta(seconds=seconds)

        assert identity.issue_token(code=code, client=client.id, token="t", at=at) is done

    def test_of_codes_and_tokens_only_digests_are_kept(self, city: City) -> None:
        client = registered(city.at)
        code = come(city, client)
        identity.issue_token(code=code, client=client.id, token="the-token", at=city.at)

        kept = str([*LoginCode.objects.values(), *LoginToken.objects.values(), *Login.objects.values()])

        assert code not in kept
        assert "the-token" not in kept


@pytest.mark.django_db(transaction=True)
def test_a_code_redeemed_twice_at_once_gives_one_token(city: City) -> None:
    client = registered(city.at)
    code = come(city, client)

    done = in_threads(
        *(
            lambda token=token: identity.issue_token(code=code, client=client.id, token=token, at=city.at)
            for token in ("one", "two", "three")
        )
    )

    assert sorted(done) == [False, False, True]


@pytest.mark.django_db(transaction=True)
def test_two_consents_at_once_leave_one(city: City) -> None:
    client = registered(city.at)

    codes = in_threads(*[lambda: come(city, client)] * 4)

    assert len(set(codes)) == 4
    assert Consent.objects.filter(ended_at__isnull=True).count() == 1
    assert Pseudonym.objects.count() == 1


class TestHandOver:
    def test_a_system_knows_a_person_by_the_same_number_each_time(self, city: City) -> None:
        client = registered(city.at)

        first = identity.hand_over(token=token_of(city, client), at=city.at)
        again = identity.hand_over(token=token_of(city, client), at=city.at)

        assert first.subject == again.subject
        assert str(city.actor("citizen").party) not in first.subject

    def test_two_sectors_know_one_person_by_two_numbers(self, city: City) -> None:
        other = replace(REGISTRATION, redirects=("https://other.example.cn/back",))
        here, there = registered(city.at), registered(city.at, other)
        code = identity.log_in_at(
            asked=asked(there, redirect="https://other.example.cn/back"),
            agreed=True,
            browser="browser-1",
            authenticated_at=city.at,
            by=city.actor("citizen"),
            at=city.at,
        )
        session(city)
        identity.issue_token(code=code, client=there.id, token="t", at=city.at)

        subjects = {identity.hand_over(token=token, at=city.at).subject for token in ("t", token_of(city, here))}

        assert len(subjects) == 2

    def test_the_organisation_somebody_acts_for_is_told_with_their_capacity(self, city: City) -> None:
        client = registered(city.at)
        token = token_of(city, client, "openid", "enterprise", by=city.owner_for_company)

        seen = identity.hand_over(token=token, at=city.at)

        assert seen.organisation
        assert seen.organisation.name == "无锡测试餐饮管理有限公司"
        assert seen.organisation.document_number == "91320200MAYYYY0169"
        assert seen.capacity
        assert seen.principal not in {"", seen.subject}

    def test_without_the_scope_no_organisation_is_named(self, city: City) -> None:
        token = token_of(city, registered(city.at), "openid", by=city.owner_for_company)

        assert identity.hand_over(token=token, at=city.at).organisation is None

    def test_it_ends_when_the_organisation_may_no_longer_be_acted_for(self, city: City) -> None:
        token = token_of(city, registered(city.at), "openid", "enterprise", by=city.owner_for_company)
        Representation.objects.update(until_at=city.at)

        with pytest.raises(identity.LoginOver):
            identity.hand_over(token=token, at=city.at)

    def test_it_ends_with_the_account(self, city: City) -> None:
        token = token_of(city, registered(city.at))
        identity.User.objects.filter(username="citizen").update(is_active=False)

        with pytest.raises(identity.LoginOver):
            identity.hand_over(token=token, at=city.at)

    def test_it_ends_after_ten_minutes(self, city: City) -> None:
        token = token_of(city, registered(city.at))

        assert identity.hand_over(token=token, at=city.at + 9 * MINUTE)
        with pytest.raises(identity.LoginOver):
            identity.hand_over(token=token, at=city.at + 10 * MINUTE)

    def test_what_is_no_longer_registered_is_no_longer_told(self, city: City) -> None:
        client = registered(city.at)
        token = token_of(city, client, "openid", "document")
        fewer = replace(REGISTRATION, scopes=("openid", "profile"))
        identity.change_client(client=client.id, said=fewer, by=SECURITY, at=city.at)

        assert identity.hand_over(token=token, at=city.at).scopes == ("openid",)

    def test_every_telling_is_on_the_record_for_the_person(self, city: City) -> None:
        client = registered(city.at)
        token = token_of(city, client, "openid", "profile")

        identity.hand_over(token=token, at=city.at)

        entry = ledger.Entry.objects.get(verb="login.read")
        assert entry.about == [city.actor("citizen").party]
        assert entry.reading
        assert entry.facts == {"client": client.code, "scopes": ["openid", "profile"]}
        assert entry.basis == "GBF.13.1.1,GBF.23"


class TestEnding:
    def test_a_person_ends_their_own_login_only(self, city: City) -> None:
        client = registered(city.at)
        token = token_of(city, client)
        login = Login.objects.get()

        with pytest.raises(identity.LoginOver):
            identity.end_login(login=login.id, by=city.actor("elder"), at=city.at)
        assert identity.hand_over(token=token, at=city.at)

        identity.end_login(login=login.id, by=city.actor("citizen"), at=city.at)
        with pytest.raises(identity.LoginOver):
            identity.hand_over(token=token, at=city.at)
        with pytest.raises(identity.LoginOver):
            identity.end_login(login=login.id, by=city.actor("citizen"), at=city.at)

    def test_signing_out_ends_the_logins_of_this_browser_alone(self, city: City) -> None:
        client, citizen = registered(city.at), city.actor("citizen")
        token = token_of(city, client)

        assert identity.end_browser_logins(browser="browser-2", by=citizen, at=city.at) == 0
        assert identity.hand_over(token=token, at=city.at)
        assert identity.end_browser_logins(browser="browser-1", by=citizen, at=city.at) == 1
        with pytest.raises(identity.LoginOver):
            identity.hand_over(token=token, at=city.at)

    def test_a_session_that_was_ended_elsewhere_takes_its_logins_along(self, city: City) -> None:
        token = token_of(city, registered(city.at))
        Session.objects.all().delete()

        with pytest.raises(identity.LoginOver):
            identity.hand_over(token=token, at=city.at)
        assert end_orphans(at=city.at) == 1
        assert end_orphans(at=city.at) == 0
        assert len(identity.untold_logins()) == 1

    def test_logins_of_a_session_that_stands_are_no_orphans(self, city: City) -> None:
        token_of(city, registered(city.at))

        assert end_orphans(at=city.at) == 0

    def test_systems_are_to_be_told_until_they_are(self, city: City) -> None:
        token_of(city, registered(city.at))
        assert identity.untold_logins() == []
        identity.end_browser_logins(browser="browser-1", by=city.actor("citizen"), at=city.at)
        [owed] = identity.untold_logins()

        identity.note_told(login=owed.id, reached=False, at=city.at)
        assert identity.untold_logins() == [owed]
        identity.note_told(login=owed.id, reached=True, at=city.at)
        assert identity.untold_logins() == []

    def test_a_system_that_never_answers_is_given_up(self, city: City) -> None:
        token_of(city, registered(city.at))
        identity.end_browser_logins(browser="browser-1", by=city.actor("citizen"), at=city.at)
        [owed] = identity.untold_logins()

        for _ in range(10):
            identity.note_told(login=owed.id, reached=False, at=city.at)

        assert identity.untold_logins() == []

    def test_a_person_sees_what_they_gave_and_where_they_are_signed_in(self, city: City) -> None:
        client = registered(city.at)
        token_of(city, client, "openid", "phone")

        [given] = identity.given_to(by=city.actor("citizen"))

        assert given.client == client
        assert given.consent
        assert given.consent.scopes == ["openid", "phone"]
        assert [login.client_id for login in given.logins] == [client.id]
        assert identity.given_to(by=city.actor("elder")) == []


def test_no_entry_holds_a_number_of_a_person(city: City) -> None:
    client = registered(city.at)
    identity.hand_over(token=token_of(city, client, "openid", "document", "phone"), at=city.at)

    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(e::text, ' ') FROM ledger_entry e")
        kept = cursor.fetchone()[0]

    assert "320200198804169015" not in kept
    assert "19900000001" not in kept
    assert timezone.is_aware(city.at)
