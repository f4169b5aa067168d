"""A department takes on what is its own to do, or says that it is not; the rest of the list stays as it is."""

from __future__ import annotations

import copy
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tests.catalog.conftest import DOCUMENT, NOW, staff
from tongban.catalog import api as catalog
from tongban.catalog.directory import api as directory
from tongban.catalog.models import BasicItem, Item
from tongban.kernel.actors import SYSTEM, Actor, Role
from tongban.kernel.errors import Broken, NotAllowed
from tongban.ledger import api as ledger
from tongban.orgs import api as orgs

pytestmark = pytest.mark.usefixtures("standing")
LATER = NOW + timedelta(hours=1)
LIANGXI, BINHU = "ZD320213ADM", "ZD320211ADM"
MANAGER = staff(Role.ITEM_MANAGER, LIANGXI, "320213")
OTHER = staff(Role.ITEM_MANAGER, BINHU, "320211")
ENTRY = "ZBGSZX"


def claim(entry: str = ENTRY, department: str = LIANGXI, by: Actor = MANAGER, at: datetime = NOW, **more: str) -> Item:
    return directory.claim(entry=entry, department=department, by=by, at=at, **more)


def answers(department: str) -> dict[str, directory.Answer]:
    return {entry.code: directory.answer_of(entry) for entry in directory.entries_for(orgs.department(department))}


def guide_for(item: Item) -> dict[str, Any]:
    document = copy.deepcopy(DOCUMENT)
    body = {"code": item.department_id, "name": item.handled_by}
    document["basics"] |= {"item": item.code, "name": item.name, "type": item.type}
    document["department"] |= dict.fromkeys(("receives", "accepts", "examines", "decides", "delivers"), body)
    return document


class TestClaiming:
    def test_a_claim_makes_a_draft_that_inherits_name_code_type_and_basis(self) -> None:
        item, entry = claim(), directory.entry(ENTRY)

        assert item.state == catalog.ItemState.DRAFT
        assert (item.name, item.type, item.basic_code) == (entry.name, entry.type, entry.basic_code)
        assert [law.law for law in item.known.legal] == [law["law"] for law in entry.legal]
        assert (item.code, item.region_id, item.department_id) == ("ZIGSZX320213", "320213", LIANGXI)

    def test_what_is_inherited_is_locked_by_the_database(self) -> None:
        item = claim()

        for change in ({"name": "另一个名称"}, {"type": "REWARD"}, {"basic_code": "000100000000"}):
            with pytest.raises(IntegrityError, match="catalog_item_inherits"), transaction.atomic():
                Item.objects.filter(pk=item.pk).update(**change)

    def test_a_draft_is_not_offered_found_or_told_of(self) -> None:
        item = claim()

        assert item not in catalog.items()
        assert catalog.names([item.code]) == {}
        assert item.code not in [
            row.item.code for row in catalog.find(catalog.Wanted(item.name, "320213"), at=NOW).rows()
        ]
        assert item not in catalog.siblings([item])

    def test_its_first_guide_puts_it_on_offer(self) -> None:
        claim("ZBELYX")  # 第二类医疗器械经营备案
        item = Item.objects.get(code="ZIELYX320213")
        document = guide_for(item) | {"regime": "CITY_DEFAULT"}

        catalog.publish(item_code=item.code, document=document, by=MANAGER, at=LATER)

        assert catalog.item(item.code).state == catalog.ItemState.ACTIVE
        assert [row.item.code for row in catalog.find(catalog.Wanted(item.name, "320213"), at=LATER).rows()[:1]] == [
            item.code
        ]

    def test_a_claim_is_an_entry_of_the_ledger(self) -> None:
        item = claim()

        (told,) = ledger.history(kind="item", subject=item.pk)
        assert (told.verb, told.after, told.facts["entry"]) == ("item.claim", "DRAFT", ENTRY)

    def test_a_department_claims_once(self) -> None:
        claim()

        with pytest.raises(directory.AlreadyClaimed):
            claim()

    def test_another_department_claims_the_same_for_itself(self) -> None:
        assert claim().code != claim(department=BINHU, by=OTHER).code

    def test_an_entry_of_another_level_is_not_claimed(self) -> None:
        with pytest.raises(directory.OtherLevel):
            claim("ZBSYLX")  # 第三类医疗器械经营许可：市级

    def test_an_entry_that_has_gone_is_not_claimed(self) -> None:
        BasicItem.objects.filter(code=ENTRY).update(gone_at=NOW)

        with pytest.raises(directory.EntryGone):
            claim()

    @pytest.mark.parametrize("entry", ["ZBNONE", "", "'; DROP TABLE"])
    def test_an_unknown_entry_is_refused(self, entry: str) -> None:
        with pytest.raises(directory.UnknownEntry):
            claim(entry)

    @pytest.mark.parametrize(
        "actor",
        [OTHER, staff(Role.SUPERVISOR), staff(Role.DECIDER, LIANGXI), staff(Role.ITEM_MANAGER, LIANGXI, "320211")],
    )
    def test_nobody_claims_for_a_department_they_do_not_manage(self, actor: Actor) -> None:
        with pytest.raises(NotAllowed):
            claim(by=actor)
        with pytest.raises(NotAllowed):
            directory.decline(entry=ENTRY, department=LIANGXI, reason="不涉及", by=actor, at=NOW)


class TestDelegation:
    def test_what_is_done_by_delegation_names_the_organ_it_is_done_for(self) -> None:
        item = claim(entrusted_by="ZD320200ADM")

        assert item.entrusted_by is not None
        assert item.entrusted_by.name == "无锡市行政审批局"

    def test_its_guide_says_so_too(self) -> None:
        item = claim("ZBELYX", entrusted_by="ZD320200ADM")
        document = guide_for(item) | {"regime": "CITY_DEFAULT"}
        with pytest.raises(catalog.GuideFaulty, match="委托机关是 无锡市行政审批局"):
            catalog.publish(item_code=item.code, document=document, by=MANAGER, at=LATER)

        document["department"] |= {"nature": "ENTRUSTED", "entrusted_by": "无锡市行政审批局"}

        assert catalog.publish(item_code=item.code, document=document, by=MANAGER, at=LATER).version == 1

    @pytest.mark.parametrize("organ", [LIANGXI, "ZDNOBODY"])
    def test_nobody_is_entrusted_by_themselves_or_by_nobody(self, organ: str) -> None:
        with pytest.raises(Broken):
            claim(entrusted_by=organ)


class TestNationalCode:
    @pytest.fixture(autouse=True)
    def _coded(self, standing: None) -> None:  # noqa: ARG002 - in the transaction of the city
        BasicItem.objects.create(
            id=catalog.item_id("ZBTHIRD"), code="ZBTHIRD", name="某项许可", type="LICENCE", basic_code="370117002011"
        )

    @pytest.mark.parametrize(
        ("code", "sentence"),
        [
            ("1234", "应为31位"),
            ("11370800MB285591853370117002011", "不对"),
            ("11370800MB285591843370117002012", "与基本目录的（370117002011）不一致"),
            ("11370800MB285591843370117002011", "行使层级是3"),
            ("11370800MB285591844370117002011", "不是办理地区"),
        ],
    )
    def test_one_that_contradicts_the_entry_or_the_department_is_refused(self, code: str, sentence: str) -> None:
        with pytest.raises(Broken, match=sentence):
            claim("ZBTHIRD", implementation_code=code)

    @pytest.mark.parametrize("tail", ["", "01"])
    def test_a_true_one_is_kept(self, tail: str) -> None:
        code = f"113202000140078363{'4'}370117002011{tail}"

        assert claim("ZBTHIRD", implementation_code=code.lower()).implementation_code == code

    def test_the_database_refuses_one_of_another_entry(self) -> None:
        item = claim("ZBTHIRD")

        with pytest.raises(IntegrityError, match="code_inherits"), transaction.atomic():
            Item.objects.filter(pk=item.pk).update(implementation_code="1132020001400783634" + "370117002012")


class TestTakingBack:
    def test_a_claim_is_undone_before_there_is_a_guide(self) -> None:
        claim()

        directory.unclaim(entry=ENTRY, department=LIANGXI, by=MANAGER, at=LATER)

        assert answers(LIANGXI)[ENTRY] == directory.Answer.UNCLAIMED
        assert claim(at=LATER).state == catalog.ItemState.DRAFT

    def test_not_once_a_guide_was_published(self) -> None:
        with pytest.raises(directory.NothingToTakeBack):
            directory.unclaim(entry="ZBGGWS", department=LIANGXI, by=MANAGER, at=NOW)

    def test_declining_says_why_and_is_taken_back(self) -> None:
        directory.decline(entry=ENTRY, department=LIANGXI, reason="由市级办理", by=MANAGER, at=NOW)
        assert answers(LIANGXI)[ENTRY] == directory.Answer.DECLINED
        assert answers(BINHU)[ENTRY] == directory.Answer.UNCLAIMED
        with pytest.raises(directory.AlreadyDeclined):
            claim()

        directory.reconsider(entry=ENTRY, department=LIANGXI, by=MANAGER, at=LATER)

        assert answers(LIANGXI)[ENTRY] == directory.Answer.UNCLAIMED
        with pytest.raises(directory.NothingToTakeBack):
            directory.reconsider(entry=ENTRY, department=LIANGXI, by=MANAGER, at=LATER)

    @pytest.mark.parametrize("reason", ["", "  ", "长" * 201])
    def test_declining_without_a_reason_is_refused(self, reason: str) -> None:
        with pytest.raises(Broken):
            directory.decline(entry=ENTRY, department=LIANGXI, reason=reason, by=MANAGER, at=NOW)

    def test_what_is_claimed_is_not_declined(self) -> None:
        with pytest.raises(directory.AlreadyClaimed):
            directory.decline(entry="ZBGGWS", department=LIANGXI, reason="不涉及", by=MANAGER, at=NOW)


class TestAnswers:
    def test_a_department_sees_what_is_of_its_level_and_line(self) -> None:
        mine = answers(LIANGXI)

        assert mine["ZBGGWS"] == directory.Answer.CLAIMED
        assert mine[ENTRY] == directory.Answer.UNCLAIMED
        assert "ZBSYLX" not in mine  # 市级
        assert "ZBJHDJ" not in mine  # 民政

    def test_the_unclaimed_come_first(self) -> None:
        said = list(answers(LIANGXI).values())

        order = [directory.Answer.UNCLAIMED, directory.Answer.DECLINED, directory.Answer.CLAIMED]
        assert [order.index(one) for one in said] == sorted(order.index(one) for one in said)

    def test_they_are_found_by_word_type_and_answer(self) -> None:
        body = orgs.department(LIANGXI)

        found = directory.entries_for(
            body, q="公司 注销", kind=catalog.ItemType.CONFIRMATION, answer=directory.Answer.UNCLAIMED
        )
        other = directory.entries_for(body, q="公司 注销", answer=directory.Answer.CLAIMED)

        assert [entry.code for entry in found] in ([ENTRY], [])
        assert ENTRY in [entry.code for entry in directory.entries_for(body, q="公司 注销")]
        assert not other.exists()

    def test_the_supervisor_sees_how_far_every_department_is(self) -> None:
        directory.decline(entry=ENTRY, department=LIANGXI, reason="由市级办理", by=MANAGER, at=NOW)

        standings = {one.department.code: one for one in directory.standings_of(staff(Role.SUPERVISOR))}
        one, said = standings[LIANGXI], list(answers(LIANGXI).values())

        assert (one.entries, one.claimed, one.declined, one.unclaimed) == (
            len(said),
            said.count(directory.Answer.CLAIMED),
            1,
            said.count(directory.Answer.UNCLAIMED),
        )
        assert [one.unclaimed for one in standings.values()] == sorted(
            (one.unclaimed for one in standings.values()), reverse=True
        )

    def test_a_supervisor_of_a_district_sees_that_district(self) -> None:
        found = directory.standings_of(staff(Role.SUPERVISOR, "*", "320211"))

        assert {one.department.region_id for one in found} == {"320211"}

    def test_what_nobody_does_is_listed(self) -> None:
        assert not directory.unclaimed_anywhere().exists()
        BasicItem.objects.create(id=catalog.item_id("ZBNEU"), code="ZBNEU", name="没人办的事", type="LICENCE")

        assert [entry.code for entry in directory.unclaimed_anywhere()] == ["ZBNEU"]


def test_implementations_come_in_by_a_file_too() -> None:
    text = (
        "基本目录,实施部门,状态,主题,常用说法\n"
        f"{ENTRY},{LIANGXI},在用,注销,关公司 公司不干了\n"
        "ZBELYX,无锡市梁溪区行政审批局,,,\n"
        "ZBGGWS,无锡市滨湖区数据局,,,\n"
        "ZBNONE,没有这个局,,,\n"
    )

    row = directory.upload_file(
        kind=directory.UploadKind.ITEMS, data=text.encode(), file_name="清单.csv", by=MANAGER, at=NOW
    )

    faults = {line.number: line.faults for line in directory.lines_of(row, directory.LineChange.FAULTY)}
    assert faults[4] == ["不是您管理的部门的事项，不能由您导入"]
    assert len(faults[5]) == 2
    directory.withdraw_upload(upload=row.pk, by=MANAGER, at=LATER)
    good = "".join(text.splitlines(keepends=True)[:3])
    row = directory.upload_file(
        kind=directory.UploadKind.ITEMS, data=good.encode(), file_name="清单.csv", by=MANAGER, at=LATER
    )
    directory.confirm_upload(upload=row.pk, digest=row.digest, by=MANAGER, at=LATER)

    assert Item.objects.get(code="ZIELYX320213").state == "DRAFT"
    found = catalog.find(catalog.Wanted("公司不干了", "320213"), at=LATER).rows()
    assert found[0].item.code == "ZIGSZX320213"


def test_the_whole_list_comes_in_by_the_system() -> None:
    text = f'{{"basic": "{ENTRY}", "department": "{BINHU}", "audiences": ["个人"]}}'

    row = directory.upload_file(
        kind=directory.UploadKind.ITEMS, data=text.encode(), file_name="a.jsonl", by=SYSTEM, at=NOW
    )
    directory.confirm_upload(upload=row.pk, digest=row.digest, by=SYSTEM, at=NOW)

    assert Item.objects.get(code="ZIGSZX320211").audiences == ["PERSON"]
