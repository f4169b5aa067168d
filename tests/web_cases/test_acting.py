from __future__ import annotations

import re
from datetime import timedelta
from typing import cast
from uuid import UUID, uuid4

import pytest
from django.contrib.sessions.backends.base import SessionBase
from django.test import Client, RequestFactory
from django.utils import timezone
from pytest_django import Settings

from tests.cases.samples import ITEM, PAGES, Desk
from tests.web_cases.conftest import As
from tongban.cases import api as cases
from tongban.cases.models import Case
from tongban.identity import api as identity
from tongban.identity.models import Delegation, Party
from tongban.kernel.days import day_of
from tongban.ledger import api as ledger
from tongban.web.counter import standing
from tongban.web.middleware import ACTING_FOR
from tongban.web.request import Request

SENSITIVE = "320200197908229030"
OFFER = "/my/delegations/new/"
STUDENT = {"agent_name": "测试申", "agent_document_type": "RESIDENT_ID", "agent_number": "320200200604039080"}


def asked(desk: Desk, **changes: object) -> dict[str, object]:
    until = (day_of(desk.at) + timedelta(days=20)).isoformat()
    return {**STUDENT, "which": "SOME", "codes": [ITEM], "data": ["MOBILE"], "until": until, **changes}


def party(desk: Desk, who: str) -> UUID:
    found = desk.city.actor(who).party
    assert found
    return found


def delegated(desk: Desk, as_: As) -> str:
    as_("citizen").post(OFFER, asked(desk))
    one = str(Delegation.objects.get(principal_id=party(desk, "citizen")).id)
    as_("student").post(f"/my/delegations/{one}/accept/")
    return one


def delegated_later(desk: Desk, as_: As) -> str:
    as_("citizen").post(OFFER, asked(desk))
    return str(Delegation.objects.get(principal_id=party(desk, "citizen")).id)


def acting(client: Client, desk: Desk, whom: str = "citizen") -> Client:
    client.post("/acting-for/", {"party": str(party(desk, whom)), "next": "/my/"})
    return client


def text(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def main(page: str) -> str:
    return page[page.index("<main") : page.index("</main>")]


class TestOffer:
    def test_from_the_offer_to_the_application_with_both_names(self, desk: Desk, as_: As) -> None:
        offered = as_("citizen").post(OFFER, asked(desk), follow=True).content.decode()
        assert "委托已经发出" in offered
        assert "等待对方接受" in offered

        student = as_("student")
        one = Delegation.objects.get(principal_id=party(desk, "citizen")).id
        assert f"/my/delegations/{one}/accept/" in text(student, "/my/delegations/")
        assert "要接受这份委托吗" in text(student, f"/my/delegations/{one}/accept/")
        student.post(f"/my/delegations/{one}/accept/")

        acting(student, desk)
        home = text(student, "/my/")
        assert "您正在代“测试甲”办理" in home
        assert "换回本人" in home
        begun = student.post(f"/apply/{ITEM}/", follow=True).content.decode()
        assert "代办，申请人：测试甲" in begun
        case = Case.objects.get(applicant_id=party(desk, "citizen"))
        assert case.agent_id == party(desk, "student")

    def test_who_is_not_proven_reads_how_to_be_before_filling_anything_in(self, desk: Desk, as_: As) -> None:
        one = delegated_later(desk, as_)
        for who in ("citizen", "student"):
            Party.objects.filter(pk=party(desk, who)).update(real_name_level="NONE", proven_by="", proven_at=None)

        for who, path in (("citizen", OFFER), ("student", f"/my/delegations/{one}/accept/")):
            page = text(as_(who), path)
            assert "要先实名核验" in page
            assert 'href="/my/links/"' in page
            refused = as_(who).post(path, asked(desk))
            assert refused.status_code == 403
            assert "请用国家或者省统一身份认证登录一次" in refused.content.decode()
        assert "要先实名核验" not in text(as_("student"), f"/my/delegations/{one}/decline/")

    def test_looking_for_items_writes_nothing_and_keeps_what_was_filled_in(self, desk: Desk, as_: As) -> None:
        before = Delegation.objects.count()

        page = as_("citizen").post(OFFER, asked(desk, find="1", q="食品")).content.decode()

        assert Delegation.objects.count() == before
        assert 'value="测试申"' in page
        assert re.search(rf'value="{ITEM}" checked', page)

    def test_what_is_wrong_is_said_beside_its_field_and_the_rest_is_kept(self, desk: Desk, as_: As) -> None:
        answer = as_("citizen").post(OFFER, asked(desk, agent_number="1", codes=[], until=""))

        page = answer.content.decode()
        assert answer.status_code == 422
        assert all(f'href="#id_{name}"' in page for name in ("agent_number", "codes", "until"))
        assert 'value="测试申"' in page

    def test_the_answer_is_the_same_whether_the_person_is_registered_or_not(self, desk: Desk, as_: As) -> None:
        client = as_("citizen")

        pages = [
            client.post(OFFER, asked(desk, **who), follow=True).content.decode()
            for who in ({}, {"agent_name": "测试子虚", "agent_number": "320200199001019018"})
        ]

        told = [re.findall(r'role="status">.*?<p>(.*?)</p>', page, re.DOTALL) for page in pages]
        assert told[0] == told[1]

    @pytest.mark.parametrize("number", ["320200198804169015"])
    def test_to_oneself_is_refused_beside_the_number(self, desk: Desk, as_: As, number: str) -> None:
        answer = as_("citizen").post(OFFER, asked(desk, agent_number=number, agent_name="测试甲"))

        assert answer.status_code == 422
        assert "不能委托自己" in answer.content.decode()

    def test_items_that_there_are_not_are_not_delegated(self, desk: Desk, as_: As) -> None:
        answer = as_("citizen").post(OFFER, asked(desk, codes=["ZNOSUCH"]))

        assert answer.status_code == 422
        assert not Delegation.objects.filter(principal_id=party(desk, "citizen")).exists()

    @pytest.mark.parametrize("path", ["/my/delegations/", OFFER, "/my/enterprises/"])
    def test_staff_and_visitors_have_no_business_there(self, as_: As, path: str) -> None:
        assert as_("acceptor").get(path).status_code == 403
        assert as_("").get(path).status_code == 302


class TestSwitch:
    def test_every_one_is_listed_with_the_ground(self, as_: As) -> None:
        page = text(as_("helper"), "/about/")

        assert "代“测试戊”办理" in page
        assert "帮办代办人" in page
        assert "代“测试乙”办理" in page

    @pytest.mark.parametrize("whose", ["elder", "nobody"])
    def test_somebody_one_may_not_act_for_is_refused(self, desk: Desk, as_: As, whose: str) -> None:
        client = as_("citizen")
        chosen = str(party(desk, "elder") if whose == "elder" else uuid4())

        answer = client.post("/acting-for/", {"party": chosen})

        assert answer.status_code == 403
        assert ACTING_FOR not in client.session

    def test_after_revocation_the_next_request_is_as_oneself(self, desk: Desk, as_: As) -> None:
        one = delegated(desk, as_)
        student = acting(as_("student"), desk)
        as_("citizen").post(f"/my/delegations/{one}/revoke/")

        page = text(student, "/my/")

        assert "您正在代" not in page
        assert ACTING_FOR not in student.session
        assert "委托（授权）已经结束或者到期" in page
        assert "委托（授权）已经结束或者到期" not in text(student, "/my/")

    def test_the_principal_sees_by_name_who_fills_in_a_draft_for_them(self, desk: Desk, as_: As) -> None:
        delegated(desk, as_)
        acting(as_("student"), desk).post(f"/apply/{ITEM}/")
        draft, citizen = Case.objects.get(), as_("citizen")

        opened = citizen.get(f"/apply/draft/{draft.pk}/", follow=True).content.decode()

        assert "测试申" in main(text(citizen, "/my/"))
        assert "测试申" in main(opened)
        ledger.sequence()
        assert "代您办理的人“测试申”" in text(citizen, "/my/looked/")

    def test_what_was_sent_for_the_principal_is_not_done_in_one_s_own_name(self, desk: Desk, as_: As) -> None:
        one = delegated(desk, as_)
        student = acting(as_("student"), desk)
        as_("citizen").post(f"/my/delegations/{one}/revoke/")

        answer = student.post(f"/apply/{ITEM}/")

        assert answer.status_code == 403
        assert "您不能代表这个人" in answer.content.decode()
        assert not Case.objects.exists()

    def test_an_item_outside_the_mandate_is_refused(self, desk: Desk, as_: As) -> None:
        one = delegated(desk, as_)
        Delegation.objects.filter(id=one).update(items=["ZISELSE"])
        student = acting(as_("student"), desk)

        answer = student.post(f"/apply/{ITEM}/")

        assert answer.status_code == 403
        assert "不在委托的范围内" in answer.content.decode()

    def test_messages_of_the_principal_are_not_shown_to_an_agent(self, desk: Desk, as_: As) -> None:
        desk.submitted()
        delegated(desk, as_)

        assert "申请已收到" in text(as_("citizen"), "/my/messages/")
        assert "申请已收到" not in text(acting(as_("student"), desk), "/my/messages/")

    def test_sensitive_answers_of_earlier_cases_are_masked_for_an_agent(self, desk: Desk, as_: As) -> None:
        case = desk.submitted()
        one = delegated(desk, as_)
        Delegation.objects.filter(id=one).update(data=["EARLIER_CASES"])

        own, theirs = (
            text(client, f"/my/cases/{case.number}/") for client in (as_("citizen"), acting(as_("student"), desk))
        )

        assert "320200197908229030" in own
        assert "320200197908229030" not in theirs
        assert "只显示首尾" in theirs

    def test_nor_are_they_shown_where_a_correction_is_handed_in(self, desk: Desk, as_: As) -> None:
        case = desk.submitted()
        one = delegated(desk, as_)
        Delegation.objects.filter(id=one).update(data=["EARLIER_CASES"])
        points = [cases.Point("form.legal_rep_id", "请核对。")]
        cases.ask_correction(number=case.number, points=points, by=desk.staff("acceptor"), at=desk.now())

        page = f"/my/cases/{case.number}/supplement/"

        assert SENSITIVE in text(as_("citizen"), page)
        theirs = text(acting(as_("student"), desk), page)
        assert SENSITIVE not in theirs
        assert "320***********9030" in theirs

    def test_what_the_principal_writes_in_an_agent_s_draft_is_masked_for_the_agent_and_stays(
        self, desk: Desk, as_: As
    ) -> None:
        delegated(desk, as_)
        student = acting(as_("student"), desk)
        student.post(f"/apply/{ITEM}/", follow=True)
        draft = Case.objects.get(applicant_id=party(desk, "citizen"))
        form, check = f"/apply/draft/{draft.pk}/form/operator/", f"/apply/draft/{draft.pk}/check/"
        student.post(form, {**PAGES["operator"], "legal_rep_id": ["11010519491231002X"]})
        assert "11010519491231002X" in text(student, form)  # what one wrote oneself

        as_("citizen").post(form, PAGES["operator"])

        for page in (form, check):
            assert SENSITIVE not in text(student, page)
            assert "320***********9030" in text(student, page)
        student.post(form, {**PAGES["operator"], "legal_rep_id": [""]})
        assert SENSITIVE in text(as_("citizen"), form)
        student.post(form, {**PAGES["operator"], "legal_rep_id": ["11010519491231002X"]})
        assert "11010519491231002X" in text(as_("citizen"), form)


class TestWaiting:
    def test_an_offer_is_announced_at_home_until_it_is_answered(self, desk: Desk, as_: As) -> None:
        for one in identity.delegations_of(desk.city.actor("student"), at=desk.at).waiting:
            identity.decline_delegation(delegation=one.id, by=desk.city.actor("student"), at=desk.at)
        student = as_("student")
        assert "等您答复" not in text(student, "/my/")

        as_("citizen").post(OFFER, asked(desk))

        assert "有 1 份委托等您答复" in text(student, "/my/")
        assert "等您答复" not in text(as_("citizen"), "/my/")

    def test_it_is_not_announced_to_who_acts_for_the_person_it_was_offered_to(self, desk: Desk, as_: As) -> None:
        delegated(desk, as_)
        named = {"agent_name": "测试甲", "agent_number": "320200198804169015"}
        as_("boss").post(OFFER, asked(desk) | named)

        assert "有 1 份委托等您答复" in text(as_("citizen"), "/my/")
        assert "等您答复" not in text(acting(as_("student"), desk), "/my/")


class TestEnd:
    @pytest.mark.parametrize("who", ["citizen", "student"])
    def test_either_side_is_asked_once_more_and_ends_it(self, desk: Desk, as_: As, who: str) -> None:
        one = delegated(desk, as_)
        client = as_(who)

        assert "要解除这份委托吗" in text(client, f"/my/delegations/{one}/revoke/")
        assert Delegation.objects.get(id=one).state == "IN_FORCE"
        client.post(f"/my/delegations/{one}/revoke/")

        assert Delegation.objects.get(id=one).state == "REVOKED"

    @pytest.mark.parametrize("verb", ["accept", "decline", "take_back", "revoke"])
    def test_of_somebody_else_is_not_found(self, desk: Desk, as_: As, verb: str) -> None:
        one = delegated(desk, as_)
        client = as_("owner")

        assert client.get(f"/my/delegations/{one}/{verb}/").status_code == 404
        assert client.post(f"/my/delegations/{one}/{verb}/").status_code == 404

    def test_what_cannot_be_done_any_more_says_so_without_a_button(self, desk: Desk, as_: As) -> None:
        one = delegated(desk, as_)

        page = text(as_("citizen"), f"/my/delegations/{one}/take_back/")

        assert "不能再这样办理" in page
        assert "<h1>这份委托：有效" in page
        assert "吗？" not in page
        assert as_("citizen").post(f"/my/delegations/{one}/take_back/").status_code == 409

    def test_who_offered_cannot_answer_and_reads_what_they_can_do(self, desk: Desk, as_: As) -> None:
        as_("citizen").post(OFFER, asked(desk))
        one = Delegation.objects.get(principal_id=party(desk, "citizen")).id

        page = text(as_("citizen"), f"/my/delegations/{one}/accept/")

        assert "<h1>这份委托：等待对方接受" in page
        assert "这一步由对方办理" in page
        assert 'href="../take_back/"' in page
        assert "要接受这份委托吗" not in page

    def test_a_guardian_finds_no_button_that_ends_it_and_is_sent_to_the_counter(self, desk: Desk, as_: As) -> None:
        parent = as_("parent")
        one = Delegation.objects.get(kind="GUARDIAN", agent_id=party(desk, "parent")).id

        assert f"{one}/revoke/" not in text(parent, "/my/delegations/")
        page = text(parent, f"/my/delegations/{one}/revoke/")
        assert "被监护人" in page
        assert "不能在网上解除" in page
        assert 'method="post"' not in page.partition("<main")[2].partition("</main")[0]
        assert parent.post(f"/my/delegations/{one}/revoke/").status_code == 403
        assert Delegation.objects.get(id=one).state == "IN_FORCE"

    def test_an_unknown_verb_is_no_page(self, desk: Desk, as_: As) -> None:
        assert as_("citizen").get(f"/my/delegations/{delegated(desk, as_)}/steal/").status_code == 404


class TestEnterprises:
    def test_the_legal_representative_sees_agents_and_lets_somebody_act(self, desk: Desk, as_: As) -> None:
        boss = as_("boss")
        page = text(boss, "/my/enterprises/")
        assert "无锡太湖测试食品有限公司" in page
        assert "测试未" in page
        (new, *_) = re.findall(r"/my/enterprises/[0-9a-f-]+/agents/new/", page)

        boss.post(new, asked(desk))
        one = Delegation.objects.get(agent_name="测试申", state="OFFERED", authorised_by_id=party(desk, "boss"))
        student = as_("student")
        student.post(f"/my/delegations/{one.id}/accept/")

        assert "可以办的事" in text(student, "/my/enterprises/")
        boss.post(f"/my/enterprises/{one.principal_id}/agents/{one.id}/revoke/")
        assert one.principal.name not in text(student, "/my/enterprises/")

    def test_an_agent_can_neither_open_nor_send_the_page_of_the_representative(self, desk: Desk, as_: As) -> None:
        company = identity.by_document(identity.DocumentType.CREDIT_CODE, "91320200MAYYYY032Y")
        assert company
        agent, path = as_("agent"), f"/my/enterprises/{company.id}/agents/new/"

        assert agent.post(path, asked(desk)).status_code == 403
        assert as_("citizen").get(path).status_code == 403

    def test_who_has_none_is_told_what_to_do(self, as_: As) -> None:
        assert "您名下还没有企业" in text(as_("citizen"), "/my/enterprises/")


class TestCounter:
    def cards(self, desk: Desk, **changes: object) -> dict[str, object]:
        old = {"name": "测试戊", "document_type": "RESIDENT_ID", "number": "320200194411069015"}
        new = {"name": "测试甲", "document_type": "RESIDENT_ID", "number": "320200198804169015"}
        both = {f"principal_{k}": v for k, v in old.items()} | {f"agent_{k}": v for k, v in new.items()}
        until = (day_of(desk.at) + timedelta(days=20)).isoformat()
        return {**both, "kind": "ASSISTANT", "which": "ALL", "until": until, "seen": "1", **changes}

    def test_a_delegation_is_made_shown_and_ended(self, desk: Desk, as_: As) -> None:
        clerk = as_("receiver")

        page = clerk.post("/counter/delegation/", self.cards(desk), follow=True).content.decode()
        assert "委托已登记" in page
        assert "测试甲" in page

        (end, *_) = re.findall(r"/counter/delegation/[0-9a-f-]+/end/", page)
        assert "要结束这份委托吗" in text(clerk, end)
        ledger.sequence()
        seen = text(as_("citizen"), "/my/looked/")
        assert "在窗口核对了您的身份" in seen
        assert "在窗口登记了您" not in seen

        unseen = clerk.post(end)
        assert (unseen.status_code, "再勾选" in unseen.content.decode()) == (422, True)
        assert "委托已经结束" in clerk.post(end, {"seen": "1"}, follow=True).content.decode()

    @pytest.mark.parametrize("path", ["", "delegations/", "take-over/{draft}/", "end"])
    def test_an_address_opens_nobody_whom_this_clerk_has_not_found(self, desk: Desk, as_: As, path: str) -> None:
        one = delegated(desk, as_)
        draft = desk.filled().pk

        def answers(key: UUID) -> list[tuple[int, str]]:
            place = f"/counter/delegation/{key}/end/" if path == "end" else f"/counter/person/{key}/{path}"
            clerk, place = as_("receiver"), place.format(draft=draft)
            got = [] if path == "delegations/" else [clerk.post(place, {"seen": "1", "agreed": "1", "item": ITEM})]
            got += [] if path.startswith("take") else [clerk.get(place)]
            return [(answer.status_code, main(answer.content.decode())) for answer in got]

        known = answers(UUID(one) if path == "end" else party(desk, "citizen"))

        assert known == answers(uuid4())
        assert {status for status, _ in known} == {404}
        assert all("查找或者登记这位办事人" in words for _, words in known)
        assert Delegation.objects.get(id=one).state == "IN_FORCE"

    def test_who_was_found_may_be_opened_for_a_while_and_by_this_clerk_only(
        self, desk: Desk, as_: As, settings: Settings
    ) -> None:
        clerk, page = as_("receiver"), f"/counter/person/{desk.party}/"
        clerk.post("/counter/find/", {"find_name": "测试甲", "find_tail": "9015"})

        assert clerk.get(page).status_code == 200
        assert as_("receiver").get(page).status_code == 404
        desk.at += timedelta(minutes=settings.AT_COUNTER_MINUTES)
        assert clerk.get(page).status_code == 404

    def test_only_the_latest_who_were_found_are_kept(self, rf: RequestFactory) -> None:
        request, people = cast("Request", rf.get("/")), [uuid4() for _ in range(standing.MOST + 1)]
        request.session = SessionBase()
        at = timezone.now()

        standing.keep(request, *people, at=at)

        standing.require(request, people[-1], at=at)
        with pytest.raises(standing.NotAtCounter):
            standing.require(request, people[0], at=at)

    def test_without_the_documents_seen_nothing_is_made(self, desk: Desk, as_: As) -> None:
        cards = self.cards(desk)
        del cards["seen"]

        answer = as_("receiver").post("/counter/delegation/", cards)

        assert answer.status_code == 422
        assert "双方都在场" in answer.content.decode()

    def test_a_guardian_is_registered_by_the_household_register(self, as_: As) -> None:
        posted = {
            "child_name": "测试小己",
            "child_document_type": "HOUSEHOLD_REGISTER",
            "child_number": "32020020170614904X",
            "guardian_name": "测试甲",
            "guardian_document_type": "RESIDENT_ID",
            "guardian_number": "320200198804169015",
            "proof": "HOUSEHOLD_REGISTER",
        }

        page = as_("receiver").post("/counter/guardian/", posted, follow=True).content.decode()

        assert "监护关系已登记" in page

    def test_a_legal_representative_is_registered_by_the_licence(self, as_: As) -> None:
        posted = {
            "organisation_name": "无锡梁溪测试便利店有限公司",
            "organisation_document_type": "CREDIT_CODE",
            "organisation_number": "91320200MAYYYY059N",
            "person_name": "测试甲",
            "person_document_type": "RESIDENT_ID",
            "person_number": "320200198804169015",
            "seen": "1",
        }

        as_("receiver").post("/counter/representative/", posted)

        assert "无锡梁溪测试便利店有限公司" in text(as_("citizen"), "/my/enterprises/")

    @pytest.mark.parametrize("path", ["delegation/", "guardian/", "representative/"])
    @pytest.mark.parametrize("who", ["citizen", "acceptor", "operator"])
    def test_is_for_receiving_clerks_only(self, as_: As, path: str, who: str) -> None:
        assert as_(who).get(f"/counter/{path}").status_code == 403
        assert as_(who).post(f"/counter/{path}", {}).status_code == 403


class TestNavigation:
    OWN = ("/my/profile/", "/my/privacy/", "/my/looked/")

    def test_leads_an_agent_nowhere_they_are_refused(self, desk: Desk, as_: As) -> None:
        delegated(desk, as_)
        student = as_("student")
        assert all(f'href="{path}"' in text(student, "/my/") for path in self.OWN)

        page = text(acting(student, desk), "/my/")

        links = re.findall(r'href="(/my/[a-z]+/)"', page[page.index("tb-mynav") :].partition("</nav>")[0])
        assert not set(self.OWN) & set(links)
        assert "/my/messages/" in links
        assert {student.get(path).status_code for path in links} == {200}

    @pytest.mark.parametrize(
        ("path", "marked"),
        [
            ("/my/devices/", "/my/security/"),
            ("/my/links/", "/my/links/"),
            ("/my/delegations/new/", "/my/delegations/"),
            ("/my/", "/my/"),
        ],
    )
    def test_marks_where_one_is(self, as_: As, path: str, marked: str) -> None:
        assert f'<a href="{marked}" aria-current="page">' in text(as_("citizen"), path)

    def test_calls_a_page_what_the_page_calls_itself(self, as_: As) -> None:
        page = text(as_("citizen"), "/my/links/")

        assert re.search(r'<a href="/my/links/"[^>]*>登录过的系统</a>', page)
        assert "<h1>登录过的系统</h1>" in page


def test_the_desk_and_the_receipt_carry_both_names(desk: Desk, as_: As) -> None:
    delegated(desk, as_)
    user = desk.city.user("student")
    theirs = Desk(
        city=desk.city,
        at=desk.now(),
        applicant=identity.actor_of(user, at=desk.now(), acting_for=desk.city.actor("citizen").party),
    )
    case = theirs.submitted()
    desk.at = theirs.at

    page = text(as_("acceptor"), f"/desk/{case.number}/")
    receipt = text(acting(as_("student"), desk), f"/my/cases/{case.number}/receipt/")

    assert "申请人：测试甲；代办人：测试申（委托代理）" in page
    assert "代办：测试申" in page
    assert "代办人：测试申（委托代理）" in receipt


def test_the_window_asks_who_signs_for_a_result_and_the_desk_says_who_did(desk: Desk, as_: As) -> None:
    delegated(desk, as_)
    user = desk.city.user("student")
    by = identity.actor_of(user, at=desk.now(), acting_for=desk.city.actor("citizen").party)
    theirs = Desk(city=desk.city, at=desk.now(), applicant=by)
    case = theirs.granted()
    desk.at = theirs.at
    clerk, path = as_("handout"), f"/counter/handout/{case.number}/"
    student = {"document_type": "RESIDENT_ID", "number": "320200200604039080", "name": "测试申"}

    asked = text(clerk, path)
    left_out = clerk.post(path, {"proof": "DOCUMENT", "signature": "ON_PAPER", "document_type": "RESIDENT_ID"})
    clerk.post(path, {"proof": "DOCUMENT", "signature": "ON_PAPER", **student})

    assert "测试甲；代办人：测试申（委托代理）" in asked
    assert left_out.status_code == 422
    assert "请填写证件号码" in left_out.text
    assert "交给代办人：测试申（委托代理）" in text(clerk, f"/desk/{case.number}/")
    assert "代办人：测试申（委托代理）" in text(as_("citizen"), f"/my/cases/{case.number}/").partition("送达")[2]


class TestSamplePage:
    def test_lists_everybody_with_a_link_that_fills_in_the_name(self, as_: As) -> None:
        page = text(as_(""), "/sample/")

        assert all(f"?username={one.username}" in page for one in identity.cast())
        assert all(one.name in page for one in identity.without_account())
        assert all(one.number in page and one.mobile in page for one in identity.newcomers())
        assert identity.newcomers()
        assert 'value="helper"' in text(as_(""), "/signin/?username=helper")

    def test_is_not_there_in_earnest_nor_is_the_banner(self, as_: As, settings: Settings) -> None:
        assert 'href="/sample/"' in text(as_(""), "/about/")

        settings.SAMPLE_MODE = False

        assert as_("").get("/sample/").status_code == 404
        assert "/sample/" not in text(as_(""), "/about/")
        assert identity.without_account() == identity.newcomers() == []

    def test_a_name_in_the_address_of_signing_in_is_text_and_nothing_else(self, as_: As) -> None:
        page = text(as_(""), "/signin/?username=%22%3E%3Cscript%3E")

        assert "<script>" not in page.replace('<script src="', "")
