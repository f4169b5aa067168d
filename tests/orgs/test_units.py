"""Departments and the units below them: a tree, however it is written, and what is below is found at any depth."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import in_threads
from tests.orgs.conftest import change
from tongban.orgs import api as orgs
from tongban.orgs import rules
from tongban.orgs.models import Department

CITY, DISTRICT, OTHER = "ZD320200AMR", "ZD320205AMR", "ZD320200JKQ"


def hang(code: str, parent: str | None) -> None:
    with transaction.atomic():
        Department.objects.filter(pk=code).update(parent=parent)


def test_the_units_below_are_found_at_any_depth(loaded: Path) -> None:
    hang(DISTRICT, CITY)
    hang(OTHER, DISTRICT)

    below = orgs.units_below([CITY, DISTRICT, OTHER])

    assert below == {CITY: {DISTRICT, OTHER}, DISTRICT: {OTHER}, OTHER: frozenset()}
    assert loaded


def test_a_unit_cannot_stand_below_itself(loaded: Path) -> None:
    hang(DISTRICT, CITY)
    hang(OTHER, DISTRICT)

    for code, parent in ((CITY, OTHER), (CITY, DISTRICT), (OTHER, OTHER)):
        with pytest.raises(IntegrityError, match="below itself"):
            hang(code, parent)
    assert orgs.units_below([OTHER]) == {OTHER: frozenset()}
    assert loaded


@pytest.mark.django_db(transaction=True)
def test_two_changes_at_once_cannot_close_a_circle_together(loaded: Path) -> None:
    def hanging(code: str, parent: str) -> str:
        try:
            hang(code, parent)
        except IntegrityError:
            return "refused"
        return "done"

    told = in_threads(lambda: hanging(DISTRICT, CITY), lambda: hanging(CITY, DISTRICT))

    assert sorted(told) == ["done", "refused"]
    assert loaded


@pytest.mark.django_db
def test_a_file_that_goes_round_in_a_circle_is_refused_whole(town: Path, at: datetime) -> None:
    change(town / "departments.csv", "line,basic", "line,parent,basic")
    change(town / "departments.csv", "320200,AMR,", f"320200,AMR,{DISTRICT},")
    change(town / "departments.csv", "320205,AMR,", f"320205,AMR,{CITY},")
    change(town / "departments.csv", "320200,JKQ,", "320200,JKQ,,")

    with pytest.raises(orgs.BadData, match="绕成了圈"), transaction.atomic():
        orgs.load_sample(path=town, at=at)

    assert not Department.objects.exists()


def test_a_functional_committee_stands_for_the_regions_it_runs(loaded: Path) -> None:
    assert orgs.territories([OTHER, CITY, "320205"]) == {OTHER: {"320211006"}}
    assert loaded


@given(st.lists(st.tuples(st.sampled_from("ABCDEF"), st.sampled_from("ABCDEF")), max_size=12))
def test_what_is_below_is_what_leads_up_to_it_even_where_the_tree_is_bent(pairs: list[tuple[str, str]]) -> None:
    below = rules.units_below(pairs, "A")

    steps = {unit for unit, parent in pairs if parent == "A" or parent in below}
    assert below == steps
