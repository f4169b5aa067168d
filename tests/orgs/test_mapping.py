"""Every combined department name of the items leads to a department of the sample, or honestly to none."""

from __future__ import annotations

import csv
import tomllib
from typing import Any

import pytest

from tests.orgs.conftest import WUXI

BODIES = {"PEOPLES_GOVERNMENT", "TOWN_GOVERNMENT", "PROVIDER", "MILITARY"}
REVIEW = "ZD320200ADM"


@pytest.fixture(scope="module")
def names() -> list[dict[str, Any]]:
    return list(tomllib.loads((WUXI / "department-mapping.toml").read_text("utf-8"))["names"])


@pytest.fixture(scope="module")
def codes() -> set[str]:
    with (WUXI / "departments.csv").open(encoding="utf-8", newline="") as lines:
        return {row["code"] for row in csv.DictReader(lines)}


def test_the_names_cover_every_item_and_every_member_of_a_bundle_once(names: list[dict[str, Any]]) -> None:
    assert len({entry["name"] for entry in names}) == len(names) == 73
    assert sum(entry["items"] for entry in names) == 141
    assert sum(entry["onethings"] for entry in names) == 124


def test_every_department_named_exists(names: list[dict[str, Any]], codes: set[str]) -> None:
    named = {
        code for entry in names for code in [entry.get("decides"), *entry.get("with", []), *entry["supervises"]] if code
    }

    assert named - codes == set()


def test_each_name_has_one_who_decides_or_says_what_else_does(names: list[dict[str, Any]]) -> None:
    for entry in names:
        assert ("decides" in entry) != ("body" in entry), entry["name"]
        assert entry.get("body", "PROVIDER") in BODIES, entry["name"]
        assert ("body" in entry) == (entry["rule"] == "R6"), entry["name"]


def test_where_the_items_say_so_the_review_bureau_decides_and_another_supervises(
    names: list[dict[str, Any]],
) -> None:
    said = [entry for entry in names if "行政审批局)" in entry["name"] or "行政审批局(" in entry["name"]]

    assert len(said) == 19
    for entry in said:
        assert entry["decides"] == REVIEW, entry["name"]
        assert entry["supervises"], entry["name"]
        assert REVIEW not in entry["supervises"], entry["name"]


def test_two_departments_joined_by_a_slash_act_together(names: list[dict[str, Any]]) -> None:
    joined = [entry for entry in names if entry["rule"] == "R5"]

    assert [len(entry["with"]) for entry in joined] == [entry["name"].count("/") for entry in joined]
    assert len(joined) == 3
