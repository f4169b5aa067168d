"""One's own space: who looked, what is kept, taking it out, putting it right, leaving; and what the desk may not."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from uuid import uuid4
from zipfile import ZipFile

import pytest
from django.test import Client

from tests.cases.samples import Desk
from tests.web_cases.conftest import As, pdf
from tongban.identity import api as identity
from tongban.kernel.actors import SYSTEM, Role
from tongban.ledger import api as ledger
from tongban.ledger.models import Entry
from tongban.privacy import api as privacy

pytestmark = pytest.mark.django_db(transaction=True)
VERIFIER = Path(__file__).resolve().parents[2] / "verifier/tongban_verify.py"
PAGES = [
    "/my/profile/",
    "/my/looked/",
    "/my/privacy/",
    "/my/privacy/take/",
    "/my/privacy/correct/",
    "/my/privacy/close/",
]


def words(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined, no-any-return]


def looked_at(desk: Desk, as_: As) -> str:
    """A case of the citizen that an acceptor opened; returns its number."""
    number = desk.submitted().number
    as_("acceptor").get(f"/desk/{number}/")
    ledger.sequence()
    return number


@pytest.fixture
def manager(as_: As, desk: Desk) -> Client:
    """A data manager at the desk."""
    user = identity.open_account(
        username="data", password="Tongban-2026-data", display_name="测试数管员", by=SYSTEM, at=desk.city.at
    )
    identity.appoint(user=user, role=Role.DATA_MANAGER, department="*", region="*", by=SYSTEM, at=desk.city.at)
    return as_("data")


class TestPages:
    @pytest.mark.parametrize("path", PAGES)
    def test_are_for_who_signed_in_and_no_staff(self, as_: As, path: str) -> None:
        assert as_("citizen").get(path).status_code == 200
        assert as_("").get(path).status_code == 302
        assert as_("acceptor").get(path).status_code == 403

    @pytest.mark.parametrize("path", PAGES)
    def test_stay_in_no_cache(self, as_: As, path: str) -> None:
        assert "no-store" in as_("citizen").get(path).headers["Cache-Control"]

    @pytest.mark.parametrize("path", PAGES)
    def test_speak_english(self, as_: As, path: str) -> None:
        browser = as_("citizen")
        browser.cookies["django_language"] = "en"

        assert "谁看了我的信息" not in words(browser.get(path))

    def test_lead_from_one_to_the_other(self, as_: As) -> None:
        page = words(as_("citizen").get("/my/"))

        for path in ("/my/profile/", "/my/privacy/", "/my/looked/", "/my/messages/", "/my/delegations/"):
            assert f'href="{path}"' in page

    def test_the_profile_masks_numbers_on_the_screen(self, as_: As) -> None:
        page = words(as_("citizen").get("/my/profile/"))

        assert "320200198804169015" not in page
        assert "19900000001" not in page

    def test_the_address_is_one_s_own_to_change(self, as_: As) -> None:
        browser = as_("citizen")

        browser.post("/my/profile/address/", {"address": "示例路 8 号"})

        assert "示例路 8 号" in words(browser.get("/my/profile/"))
        assert "示例路" not in str(list(Entry.objects.filter(verb="identity.change_address").values()))


class TestLooked:
    def test_tells_the_office_and_the_ground_and_no_name(self, as_: As, desk: Desk) -> None:
        number = looked_at(desk, as_)

        page = words(as_("citizen").get("/my/looked/"))

        assert "查看了您的办件" in page
        assert "无锡市梁溪区行政审批局（受理）" in page
        assert number in page
        assert "个人信息保护法第十三条" in page
        assert "测试受理员" not in page

    def test_a_filter_that_cannot_be_read_is_named(self, as_: As) -> None:
        answer = as_("citizen").get("/my/looked/?from=gestern")

        assert answer.status_code == 422
        assert "请选择日期" in words(answer)

    def test_says_how_to_trust_nobody_s_word_for_the_key(self, as_: As) -> None:
        page = words(as_("citizen").get("/my/looked/"))

        assert "looked-….proof.json --key 指纹" in page
        assert 'href="/record/#keys"' in page

    @pytest.mark.parametrize("path", ["/my/looked/", "/my/looked/proof/"])
    @pytest.mark.parametrize(
        ("asked", "named"),
        [
            ("from=xx", "请选择日期"),
            ("until=0001-01-01", "请选择日期"),
            ("from=0001-01-01", "请选择日期"),
            ("until=9999-12-31", "请选择日期"),
            ("from=2026-12-01&until=2026-11-01", "结束日期早于开始日期"),
        ],
    )
    def test_list_and_proof_refuse_the_same_times(self, as_: As, path: str, asked: str, named: str) -> None:
        answer = as_("citizen").get(f"{path}?{asked}")

        assert answer.status_code == 422
        assert answer.headers["Content-Type"].startswith("text/html")
        assert named in words(answer)
        assert "下载清单的证明" not in words(answer)

    def test_can_be_printed(self, as_: As, desk: Desk) -> None:
        looked_at(desk, as_)

        page = words(as_("citizen").get("/my/looked/?print=1&show=all"))

        assert "tb-looked__filter" not in page
        assert "提交了申请" in page

    def test_the_proof_satisfies_the_verifier(self, as_: As, desk: Desk, tmp_path: Path) -> None:
        looked_at(desk, as_)
        ledger.seal(at=desk.now())
        answer = as_("citizen").get("/my/looked/proof/?from=2026-01-01&until=2036-01-01")
        path = tmp_path / "looked.json"
        path.write_bytes(answer.content)

        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert subprocess.run([sys.executable, VERIFIER, path], check=False).returncode == 0

    def test_a_proof_of_somebody_else_s_entry_is_not_found(self, as_: As, desk: Desk) -> None:
        looked_at(desk, as_)
        ledger.seal(at=desk.now())
        position = Entry.objects.get(verb="case.submit").position

        assert as_("citizen").get(f"/my/looked/{position}/proof/").status_code == 200
        assert as_("elder").get(f"/my/looked/{position}/proof/").status_code == 404


class TestTaking:
    def test_hands_everything_out_to_who_just_signed_in(self, as_: As, desk: Desk) -> None:
        desk.submitted()

        answer = as_("citizen").post("/my/privacy/take/")
        box = ZipFile(BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]

        assert json.loads(box.read("data.json"))["me"]["document_number"] == "320200198804169015"
        assert answer.headers["Cache-Control"] == "private, no-store"

    @pytest.mark.parametrize("method", ["get", "post"])
    @pytest.mark.parametrize("path", ["/my/privacy/take/", "/my/privacy/close/"])
    def test_a_session_that_is_old_or_stolen_is_asked_again(self, as_: As, desk: Desk, method: str, path: str) -> None:
        browser = as_("citizen")
        desk.at += timedelta(minutes=11)

        answer = getattr(browser, method)(path)

        assert answer.status_code == 302
        assert answer.headers["Location"].startswith("/my/confirm/?next=")
        assert not Entry.objects.filter(verb__in=["export.take", "closing.ask"]).exists()

    def test_with_the_password_it_goes_on(self, as_: As, desk: Desk) -> None:
        browser = as_("citizen")
        desk.at += timedelta(minutes=11)
        wrong = browser.post("/my/confirm/", {"password": "guessed", "next": "/my/privacy/take/"})
        right = browser.post("/my/confirm/", {"password": "tongban-sample", "next": "/my/privacy/take/"})

        assert wrong.status_code == 422
        assert right.headers["Location"] == "/my/privacy/take/"
        assert browser.get("/my/privacy/take/").status_code == 200

    @pytest.mark.parametrize("elsewhere", ["//evil.cn/", "https://evil.cn/", "/\\evil.cn"])
    def test_confirming_leads_nowhere_else(self, as_: As, elsewhere: str) -> None:
        answer = as_("citizen").post("/my/confirm/", {"password": "tongban-sample", "next": elsewhere})

        assert answer.headers["Location"] == "/"


class TestCorrecting:
    def test_from_the_request_to_the_answer(self, as_: As, desk: Desk, manager: Client) -> None:
        citizen = as_("citizen")
        citizen.post("/my/privacy/correct/", {"field": "NAME", "right": "测试更名", "proof": pdf("户口簿.pdf")})
        page = words(manager.get("/desk/data/"))
        (asking,) = privacy.my_requests(by=desk.applicant, at=desk.at)
        shown = words(manager.get(f"/desk/data/{asking.id}/"))
        proof = manager.get(f"/desk/data/{asking.id}/proof/", follow=True)

        manager.post(f"/desk/data/{asking.id}/", {"answer": "grant", "reason": "与户口簿一致。"})

        assert "测试甲" in page
        assert "测试更名" in shown
        assert proof.headers["Content-Type"] == "application/pdf"
        assert "与户口簿一致。" in words(citizen.get("/my/privacy/"))
        assert "测试更名" in words(citizen.get("/my/profile/"))

    def test_without_an_answer_or_a_reason_says_what_is_missing(self, as_: As, desk: Desk, manager: Client) -> None:
        as_("citizen").post("/my/privacy/correct/", {"field": "NAME", "right": "测试更名"})
        (asking,) = privacy.my_requests(by=desk.applicant, at=desk.at)

        none = manager.post(f"/desk/data/{asking.id}/", {"reason": "好"})
        silent = manager.post(f"/desk/data/{asking.id}/", {"answer": "refuse", "reason": ""})

        assert (none.status_code, silent.status_code) == (422, 422)
        assert "请写明理由" in words(silent)

    @pytest.mark.parametrize("who", ["acceptor", "auditor", "operator", "citizen"])
    def test_the_list_is_for_data_managers(self, as_: As, who: str) -> None:
        assert as_(who).get("/desk/data/").status_code == 403

    def test_somebody_else_s_request_is_not_found(self, as_: As, desk: Desk, manager: Client) -> None:
        as_("citizen").post("/my/privacy/correct/", {"field": "NAME", "right": "测试更名"})
        (asking,) = privacy.my_requests(by=desk.applicant, at=desk.at)

        assert as_("elder").post(f"/my/privacy/requests/{asking.id}/take-back/").status_code == 404
        assert manager.get(f"/desk/data/{uuid4()}/").status_code == 404

    def test_pressed_twice_it_is_asked_once(self, as_: As, desk: Desk) -> None:
        browser = as_("citizen")
        answers = [browser.post("/my/privacy/correct/", {"field": "NAME", "right": "测试更名"}) for _ in range(2)]

        assert [answer.status_code for answer in answers] == [302, 409]
        assert len(privacy.my_requests(by=desk.applicant, at=desk.at)) == 1


class TestClosing:
    def test_is_asked_and_taken_back(self, as_: As) -> None:
        browser = as_("citizen")
        browser.post("/my/privacy/close/")
        asked = words(browser.get("/my/privacy/"))
        again = browser.post("/my/privacy/close/")
        browser.post("/my/privacy/stay/")

        assert "您申请了注销账号" in asked
        assert again.status_code == 409
        assert "您申请了注销账号" not in words(browser.get("/my/privacy/"))

    def test_tells_a_legal_representative_what_becomes_of_the_companies(self, as_: As, desk: Desk) -> None:
        own = identity.parties_of(desk.city.user("owner"), at=desk.at)

        page = words(as_("owner").get("/my/privacy/close/"))

        assert own[1].name in page[page.index("您代表的企业") :].partition("什么时候生效")[0]
        assert "授权的经办人，到期以前可以继续办理" in page
        assert "您代表的企业" not in words(as_("citizen").get("/my/privacy/close/"))

    def test_with_a_running_case_says_what_comes_first(self, as_: As, desk: Desk) -> None:
        desk.submitted()

        assert "还有 1 个办件没有办完" in words(as_("citizen").get("/my/privacy/close/"))

    def test_once_closed_an_open_session_opens_nothing(self, as_: As, desk: Desk) -> None:
        browser = as_("citizen")
        browser.post("/my/privacy/close/")
        (closing,) = privacy.due_closings(at=desk.at + timedelta(days=16))

        privacy.close_account(closing=closing, at=desk.at + timedelta(days=16))

        assert browser.get("/my/profile/").status_code == 302


class TestUnmasking:
    PATH = "/desk/{}/unmask/legal_rep_id/"

    def test_from_the_case_page_with_a_reason_for_a_minute(self, as_: As, desk: Desk) -> None:
        number, acceptor = desk.submitted().number, as_("acceptor")
        page = words(acceptor.get(f"/desk/{number}/"))
        shown = acceptor.post(self.PATH.format(number), {"reason": "COMPARE"})

        assert self.PATH.format(number) in page
        assert "320200197908229030" not in page
        assert "320200197908229030" in words(shown)
        assert shown.headers["Cache-Control"] == "private, no-store"
        assert shown.headers["Refresh"] == f"60; url=/desk/{number}/"

    def test_opening_the_question_shows_nothing(self, as_: As, desk: Desk) -> None:
        number = desk.submitted().number

        assert "320200197908229030" not in words(as_("acceptor").get(self.PATH.format(number)))
        assert not Entry.objects.filter(verb="privacy.unmask").exists()

    def test_without_a_reason_is_refused(self, as_: As, desk: Desk) -> None:
        answer = as_("acceptor").post(self.PATH.format(desk.submitted().number), {})

        assert answer.status_code == 422
        assert "320200197908229030" not in words(answer)

    @pytest.mark.parametrize(
        ("who", "status"),
        [("supervisor", 403), ("housing-acceptor", 404), ("auditor", 404), ("citizen", 403), ("", 302)],
    )
    def test_whoever_does_not_handle_the_case_sees_no_number(self, as_: As, desk: Desk, who: str, status: int) -> None:
        number = desk.submitted().number

        assert as_(who).post(self.PATH.format(number), {"reason": "COMPARE"}).status_code == status

    def test_a_supervisor_is_not_offered_it(self, as_: As, desk: Desk) -> None:
        number = desk.submitted().number

        assert "/unmask/" not in words(as_("supervisor").get(f"/desk/{number}/"))


class TestTraces:
    def test_every_page_of_the_desk_says_who_looks_and_when(self, as_: As, desk: Desk) -> None:
        number, acceptor = desk.submitted().number, as_("acceptor")

        for path in ("/desk/", f"/desk/{number}/", "/items/", "/my/security/"):
            assert "测试受理员 T0002 2026-09-01" in words(acceptor.get(path))

    def test_no_page_of_a_citizen_does(self, as_: As) -> None:
        assert "tb-watermark" not in words(as_("citizen").get("/my/"))
        assert "tb-watermark" not in words(as_("").get("/"))

    def test_a_list_that_was_taken_away_is_traced_by_its_serial_number(self, as_: As) -> None:
        answer = as_("supervisor").get("/desk/clocks/export/")
        ledger.sequence()
        (entry,) = Entry.objects.filter(verb="export.take")
        serial = entry.facts["serial"]

        sheet = ZipFile(BytesIO(answer.content))
        found = words(as_("auditor").get("/desk/audit/exports/", {"serial": serial.lower().replace("-", " ")}))

        assert any(serial in sheet.read(name).decode() for name in sheet.namelist() if name.endswith(".xml"))
        assert "测试监督员" in found
        assert "时限督办清单" in found

    @pytest.mark.parametrize("serial", ["ABCD", "0000-1111", "AAAA-BBBB-CCCC-DDDD"])
    def test_a_serial_number_that_is_none_finds_nothing(self, as_: As, serial: str) -> None:
        page = words(as_("auditor").get("/desk/audit/exports/", {"serial": serial}))

        assert "序列号是 16 位" in page or "没有这个序列号" in page

    @pytest.mark.parametrize("who", ["acceptor", "operator", "supervisor"])
    def test_tracing_is_for_the_audit_administrator(self, as_: As, who: str) -> None:
        assert as_(who).get("/desk/audit/exports/").status_code == 403


class TestFindingAtTheCounter:
    def test_shows_masked_whom_the_clerk_may_choose(self, as_: As, desk: Desk) -> None:
        answer = as_("receiver").post("/counter/find/", {"find_name": "测试甲", "find_tail": "9015"})

        assert f"/counter/person/{desk.party}/" in words(answer)
        assert "320200198804169015" not in words(answer)

    def test_whoever_is_not_found_is_registered_on_the_same_page(self, as_: As) -> None:
        page = words(as_("receiver").post("/counter/find/", {"find_number": "320200198804169023"}))

        assert "没有找到" in page
        assert 'name="document_type"' in page

    def test_a_name_alone_is_refused(self, as_: As) -> None:
        answer = as_("receiver").post("/counter/find/", {"find_name": "测试甲"})

        assert answer.status_code == 422
        assert "后四位" in words(answer)

    def test_an_address_never_carries_what_was_typed(self, as_: As) -> None:
        assert as_("receiver").get("/counter/find/?find_number=320200198804169015").status_code == 302
