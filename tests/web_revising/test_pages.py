"""The desk where guides are written: what one sees, what one may do, and that nothing of anybody's is lost."""

from __future__ import annotations

import copy
import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from tongban.catalog import api as catalog
from tongban.catalog.models import Revision
from tongban.identity import api as identity
from tongban.kernel.actors import SYSTEM, Actor

pytestmark = pytest.mark.usefixtures("city")
CODE = "ZISPJY"


def signed_in(username: str) -> Client:
    client = Client()
    client.force_login(identity.User.objects.get(username=username))
    return client


def page(client: Client, path: str, status: int = 200, **post: object) -> str:
    answer = client.post(path, post) if post else client.get(path)
    assert answer.status_code == status, answer.content.decode()[:2000]
    return str(answer.content.decode())


def recalled_in_public() -> None:
    """See that the address of the second version stays, and that everybody reads that it was taken back, and why."""
    gone = page(Client(), f"/items/{CODE}/versions/2/", 410)
    assert "在施行以前已经撤回，没有施行" in gone
    assert "再等等&lt;b&gt;" in gone
    told = Client().get(f"/items/{CODE}/versions/2.json")
    assert (told.status_code, told.json()["code"], told.json()["reason"]) == (410, "guide_recalled", "再等等<b>")
    page(Client(), f"/items/{CODE}/versions/2.pdf", 410)
    page(Client(), f"/items/{CODE}/versions/2/changes/", 410)
    listed = page(Client(), f"/items/{CODE}/versions/")
    assert listed.index("第 2 版") < listed.index("已撤回，没有施行") < listed.index("第 1 版")
    announced = page(Client(), "/changes/")
    assert "起施行的第 2 版，没有施行" in announced
    assert f'href="/items/{CODE}/versions/2/"' in announced
    assert "撤回：" in page(Client(), "/changes.atom")


def begun() -> Revision:
    page(signed_in("guide-writer"), f"/desk/items/{CODE}/revise/", 302, what="force")
    return Revision.objects.get(item__code=CODE)


def posted_form(html: str) -> dict[str, Any]:
    """Return what a browser would post of the form of a section."""
    form = html[html.index('name="seen"') - 40 :]
    found: dict[str, list[str]] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and (("checkbox" not in tag and "radio" not in tag) or " checked" in tag):
            found.setdefault(name[1], []).append(unescape(value[1]) if value else "")
    for name, body in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>(.*?)</textarea>', form, re.DOTALL):
        found.setdefault(name, []).append(unescape(body))
    for name, body in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', body)
        found.setdefault(name, []).append(chosen[1] if chosen else "")
    return found


def test_every_section_has_a_page_whose_form_gives_back_what_it_was_given() -> None:
    held, client = begun(), signed_in("guide-writer")

    wrong = {}
    for section in catalog.SECTION_NAMES:
        path = f"/desk/revisions/{held.pk}/{section}/"
        answer = client.post(path, posted_form(page(client, path)))
        if answer.status_code != 302:
            wrong[section] = re.findall(r'class="govuk-error-[^>]*>(?:<[^>]*>)*([^<]+)', answer.content.decode())
    kept = Revision.objects.get(pk=held.pk)

    assert wrong == {}
    assert catalog.changes_between(held.document, kept.document) == ()


def edited(held: Revision, client: Client, **changed: object) -> str:
    """Post the questions of a revision as a browser would, with something changed."""
    path = f"/desk/revisions/{held.pk}/questions/"
    return page(client, path, 302, **posted_form(page(client, path)) | changed)


class TestWriting:
    def test_rows_are_added_moved_and_removed_by_buttons_and_kept_only_when_saved(self) -> None:
        held, client = begun(), signed_in("guide-writer")
        path = f"/desk/revisions/{held.pk}/questions/"
        rows = len(held.document["questions"])

        added = page(client, path, **posted_form(page(client, path)) | {"do": "add:questions"})
        form = posted_form(added) | {
            f"questions.{rows}.question": "<script>alert(1)</script>",
            f"questions.{rows}.answer": "答",
        }
        moved = page(client, path, **form | {"do": f"up:questions:{rows}"})

        assert Revision.objects.get(pk=held.pk).document == held.document
        assert "还没有保存" in moved
        page(client, path, 302, **posted_form(moved) | {"do": "save"})
        kept = Revision.objects.get(pk=held.pk).document["questions"]
        assert kept[rows - 1] == {"id": str(rows + 1), "question": "<script>alert(1)</script>", "answer": "答"}
        assert "<script>alert" not in page(client, path) + page(client, f"/desk/revisions/{held.pk}/difference/")

    def test_conveniences_and_why_it_is_handled_outside_the_centres_are_written(self) -> None:
        held, client = begun(), signed_in("guide-writer")
        path = f"/desk/revisions/{held.pk}/basics/"
        html = page(client, path)

        said = {
            "basics.conveniences.near": "1",
            "basics.conveniences.banks": "江苏银行梁溪支行\r\n农业银行中山路支行",
            "basics.outside": "由银行网点办理。",
        }
        page(client, path, 302, **posted_form(html) | said)

        assert [
            word for word in ("便民服务", "就近办", "政银合作的银行", "不进驻服务中心的理由") if word not in html
        ] == []
        kept = Revision.objects.get(pk=held.pk).document["basics"]
        assert kept["conveniences"] == {"near": True, "banks": ["江苏银行梁溪支行", "农业银行中山路支行"]}
        assert kept["outside"] == "由银行网点办理。"

    def test_how_a_condition_may_be_promised_is_written_and_left_out_again(self) -> None:
        held, client = begun(), signed_in("guide-writer")
        path = f"/desk/revisions/{held.pk}/criteria/"
        html = page(client, path)
        form = posted_form(html)
        of_last = {name for name in form if name.startswith("criteria.4.commitment.")}
        first = {name.replace(".4.", ".0."): form[name] for name in of_last}

        page(client, path, 302, **form | first | dict.fromkeys(of_last, ""))

        words = ("告知的内容", "决定以后多久以内达到条件", "承诺的不用交哪些材料")
        assert [word for word in words if word not in html] == []
        assert "主要设备设施布局、操作流程文件" in html
        kept = Revision.objects.get(pk=held.pk).document["criteria"]
        assert (kept[0]["commitment"], "commitment" in kept[4]) == (held.document["criteria"][4]["commitment"], False)

    def test_a_fault_stands_beside_its_field(self) -> None:
        held, client = begun(), signed_in("guide-writer")

        edited(held, client, **{"questions.0.answer": ""})
        html = page(client, f"/desk/revisions/{held.pk}/questions/")

        assert 'id="id_questions.0.answer-error"' in html
        assert "有问题 1" in html

    def test_who_saves_over_a_newer_text_is_told_and_keeps_their_own(self) -> None:
        held, client = begun(), signed_in("guide-writer")
        path = f"/desk/revisions/{held.pk}/questions/"
        old = posted_form(page(client, path))
        edited(held, signed_in("item-manager"), **{"questions.0.answer": "先保存的"})

        html = page(client, path, 409, **old | {"questions.0.question": "换个问法", "questions.0.answer": "后保存的"})

        assert "测试事项管理员" in html
        assert "后保存的" in html
        assert '<del class="tb-lines">先保存的</del>' in html
        assert '<ins class="tb-lines">后保存的</ins>' in html
        assert html.count('<th scope="row">') == html.count("修改“换个问法”") == 1, "one thing changed, one row"
        assert Revision.objects.get(pk=held.pk).document["questions"][0]["answer"] == "先保存的"
        assert "测试指南编写员" in page(signed_in("item-manager"), f"/desk/revisions/{held.pk}/")

    @pytest.mark.parametrize(
        ("section", "query", "typed", "says"),
        [
            ("limits", "", {"limits.promised.amount": "90"}, "时限"),
            ("materials", "?row=1", {"materials.name": "其他相关材料等"}, "其他相关材料等"),
        ],
    )
    def test_what_is_typed_is_checked_before_it_is_saved_and_nothing_of_it_is_kept(
        self, section: str, query: str, typed: dict[str, str], says: str
    ) -> None:
        held, client = begun(), signed_in("guide-writer")
        path = f"/desk/revisions/{held.pk}/{section}/{query}"
        html = page(client, path)
        how = re.search(r'data-check="([^"]+)"', html)
        assert how is not None
        form = posted_form(html)

        same = client.post(path, form | {"do": how[1]}).json()
        told = client.post(path, form | typed | {"do": how[1]}).json()
        kept = Revision.objects.get(pk=held.pk)

        assert says in told["found"]
        assert says not in same["found"]
        assert "还没有保存" in told["said"]
        assert told["part"].startswith("有问题")
        assert (kept.document, kept.digest) == (held.document, held.digest)
        assert signed_in("guide-reviewer").post(path, form | typed | {"do": how[1]}).status_code == 403

    def test_what_came_went_or_changed_is_one_row_with_its_name(self) -> None:
        held, client = begun(), signed_in("guide-writer")
        document = copy.deepcopy(held.document)
        gone = document["materials"].pop()
        document["questions"].append({"id": "77", "question": "要排队吗", "answer": "不用"})
        document["materials"][0] |= {"help": "复印件要盖章", "photocopies": 7}
        asked = next(iter(document["form"]["properties"]))
        label = document["form"]["properties"].pop(asked)["x-label"]
        Revision.objects.filter(pk=held.pk).update(document=document)

        html = page(client, f"/desk/revisions/{held.pk}/difference/")

        altered = f"修改“{document['materials'][0]['name']}”"
        whole = [altered, f"删去“{gone['name']}”", "新增“要排队吗”", f"删去“{label}”"]
        assert [html.count(one) for one in whole] == [1, 1, 1, 1]
        assert html.count('<th scope="row">') == len(whole)
        assert "<dt>回答</dt>" in html
        told = html[html.index(altered) :]
        assert told.count("<dt>另交复印件份数</dt>") == told.count("<dt>提示</dt>") == len(("old", "new"))
        assert '<ins class="tb-lines">复印件要盖章</ins>' in told

    def test_a_window_is_put_into_a_place_by_its_name(self) -> None:
        held, client = begun(), signed_in("guide-writer")
        place = held.document["windows"][0]["place"]

        html = page(client, f"/desk/revisions/{held.pk}/windows/")

        assert f'name="windows.0.place" value="{place}" list="places"' in html
        assert re.search(rf'<datalist id="places">.*<option value="{place}" label="[^"]+">', html)
        assert "现在选的是：" in html

    def test_a_file_is_looked_over_before_it_is_taken(self) -> None:
        held, client = begun(), signed_in("guide-writer")
        path = f"/desk/revisions/{held.pk}/file/"
        text = page(client, f"/desk/revisions/{held.pk}/guide.toml").replace(
            "schema_version = 1", "schema_version = 1", 1
        )
        text = text.replace(held.document["questions"][0]["answer"], "文件里的回答")

        assert "第1行" in page(client, path, 422, text="[[x]\na = 1", seen=held.digest)
        text = text.replace("食品经营许可（新办）", "改个名", 1)
        looked = page(client, path, text=text, seen=held.digest)
        assert "文件里的回答" in looked
        assert "改个名" not in looked.partition("<textarea")[0]
        assert Revision.objects.get(pk=held.pk).digest == held.digest
        page(client, path, 302, text=text, seen=held.digest, do="take")
        assert Revision.objects.get(pk=held.pk).document["questions"][0]["answer"] == "文件里的回答"


def test_an_open_page_tells_who_else_is_writing_and_keeps_nobody_signed_in() -> None:
    held, client = begun(), signed_in("guide-writer")
    path = f"/desk/revisions/{held.pk}/present/"
    page(signed_in("guide-reviewer"), f"/desk/revisions/{held.pk}/")
    assert "data-again" in page(client, path)
    assert "还有人在改" not in page(client, path)
    page(signed_in("item-manager"), f"/desk/revisions/{held.pk}/")
    page(signed_in("item-manager"), path)
    assert "还有人在改" not in page(client, path), "who only has it open to read is not named"
    page(signed_in("item-manager"), f"{path}?editing=1")
    earlier = timezone.now() - timedelta(minutes=5)
    identity.Session.objects.update(begun_at=earlier, seen_at=earlier)
    before = set(identity.Session.objects.values_list("name", "seen_at"))

    assert "测试事项管理员" in page(client, path)
    assert set(identity.Session.objects.values_list("name", "seen_at")) == before
    page(signed_in("market-writer"), path, 404)


class TestPapers:
    def test_a_file_is_put_in_opened_and_taken_out_beside_its_section(self) -> None:
        held, client = begun(), signed_in("guide-writer")
        path = f"/desk/revisions/{held.pk}/papers/results.1.sample/"

        assert "由系统按这份指南生成" in page(client, f"/desk/revisions/{held.pk}/results/")
        assert "请先选择文件" in page(client, f"{path}change/", 422, seen=held.digest)
        wrong = SimpleUploadedFile("x.png", b"<script>")
        assert "PDF" in page(client, f"{path}change/", 422, seen=held.digest, file=wrong)
        bare = SimpleUploadedFile("证.pdf", b"%PDF-1.7\n%%EOF")
        assert "没有一页内容" in page(client, f"{path}change/", 422, seen=held.digest, file=bare)
        file = SimpleUploadedFile("证.pdf", b"%PDF-1.7\n<< /Type /Page >>\n%%EOF")
        page(client, f"{path}change/", 302, seen=held.digest, file=file)
        shown = client.get(path)
        assert shown["Content-Type"] == "application/pdf"
        assert b"%PDF-1.7" in shown.content
        section = f"/desk/revisions/{held.pk}/results/"
        page(client, section, 302, **posted_form(page(client, section)))
        held.refresh_from_db()
        assert held.document["results"][0]["sample"]["name"] == "证.pdf"
        page(client, f"{path}change/", 302, seen=held.digest, do="remove")
        assert "sample" not in Revision.objects.get(pk=held.pk).document["results"][0]

    def test_others_neither_see_nor_change_it(self) -> None:
        held = begun()
        path = f"/desk/revisions/{held.pk}/papers/results.1.sample/"

        page(signed_in("market-writer"), path, 404)
        page(signed_in("citizen"), path, 403)
        page(signed_in("guide-reviewer"), f"{path}change/", 403, seen=held.digest, do="remove")


class TestJudging:
    def do(self, username: str, held: Revision, verb: str, status: int = 302, **post: object) -> str:
        return page(signed_in(username), f"/desk/revisions/{held.pk}/do/{verb}/", status, **{"go": "1"} | post)

    def test_a_change_goes_through_all_hands_and_is_published_for_a_day_to_come(self) -> None:
        held, writer = begun(), signed_in("guide-writer")
        edited(held, writer, **{"questions.0.answer": "新的回答"})
        assert "请写明依据" in self.do("guide-writer", held, "submit", 422)
        shown = page(writer, f"/desk/revisions/{held.pk}/")
        assert "现在还不能提交审核" in shown
        assert "do/submit/" not in shown
        page(writer, f"/desk/revisions/{held.pk}/ground/", 302, basis="锡样〔2026〕1号", reason="更清楚")
        self.do("guide-writer", held, "submit")
        assert "食品经营许可（新办）" in page(signed_in("guide-reviewer"), "/desk/reviews/")
        self.do("guide-reviewer", held, "pass-review")
        self.do("guide-legal", held, "pass-check")
        self.do("guide-writer", held, "ask-opinion", departments=["ZD320213AMR", "ZD320213HUC"])
        self.do("guide-writer", held, "take-back-opinion", department="ZD320213HUC", reason="选错了部门")
        assert "do/take-back-opinion/" in page(writer, f"/desk/revisions/{held.pk}/")
        shown = page(writer, f"/desk/revisions/{held.pk}/")
        assert "现在还不能报请审定" in shown
        assert "do/hand-up/" not in shown
        asked = page(writer, f"/desk/revisions/{held.pk}/do/hand-up/")
        assert "现在还不能报请审定" in asked
        assert "<button" not in asked.partition("<h2>报请审定</h2>")[2].partition("</main>")[0]
        refused = self.do("guide-writer", held, "hand-up", 409)
        assert "还有部门没有反馈意见" in refused
        assert f'href="/desk/revisions/{held.pk}/"' in refused
        self.do("market-reviewer", held, "give-opinion", agrees="yes", text="同意")
        self.do("guide-writer", held, "hand-up")
        self.do("guide-approver", held, "approve")
        assert "已经过去" in self.do("guide-writer", held, "publish", 422, when="later", effective_from="2020-01-01")
        assert "请选择从哪一天起" in self.do("guide-writer", held, "publish", 422, when="later", effective_from="x")
        assert "太远" in self.do("guide-writer", held, "publish", 422, when="later", effective_from="2099-01-01")
        form = page(writer, f"/desk/revisions/{held.pk}/do/publish/")
        assert not re.search(r'name="when"[^>]* checked', form)
        assert "请选择是立即生效" in self.do("guide-writer", held, "publish", 422, effective_from="2099-01-01")
        assert "请把日期删去" in self.do("guide-writer", held, "publish", 422, when="now", effective_from="2020-01-01")
        tomorrow = (timezone.localtime() + timedelta(days=2)).date()
        self.do("guide-writer", held, "publish", when="later", effective_from=str(tomorrow))

        item = page(writer, f"/desk/items/{CODE}/")
        assert "第2版已定时发布" in item
        assert "同意" in page(writer, f"/desk/revisions/{held.pk}/")
        assert "请写明为什么撤回定时发布" in self.do("guide-writer", held, "recall", 422, reason=" ")
        self.do("guide-writer", held, "recall", reason="再等等<b>")
        assert Revision.objects.get(pk=held.pk).state == catalog.RevisionState.APPROVED
        recalled_in_public()
        document = catalog.version_of(CODE, 1).document | {"regime": held.document["regime"]}
        document["questions"][0]["answer"] = "别处发布的"
        catalog.publish(item_code=CODE, document=document, by=SYSTEM, at=timezone.now())
        refused = self.do("guide-writer", held, "publish", 409, when="now")
        assert '<ins class="tb-lines">别处发布的</ins>' in refused
        assert "do/take-over/" in refused
        self.do("guide-writer", held, "take-over")
        assert Revision.objects.get(pk=held.pk).state == catalog.RevisionState.RETURNED

    def test_what_was_sent_back_is_handed_in_again_with_an_answer_and_a_far_day_is_confirmed(self) -> None:
        held, writer = begun(), signed_in("guide-writer")
        edited(held, writer, **{"questions.0.answer": "新的回答"})
        page(writer, f"/desk/revisions/{held.pk}/ground/", 302, basis="锡样〔2026〕1号", reason="更清楚")
        self.do("guide-writer", held, "submit")
        assert "请写明理由" in self.do("guide-reviewer", held, "return", 422)
        self.do("guide-reviewer", held, "return", reasons="写清楚一点")
        assert "写清楚一点" in page(writer, f"/desk/revisions/{held.pk}/")
        assert "都没有改动" in self.do("guide-writer", held, "submit", 422)
        self.do("guide-writer", held, "submit", 302, **{"answer-1": "本来就清楚"})
        assert "写清楚一点：本来就清楚" in page(signed_in("guide-reviewer"), f"/desk/revisions/{held.pk}/")

        Revision.objects.filter(pk=held.pk).update(state="APPROVED")
        far = {"when": "later", "effective_from": f"{timezone.localtime().year + 2}-01-01"}
        assert "年份没有写错" in self.do("guide-writer", held, "publish", 422, **far)
        self.do("guide-writer", held, "publish", 302, **far, far="sure")

    @pytest.mark.parametrize(
        ("state", "username", "verb", "why"),
        [
            ("APPROVAL", "guide-writer", "publish", "现在是“待审定”，到“待发布”的时候才能办"),
            ("DRAFT", "guide-writer", "recall", "到“已定时发布”的时候才能办"),
            ("APPROVAL", "guide-writer", "approve", "现在由"),
            ("DRAFT", "guide-reviewer", "give-opinion", "到“征求意见”的时候才能办"),
        ],
    )
    def test_a_form_before_its_time_says_why_not_instead(self, state: str, username: str, verb: str, why: str) -> None:
        held = begun()
        Revision.objects.filter(pk=held.pk).update(state=state)

        html = page(signed_in(username), f"/desk/revisions/{held.pk}/do/{verb}/")

        assert why in html
        assert "<button" not in html.partition("<h2>")[2].partition("</main>")[0]

    @pytest.mark.parametrize(
        ("state", "verb", "name", "needed"),
        [
            ("OPINION", "hand-up", "words", "没有征求其他部门的意见，请写明为什么不需要"),
            ("DRAFT", "abandon", "reason", "请写明为什么放弃这份修订"),
        ],
    )
    def test_a_missing_reason_is_asked_for_in_words_of_the_verb_and_never_called_optional(
        self, state: str, verb: str, name: str, needed: str
    ) -> None:
        held = begun()
        Revision.objects.filter(pk=held.pk).update(state=state)

        form = page(signed_in("guide-writer"), f"/desk/revisions/{held.pk}/do/{verb}/")
        refused = self.do("guide-writer", held, verb, 422, **{name: " "})

        assert "（选填）" not in form.partition('<form method="post" class="tb-card"')[2].partition("</form>")[0]
        assert needed in refused
        assert "让编写的人知道" not in refused

    def test_what_is_not_one_s_turn_is_refused_and_no_button_leads_there(self) -> None:
        held = begun()

        assert "pass-review" not in page(signed_in("guide-reviewer"), f"/desk/revisions/{held.pk}/")
        self.do("guide-reviewer", held, "pass-review", 409)
        self.do("guide-legal", held, "submit", 403)

    @pytest.mark.parametrize(
        ("username", "status"), [("market-writer", 404), ("market-reviewer", 404), ("examiner", 403), ("citizen", 403)]
    )
    def test_others_do_not_find_it(self, username: str, status: int) -> None:
        held = begun()

        for path in ("", "basics/", "difference/", "preview/", "guide.toml", "do/submit/"):
            page(signed_in(username), f"/desk/revisions/{held.pk}/{path}", status)

    def test_an_item_is_proposed_to_be_suspended(self) -> None:
        writer = signed_in("guide-writer")

        page(writer, f"/desk/items/{CODE}/revise/", 422, what="SUSPENSION", basis="", reason="x")
        said = {"what": "SUSPENSION", "basis": "锡样〔2026〕1号", "reason": "系统改造", "notice": "请到市里办"}
        gone = page(writer, f"/desk/items/{CODE}/revise/", 422, until="2020-01-01", **said)
        assert "恢复办理的日子已经过去" in gone
        assert "立即生效" not in gone
        assert "按年月日" in page(writer, f"/desk/items/{CODE}/revise/", 422, until="明天", **said)
        page(writer, f"/desk/items/{CODE}/revise/", 302, until="2099-01-04", **said)

        held = Revision.objects.get(item__code=CODE)
        assert held.kind == "SUSPENSION"
        html = page(writer, f"/desk/revisions/{held.pk}/")
        assert "2099年1月4日" in html
        assert "请到市里办" in html
        page(writer, f"/desk/revisions/{held.pk}/basics/", 404)

    def test_a_remark_is_made_answered_and_settled(self) -> None:
        held, writer, reviewer = begun(), signed_in("guide-writer"), signed_in("guide-reviewer")
        base = f"/desk/revisions/{held.pk}/"

        page(reviewer, f"{base}remarks/", 422, element="", text=" ")
        page(reviewer, f"{base}remarks/", 302, element="questions.1", text="<b>太短</b>")
        (one,) = catalog.remarks(held)
        assert "&lt;b&gt;太短" in page(writer, f"{base}questions/")
        assert "还有 1 条意见没有了结" in page(writer, base)
        assert reviewer.get(f"{base}remarks/")["Location"] == f"{base}#remarks"
        page(writer, f"{base}remarks/{one.pk}/answer/", 302, text="已加长")
        page(reviewer, f"{base}remarks/{one.pk}/resolve/", 302, go="1")
        assert "已了结" in page(writer, base)


def test_everything_to_mend_is_listed_and_each_leads_to_where_it_is_mended() -> None:
    held, client = begun(), signed_in("guide-writer")
    document = copy.deepcopy(held.document)
    document["materials"][2]["name"] = "其他有关材料"
    document["materials"][0]["copies"] = "两份"
    document["limits"]["promised"]["amount"] = 99
    document["contacts"]["complaint"]["phones"] = ["乙"]
    document["remedies"][0]["to"] = ""
    document["remedies"] = document["remedies"][:1]
    document["process"][1]["role"] = "NOBODY"
    catalog.save_document(revision=held.pk, document=document, seen=held.digest, by=by_writer(), at=timezone.now())

    listed = (
        page(client, f"/desk/revisions/{held.pk}/").partition("改好以后才能提交</summary>")[2].partition("</ul>")[0]
    )
    links = re.findall(r'<a href="([^"]+)">([^<]+)</a>', listed)

    assert len(links) == listed.count("<li>") >= 6
    for url, text in links:
        path, _, anchor = unescape(url).partition("#")
        assert f'id="{anchor}"' in page(client, path) if anchor else page(client, path), text
    assert {url.partition("#")[2] for url, _ in links} >= {
        "at-contacts.complaint.phones",
        "at-remedies.0.to",
        "at-limits.promised",
        "row",
    }
    assert "“其他有关材料”是兜底材料" in page(client, f"/desk/revisions/{held.pk}/materials/")


def by_writer() -> Actor:
    return identity.actor_of(identity.User.objects.get(username="guide-writer"), at=timezone.now())


def test_the_list_of_items_leads_to_revising() -> None:
    begun()

    html = page(signed_in("guide-writer"), "/desk/items/")

    assert "编写中" in html
    assert "可以办" not in page(signed_in("guide-writer"), "/desk/revisions/?tab=ended")
