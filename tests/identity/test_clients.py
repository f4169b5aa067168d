from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from tests.city import City
from tests.identity.offices import ADM
from tests.identity.systems import BACK, REGISTRATION, SECURITY, STATUTORY, come, registered, token_of
from tongban.identity import api as identity
from tongban.identity.models import Client, Login
from tongban.identity.rules.connecting import address_fault, asks_anew, fit_registration, fit_scopes
from tongban.kernel.actors import VISITOR, Actor
from tongban.kernel.errors import Broken, Faulty, NotAllowed, NotFound
from tongban.ledger import api as ledger
from tongban.orgs import api as orgs

OF_THE_BUREAU = replace(REGISTRATION, name="示例审批系统", department=ADM)


class TestRegistration:
    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("name", " "),
            ("purpose", ""),
            ("redirects", ()),
            ("redirects", ("http://gjj.example.cn/back",)),
            ("leaves", ("ftp://gjj.example.cn/",)),
            ("calls", "https://"),
            ("starts", "javascript:alert(1)"),
            ("scopes", ("openid", "everything")),
            ("ground", "BECAUSE"),
        ],
    )
    def test_what_cannot_be_right_is_named_by_its_field(self, field: str, value: Any) -> None:  # noqa: ANN401
        with pytest.raises(Faulty) as refusal:
            fit_registration(replace(REGISTRATION, **{field: value}))

        assert set(refusal.value.faults) == {field}

    @pytest.mark.parametrize("basis", ["", "because", "BXT.2"])
    def test_a_statutory_ground_names_a_law(self, basis: str) -> None:
        with pytest.raises(Faulty) as refusal:
            fit_registration(replace(STATUTORY, basis=basis))

        assert set(refusal.value.faults) == {"basis"}

    @pytest.mark.parametrize(
        "address",
        [
            "https://gjj.example.cn/back#part",
            "https://gjj.example.cn/back#",
            "https://user@gjj.example.cn/back",
            "https://*.example.cn/back",
            "https://gjj.example.cn\\@evil.example/",
            "https:///back",
            "//gjj.example.cn/back",
            "http://127.0.0.1.evil.example/",
            "http://localhost.evil.example/",
            "https://gjj.example.cn:port/",
            "https://例子.cn/",
            "https://gjj.example.cn/" + "x" * 500,
        ],
    )
    def test_an_address_that_could_mean_another_place_is_refused(self, address: str) -> None:
        assert address_fault([address])

    @pytest.mark.parametrize(
        "address",
        [
            "https://gjj.example.cn/back?from=tongban",
            "http://127.0.0.1:8001/back",
            "http://[::1]:8001/",
            "http://localhost/",
        ],
    )
    def test_a_whole_address_under_tls_or_on_this_machine_is_taken(self, address: str) -> None:
        assert address_fault([address]) == ""


@given(st.sets(st.sampled_from([*identity.LoginScope])), st.sets(st.sampled_from([*identity.LoginScope])))
def test_a_system_never_gets_more_than_it_is_registered_for(asked: set[str], allowed: set[str]) -> None:
    try:
        given_scopes = set(fit_scopes(asked, allowed))
    except Broken:
        assert identity.LoginScope.OPENID not in asked or asked - allowed
    else:
        assert given_scopes == asked <= allowed


SETS = st.sets(st.sampled_from([*identity.LoginScope]), min_size=1)


@given(SETS, st.none() | SETS, st.booleans(), st.sampled_from([*identity.Ground]))
def test_nothing_is_given_that_was_not_agreed_to_or_told(
    wanted: set[str],
    held: set[str] | None,
    by_consent: bool,  # noqa: FBT001 -- generated
    ground: identity.Ground,
) -> None:
    again = asks_anew(ground=ground, wanted=wanted, given=held, by_consent=by_consent)

    if held is None or wanted - held:
        assert again
    if ground == identity.Ground.CONSENT and (identity.LoginScope.DOCUMENT in wanted or not by_consent):
        assert again


class TestVerbs:
    def test_the_secret_is_told_once_and_kept_as_a_digest(self, city: City) -> None:
        client, secret = identity.register_client(said=REGISTRATION, by=SECURITY, at=city.at)

        assert identity.has_secret(client, secret)
        assert not identity.has_secret(client, secret + "x")
        assert secret not in str(Client.objects.values().get(pk=client.pk))

    def test_a_new_secret_ends_the_old_one(self, city: City) -> None:
        client, old = identity.register_client(said=REGISTRATION, by=SECURITY, at=city.at)

        new = identity.renew_client_secret(client=client.id, by=SECURITY, at=city.at)

        client.refresh_from_db()
        assert identity.has_secret(client, new)
        assert not identity.has_secret(client, old)

    @pytest.mark.parametrize("who", ["citizen", "operator", "auditor", "supervisor"])
    def test_only_the_security_administrator_registers_systems(self, city: City, who: str) -> None:
        by = city.actor(who)

        for verb in _verbs(registered(city.at), by, city):
            with pytest.raises(NotAllowed):
                verb()
        assert Client.objects.count() == 1

    def test_a_visitor_sees_no_list_of_systems(self, city: City) -> None:
        client = registered(city.at)

        with pytest.raises(NotAllowed):
            identity.clients(by=VISITOR)
        with pytest.raises(NotAllowed):
            identity.client_for(client.id, by=VISITOR)
        assert identity.clients(by=SECURITY) == [identity.client_for(client.id, by=SECURITY)] == [client]

    def test_a_department_that_does_not_exist_has_no_system(self, city: City) -> None:
        with pytest.raises(NotFound):
            registered(city.at, replace(REGISTRATION, department="ZD000000XXX"))

    def test_a_change_keeps_the_sector_by_which_users_are_known(self, city: City) -> None:
        client = registered(city.at)
        moved = replace(REGISTRATION, redirects=("https://new.example.cn/back",), name="新名称")

        changed = identity.change_client(client=client.id, said=moved, by=SECURITY, at=city.at)

        assert (changed.name, changed.sector) == ("新名称", "gjj.example.cn")
        assert identity.client(client.code) == changed

    def test_addresses_on_several_hosts_need_the_host_named_by_which_users_are_known(self, city: City) -> None:
        several = replace(REGISTRATION, redirects=(BACK, "https://new.example.cn/back"))
        client = registered(city.at)

        for sector in ("", "other.example.cn"):
            with pytest.raises(Faulty) as refusal:
                registered(city.at, replace(several, sector=sector))
            assert set(refusal.value.faults) == {"sector"}
        for sector in ("", "new.example.cn"):
            said = replace(several, sector=sector)
            with pytest.raises(Faulty):
                identity.change_client(client=client.id, said=said, by=SECURITY, at=city.at)

        assert registered(city.at, replace(several, sector="new.example.cn")).sector == "new.example.cn"
        kept = replace(several, sector="gjj.example.cn")
        assert identity.change_client(client=client.id, said=kept, by=SECURITY, at=city.at).sector == "gjj.example.cn"

    def test_a_suspended_system_is_unknown_and_its_logins_are_over(self, city: City) -> None:
        client = registered(city.at)
        token = token_of(city, client)

        assert identity.suspend_client(client=client.id, by=SECURITY, at=city.at) == 1

        assert identity.client(client.code) is None
        with pytest.raises(identity.LoginOver):
            identity.hand_over(token=token, at=city.at)
        with pytest.raises(identity.ClientUnknown):
            come(city, client)

    def test_resuming_lets_people_in_again_but_revives_no_login(self, city: City) -> None:
        client = registered(city.at)
        token = token_of(city, client)
        identity.suspend_client(client=client.id, by=SECURITY, at=city.at)

        identity.resume_client(client=client.id, by=SECURITY, at=city.at)

        assert come(city, client)
        with pytest.raises(identity.LoginOver):
            identity.hand_over(token=token, at=city.at)

    def test_a_verb_in_the_wrong_state_is_refused(self, city: City) -> None:
        client = registered(city.at)

        with pytest.raises(identity.ClientStateWrong):
            identity.resume_client(client=client.id, by=SECURITY, at=city.at)
        identity.suspend_client(client=client.id, by=SECURITY, at=city.at)
        with pytest.raises(identity.ClientStateWrong):
            identity.suspend_client(client=client.id, by=SECURITY, at=city.at)

    def test_the_database_keeps_a_ground_without_law_out(self, city: City) -> None:
        registered(city.at)

        with pytest.raises(IntegrityError), transaction.atomic():
            Client.objects.update(ground="STATUTORY")

    def test_every_verb_is_on_the_record_without_any_secret(self, city: City) -> None:
        client, secret = identity.register_client(said=REGISTRATION, by=SECURITY, at=city.at)
        identity.suspend_client(client=client.id, by=SECURITY, at=city.at)

        entries = ledger.Entry.objects.filter(kind="client", subject=client.id)

        assert [entry.verb for entry in entries.order_by("id")] == [
            "identity.register_client",
            "identity.suspend_client",
        ]
        assert secret not in str(list(entries.values()))


class TestScope:
    """A security administrator of one bureau has nothing to do with the systems of another."""

    def test_other_departments_systems_do_not_exist_for_a_departments_administrator(self, city: City) -> None:
        by, others = city.actor("security-liangxi"), registered(city.at)
        own = registered(city.at, OF_THE_BUREAU)

        assert identity.clients(by=by) == [own] == [identity.client_for(own.id, by=by)]
        with pytest.raises(identity.ClientUnknown):
            identity.client_for(others.id, by=by)
        for verb in _verbs(others, by, city):
            with pytest.raises((identity.BeyondScope, identity.ClientUnknown)):
                verb()
        others.refresh_from_db()
        assert (others.state, others.name) == (identity.ClientState.ACTIVE, REGISTRATION.name)

    def test_a_departments_administrator_manages_its_own_systems(self, city: City) -> None:
        by = city.actor("security-liangxi")
        client, _ = identity.register_client(said=OF_THE_BUREAU, by=by, at=city.at)

        identity.change_client(client=client.id, said=replace(OF_THE_BUREAU, name="新名称"), by=by, at=city.at)
        assert identity.renew_client_secret(client=client.id, by=by, at=city.at)
        identity.suspend_client(client=client.id, by=by, at=city.at)
        identity.resume_client(client=client.id, by=by, at=city.at)

    def test_no_system_is_handed_to_a_department_beyond_ones_own(self, city: City) -> None:
        by, own = city.actor("security-liangxi"), registered(city.at, OF_THE_BUREAU)

        with pytest.raises(identity.BeyondScope) as refusal:
            identity.change_client(client=own.id, said=REGISTRATION, by=by, at=city.at)
        assert refusal.value.field == "department"

    def test_a_system_that_moves_to_another_department_moves_to_its_region(self, city: City) -> None:
        client = registered(city.at, OF_THE_BUREAU)

        moved = replace(OF_THE_BUREAU, department="ZD320200ADM")
        identity.change_client(client=client.id, said=moved, by=SECURITY, at=city.at)

        client.refresh_from_db()
        assert client.region == "320200"
        assert identity.clients(by=city.actor("security-liangxi")) == []

    def test_only_departments_are_offered_whose_systems_one_may_register(self, city: City) -> None:
        offered = {one.code for one in identity.connectable(by=city.actor("security-liangxi"))}

        assert ADM in offered
        assert not offered & {"ZD320200ADM", "ZD320213HUC"}
        assert len(identity.connectable(by=SECURITY)) == len(orgs.departments())


def test_systems_that_can_be_entered_say_where_a_login_begins(city: City) -> None:
    registered(city.at)
    begins = registered(city.at, replace(REGISTRATION, starts="https://gjj.example.cn/start"))

    assert identity.enterable() == [begins]
    assert Login.objects.count() == 0
    assert begins.redirects == [BACK]


def _verbs(client: Client, by: Actor, city: City) -> list:  # type: ignore[type-arg]
    return [
        lambda: identity.register_client(said=REGISTRATION, by=by, at=city.at),
        lambda: identity.change_client(client=client.id, said=REGISTRATION, by=by, at=city.at),
        lambda: identity.renew_client_secret(client=client.id, by=by, at=city.at),
        lambda: identity.suspend_client(client=client.id, by=by, at=city.at),
        lambda: identity.resume_client(client=client.id, by=by, at=city.at),
    ]
