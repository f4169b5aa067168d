"""The items of the sample are taken in whole, with what is known of them and how surely."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tests.catalog.conftest import NOW, WUXI
from tongban.catalog import api as catalog
from tongban.kernel.codes.item import parse_basic
from tongban.kernel.errors import Broken
from tongban.ledger import api as ledger
from tongban.orgs import api as orgs


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the sample's items and guides that a test may spoil."""
    shutil.copy(WUXI / "items.jsonl", tmp_path)
    shutil.copy(WUXI / "licences.csv", tmp_path)
    shutil.copytree(WUXI / "guides", tmp_path / "guides")
    return tmp_path


def change_first(folder: Path, **changes: object) -> None:
    first, *rest = (folder / "items.jsonl").read_text("utf-8").splitlines()
    row = json.loads(first) | changes
    (folder / "items.jsonl").write_text("\n".join([json.dumps(row, ensure_ascii=False), *rest]), "utf-8")


@pytest.mark.usefixtures("places")
def test_the_sample_brings_all_services_those_of_two_districts_and_a_guide_for_each() -> None:
    loaded = catalog.load_directory(path=WUXI, at=NOW)

    assert loaded == {"licences": 112, "items": 141 + 2 * 20, "guides": 181}
    assert sum(catalog.counts_by_type().values()) == catalog.BasicItem.objects.count() == 141


@pytest.mark.usefixtures("sample")
def test_loading_again_changes_nothing_and_records_nothing() -> None:
    again = catalog.load_directory(path=WUXI, at=NOW)

    assert again == {"licences": 0, "items": 0, "guides": 0}
    assert len(ledger.history(kind="item", subject=catalog.item_id("ZISPJY"))) == 1


@pytest.mark.usefixtures("sample")
def test_a_changed_line_changes_its_item(folder: Path) -> None:
    change_first(folder, themes=["新主题"])

    again = catalog.load_directory(path=folder, at=NOW)

    assert again == {"licences": 0, "items": 1, "guides": 0}
    assert ("新主题", 1) in catalog.themes()


@pytest.mark.usefixtures("sample")
def test_facts_keep_their_provenance_and_doubt() -> None:
    known = catalog.item("ZISPJY").known

    assert known.confidence == "高"
    assert "记忆" in known.provenance
    assert [(law.law, law.article_verified) for law in known.legal] == [
        ("食品安全法", True),
        ("食品经营许可和备案管理办法", False),
    ]
    assert known.statutory is not None
    assert known.statutory.text == "10个工作日"


@pytest.mark.usefixtures("sample")
def test_whoever_reads_an_item_learns_in_plain_chinese_where_it_comes_from() -> None:
    every = [item.known for item in catalog.items()]

    assert all(known.origins for known in every)
    said = {catalog.label(origin) for known in every for origin in known.origins}
    assert not re.search(r"[A-Za-z/_]|记忆", "".join(said))


@pytest.mark.usefixtures("sample")
def test_what_is_known_is_written_with_chinese_punctuation() -> None:
    half = re.compile(r"[\u4e00-\u9fff][,;:!?(]|[,;:!?)][\u4e00-\u9fff]")

    assert [item.code for item in catalog.items() if half.search(json.dumps(item.facts, ensure_ascii=False))] == []


@pytest.mark.usefixtures("sample")
def test_basic_codes_are_national_or_provincial_and_never_invented() -> None:
    codes = [item.basic_code for item in catalog.items(near="") if item.basic_code]

    assert len(codes) == 11
    assert {parse_basic(code).region for code in codes} == {"00"}


@pytest.mark.usefixtures("sample")
def test_every_item_is_decided_by_a_department() -> None:
    known = {department.code for department in orgs.departments()}

    assert all(item.department_id in known and not item.body for item in catalog.items())
    assert catalog.item("ZICSZM").handled_by == "无锡市妇幼保健院"
    assert {code for item in catalog.items() for code in item.supervisors} <= known


@pytest.mark.usefixtures("places")
def test_an_item_that_no_department_decides_says_by_whom_and_where(folder: Path) -> None:
    change_first(folder, decides=None, body="PROVIDER", region="320200")

    catalog.load_directory(path=folder, at=NOW)

    assert catalog.item("ZIGSSL").handled_by == "医院、银行等经办机构"
    assert catalog.item("ZIGSSL").region.name == "无锡市"


@pytest.mark.usefixtures("sample")
def test_the_guide_of_the_sample_agrees_with_the_facts_it_came_from(guide: catalog.Guide) -> None:
    item = catalog.item("ZISPJY")

    assert item.known.statutory is not None
    assert guide.limits.statutory is not None
    assert item.known.statutory.amount == guide.limits.statutory.amount
    assert len(item.known.materials) == len(guide.materials) == 7
    assert {result.name for result in guide.results} >= {item.known.result}


@pytest.mark.usefixtures("sample")
def test_items_are_browsed_by_what_they_have_in_common() -> None:
    food = catalog.item("ZISPJY")

    assert food in catalog.items(theme="餐饮")
    assert food in catalog.items(department="ZD320213ADM", type=catalog.ItemType.LICENCE)
    assert food in catalog.items(audience=catalog.Audience.ORGANISATION)
    assert food not in catalog.items(theme="养老")
    assert dict(catalog.themes())["准营"] == len(catalog.items(theme="准营", near=""))
    assert catalog.counts_by_department()["ZD320213ADM"] == len(catalog.items(department="ZD320213ADM"))


@pytest.mark.usefixtures("sample")
def test_an_unknown_item_is_refused() -> None:
    with pytest.raises(catalog.UnknownItem):
        catalog.item("ZINONE")


@pytest.mark.usefixtures("places")
@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"decides": "ZD999999XXX"}, "没有这些部门：ZD999999XXX"),
        ({"code": "ZISPJY"}, "事项编码重复：ZISPJY"),
        ({"type": "PUNISHMENT"}, "第1行：type：不是允许的取值"),
        ({"extra": 1}, "第1行：extra：格式里没有这一项"),
        ({"code": "000131003000"}, "应以ZI开头"),
        ({"basic_code": "12"}, "基本编码应为"),
        ({"audiences": []}, "audiences：不能为空"),
        ({"basic": "ZBSPJY"}, "同一基本目录事项的名称、编码、类型、依据不一致：ZBSPJY"),
        ({"basic": "000131003000"}, "应以ZB开头"),
        ({"decides": None, "body": "PROVIDER"}, "没有部门的事项要写明在哪个地区办理：ZIGSSL"),
    ],
)
def test_faulty_items_are_refused_and_nothing_is_loaded(folder: Path, changes: dict[str, Any], says: str) -> None:
    change_first(folder, **changes)

    with pytest.raises(Broken, match=says):
        catalog.load_directory(path=folder, at=NOW)

    assert not catalog.items().exists()


@pytest.mark.usefixtures("places")
def test_a_faulty_guide_keeps_the_whole_directory_out(folder: Path) -> None:
    file = folder / "guides" / "food-business-licence.toml"
    file.write_text(file.read_text("utf-8").replace('name = "食品经营许可（新办）"', 'name = "别的"', 1), "utf-8")

    with pytest.raises(catalog.GuideFaulty):
        catalog.load_directory(path=folder, at=NOW)

    assert not catalog.items().exists()


@pytest.mark.usefixtures("places")
def test_unreadable_files_are_named(folder: Path) -> None:
    (folder / "guides" / "broken.toml").write_text("[", "utf-8")

    with pytest.raises(catalog.BadItems, match=r"broken\.toml"):
        catalog.load_directory(path=folder, at=NOW)
    with pytest.raises(catalog.BadItems, match=r"items\.jsonl"):
        catalog.load_directory(path=folder / "guides", at=NOW)


@pytest.mark.usefixtures("sample")
@pytest.mark.parametrize("change", [{"code": "000131003000"}, {"basic_code": "12"}, {"department": None}])
def test_the_database_keeps_codes_and_departments_honest(change: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        catalog.items().filter(code="ZISPJY").update(**change)
