from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.kernel.codes import credit_code, item, licence_id, local, region
from tongban.kernel.codes.credit_code import ALPHABET
from tongban.kernel.codes.local import LocalCode, LocalDepartmentCode, LocalItemCode, LocalPlaceCode
from tongban.kernel.codes.national import NationalCode, national
from tongban.kernel.errors import Broken

SORTS = [LocalItemCode, LocalDepartmentCode, LocalPlaceCode]
BODIES = st.text("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=2, max_size=28)
LOCALS = st.sampled_from(SORTS).flatmap(lambda sort: BODIES.map(sort.of))
READERS = [
    credit_code.parse,
    item.parse_basic,
    item.parse_implementation,
    item.parse_handling,
    licence_id.parse,
    region.parse,
]


def test_the_mark_lies_outside_the_alphabet_of_the_credit_code() -> None:
    assert LocalCode.prefix not in ALPHABET


@pytest.mark.parametrize("sort", SORTS)
def test_a_code_is_made_of_parts_and_read_back(sort: type[LocalCode]) -> None:
    made = sort.of("320200", "drc")

    assert made.code == f"{sort.prefix}320200DRC"
    assert sort.parse(made.code.lower()) == made


@pytest.mark.parametrize(("sort", "other"), list(permutations(SORTS, 2)))
def test_no_sort_is_taken_for_another(sort: type[LocalCode], other: type[LocalCode]) -> None:
    with pytest.raises(Broken, match=sort.label):
        sort.parse(other.of("320200", "DRC").code)


@given(LOCALS)
def test_nothing_local_is_ever_read_as_national(code: LocalCode) -> None:
    for read in READERS:
        with pytest.raises(Broken):
            read(code.code)


@given(LOCALS)
def test_nothing_local_is_exported_as_national(code: LocalCode) -> None:
    with pytest.raises(Broken, match="不能对外报送"):
        national(code)  # type: ignore[arg-type]  # that the type refuses it too is what this line proves


@pytest.mark.parametrize("bare", ["320200", "11100000000013338W", "000117112000", None])
def test_a_bare_text_is_not_exported_either(bare: str | None) -> None:
    with pytest.raises(Broken, match="不能对外报送"):
        national(bare)  # type: ignore[arg-type]  # the same


@pytest.mark.parametrize(
    ("code", "text"),
    [
        (credit_code.parse("11100000000013338W"), "11100000000013338W"),
        (item.parse_basic("000117112000"), "000117112000"),
        (item.parse_implementation("11370800MB285591843370117002011"), "11370800MB285591843370117002011"),
        (item.parse_handling("11370800MB28559184300011711200001"), "11370800MB28559184300011711200001"),
        (region.parse("320205"), "320205"),
        (
            licence_id.parse("1.2.156.3005.2.11100000MB03271699022.340100.000000016.001.9"),
            "1.2.156.3005.2.11100000MB03271699022.340100.000000016.001.9",
        ),
    ],
)
def test_every_national_code_is_exported_as_it_is(code: NationalCode, text: str) -> None:
    assert national(code) == text


@pytest.mark.parametrize(
    "typed", ["", "Z", "ZI", "ZI1", "ZI*GSSL", "ZI" + "1" * 29, "113202000140078363", "000117112000"]
)
def test_what_is_no_local_code_is_refused(typed: str) -> None:
    with pytest.raises(Broken, match="ZI开头"):
        LocalItemCode.parse(typed)


@given(LOCALS)
def test_a_local_code_is_known_by_its_mark(code: LocalCode) -> None:
    assert local.is_local(code.code)


@pytest.mark.parametrize("text", ["11100000000013338W", "000117112000", "320205", ""])
def test_nothing_national_wears_the_mark(text: str) -> None:
    assert not local.is_local(text)
