"""Article 20 fixes what a place is called; the names of committees are turned into those of communities."""

from __future__ import annotations

import csv
import re

import pytest

from tests.orgs.conftest import WUXI
from tongban.kernel.codes import region as codes
from tongban.kernel.codes.region import Level
from tongban.orgs import rules


@pytest.mark.parametrize(
    ("level", "region", "name"),
    [
        (Level.CITY, "无锡市", "无锡市政务服务中心"),
        (Level.COUNTY, "江阴市", "江阴市政务服务中心"),
        (Level.COUNTY, "锡山区", "锡山区政务服务中心"),
        (Level.COUNTY, "无锡经济开发区", "无锡经济开发区政务服务中心"),
        (Level.TOWN, "东亭街道", "东亭街道便民服务中心"),
        (Level.TOWN, "羊尖镇", "羊尖镇便民服务中心"),
        (Level.VILLAGE, "春风社区居委会", "春风社区便民服务站"),
        (Level.VILLAGE, "云津社区居民委员会", "云津社区便民服务站"),
        (Level.VILLAGE, "山河村委会", "山河村便民服务站"),
    ],
)
def test_a_place_carries_the_fixed_name_of_its_level(level: Level, region: str, name: str) -> None:
    assert rules.place_name(level, region) == name


@pytest.mark.parametrize(
    ("committee", "community"),
    [
        ("泗河口村村委会", "泗河口村"),
        ("新厚桥村村民委员会", "新厚桥村"),
        ("永新村民委员会", "永新村"),
        ("轸村村村民委员会", "轸村村"),
        ("白丹山村委会", "白丹山村"),
        ("甘露居委会", "甘露社区"),
        ("谈村居委会", "谈村社区"),
        ("柏庄一村社区居委会", "柏庄一村社区"),
        ("繁华里居民社区委员会", "繁华里社区"),
        ("滨河社区居民委员", "滨河社区"),
        ("旺庄工业配套区社区", "旺庄工业配套区社区"),
    ],
)
def test_a_committee_gives_its_community_without_doubled_endings(committee: str, community: str) -> None:
    assert rules.community(committee) == community


def test_no_station_of_the_sample_keeps_a_committee_or_a_doubled_ending_in_its_name() -> None:
    with (WUXI / "regions.csv").open(encoding="utf-8", newline="") as lines:
        villages = [row["name"] for row in csv.DictReader(lines) if row["level"] == Level.VILLAGE]

    names = [rules.place_name(Level.VILLAGE, name) for name in villages]

    assert len(names) == 1241
    assert [name for name in names if re.search("委|社区社区|社区村|村民|居民", name)] == []
    assert all(re.search("(?:村|社区)便民服务站$", name) for name in names)


@pytest.mark.parametrize("level", [Level.CITY, Level.COUNTY])
def test_a_centre_needs_every_window_of_articles_20_24_and_29(
    level: Level,
) -> None:
    missing = rules.missing_windows(level, [])

    names = {rules.window_name(level, kind) for kind in missing}
    assert names == {
        "综合咨询窗口",
        "综合窗口",
        "出件窗口",
        "帮办代办窗口",
        "“办不成事”反映窗口",
        "“跨省通办”专窗",
        "“省内通办”专窗",
        "长三角“一网通办”专窗",
    }


@pytest.mark.parametrize("level", [Level.TOWN, Level.VILLAGE])
def test_a_station_needs_a_general_window_for_everything_and_assistance(level: Level) -> None:
    missing = rules.missing_windows(level, [])

    assert {rules.window_name(level, kind) for kind in missing} == {"全科综合窗口", "帮办代办窗口"}


@pytest.mark.parametrize(
    ("code", "stem"),
    [("320000", "32"), ("320200", "3202"), ("320205", "320205"), ("320205100", "320205100"), ("320205001001",) * 2],
)
def test_everything_inside_a_region_begins_with_its_stem(code: str, stem: str) -> None:
    assert codes.stem(code) == stem
