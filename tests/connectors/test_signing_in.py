from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.contrib.auth import get_user
from django.test import Client
from django.utils import timezone

from tests.city import City
from tests.conftest import in_threads
from tests.connectors.browser import NAMED, OPAQUE, browser, come_back, confirm, out, through
from tongban.identity import api as identity
from tongban.identity.models import Account, ExternalIdentity
from tongban.kernel.actors import SYSTEM
from tongban.ledger import api as ledger
from tongban.web.outside.shown import provider_names

PASSWORD = "tongban-sample"  # noqa: S105 - shown on the sign-in page of the sample
PROVEN = identity.Proven("national", "n-1", "测试甲", "111", "320200198804169015", "19900000001")


def signed_in(client: Client) -> str:
    user = get_user(client)
    return getattr(user, "username", "")


def enter(client: Client, username: str) -> None:
    client.force_login(
        identity.User.objects.get(username=username), backend="django.contrib.auth.backends.ModelBackend"
    )


@pytest.mark.usefixtures("wired")
class TestButtons:
    @pytest.mark.parametrize("code", [*NAMED, *OPAQUE])
    def test_each_is_on_the_page_for_signing_in_and_leads_out(self, code: str) -> None:
        client = browser()

        assert f"/outside/{code}/" in client.get("/signin/").content.decode()
        assert code in out(client, code)

    @pytest.mark.parametrize("code", NAMED)
    def test_who_is_proven_by_name_is_signed_in_at_once(self, code: str) -> None:
        client = browser()

        answer = through(client, code, "citizen", next="/my/messages/")

        assert answer.headers["Location"] == "/my/messages/"
        assert signed_in(client) == "citizen"
        [link] = ExternalIdentity.objects.all()
        assert link.provider == code
        assert Account.objects.get(user=link.user).party.real_name_level == "STRONG"
        assert [means for _, means in client.get("/my/devices/").context["devices"]] == [provider_names()[code]]

    @pytest.mark.parametrize("code", NAMED)
    def test_a_newcomer_gets_an_account_of_their_own(self, code: str) -> None:
        client = browser()

        through(client, code, "stranger")

        user = identity.User.objects.get(username=signed_in(client))
        assert user.display_name == "测试新来"
        assert not user.has_usable_password()
        assert Account.objects.get(user=user).party.proven_by == code.upper()

    @pytest.mark.parametrize("code", NAMED)
    def test_the_same_person_comes_to_the_same_account(self, code: str) -> None:
        first, second = browser(), browser()

        through(first, code, "stranger")
        through(second, code, "stranger")

        assert signed_in(first) == signed_in(second) != ""
        assert ExternalIdentity.objects.count() == 1

    @pytest.mark.parametrize("code", OPAQUE)
    def test_an_opaque_account_opens_nothing_until_it_is_linked(self, code: str) -> None:
        client = browser()

        answer = through(client, code, "citizen")

        assert answer.headers["Location"] == f"/outside/{code}/unknown/"
        assert "还没有关联" in client.get(answer.headers["Location"]).content.decode()
        assert signed_in(client) == ""
        assert ExternalIdentity.objects.count() == 0

    @pytest.mark.parametrize("code", OPAQUE)
    def test_whoever_then_signs_in_is_asked_and_links_it(self, code: str) -> None:
        client = browser()
        through(client, code, "citizen")
        answer = client.post("/signin/", {"username": "citizen", "password": PASSWORD, "next": "/outside/pending/"})
        assert "要让刚才的" in client.get(answer.headers["Location"]).content.decode()

        client.post("/outside/pending/", {"decision": "link"})
        other = browser()
        through(other, code, "citizen")

        assert signed_in(other) == "citizen"

    @pytest.mark.parametrize("code", OPAQUE)
    def test_who_is_signed_in_links_their_account(self, code: str) -> None:
        client = browser()
        enter(client, "citizen")

        assert through(client, code, "citizen").headers["Location"] == "/my/links/"

        page = client.get("/my/links/").content.decode()
        assert "解除关联" in page
        assert f'href="/outside/{code}/"' not in page

    @pytest.mark.parametrize("code", [*NAMED, *OPAQUE])
    def test_who_cancels_there_is_told_so_and_offered_the_other_ways(self, code: str) -> None:
        client = browser()

        answer = through(client, code, "")

        assert answer.status_code == 422
        assert "您取消了登录" in answer.content.decode()
        assert "用其他方式登录" in answer.content.decode()

    def test_staff_do_not_sign_in_or_link_this_way(self) -> None:
        client = browser()
        enter(client, "acceptor")

        assert client.get("/outside/national/").status_code == 403

    def test_an_unknown_service_is_not_found(self) -> None:
        assert browser().get("/outside/nobody/").status_code == 404


@pytest.mark.usefixtures("wired")
class TestAttacks:
    @pytest.mark.parametrize("code", [*NAMED, *OPAQUE])
    def test_a_way_back_that_began_in_another_browser_signs_nobody_in(self, code: str) -> None:
        attacker, victim = browser(), browser()
        back = confirm(out(attacker, code), "citizen")
        out(victim, code)

        answer = come_back(victim, back)

        assert answer.status_code == 422
        assert signed_in(victim) == ""

    @pytest.mark.parametrize("code", [*NAMED, *OPAQUE])
    def test_a_way_back_is_gone_once(self, code: str) -> None:
        client = browser()
        back = confirm(out(client, code), "citizen")
        come_back(client, back)

        assert come_back(client, back).status_code == 422

    def test_the_answer_of_one_service_is_none_of_another(self) -> None:
        client = browser()
        back = confirm(out(client, "national"), "citizen")

        answer = come_back(client, back.replace("/national/", "/lingxi/"))

        assert answer.status_code == 422
        assert signed_in(client) == ""

    @pytest.mark.parametrize("query", ["", "?state=", "?state=guess&code=x", "?code=x", "?state=é"])
    def test_a_guess_signs_nobody_in(self, query: str) -> None:
        client = browser()
        out(client, "national")

        assert client.get(f"/outside/national/back/{query}").status_code == 422

    @pytest.mark.parametrize("code", NAMED)
    def test_a_code_of_somebody_else_s_with_one_s_own_state_needs_their_proof(self, code: str) -> None:
        attacker, victim = browser(), browser()
        stolen = confirm(out(victim, code), "elder")
        mine = confirm(out(attacker, code), "citizen")
        name = "ticket" if code == "jiangsu" else "code"
        code_of = re.compile(rf"{name}=([^&]+)")
        found, own = code_of.search(stolen), code_of.search(mine)
        assert found
        assert own

        come_back(attacker, mine.replace(own[1], found[1]))

        # Proof of possession binds the code to the browser that began; without it the service is to keep it safe.
        assert signed_in(attacker) == ("" if code == "lingxi" else "elder")

    def test_it_waits_ten_minutes_and_no_longer(self, monkeypatch: pytest.MonkeyPatch) -> None:
        client = browser()
        back = confirm(out(client, "national"), "citizen")
        later = timezone.now() + timedelta(minutes=11)
        monkeypatch.setattr(timezone, "now", lambda: later)

        assert come_back(client, back).status_code == 422

    @pytest.mark.parametrize("where", ["https://evil.example/", "//evil.example"])
    def test_it_never_leads_out_of_the_house_afterwards(self, where: str) -> None:
        assert through(browser(), "national", "citizen", next=where).headers["Location"] == "/"

    def test_one_account_outside_opens_one_account_here(self) -> None:
        first, second = browser(), browser()
        enter(first, "citizen")
        enter(second, "elder")
        through(first, "wechat", "citizen")

        answer = through(second, "wechat", "citizen")

        assert answer.status_code == 422
        assert "已经关联了另一个通办账号" in answer.content.decode()

    def test_another_person_s_proven_account_cannot_be_linked(self) -> None:
        client = browser()
        enter(client, "elder")

        answer = through(client, "national", "citizen")

        assert "不是您本人" in answer.content.decode()
        assert ExternalIdentity.objects.count() == 0

    def test_a_link_is_ended_by_its_owner_only(self) -> None:
        client, stranger = browser(), browser()
        enter(client, "citizen")
        enter(stranger, "elder")
        through(client, "wechat", "citizen")
        link = str(ExternalIdentity.objects.get().pk)

        assert stranger.post("/outside/unlink/", {"link": link}).status_code == 404
        assert client.post("/outside/unlink/", {"link": link}).headers["Location"] == "/my/links/"
        other = browser()
        through(other, "wechat", "citizen")
        assert signed_in(other) == ""


class TestVerbs:
    def test_the_session_s_record_says_by_what_means(self, city: City) -> None:
        identity.sign_in_with(proven=PROVEN, at=city.at)

        assert ledger.Entry.objects.get(verb="identity.sign_in").facts == {"means": "PROVIDER"}
        assert ledger.Entry.objects.get(verb="identity.link_identity").facts == {"provider": "national"}

    def test_a_number_known_under_another_name_signs_nobody_in(self, city: City) -> None:
        with pytest.raises(identity.NameDiffers):
            identity.sign_in_with(proven=replace(PROVEN, name="测试乙"), at=city.at)

    @pytest.mark.parametrize(
        "lie", [{"number": "320200198804169016"}, {"document_code": "999"}, {"mobile": "12"}, {"name": "\x00"}]
    )
    def test_what_cannot_be_right_is_not_believed(self, city: City, lie: dict[str, str]) -> None:
        with pytest.raises(identity.ProviderLied):
            identity.sign_in_with(proven=replace(PROVEN, **lie), at=city.at)

        assert ExternalIdentity.objects.count() == 0

    def test_a_closed_account_stays_closed(self, city: City) -> None:
        identity.sign_in_with(proven=PROVEN, at=city.at)
        identity.User.objects.filter(username="citizen").update(is_active=False)

        with pytest.raises(identity.SignInRefused):
            identity.sign_in_with(proven=PROVEN, at=city.at)

    def test_the_last_way_in_is_kept(self, city: City) -> None:
        alone = replace(PROVEN, name="测试新来", number="320200199511059095", mobile="")
        user = identity.sign_in_with(proven=alone, at=city.at).user
        [link] = identity.links_of(user.pk)

        with pytest.raises(identity.LastWayIn):
            identity.unlink_identity(link=link.pk, by=identity.actor_of(user, at=city.at), at=city.at)

    def test_staff_and_visitors_link_nothing(self, city: City) -> None:
        for actor in (city.actor("acceptor"), SYSTEM):
            with pytest.raises(identity.NotForStaff):
                identity.link_identity(proven=replace(PROVEN, name="", number=""), by=actor, at=city.at)

    def test_of_the_number_outside_only_digest_and_cipher_are_kept(self, city: City) -> None:
        identity.sign_in_with(proven=replace(PROVEN, subject="plain-subject"), at=city.at)

        assert "plain-subject" not in str(list(ExternalIdentity.objects.values()))


@pytest.mark.django_db(transaction=True)
def test_a_newcomer_who_comes_twice_at_once_gets_one_account(city: City) -> None:
    new = replace(PROVEN, name="测试新来", number="320200199511059095", mobile="19900000099")

    admitted = in_threads(*[lambda: identity.sign_in_with(proven=new, at=city.at)] * 3)

    assert len({one.user.pk for one in admitted}) == 1
    assert ExternalIdentity.objects.count() == 1
