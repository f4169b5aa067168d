from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.kernel.codes import document_type, resident_id
from tongban.kernel.codes.document_type import INTERFACES, DocumentType, UnmappedDocument, inward, outward
from tongban.kernel.errors import Broken

TODAY = date(2026, 9, 1)


def number(head: str) -> str:
    first = f"{head}199001019{'1'.zfill(2)}"
    return first + resident_id.check_character(first)


GOOD = {
    DocumentType.CREDIT_CODE: "91320200MAYYYY0169",
    DocumentType.RESIDENT_ID: number("320200"),
    DocumentType.TEMPORARY_RESIDENT_ID: number("320200"),
    DocumentType.HOUSEHOLD_REGISTER: number("320200"),
    DocumentType.BIRTH_CERTIFICATE: "T329012345",
    DocumentType.PASSPORT: "EA9012345",
    DocumentType.HK_MACAO_PERMIT: "H90123456",
    DocumentType.TAIWAN_PERMIT: "90123456",
    DocumentType.HK_MACAO_RESIDENCE: number("810000"),
    DocumentType.TAIWAN_RESIDENCE: number("830000"),
    DocumentType.PERMANENT_RESIDENCE: number("932840"),
}


@pytest.mark.parametrize("kind", DocumentType)
def test_a_number_of_every_kind_is_read_however_it_is_typed(kind: DocumentType) -> None:
    typed = f" {GOOD[kind][:3]} {GOOD[kind][3:]}".lower()

    assert document_type.parse(kind, typed, on=TODAY) == GOOD[kind]
    assert kind.label


@pytest.mark.parametrize("kind", DocumentType)
@pytest.mark.parametrize("typed", ["", "1", "号码", "9" * 19, "A-"])
def test_what_is_no_number_of_the_kind_is_refused(kind: DocumentType, typed: str) -> None:
    with pytest.raises(Broken):
        document_type.parse(kind, typed, on=TODAY)


@pytest.mark.parametrize(
    ("kind", "head", "named"),
    [
        (DocumentType.RESIDENT_ID, "820000", "港澳居民居住证"),
        (DocumentType.RESIDENT_ID, "830000", "台湾居民居住证"),
        (DocumentType.RESIDENT_ID, "932840", "外国人永久居留身份证"),
        (DocumentType.HK_MACAO_RESIDENCE, "830000", "台湾居民居住证"),
        (DocumentType.TAIWAN_RESIDENCE, "320200", "居民身份证"),
        (DocumentType.PERMANENT_RESIDENCE, "320200", "居民身份证"),
    ],
)
def test_a_number_of_another_card_is_refused_with_the_name_of_that_card(
    kind: DocumentType, head: str, named: str
) -> None:
    with pytest.raises(Broken, match=named):
        document_type.parse(kind, number(head), on=TODAY)


@pytest.mark.parametrize("area", ["320202", "320203", "320204", "320222", "320283"])
def test_an_abolished_region_is_no_reason_to_refuse_a_citizen(area: str) -> None:
    assert document_type.parse(DocumentType.RESIDENT_ID, number(area), on=TODAY) == number(area)


def test_a_permanent_residence_card_made_before_2023_still_holds() -> None:
    assert document_type.parse(DocumentType.PERMANENT_RESIDENCE, "usa 110019900101", on=TODAY) == "USA110019900101"


@pytest.mark.parametrize("interface", sorted(INTERFACES))
def test_a_map_is_one_to_one(interface: str) -> None:
    known = INTERFACES[interface]

    assert len(set(known.values())) == len(known)
    assert all(inward(interface, outward(interface, kind)) is kind for kind in known)


@pytest.mark.parametrize("interface", sorted(INTERFACES))
@pytest.mark.parametrize("kind", DocumentType)
def test_what_an_interface_does_not_know_is_refused_and_not_guessed(interface: str, kind: DocumentType) -> None:
    if kind in INTERFACES[interface]:
        assert outward(interface, kind)
    else:
        with pytest.raises(UnmappedDocument):
            outward(interface, kind)


@given(st.sampled_from(sorted(INTERFACES)), st.text(max_size=4))
def test_a_code_that_an_interface_does_not_have_is_refused(interface: str, code: str) -> None:
    if code not in INTERFACES[interface].values():
        with pytest.raises(UnmappedDocument):
            inward(interface, code)


@pytest.mark.parametrize("kind", sorted(set(DocumentType) - {DocumentType.CREDIT_CODE}))
def test_what_others_see_of_a_number_hides_its_middle(kind: DocumentType) -> None:
    shown = document_type.mask(kind, GOOD[kind])

    assert shown != GOOD[kind]
    assert len(shown) == len(GOOD[kind])
    assert "****" in shown


def test_a_credit_code_is_public() -> None:
    assert document_type.mask(DocumentType.CREDIT_CODE, GOOD[DocumentType.CREDIT_CODE]) == "91320200MAYYYY0169"
