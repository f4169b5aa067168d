"""The guide of an item as people read it: its page, its versions, its paper, and the questions that lead through it."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.city import City
from tongban.catalog import api as catalog
from tongban.catalog.models import Revision
from tongban.catalog.search.entering import enter
from tongban.crypto import api as crypto
from tongban.documents import api as documents
from tongban.kernel.actors import SYSTEM
from tongban.web.guides import telling
from tongban.web.guides.paper import facts_of
from tongban.web.guides.telling import ORDER
from tongban.web.templatetags.tongban import day

pytestmark = pytest.mark.usefixtures("city")
FOOD, GUIDE = "ZISPJY", "/items/ZISPJY/"
Budget = Callable[..., AbstractContextManager[object]]


def text(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status
    return answer.content.decode()


def revised(*, days: int = 0, **limits: Any) -> catalog.GuideVersion:  # noqa: ANN401 - parts of a document
    """Publish another version of the guide with another promise."""
    at = timezone.now()
    last = catalog.published(FOOD, at=at)
    assert last is not None
    document = copy.deepcopy(last.document)
    document["limits"]["promised"] |= limits
    start = at + timedelta(days=days)
    return catalog.publish(item_code=FOOD, document=document, by=SYSTEM, at=at, effective_from=start)


class TestPage:
    def test_the_elements_stand_in_the_order_in_which_people_ask(self, client: Client) -> None:
        page = text(client, GUIDE)

        places = [page.index(f'class="tb-guide__section" id="{key}"') for key in ORDER]
        assert set(ORDER) == set(catalog.SECTIONS)
        assert places == sorted(places)

    def test_materials_are_counted_and_what_nobody_brings_says_why(self, client: Client) -> None:
        bringing = telling.bringing(catalog.version_of(FOOD, 1).guide)

        assert (bringing.always, bringing.sometimes, bringing.optional, bringing.spared) == (3, 2, 1, 1)
        assert "由您填写的表单生成" in text(client, GUIDE)

    def test_samples_and_blank_forms_open_from_the_page(self, client: Client) -> None:
        page = text(client, GUIDE)
        found = re.findall(r'href="(/items/ZISPJY/files/[^"]+)"', page)
        assert [one.split("/")[-2] for one in found] == ["materials.1.blank", "results.1.sample", "results.2.sample"]
        for path in found:
            answer = client.get(path)
            assert answer["Content-Type"] == "application/pdf"
            assert answer.content.startswith(b"%PDF")
            assert client.get(path).content == answer.content
        for wrong in (found[0].replace("blank", "sample"), found[0].replace("/files/", "/files/0")):
            assert client.get(wrong).status_code == 404

    def test_what_may_follow_later_or_be_replaced_is_told_before_and_while_applying(
        self, client: Client, city: City
    ) -> None:
        last = catalog.published(FOOD, at=timezone.now())
        assert last is not None
        document = copy.deepcopy(last.document)
        blank = {"kind": "GENERATED", "name": "表"}
        more = {
            "defer": {"amount": 10, "unit": "WORKING_DAY"},
            "datum": "不动产登记信息",
            "photocopies": 2,
            "blank": blank,
        }
        document["materials"][2] |= more
        version = catalog.publish(item_code=FOOD, document=document, by=SYSTEM, at=timezone.now())
        client.force_login(city.user("citizen"))
        opened = client.post("/apply/ZISPJY/").headers["Location"]
        draft = opened.split("/")[3]
        told = ("10个工作日内补交", "共享数据“不动产登记信息”核验开通后免交", "复印件 2 份", "materials.3.blank")

        for path in (GUIDE, f"/apply/draft/{draft}/materials/"):
            assert [one for one in told if one not in text(client, path)] == []
        assert told[0] in text(client, "/apply/ZISPJY/")
        assert "10个工作日内补交" in str(facts_of(version, "x"))

    def test_how_long_is_said_in_plain_words(self, client: Client) -> None:
        assert "受理以后 5个工作日内办好。法律规定最长10个工作日，少用 5 个工作日。" in text(client, GUIDE)
        assert "材料齐全的，当场办好。" in text(client, "/items/ZIGTSL/")

    def test_what_the_law_counts_from_the_receipt_is_said_so_in_both_languages(self, client: Client) -> None:
        page = text(client, "/items/ZISGXK/")

        assert "法律规定最长7个工作日，自收到申请之日起算；先到的为准。" in page
        assert "法定 7个工作日，从收到申请起算" in page
        assert "法定时限从收到申请的第二天起算" in page
        assert "工作日从受理的第二天起算" not in page
        client.cookies["django_language"] = "en"
        assert "counted from the receipt of the application" in text(client, "/items/ZISGXK/")

    def test_a_telephone_can_be_dialled(self, client: Client) -> None:
        assert 'href="tel:051000000011"' in text(client, GUIDE)

    def test_a_closed_place_says_when_it_opens_next(self, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        late = datetime.fromisoformat("2026-09-04T20:00:00+08:00")
        monkeypatch.setattr(timezone, "now", lambda: late)

        assert "下次 9月7日（周一）" in text(client, GUIDE)

    def test_a_suspended_item_says_so_and_takes_no_application(self, client: Client) -> None:
        catalog.Item.objects.filter(code=FOOD).update(state=catalog.ItemState.SUSPENDED.value)

        page = text(client, GUIDE)

        assert "这个事项暂停办理" in page
        assert "/apply/" not in page

    def test_a_suspension_to_come_is_told_with_its_days_and_what_to_do(self, client: Client) -> None:
        at = timezone.now()
        start, until = at + timedelta(days=2), at + timedelta(days=9)
        held = catalog.propose(
            item=FOOD,
            kind="SUSPENSION",
            basis="锡样〔2026〕1号",
            reason="改造",
            by=SYSTEM,
            at=at,
            notice="请到市里办。",
            until=until,
        )
        Revision.objects.filter(pk=held.pk).update(state=catalog.RevisionState.SCHEDULED, starts_at=start)

        for page in (text(client, GUIDE), text(client, "/changes/")):
            assert f"{day(until)}起恢复办理" in page
            assert "请到市里办。" in page
        assert f"{day(start)}起：暂停办理" in text(client, GUIDE)

    def test_what_changes_soon_is_told_with_the_day_and_what(self, client: Client) -> None:
        revised(days=30, amount=3)

        page = text(client, GUIDE)

        assert "起有变化" in page
        assert f"{GUIDE}versions/2/changes/" in page
        assert "5个工作日" in page

    def test_where_the_web_is_no_way_to_apply_no_button_leads_there(self, client: Client) -> None:
        at = timezone.now()
        last = catalog.published(FOOD, at=at)
        assert last is not None
        document = copy.deepcopy(last.document)
        document["basics"]["channels"] = ["WINDOW"]
        document["basics"]["trips"]["online"] = 1
        catalog.publish(item_code=FOOD, document=document, by=SYSTEM, at=at)

        page = text(client, GUIDE)

        assert "/apply/" not in page
        assert "到窗口办理" in page

    def test_costs_the_same_few_questions_to_the_database_every_time(
        self, client: Client, django_assert_max_num_queries: Budget
    ) -> None:
        client.get(GUIDE)
        with django_assert_max_num_queries(2):
            client.get(GUIDE)

    def test_is_kept_written_for_each_language_and_never_for_another_version(self, client: Client) -> None:
        chinese = text(client, GUIDE)
        client.cookies["django_language"] = "en"
        english = text(client, GUIDE)
        del client.cookies["django_language"]
        revised(amount=3)

        assert "Everybody brings" in english
        assert re.search(r"\d+ working days<small>10 working days by law", english)
        assert not re.search(r"\d个工作日", english.partition("<main")[2].partition("</dl>")[0])
        assert "人人要交" in chinese
        assert "受理以后 3个工作日内办好" in text(client, GUIDE)

    def test_the_page_carries_its_address_as_a_picture(self, client: Client) -> None:
        page = text(client, GUIDE)

        assert "http://testserver/items/ZISPJY/" in page
        assert '<figure class="tb-qr-box tb-guide__qr"><svg viewBox="' in page


class TestVersions:
    def test_are_listed_with_their_periods_and_digests(self, client: Client) -> None:
        new = revised(amount=3)

        page = text(client, f"{GUIDE}versions/")

        assert new.digest in page
        assert page.count("现行有效") == 1
        assert page.index("第 2 版") < page.index("第 1 版")

    def test_what_changed_is_told_in_words(self, client: Client) -> None:
        revised(amount=3)

        assert "承诺时限由“5个工作日" in text(client, f"{GUIDE}versions/2/changes/")
        assert "改为“5个工作日" in text(client, f"{GUIDE}versions/1/changes/?with=2")
        assert "两版的内容一样" in text(client, f"{GUIDE}versions/1/changes/?with=1")

    def test_a_name_that_the_directory_changed_is_told_and_both_names_are_found(self, client: Client) -> None:
        before = catalog.item(FOOD).name
        assert "事项目录里的名称已经改为" not in text(client, GUIDE)
        catalog.BasicItem.objects.filter(items__code=FOOD).update(name="餐饮服务准营登记")
        enter(list(catalog.Item.objects.select_related("department__region").filter(code=FOOD)))

        page = text(client, GUIDE)

        assert "事项目录里的名称已经改为“餐饮服务准营登记”" in page
        assert f"这份指南公布时叫“{before}”" in page
        assert "公布时叫" not in text(client, f"{GUIDE}versions/1/")
        for question in (before, "餐饮服务准营登记"):
            assert catalog.search_items(question)[0].code == FOOD
        force = catalog.version_of(FOOD, 1)
        assert catalog.called_in_guides([force.pk]) == {force.pk: before}

    def test_an_old_version_stays_readable_and_offers_no_application(self, client: Client) -> None:
        revised(amount=3)

        page = text(client, f"{GUIDE}versions/1/")

        assert "已经不再施行" in page
        assert "/apply/" not in page

    @pytest.mark.parametrize(
        "path",
        ["versions/9/", "versions/1/changes/", "versions/9.json", "versions/9.pdf", "versions/1/changes/?with=x"],
    )
    def test_a_version_that_is_not_there_is_not_found(self, client: Client, path: str) -> None:
        text(client, f"{GUIDE}{path}", 404)

    def test_the_download_has_the_very_digest_that_is_shown(self, client: Client) -> None:
        answer = client.get(f"{GUIDE}versions/1.json")
        version = catalog.version_of(FOOD, 1)

        assert crypto.sm3(answer.content) == version.digest
        assert json.loads(answer.content) == version.document
        assert version.digest in text(client, GUIDE)


class TestPaper:
    def test_is_a_pdf_that_is_the_same_every_time(self, client: Client) -> None:
        one, two = (client.get(f"{GUIDE}versions/1.pdf") for _ in range(2))

        assert one.content == two.content
        assert one.content.startswith(b"%PDF-")
        assert one.headers["Content-Type"] == "application/pdf"

    def test_says_all_fourteen_elements_and_the_digest(self) -> None:
        version = catalog.version_of(FOOD, 1)
        facts: Any = facts_of(version, "https://example.org/items/ZISPJY/")

        assert {one["title"] for one in facts["sections"]} == set(catalog.SECTIONS.values())
        assert all(one["lead"] or one["pairs"] or one["points"] for one in facts["sections"])
        assert facts["digest"] == version.digest

    def test_every_guide_of_the_city_can_be_put_on_paper(self) -> None:
        found = catalog.GuideVersion.objects.filter(effective_to=None).select_related("item").order_by("item__code")

        for version in found:
            assert facts_of(version, "https://example.org/")["sections"]

    def test_a_paper_is_chinese_in_every_language(self, client: Client) -> None:
        chinese = client.get(f"{GUIDE}versions/1.pdf").content
        client.cookies["django_language"] = "en"

        assert client.get(f"{GUIDE}versions/1.pdf").content == chinese

    def test_what_was_written_is_never_obeyed(self, at: datetime) -> None:
        facts: dict[str, Any] = dict(facts_of(catalog.version_of(FOOD, 1), "https://example.org/"))
        facts |= {"title": '#panic("x") $ \\ <label> @ref', "sections": [], "strip": []}

        assert documents.sheet(documents.Sheet.GUIDE, facts, at=at).startswith(b"%PDF-")


class TestSituation:
    def test_asks_one_question_after_another_without_scripts(self, client: Client) -> None:
        first = client.get(f"{GUIDE}situation/")
        second = client.get(f"{GUIDE}situation/", {"with_automat": "false"})

        assert first.context["ask"].name == "with_automat"
        assert second.context["ask"].name == "by_agent"
        assert "第 2 个问题，共 2 个" in second.content.decode()
        assert '<input type="hidden" name="with_automat" value="false">' in second.content.decode()

    def test_ends_in_just_the_materials_that_apply_and_hands_the_answers_on(self, client: Client) -> None:
        answer = client.get(f"{GUIDE}situation/", {"with_automat": "false", "by_agent": "true"})
        page = answer.content.decode()

        assert [one.material.name for one in answer.context["own"]].count("授权委托书及代理人身份证明") == 1
        assert [one.name for one in answer.context["led"].spared] == ["自动设备放置地点清单"]
        assert (answer.context["needed"], answer.context["saved"]) == (4, 2)
        assert "/apply/ZISPJY/?with_automat=false&amp;by_agent=true" in page

    def test_an_answer_can_be_changed(self, client: Client) -> None:
        said = client.get(f"{GUIDE}situation/", {"with_automat": "false", "by_agent": "true"}).context["said"]

        assert [(one.ask, one.answer, one.again) for one in said] == [
            ("是否利用自动设备经营", "否", "?"),
            ("是否委托他人办理", "是", "?with_automat=false"),
        ]

    @pytest.mark.parametrize("query", ["with_automat=x", "with_automat=", "form=1", "a=<script>"])
    def test_nonsense_is_asked_again(self, client: Client, query: str) -> None:
        answer = client.get(f"{GUIDE}situation/?{query}")

        assert answer.context["ask"].name == "with_automat"
        assert "<script>s" not in answer.content.decode()

    def test_without_a_guide_there_is_nothing_to_ask(self, client: Client) -> None:
        catalog.GuideVersion.objects.filter(item__code=FOOD).update(effective_to=timezone.now())

        text(client, f"{GUIDE}situation/", 404)

    def test_every_guide_of_the_city_leads_to_an_end(self) -> None:
        for version in catalog.GuideVersion.objects.filter(effective_to=None).select_related("item"):
            given: dict[str, list[str]] = {}
            for _ in range(12):
                led = catalog.lead(version.guide, given)
                if led.next is None:
                    break
                options = led.next.question.options
                given[led.next.name] = [options[0].const if options else "true"]
            assert led.next is None, version.item.code
            assert {one.material.id for one in led.materials}.isdisjoint(one.id for one in led.spared)
