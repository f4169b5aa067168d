from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.kernel.codes import region
from tongban.kernel.codes.region import ABOLISHED, PROVINCES, Level
from tongban.kernel.errors import Broken

COUNTIES = st.builds("{}{:04}".format, st.sampled_from(sorted(PROVINCES)), st.integers(0, 9999))
PARTS = st.builds("{:03}".format, st.integers(1, 999))


@pytest.mark.parametrize(
    ("typed", "code", "level"),
    [
        ("320000", "320000", Level.PROVINCE),
        ("320200", "320200", Level.CITY),
        ("320205", "320205", Level.COUNTY),
        ("320211006", "320211006", Level.TOWN),
        ("320211006001", "320211006001", Level.VILLAGE),
        ("320211006000", "320211006", Level.TOWN),
        ("320205000000", "320205", Level.COUNTY),
        ("320200000000", "320200", Level.CITY),
        ("320205000", "320205", Level.COUNTY),
        ("３２０２０５ 006-001", "320205006001", Level.VILLAGE),
    ],
)
def test_a_code_is_kept_in_its_shortest_form(typed: str, code: str, level: Level) -> None:
    found = region.parse(typed)

    assert (found.code, found.level) == (code, level)


@given(COUNTIES, PARTS, PARTS)
def test_padding_is_undone_by_reading(county: str, town: str, village: str) -> None:
    for code in (county, county + town, county + town + village):
        found = region.parse(code)

        assert found.code == code
        assert len(found.padded) == 12
        assert region.parse(found.padded) == found
        assert found.county == county


@pytest.mark.parametrize(
    "typed", ["", "3202", "3202051", "32020500", "3202050010", "320205001001000", "JK3202", "32020a", "٣٢٠٢٠٥"]
)
def test_other_lengths_and_letters_are_refused(typed: str) -> None:
    with pytest.raises(Broken, match="6位、9位或12位数字"):
        region.parse(typed)


@pytest.mark.parametrize("typed", ["000000", "100000", "160101", "830000", "990101"])
def test_a_province_that_is_none_is_refused(typed: str) -> None:
    with pytest.raises(Broken, match="前两位"):
        region.parse(typed)


def test_provinces_are_the_thirty_four_of_the_standard() -> None:
    assert len(PROVINCES) == 34


@pytest.mark.parametrize("code", sorted(ABOLISHED))
def test_an_abolished_county_is_known_by_name_and_owns_nothing_new(code: str) -> None:
    known = region.parse(code)

    assert known.abolished is not None
    with pytest.raises(Broken, match=f"{known.abolished.name}（{code}）已经撤销.*{known.abolished.successors[0]}"):
        region.parse_current(code)


@pytest.mark.parametrize("code", sorted(ABOLISHED))
def test_towns_of_an_abolished_county_go_with_it(code: str) -> None:
    with pytest.raises(Broken, match="已经撤销"):
        region.parse_current(code + "001")


def test_every_successor_is_still_a_county() -> None:
    heirs = {heir for gone in ABOLISHED.values() for heir in gone.successors}

    assert [region.parse_current(heir).level for heir in heirs] == [Level.COUNTY] * len(heirs)


def test_a_living_county_is_read_as_current() -> None:
    assert region.parse_current("320213") == region.parse("320213")
