"""The desk of the directory: a file is shown before it is taken in, departments claim, and differences are listed."""

from __future__ import annotations

import io
import zipfile
from xml.etree import ElementTree as ET

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from tests.web_cases.conftest import As
from tongban.catalog import api as catalog
from tongban.catalog.directory import api as directory
from tongban.web.directory import differences

PAGES = ["/desk/directory/answers/", "/desk/directory/adjust/", "/desk/differences/", "/desk/entry/"]
CLAIMING = ["/desk/directory/", "/desk/directory/import/", "/desk/directory/ZBGSZX/"]
FILE = "本地编码,事项名称,事项类型,设定依据\nZBGGWS,公共场所卫生许可,行政许可,《公共场所卫生管理条例》第四条\n"


def csv(text: str = FILE, name: str = "目录.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode("gbk"), content_type="text/csv")


def bring(browser: Client, text: str = FILE, kind: str = "ENTRIES", **more: str) -> str:
    answer = browser.post("/desk/directory/import/", {"kind": kind, "file": csv(text), **more})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer.headers["Location"])


def cells(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        tree = ET.fromstring(book.read("xl/sharedStrings.xml"))  # noqa: S314 - our own file
    return "\n".join(node.text or "" for node in tree.iter() if node.tag.endswith("}t"))


@pytest.mark.parametrize("path", [*PAGES, *CLAIMING])
def test_item_managers_open_every_page(as_: As, path: str) -> None:
    assert as_("item-manager").get(path).status_code == 200


@pytest.mark.parametrize("path", PAGES)
def test_supervisors_see_how_far_the_city_is(as_: As, path: str) -> None:
    assert as_("supervisor").get(path).status_code == 200


@pytest.mark.parametrize("path", CLAIMING)
def test_supervisors_do_not_answer_for_departments(as_: As, path: str) -> None:
    looks = path.endswith("/ZBGSZX/")

    assert as_("supervisor").get(path).status_code == (200 if looks else 403)
    if looks:
        assert as_("supervisor").post(path, {"verb": "claim"}).status_code == 403


@pytest.mark.parametrize(("username", "status"), [("acceptor", 403), ("citizen", 403), ("", 302)])
@pytest.mark.parametrize("path", [*PAGES, *CLAIMING, "/desk/differences/xlsx/", "/desk/entry/csv/"])
def test_nobody_else_does(as_: As, username: str, status: int, path: str) -> None:
    assert as_(username).get(path).status_code == status


def test_who_brought_the_directory_sees_an_entry_and_who_does_it_and_claims_nothing(as_: As) -> None:
    browser = as_("guide-approver")

    shown = browser.get("/desk/directory/ZBGGWS/")

    assert "实施的部门" in shown.content.decode()
    assert 'href="/items/ZIGGWS320211/"' in shown.content.decode()
    assert "认领</button>" not in shown.content.decode()
    assert browser.post("/desk/directory/ZBGGWS/", {"verb": "claim"}).status_code == 403


class TestImport:
    def test_a_file_is_shown_confirmed_and_then_taken_in(self, as_: As) -> None:
        browser = as_("guide-approver")
        page = bring(browser)

        shown = browser.get(page)
        assert "事项名称：公共场所卫生许可（新办） → 公共场所卫生许可" in shown.content.decode()
        assert "→ 《公共场所卫生管理条例》第4条" in shown.content.decode()
        assert "GBK" in shown.content.decode()
        assert directory.entry("ZBGGWS").name == "公共场所卫生许可（新办）"

        digest = shown.context["upload"].digest
        answer = browser.post(page, {"verb": "CONFIRM", "digest": digest}, follow=True)

        assert "导入完毕" in answer.content.decode()
        assert directory.entry("ZBGGWS").name == "公共场所卫生许可"
        adjust = as_("item-manager").get("/desk/directory/adjust/").content.decode()
        assert "名称改为“公共场所卫生许可”" in adjust

    def test_who_manages_items_brings_their_own_list_and_not_the_directory_of_the_city(self, as_: As) -> None:
        browser = as_("item-manager")

        assert "基本目录</label>" not in browser.get("/desk/directory/import/").content.decode()
        answer = browser.post("/desk/directory/import/", {"kind": "ENTRIES", "file": csv()})
        assert answer.status_code == 403

    def test_a_file_with_faults_tells_each_line_and_cannot_be_confirmed(self, as_: As) -> None:
        browser = as_("guide-approver")
        page = bring(browser, FILE + "ZBGGWS,另一个,许可,\n")

        shown = browser.get(page)
        html = shown.content.decode()
        assert "与第2行重复" in html
        assert "事项类型没有“许可”" in html
        assert 'value="CONFIRM"' not in html
        answer = browser.post(page, {"verb": "CONFIRM", "digest": shown.context["upload"].digest})
        assert answer.status_code == 409
        assert "没有导入任何内容" in answer.content.decode()

    def test_script_in_a_file_is_shown_as_text(self, as_: As) -> None:
        browser = as_("guide-approver")

        html = browser.get(
            bring(browser, "本地编码,事项名称,事项类型\nZBX1,<script>alert(1)</script>,公共服务\n")
        ).content

        assert b"<script>alert" not in html
        assert b"&lt;script&gt;alert" in html

    def test_a_second_file_waits_and_says_what_to_do(self, as_: As) -> None:
        browser = as_("guide-approver")
        page = bring(browser)

        answer = browser.post("/desk/directory/import/", {"kind": "ENTRIES", "file": csv()})
        assert answer.status_code == 422
        assert "请先确认或者撤回它" in answer.content.decode()
        browser.post(page, {"verb": "WITHDRAW"})

        assert bring(browser) != page

    @pytest.mark.parametrize("data", [b"PK\x03\x04abc", b"\x1f\x8babc", b"", b"%PDF-1.7"])
    def test_what_is_no_table_is_refused_with_a_sentence(self, as_: As, data: bytes) -> None:
        file = SimpleUploadedFile("目录.csv", data)

        answer = as_("guide-approver").post("/desk/directory/import/", {"kind": "ENTRIES", "file": file})

        assert answer.status_code == 422
        assert "没有导入任何内容" in answer.content.decode() or "请选择要上传的文件" in answer.content.decode()

    def test_no_file_at_all_is_asked_for(self, as_: As) -> None:
        answer = as_("guide-approver").post("/desk/directory/import/", {"kind": "ENTRIES"})

        assert answer.status_code == 422
        assert "请选择要上传的文件" in answer.content.decode()

    @pytest.mark.parametrize("kind", ["entries", "items"])
    def test_the_sample_file_has_the_columns_that_are_read(self, as_: As, kind: str) -> None:
        answer = as_("guide-approver").get(f"/desk/directory/import/sample/{kind}.csv")

        text = answer.content.decode("utf-8-sig")
        if kind == "entries":
            browser = as_("guide-approver")
            file = SimpleUploadedFile("样例.csv", answer.content)
            page = browser.post("/desk/directory/import/", {"kind": "ENTRIES", "file": file}, follow=True)
            assert page.context["upload"].counts == {"NEW": 2}
        assert text.startswith(("本地编码,", "事项编码,"))


class TestClaiming:
    def test_the_list_shows_the_unclaimed_first_and_one_press_claims(self, as_: As) -> None:
        browser = as_("item-manager")
        page = browser.get("/desk/directory/", {"department": "ZD320213ADM"})
        entry, answer, _, _ = page.context["rows"][0]
        assert answer == directory.Answer.UNCLAIMED

        said = {"department": "ZD320213ADM", "verb": "claim", "back": "department=ZDX&q=许可&page=2&next=//x"}
        back = browser.post(f"/desk/directory/{entry.code}/", said, follow=True)

        assert back.redirect_chain[0][0] == "/desk/directory/?q=%E8%AE%B8%E5%8F%AF&page=2&department=ZD320213ADM"
        item = catalog.Item.objects.get(basic=entry, department="ZD320213ADM")
        assert item.state == "DRAFT"
        path = f"/desk/items/{item.code}/revise/"
        assert f'<a href="{path}">编写办事指南</a>' in back.content.decode()
        assert f'href="{path}"' in browser.get(f"/desk/directory/{entry.code}/", said).content.decode()
        assert "暂停、恢复或者取消" not in browser.get(path).content.decode()

    def test_a_department_of_somebody_else_is_refused(self, as_: As) -> None:
        assert as_("item-manager").get("/desk/directory/", {"department": "ZDNOBODY"}).status_code == 403

    def test_an_entry_is_claimed_for_another_organ_and_taken_back(self, as_: As) -> None:
        browser, path = as_("item-manager"), "/desk/directory/ZBSPJY/"
        catalog.BasicItem.objects.filter(code="ZBSPJY").update(levels=[])
        said = {"department": "ZD320200ADM", "verb": "claim", "entrusted_by": "ZD320213ADM"}

        answer = browser.post(path, said, follow=True)

        assert "已认领，生成了实施清单草稿" in answer.content.decode()
        item = catalog.Item.objects.get(basic__code="ZBSPJY", department="ZD320200ADM")
        assert "受无锡市梁溪区行政审批局委托" in browser.get(f"{path}?department=ZD320200ADM").content.decode()
        assert Client().get(f"/items/{item.code}/").status_code == 404
        answer = browser.post(path, {"department": "ZD320200ADM", "verb": "unclaim"}, follow=True)
        assert "已撤回认领" in answer.content.decode()

    def test_declining_asks_for_a_reason(self, as_: As) -> None:
        browser, path = as_("item-manager"), "/desk/directory/ZBSPJY/"
        catalog.BasicItem.objects.filter(code="ZBSPJY").update(levels=[])
        said = {"department": "ZD320200ADM", "verb": "decline"}

        answer = browser.post(path, said)
        assert answer.status_code == 422
        assert "请写明为什么不涉及" in answer.content.decode()
        answer = browser.post(path, said | {"reason": "由区里办理"}, follow=True)

        assert "已回复不涉及" in answer.content.decode()
        assert "由区里办理" in answer.content.decode()

    def test_a_supervisor_reads_why_a_department_declined(self, as_: As) -> None:
        catalog.BasicItem.objects.filter(code="ZBSPJY").update(levels=[])
        said = {"department": "ZD320200ADM", "verb": "decline", "reason": "由区里办理"}
        as_("item-manager").post("/desk/directory/ZBSPJY/", said)

        html = as_("supervisor").get("/desk/directory/answers/ZD320200ADM/").content.decode()

        assert "由区里办理" in html
        assert as_("xishan-supervisor").get("/desk/directory/answers/ZD320200ADM/").status_code == 403
        assert as_("supervisor").get("/desk/directory/answers/ZDNOBODY/").status_code == 403

    @pytest.mark.parametrize("said", [{"verb": "abolish"}, {}])
    def test_an_unknown_verb_is_no_page(self, as_: As, said: dict[str, str]) -> None:
        assert as_("item-manager").post("/desk/directory/ZBGSZX/", said).status_code == 404

    def test_an_unknown_entry_is_a_page_that_says_so(self, as_: As) -> None:
        assert as_("item-manager").get("/desk/directory/ZBNONE/").status_code == 404

    def test_a_wrong_national_code_is_told_beside_the_field(self, as_: As) -> None:
        catalog.BasicItem.objects.filter(code="ZBSPJY").update(levels=[])
        said = {"department": "ZD320200ADM", "verb": "claim", "implementation_code": "123"}

        answer = as_("item-manager").post("/desk/directory/ZBSPJY/", said)

        assert answer.status_code == 422
        assert "应为31位" in answer.content.decode()


class TestLists:
    def test_differences_are_shown_and_handed_out(self, as_: As) -> None:
        browser = as_("supervisor")

        html = browser.get("/desk/differences/", {"title": "承诺时限"}).content.decode()
        assert "相差2个工作日" in html
        assert "应当统一的内容" in html
        text = cells(browser.get("/desk/differences/xlsx/", {"title": "承诺时限"}).content)

        assert "相差4个工作日" in text

    def test_a_list_of_any_length_is_whole_as_csv(self, as_: As, monkeypatch: pytest.MonkeyPatch) -> None:
        browser = as_("supervisor")
        monkeypatch.setattr(differences, "MOST", 1)

        some = cells(browser.get("/desk/differences/xlsx/").content)
        answer = browser.get("/desk/differences/csv/")
        whole = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()  # type: ignore[attr-defined] # a stream

        assert "只列出前 1 项" in some
        assert whole[0].startswith("事项,基本目录编码")
        assert len({line.split(",")[1] for line in whole[1:]}) > 1

    def test_entry_into_centres_is_shown_and_handed_out(self, as_: As) -> None:
        browser = as_("supervisor")

        html = browser.get("/desk/entry/", {"only": "outside"}).content.decode()
        assert "由银行网点办理。" in html
        assert "进驻率" in html
        lines = browser.get("/desk/entry/csv/").content.decode("utf-8-sig").splitlines()

        assert len(lines) == 182

    def test_a_file_of_another_kind_is_no_page(self, as_: As) -> None:
        assert as_("supervisor").get("/desk/entry/exe/").status_code == 404
        assert as_("supervisor").get("/desk/differences/exe/").status_code == 404

    def test_the_feature_lists_are_for_everybody(self, as_: As) -> None:
        browser = as_("")

        assert "即办件，并且承诺时限是当场办结。" in browser.get("/features/").content.decode()
        page = browser.get("/features/at-once/")
        name = page.context["rows"][0][0].version.item.name
        assert "即办件，承诺当场办结" in page.content.decode()
        assert browser.get("/features/nothing/").status_code == 404
        assert name in browser.get("/features/at-once/csv/").content.decode()
        assert name in cells(browser.get("/features/at-once/xlsx/").content)

    def test_a_list_keeps_to_a_district(self, as_: As) -> None:
        rows = as_("").get("/features/nearby/", {"region": "320211"}).context["rows"]

        assert {row.version.item.region_id for row, _ in rows} == {"320211"}

    def test_a_name_that_looks_like_a_formula_is_text_in_the_file(self, as_: As) -> None:
        row = directory.on_list(directory.traits(at=timezone.now()), directory.Feature.AT_ONCE)[0]
        catalog.BasicItem.objects.filter(pk=row.version.item.basic_id).update(name="=1+1")

        text = as_("").get("/features/at-once/csv/").content.decode()

        assert "'=1+1" in text
