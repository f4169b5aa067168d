from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.kernel.test_credit_code import CODES
from tongban.kernel.codes import credit_code, licence_id
from tongban.kernel.codes.iso7064 import ALPHANUMERIC
from tongban.kernel.codes.licence_id import LicenceId, LicenceType
from tongban.kernel.errors import Broken

ROOT = "1.2.156.3005.2."
LIVE = [
    ROOT + "11100000000013338W011.11430000006122244L.20230000403.001.U",
    ROOT + "11100000000013338W009.11330105002500287C.2025052201.002.0",
    ROOT + "11100000MB03271699022.340100.000000016.001.9",
]
IDS = st.builds(
    licence_id.build,
    licence_type=st.builds(LicenceType, CODES.map(credit_code.parse), st.integers(0, 999)),
    issuer=CODES.map(credit_code.parse),
    serial=st.text(ALPHANUMERIC, min_size=1, max_size=30),
    version=st.integers(1, 999),
)


@pytest.mark.parametrize("text", LIVE)
def test_live_identifiers_are_read(text: str) -> None:
    assert licence_id.parse(text).code == text


def test_an_identifier_is_built_over_everything_but_root_and_dots() -> None:
    made = licence_id.build(
        licence_type=LicenceType(credit_code.parse("11100000000013338W"), 1),
        issuer=credit_code.parse("113202000140078363"),
        serial="2026000001",
    )

    assert made.code == ROOT + "11100000000013338W001.113202000140078363.2026000001.001.T"


@given(IDS)
def test_what_is_built_can_be_read_back(made: LicenceId) -> None:
    assert licence_id.parse(made.code) == made


@given(IDS, st.integers(0, 200), st.sampled_from(ALPHANUMERIC))
def test_every_single_wrong_character_is_found(made: LicenceId, place: int, other: str) -> None:
    text = made.code
    assume(place < len(text) and text[place] not in {".", other})

    with pytest.raises(Broken):
        licence_id.parse(text[:place] + other + text[place + 1 :])


@pytest.mark.parametrize(
    "text",
    [
        "",
        LIVE[0].removeprefix(ROOT),
        LIVE[0].replace(".", ""),
        LIVE[0].replace(".001.", ".000."),
        LIVE[0].replace(".001.", ".1."),
        LIVE[0].replace("1.2.156", "1.2.840"),
        LIVE[0].replace(".20230000403.", ".."),
    ],
)
def test_an_incomplete_identifier_is_refused(text: str) -> None:
    with pytest.raises(Broken, match="完整复制"):
        licence_id.parse(text)


def test_an_issuing_region_of_nowhere_is_refused() -> None:
    with pytest.raises(Broken, match="行政区划代码"):
        licence_id.parse(LIVE[2].replace("340100", "990100"))


def test_the_sample_that_circulates_with_a_wrong_check_is_refused() -> None:
    with pytest.raises(Broken, match="最后一位不对"):
        licence_id.parse(LIVE[0].removesuffix("U") + "M")


@pytest.mark.parametrize("serial", ["", "2026-1", "2026.1", "无锡1", "a1"])
def test_a_serial_holds_digits_and_capitals_only(serial: str) -> None:
    with pytest.raises(Broken, match="流水号"):
        licence_id.build(
            licence_type=LicenceType(credit_code.parse("11100000000013338W"), 1),
            issuer=credit_code.parse("113202000140078363"),
            serial=serial,
        )


@pytest.mark.parametrize("version", [-1, 0, 1000])
def test_a_version_lies_between_1_and_999(version: int) -> None:
    with pytest.raises(Broken, match="版本号"):
        licence_id.build(
            licence_type=LicenceType(credit_code.parse("11100000000013338W"), 1),
            issuer=credit_code.parse("113202000140078363"),
            serial="1",
            version=version,
        )
