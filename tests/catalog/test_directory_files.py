"""A directory with a broken file is refused with the file, the line and what to do; nothing of it is loaded."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests.catalog.conftest import NOW, WUXI
from tongban.catalog import api as catalog
from tongban.catalog.drafting.directory import drafted


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the whole sample that a test may spoil."""
    return Path(shutil.copytree(WUXI, tmp_path / "wuxi"))


@pytest.mark.usefixtures("places")
@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        ("drafting.toml", 'city = "320200"', 'city = "无锡"', "drafting.toml 有问题：city"),
        ("drafting.toml", "[appeals]", "[appeal]", "格式里没有这一项"),
        ("districts.toml", '"ZIGSSL", "ZIGTSL"', '"ZINONE", "ZIGTSL"', "没有列出的事项：ZINONE"),
        ("districts.toml", '"ZIGSSL", "ZIGTSL"', '"ZIESF", "ZIGTSL"', "没有与 ZIESF 的部门同一条线的部门"),
        ("forms/ZIGGWS.toml", "x-groups", "x-group", "forms/ZIGGWS.toml 有问题"),
        ("licences.csv", "ZL001,居民身份证", "ZL,居民身份证", "第2行：code"),
        ("licences.csv", "公安,自然人,长期", "公安,狗,长期", "没有“狗”这种持证主体"),
        ("licences.csv", "ZL002,居民户口簿", "ZL001,居民户口簿", "证照类型代码重复：ZL001"),
        ("licences.csv", "11100000MB0143028R001", "11100000MB0143028X001", "第20行"),
    ],
)
def test_a_broken_file_is_named_with_its_place_and_nothing_is_loaded(
    folder: Path, file: str, old: str, new: str, says: str
) -> None:
    path = folder / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")

    with pytest.raises((catalog.BadItems, catalog.GuideFaulty), match=re.escape(says)):
        catalog.load_directory(path=folder, at=NOW)

    assert not catalog.items().exists()


@pytest.mark.usefixtures("places")
def test_without_a_plan_only_written_guides_are_published(folder: Path) -> None:
    (folder / "drafting.toml").unlink()

    rows, documents = drafted(folder)

    assert len(rows) == 141
    assert [document["basics"]["item"] for document in documents] == ["ZISPJY"]
