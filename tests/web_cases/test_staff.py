"""Staff administration in the browser, with live sessions: what is taken away is gone with the next request."""

from __future__ import annotations

import re
from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest

from tests.cases.samples import Desk
from tests.identity.offices import known_as, post_of, without_posts
from tests.web_cases.conftest import As
from tongban.cases import api as cases
from tongban.identity import api as identity
from tongban.identity.models import Staff, TotpSecret
from tongban.kernel.actors import Actor, Role
from tongban.kernel.days import day_of
from tongban.ledger import api as ledger

LIST, MINE = "/desk/staff/", "/desk/my-posts/"
ADM = {"department": "ZD320213ADM", "region": "320213"}
OVERSEERS = ("security", "security-liangxi")
KIN = {"name": "测试甲", "number": "320200198804169015", "relation": "SPOUSE"}


def page_of(desk: Desk, username: str) -> str:
    return f"{LIST}{desk.city.user(username).pk}/"


def now(desk: Desk, username: str) -> Actor:
    """Return somebody as they act at the moment to which the pages have moved the clock."""
    return identity.actor_of(desk.city.user(username), at=desk.at)


def text_of(content: bytes) -> str:
    with ZipFile(BytesIO(content)) as book:
        return b"".join(book.read(name) for name in book.namelist()).decode("utf-8", "replace")


class TestWhoMayOpenIt:
    @pytest.mark.parametrize("username", ["acceptor", "supervisor", "auditor", "citizen"])
    def test_nobody_but_administrators(self, as_: As, desk: Desk, username: str) -> None:
        for path in (LIST, f"{LIST}open/", page_of(desk, "decider")):
            assert as_(username).get(path).status_code == 403

    def test_an_administrator_of_one_department_sees_its_staff_and_no_others(self, as_: As, desk: Desk) -> None:
        liangxi = as_("security-liangxi")

        assert "测试审批科长" in liangxi.get(LIST).text
        assert "测试住建科长" not in liangxi.get(LIST).text
        assert "测试住建科长" not in liangxi.get(LIST, {"q": "测试住建"}).text
        assert "测试住建科长" not in liangxi.get(LIST, {"department": "ZD320213HUC"}).text
        assert liangxi.get(page_of(desk, "housing-decider")).status_code == 404

    def test_anybody_sees_their_own_posts(self, as_: As) -> None:
        page = as_("acceptor").get(MINE).text

        assert "我的岗位" in page
        assert "无锡市梁溪区行政审批局" in page
        assert "授予岗位</a>" not in page


class TestAtOnce:
    def test_a_post_that_is_revoked_is_gone_from_a_session_that_is_open(self, as_: As, desk: Desk) -> None:
        case = desk.submitted()
        acceptor = as_("acceptor")
        assert acceptor.get(f"/desk/{case.number}/").status_code == 200

        address = f"{page_of(desk, 'acceptor')}remove/post/{post_of(desk.city, 'acceptor').pk}/"
        security = as_("security")
        assert "收回后" in security.get(address).text
        assert "请选择原因" in security.post(address).text
        assert acceptor.get(f"/desk/{case.number}/").status_code == 200
        security.post(address, {"reason": "LEFT"})

        assert acceptor.get(f"/desk/{case.number}/").status_code == 404
        assert acceptor.post(f"/desk/{case.number}/do/accept/").status_code == 404
        assert case.number not in acceptor.get("/desk/").text

    def test_so_it_is_during_leave_and_back_after_it(self, as_: As, desk: Desk) -> None:
        case = desk.submitted()
        acceptor, day = as_("acceptor"), desk.at.date().isoformat()
        me = f"{page_of(desk, 'acceptor')}leave/"

        assert acceptor.post(me, {"first": day, "last": day}).status_code == 302
        assert acceptor.get(f"/desk/{case.number}/").status_code == 404

        leave = desk.city.user("acceptor").leaves.get()
        acceptor.post(f"{LIST}end/leave/{leave.pk}/", {"staff": str(desk.city.user("acceptor").pk)})
        assert acceptor.get(f"/desk/{case.number}/").status_code == 200

    def test_an_account_that_is_closed_is_signed_out(self, as_: As, desk: Desk) -> None:
        acceptor = as_("acceptor")
        assert acceptor.get("/desk/").status_code == 200

        as_("operator").post(f"{page_of(desk, 'acceptor')}close/", {"reason": "LEFT"})

        assert acceptor.get("/desk/").status_code == 302

    def test_whoever_stands_in_works_and_the_record_says_for_whom(self, as_: As, desk: Desk) -> None:
        case = desk.examined()
        without_posts(desk.city, "housing-decider")
        Staff.objects.filter(user=desk.city.user("housing-decider")).update(department=ADM["department"])
        post, day = post_of(desk.city, "decider"), desk.at.date().isoformat()
        stand_in = desk.city.user("housing-decider")
        said = {"substitute": str(stand_in.pk), "first": day, "last": day}
        path = f"{LIST}posts/{post.pk}/substitute/{post.user_id}/"
        assert "测试住建科长" in as_("security").get(path).text
        assert as_("security").post(path, said).status_code == 302

        done = as_("housing-decider").post(
            f"/desk/{case.number}/do/grant/", {"reason": "符合条件。", "checked": "核查意见。"}
        )

        assert done.status_code == 302
        entry = ledger.history(kind="case", subject=case.pk)[-1]
        assert (entry.verb, entry.facts["instead_of"]) == ("case.grant", str(post.user_id))
        assert "代" in as_("housing-decider").get(MINE).text
        holder = desk.city.user("decider").display_name
        assert f"测试住建科长（代{holder}）" in as_("decider").get(f"/desk/{case.number}/").text
        ledger.sequence()
        position = ledger.Entry.objects.get(pk=entry.pk).position
        audited = as_("auditor").get(f"/desk/audit/{position}/").text
        assert f"代谁的岗位 {holder}（账号" in audited


class TestArranging:
    def test_a_post_is_given_and_taken_in_the_browser(self, as_: As, desk: Desk) -> None:
        given = as_("security").post(f"{page_of(desk, 'handout')}appoint/", ADM | {"role": "ACCEPTOR", "below": "1"})

        assert given.status_code == 302
        assert now(desk, "handout").holds(Role.ACCEPTOR)
        assert "及下属单位" in as_("security").get(page_of(desk, "handout")).text

    def test_nobody_raises_themselves(self, as_: As, desk: Desk) -> None:
        for username in ("security", "security-liangxi", "operator", "acceptor"):
            answer = as_(username).post(f"{page_of(desk, username)}appoint/", ADM | {"role": "DECIDER"})
            assert answer.status_code in {403, 422}
            assert not now(desk, username).holds(Role.DECIDER)

    def test_only_what_may_be_given_is_offered(self, as_: As, desk: Desk) -> None:
        path = f"{page_of(desk, 'handout')}appoint/"
        offers = [set(re.findall(r'<option value="([^"]+)"', as_(who).get(path).text)) for who in OVERSEERS]

        everywhere, liangxi = offers

        assert everywhere >= {"*", "ZD320213HUC", "320205", *ADM.values(), "ZD320213ADMINV"}
        assert liangxi >= {*ADM.values(), "ZD320213ADMINV"}
        assert not liangxi & {"*", "ZD320213HUC", "320205", "320200"}

    @pytest.mark.parametrize(
        ("username", "whose", "shut"),
        [
            ("security", "handout", {"close"}),
            ("operator", "handout", {"appoint", "nominate", "leave", "kin"}),
            ("security", "security", {"appoint", "nominate", "close"}),
            ("handout", "handout", {"appoint", "nominate", "close"}),
        ],
    )
    def test_a_page_is_drawn_only_for_whom_it_is_offered(
        self, as_: As, desk: Desk, username: str, whose: str, shut: set[str]
    ) -> None:
        verbs = ("appoint", "nominate", "leave", "kin", "close")

        refused = {verb for verb in verbs if as_(username).get(f"{page_of(desk, whose)}{verb}/").status_code == 403}

        assert refused == shut

    def test_nor_beyond_what_they_oversee(self, as_: As, desk: Desk) -> None:
        wide = {"role": "SUPERVISOR", "department": "*", "region": "*"}

        assert as_("security-liangxi").post(f"{page_of(desk, 'handout')}appoint/", wide).status_code == 403

    def test_an_administrator_takes_two(self, as_: As, desk: Desk) -> None:
        without_posts(desk.city, "handout")
        everywhere = {"role": "AUDITOR", "department": "*", "region": "*"}
        assert as_("security").post(f"{page_of(desk, 'handout')}appoint/", everywhere).status_code == 422
        assert as_("security").post(f"{page_of(desk, 'handout')}nominate/", everywhere).status_code == 302
        key = re.search(r"staff/nominations/([0-9a-f-]+)/", as_("security-two").get(LIST).text)
        assert key is not None

        own = as_("security").post(f"{LIST}nominations/{key[1]}/", {"verb": "agree"})
        assert (own.status_code, now(desk, "handout").grants) == (403, frozenset())
        assert as_("security-two").post(f"{LIST}nominations/{key[1]}/", {"verb": "agree"}).status_code == 302
        assert now(desk, "handout").holds(Role.AUDITOR)

    @pytest.mark.parametrize(
        ("verb", "said", "field"),
        [
            ("appoint", {}, "id_role"),
            ("appoint", {"role": "DECIDER"}, "id_department"),
            ("appoint", {"role": "KING", **ADM}, "id_role"),
            ("leave", {"first": "soon"}, "id_first"),
            ("leave", {"first": "2026-09-03", "last": "2026-09-02"}, "id_last"),
        ],
    )
    def test_what_is_missing_is_said_beside_its_field(
        self, as_: As, desk: Desk, verb: str, said: dict[str, str], field: str
    ) -> None:
        answer = as_("security").post(f"{page_of(desk, 'handout')}{verb}/", said)

        assert answer.status_code == 422
        assert f'href="#{field}"' in answer.text

    def test_an_account_is_opened_without_a_post(self, as_: As, desk: Desk) -> None:
        said = {"username": "fresh", "name": "测试新员", "number": "T9002", "department": ADM["department"]}
        answer = as_("operator").post(f"{LIST}open/", said | {"document_number": "320200199006129056"})
        assert answer.status_code == 422  # the number is somebody else's, under another name

        answer = as_("operator").post(
            f"{LIST}open/", said | {"name": "测试审查员二", "document_number": "320200199006129056"}
        )
        assert answer.status_code == 200  # the one-time code, shown this once
        assert "一次性邀请码" in answer.text
        assert now(desk, "fresh").grants == frozenset()
        assert as_("security").post(f"{LIST}open/", said).status_code in {403, 422}

    @pytest.mark.parametrize("department", ["", "ZD000000XXX"])
    def test_a_missing_department_keeps_what_was_typed(self, as_: As, department: str) -> None:
        said = {"username": "fresh", "name": "测试新员", "number": "T9002", "document_number": "320200199006129021"}

        answer = as_("operator").post(f"{LIST}open/", said | {"department": department})

        assert answer.status_code == 422
        assert 'href="#id_department"' in answer.text
        assert 'value="T9002"' in answer.text


class TestStanding:
    def standing(self, as_: As, desk: Desk, username: str) -> list[str]:
        lists = as_("security").get(LIST, {"q": desk.city.user(username).staff.number})
        pages = [lists.text, as_("security").get(page_of(desk, username)).text]
        return [found[1] for page in pages if (found := re.search(r"govuk-tag--\w+\">([^<]+)<", page))]

    def test_whoever_works_is_on_duty(self, as_: As, desk: Desk) -> None:
        assert self.standing(as_, desk, "handout") == ["在岗", "在岗"]

    def test_whoever_has_no_post_is_not(self, as_: As, desk: Desk) -> None:
        without_posts(desk.city, "handout")

        assert self.standing(as_, desk, "handout") == ["没有岗位", "没有岗位"]

    def test_nor_is_who_never_made_the_account_theirs(self, as_: As, desk: Desk) -> None:
        TotpSecret.objects.filter(user=desk.city.user("handout")).delete()

        assert self.standing(as_, desk, "handout") == ["待启用", "待启用"]


class TestWithoutPosts:
    def test_whoever_is_on_leave_is_told_so_and_until_when(self, as_: As, desk: Desk) -> None:
        me, today = desk.city.user("acceptor").pk, desk.at.date()
        identity.take_leave(
            staff=me, first=today, last=today + timedelta(days=2), by=desk.city.actor("acceptor"), at=desk.at
        )

        page = as_("acceptor").get("/desk/").text

        assert "您在休假，到2026年9月3日（含）" in page
        assert "这里没有办件" not in page

    def test_whoever_has_no_post_any_more_is_told_so(self, as_: As, desk: Desk) -> None:
        without_posts(desk.city, "acceptor")

        assert "您现在没有岗位" in as_("acceptor").get("/desk/").text
        assert "您现在没有岗位" not in as_("examiner").get("/desk/").text


class TestRecusal:
    def test_the_desk_says_that_something_is_left_out_and_not_what(self, as_: As, company_case: cases.Case) -> None:
        page = as_("examiner-two").get("/desk/").text

        assert "应当由您回避的办件没有列出" in page
        assert "请交给同事办理" in page
        assert company_case.number not in page
        assert "无锡测试餐饮" not in page
        assert "应当由您回避" not in as_("examiner").get("/desk/").text

    def test_by_looking_one_learns_nothing_and_by_acting_that_one_has_to_keep_out(
        self, as_: As, company_case: cases.Case
    ) -> None:
        number, kin = company_case.number, as_("examiner-two")

        assert kin.get(f"/desk/{number}/").status_code == 404
        assert kin.get(f"/desk/{number}/documents/receipt/").status_code == 404
        assert f"/desk/{number}/" not in kin.get("/desk/", {"q": number}).text
        told = kin.post(f"/desk/{number}/do/examine/", {"passed": "yes", "reason": "符合。"})
        assert told.status_code == 403
        for words in ("您应当回避", "请交给同事办理，并告诉本部门负责人", 'href="/desk/"'):
            assert words in told.text
        assert "测试" not in told.text.partition("<main")[2].partition("</main>")[0]
        other = as_("housing-examiner").post(f"/desk/{number}/do/examine/", {"passed": "yes", "reason": "符合。"})
        assert other.status_code == 404

    def test_nor_are_the_clocks_of_a_case_that_such_a_person_hands_in_for_somebody_else(
        self, as_: As, desk: Desk
    ) -> None:
        at = desk.now()
        scope = identity.Scope(items=["ZISPJY"], data=["MOBILE"], until=day_of(at) + timedelta(days=30))
        owner = identity.Named("测试丙", "320200197908229030")
        one = identity.offer_delegation(agent=owner, scope=scope, by=desk.applicant, at=at)
        identity.accept_delegation(delegation=one, by=desk.city.actor("owner"), at=desk.now())
        by = identity.actor_of(desk.city.user("owner"), at=desk.now(), acting_for=desk.applicant.party)
        case = Desk(city=desk.city, at=desk.now(), applicant=by).accepted()
        desk.at += timedelta(days=60)

        everything = {"tab": "overdue"}
        assert case.number in text_of(as_("examiner").get("/desk/clocks/export/", everything).content)
        assert case.number not in text_of(as_("examiner-two").get("/desk/clocks/export/", everything).content)
        assert case.number not in as_("examiner-two").get("/desk/clocks/", everything).text

    def test_nor_in_the_list_of_clocks_and_what_is_taken_away(
        self, as_: As, desk: Desk, company_case: cases.Case
    ) -> None:
        desk.at += timedelta(days=60)
        everything = {"tab": "overdue"}

        assert company_case.number in text_of(as_("examiner").get("/desk/clocks/export/", everything).content)
        assert company_case.number not in text_of(as_("examiner-two").get("/desk/clocks/export/", everything).content)
        assert company_case.number not in as_("examiner-two").get("/desk/clocks/", everything).text

    def test_a_clerk_takes_nothing_in_for_their_own_family(self, desk: Desk) -> None:
        known_as(desk.city, "receiver", "citizen")
        receiver = desk.city.actor("receiver")

        with pytest.raises(identity.Recused):
            cases.open_draft(
                item="ZISPJY", by=receiver, at=desk.now(), applicant=desk.city.actor("citizen").party, place="ZP320213"
            )

    def test_an_empty_form_of_a_relative_is_told_all_that_is_missing(self, as_: As, desk: Desk) -> None:
        known_as(desk.city, "acceptor", "elder")

        answer = as_("acceptor").post(f"{page_of(desk, 'acceptor')}kin/", {})

        assert answer.context["faults"].keys() == {"relation", "name", "number"}

    def test_a_declared_relative_is_left_out_with_the_next_request(self, as_: As, desk: Desk) -> None:
        case = desk.submitted()
        known_as(desk.city, "acceptor", "elder")
        acceptor = as_("acceptor")
        assert acceptor.get(f"/desk/{case.number}/").status_code == 200

        assert acceptor.post(f"{page_of(desk, 'acceptor')}kin/", KIN).status_code == 302

        assert acceptor.get(f"/desk/{case.number}/").status_code == 404
        assert "测试甲" in acceptor.get(MINE).text

    @pytest.fixture
    def company_case(self, desk: Desk) -> cases.Case:
        """A case of the restaurant company, whose owner is a relative of one of the examiners."""
        return Desk(city=desk.city, at=desk.at, applicant=desk.city.owner_for_company).accepted()


class TestOtherPeoplesNumbers:
    @pytest.mark.parametrize(
        ("username", "counts"),
        [("housing-acceptor", {"0"}), ("handout", {"0"}), ("operator", set()), ("security", set()), ("auditor", set())],
    )
    def test_open_nothing_and_count_nothing(self, as_: As, desk: Desk, username: str, counts: set[str]) -> None:
        case = desk.accepted()
        row = next(row for row in cases.material_list(case) if row.files).files[0]
        client = as_(username)

        for path in ("", f"materials/{row.pk}/", "documents/receipt/", "do/examine/"):
            assert client.get(f"/desk/{case.number}/{path}").status_code == 404
        assert client.post(f"/desk/{case.number}/do/examine/", {"passed": "yes", "reason": "符合。"}).status_code in {
            403,
            404,
        }
        page = client.get("/desk/", follow=True).text  # administrators have no inbox at all
        assert case.applicant.name not in page
        assert set(re.findall(r'class="tb-number">(\d+)</span></a>', page)) == counts
