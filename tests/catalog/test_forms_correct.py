"""A correction changes what was pointed at and what follows from it, and nothing else."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.catalog.conftest import SMALL, TODAY
from tests.catalog.test_forms_clean import posted
from tongban.catalog import api as catalog
from tongban.catalog.forms.definition import read

FORM = read(SMALL)
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "name": st.sampled_from(["甲", "乙"]),
    "kind": st.sampled_from(["A", "B"]),
    "detail": st.booleans(),
    "size": st.integers(1, 9),
}
ANSWERS = st.fixed_dictionaries(VALUES).map(lambda every: catalog.only_visible(FORM, every))
NAMES = sorted(VALUES)


@given(ANSWERS, st.fixed_dictionaries({}, optional=VALUES), st.sets(st.sampled_from(NAMES)))
def test_an_answer_outside_what_is_opened_stays_or_is_hidden(
    saved: dict[str, Any], typed: dict[str, Any], pointed: set[str]
) -> None:
    after = catalog.corrected(FORM, posted(typed), saved=saved, pointed=pointed)

    opened = catalog.opened(FORM, pointed, saved)
    shown = catalog.visible(FORM, after)
    assert all(after.get(name) == saved.get(name) for name in NAMES if name not in opened and name in shown)
    assert set(after) <= set(shown)
    assert all(after.get(name) == typed.get(name) for name in pointed if name in shown)


@given(ANSWERS, st.sets(st.sampled_from(NAMES)))
def test_what_was_answered_all_along_is_not_opened_by_another_point(saved: dict[str, Any], pointed: set[str]) -> None:
    opened = catalog.opened(FORM, pointed, saved)

    assert set(opened) - pointed <= set(NAMES) - set(catalog.visible(FORM, saved))


def test_what_hangs_on_what_hangs_on_the_point_is_opened_as_well() -> None:
    assert catalog.opened(FORM, ["kind"], {"kind": "A", "name": "甲"}) == ("kind", "detail", "size")


def test_a_correction_by_which_all_is_answered_passes_the_check() -> None:
    typed = posted({"kind": "B", "detail": True, "size": 3})

    after = catalog.corrected(FORM, typed, saved={"kind": "A", "name": "甲"}, pointed=["kind"])

    assert after == {"kind": "B", "name": "甲", "detail": True, "size": 3}
    assert catalog.check(FORM, after, on=TODAY) == {}
