"""The sample city is loaded whole or not at all, and says of itself what is invented."""

from __future__ import annotations

import csv
import tomllib
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.db import transaction
from pytest_django import DjangoAssertNumQueries

from tests.orgs.conftest import WUXI, change
from tongban.kernel.codes.local import is_local
from tongban.kernel.codes.region import Level
from tongban.kernel.errors import Broken
from tongban.ledger import api as ledger
from tongban.orgs import api as orgs
from tongban.orgs import rules
from tongban.orgs.models import Department, Region, ServicePlace, Timetable, Window
from tongban.orgs.states import WindowKind


def rows(name: str) -> list[dict[str, str]]:
    with (WUXI / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.mark.django_db
def test_wuxi_has_a_place_for_every_region_and_one_for_the_development_zone(at: datetime) -> None:
    counts = orgs.load_sample(path=WUXI, at=at)

    assert counts == {"regions": 1322, "departments": 96, "places": 1322, "windows": 2800}
    assert Counter(ServicePlace.objects.values_list("level", flat=True)) == {
        Level.CITY: 1,
        Level.COUNTY: 7 + 1,
        Level.TOWN: 72,
        Level.VILLAGE: 1241,
    }


@pytest.mark.django_db
def test_every_place_of_wuxi_has_the_windows_the_regulation_asks_for(at: datetime) -> None:
    orgs.load_sample(path=WUXI, at=at)
    kinds: dict[tuple[str, str], set[WindowKind]] = {}
    for code, level, kind in Window.objects.values_list("place", "place__level", "kind"):
        kinds.setdefault((code, level), set()).add(WindowKind(kind))

    short = [code for (code, level), own in kinds.items() if rules.missing_windows(Level(level), own)]

    assert len(kinds) == 1322
    assert short == []


def test_no_credit_code_and_no_contact_of_the_sample_looks_real() -> None:
    departments = rows("departments.csv")
    places = tomllib.loads((WUXI / "places.toml").read_text("utf-8"))

    assert {row["credit_code"] for row in departments} == {""}
    assert all(is_local(row["code"]) for row in departments)
    assert "示例" in places["contact"]["phone"]
    assert "示例" in places["contact"]["address"]


def test_functional_zones_are_not_regions_of_the_sample() -> None:
    regions = rows("regions.csv")

    assert [row["name"] for row in regions if "虚拟" in row["name"] or row["name"].endswith(("开发区", "管理区"))] == []
    assert [row["code"] for row in regions if not row["code"].isdigit()] == []


def test_every_row_says_where_it_comes_from_and_the_readme_explains_it() -> None:
    legend = (WUXI / "README.md").read_text("utf-8")

    sources = {row["source"] for name in ("regions.csv", "departments.csv") for row in rows(name)}

    assert [source for source in sources if source.removesuffix("第五条") not in legend] == []


@pytest.mark.django_db
def test_loading_again_changes_nothing_and_records_nothing(town: Path, at: datetime) -> None:
    orgs.load_sample(path=town, at=at)

    again = orgs.load_sample(path=town, at=at + timedelta(days=1))

    ledger.sequence()
    assert again == {}
    assert len(ledger.since(0, verbs=["sample.load_orgs"])) == 1


@pytest.mark.django_db
def test_one_load_is_one_entry_with_its_counts(town: Path, at: datetime) -> None:
    counts = orgs.load_sample(path=town, at=at)

    ledger.sequence()

    (entry,) = ledger.since(0, verbs=["sample.load_orgs"])
    assert {name: entry.facts[name] for name in counts} == counts


@pytest.mark.django_db
def test_a_changed_file_changes_the_rows_it_names_and_adds_none(town: Path, at: datetime) -> None:
    before = orgs.load_sample(path=town, at=at)
    change(town / "departments.csv", "市市场监管局", "市场局")
    change(town / "places.toml", "pm = [13:00:00, 17:00:00]", "pm = [13:30:00, 17:00:00]")

    after = orgs.load_sample(path=town, at=at + timedelta(days=1))

    assert after == before
    assert orgs.department("ZD320200AMR").short_name == "市场局"
    assert str(Timetable.objects.get(pk="HALL").rows.get()) == "9:00–12:00、13:30–17:00"
    assert ServicePlace.objects.count() == before["places"]
    assert Window.objects.count() == before["windows"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        ("places.toml", '    "ASSIST", "STUCK", ', '    "ASSIST", ', "“办不成事”反映窗口"),
        ("places.toml", '["GENERAL", "ASSIST"]', '["GENERAL"]', "帮办代办窗口"),
        ("places.toml", "（示例）", "", "示例"),
        ("places.toml", "[levels.TOWN]", "[levels.HAMLET]", r"places\.toml"),
        ("places.toml", 'timetable = "STATION"', 'timetable = "NIGHT"', "NIGHT"),
        ("places.toml", '"ZD320200JKQ"', '"ZD320200XXX"', "ZD320200XXX"),
        ("departments.csv", ",320205,", ",320299,", "320299"),
        ("departments.csv", "GOVERNMENT", "EMPIRE", r"departments\.csv"),
        ("departments.csv", "ZD320200AMR", "11320200AMR", "ZD"),
        ("regions.csv", "320205001,东亭街道,TOWN,320205", "320205001,东亭街道,TOWN,320211", "320205001"),
        ("regions.csv", "东亭街道,TOWN", "东亭街道,VILLAGE", "320205001"),
        ("regions.csv", "source,", "origin,", r"regions\.csv"),
    ],
)
def test_files_that_contradict_themselves_are_refused_whole(
    town: Path, at: datetime, name: str, old: str, new: str, told: str
) -> None:
    change(town / name, old, new)

    with pytest.raises(Broken, match=told), transaction.atomic():
        orgs.load_sample(path=town, at=at)

    assert not Region.objects.exists()
    assert not Department.objects.exists()


@pytest.mark.django_db
def test_a_missing_file_is_one_clear_sentence(town: Path, at: datetime) -> None:
    (town / "places.toml").unlink()

    with pytest.raises(orgs.BadData, match=r"缺少资料文件（regions\.csv、departments\.csv、places\.toml）"):
        orgs.load_sample(path=town, at=at)


@pytest.mark.django_db
def test_the_whole_city_is_loaded_in_a_few_statements(
    at: datetime, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(40):
        orgs.load_sample(path=WUXI, at=at)

    assert Region.objects.count() == 1322
