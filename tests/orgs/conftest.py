"""A town small enough to read, and the whole sample city."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path

import pytest

from tongban.orgs import api as orgs

WUXI = Path(__file__).resolve().parents[2] / "sample" / "wuxi"

REGIONS = """code,name,level,parent,source,confidence,note
320000,江苏省,PROVINCE,,测试,高,
320200,无锡市,CITY,320000,测试,高,
320205,锡山区,COUNTY,320200,测试,高,
320211,滨湖区,COUNTY,320200,测试,高,
320205001,东亭街道,TOWN,320205,测试,高,
320211006,华庄街道,TOWN,320211,测试,高,
320205001001,春风社区居委会,VILLAGE,320205001,测试,高,
320211006001,华新社区居委会,VILLAGE,320211006,测试,高,
"""
DEPARTMENTS = """code,name,short_name,kind,region,line,basic_code_segment,credit_code,source,confidence
ZD320200AMR,无锡市市场监督管理局,市市场监管局,GOVERNMENT,320200,AMR,31,,测试,高
ZD320205AMR,无锡市锡山区市场监督管理局,锡山区市场监管局,GOVERNMENT,320205,AMR,31,,测试,高
ZD320200JKQ,无锡经济开发区管理委员会,无锡经开区,FUNCTIONAL_COMMITTEE,320200,JKQ,,,测试,高
"""


@pytest.fixture
def town(tmp_path: Path) -> Path:
    """Files of a city of eight regions, with the hours and windows of the sample."""
    (tmp_path / "regions.csv").write_text(REGIONS, "utf-8")
    (tmp_path / "departments.csv").write_text(DEPARTMENTS, "utf-8")
    shutil.copy(WUXI / "places.toml", tmp_path)
    change(tmp_path / "places.toml", 'manages = ["320211006", "320211007"]', 'manages = ["320211006"]')
    return tmp_path


@pytest.fixture
def loaded(db: None, town: Path, at: datetime) -> Path:  # noqa: ARG001 - the fixture opens the database
    """The small city in the database, with the calendars."""
    orgs.load_calendars(at=at)
    orgs.load_sample(path=town, at=at)
    return town


def change(path: Path, old: str, new: str) -> None:
    """Replace a text that must be in the file."""
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
