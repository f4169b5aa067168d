"""Kinds of identity documents: one enumeration inside, one explicit map to every interface outside.

The values are our own names and are never renamed. What an interface calls a kind stands in its map and nowhere else:
the same three digits mean other things elsewhere, and a kind that an interface does not know is refused, never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from tongban.kernel.codes import credit_code, resident_id
from tongban.kernel.codes import text as texts
from tongban.kernel.codes.resident_id import Card
from tongban.kernel.errors import Broken


class DocumentType(StrEnum):
    """Kind of document by which a person or an organisation is known."""

    CREDIT_CODE = "CREDIT_CODE"
    RESIDENT_ID = "RESIDENT_ID"
    TEMPORARY_RESIDENT_ID = "TEMPORARY_RESIDENT_ID"
    HOUSEHOLD_REGISTER = "HOUSEHOLD_REGISTER"
    BIRTH_CERTIFICATE = "BIRTH_CERTIFICATE"
    PASSPORT = "PASSPORT"
    HK_MACAO_PERMIT = "HK_MACAO_PERMIT"
    TAIWAN_PERMIT = "TAIWAN_PERMIT"
    HK_MACAO_RESIDENCE = "HK_MACAO_RESIDENCE"
    TAIWAN_RESIDENCE = "TAIWAN_RESIDENCE"
    PERMANENT_RESIDENCE = "PERMANENT_RESIDENCE"

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """Return the values with their Chinese words."""
        return [(one.value, NAMES[one]) for one in cls]

    @property
    def label(self) -> str:
        """Return the Chinese word."""
        return NAMES[self]


NAMES = MappingProxyType(
    {
        DocumentType.CREDIT_CODE: "统一社会信用代码",
        DocumentType.RESIDENT_ID: "居民身份证",
        DocumentType.TEMPORARY_RESIDENT_ID: "临时居民身份证",
        DocumentType.HOUSEHOLD_REGISTER: "户口簿",
        DocumentType.BIRTH_CERTIFICATE: "出生医学证明",
        DocumentType.PASSPORT: "普通护照",
        DocumentType.HK_MACAO_PERMIT: "港澳居民来往内地通行证",
        DocumentType.TAIWAN_PERMIT: "台湾居民来往大陆通行证",
        DocumentType.HK_MACAO_RESIDENCE: "港澳居民居住证",
        DocumentType.TAIWAN_RESIDENCE: "台湾居民居住证",
        DocumentType.PERMANENT_RESIDENCE: "外国人永久居留身份证",
    }
)

# GA/T 2000.156, three digits. 111, 414, 511, 516 and 553 stand in interface documents; 112, 113 and 117 are from
# memory, medium confidence. No code of the residence permits could be confirmed: they stay unmapped.
GAT2000 = MappingProxyType(
    {
        DocumentType.RESIDENT_ID: "111",
        DocumentType.TEMPORARY_RESIDENT_ID: "112",
        DocumentType.HOUSEHOLD_REGISTER: "113",
        DocumentType.BIRTH_CERTIFICATE: "117",
        DocumentType.PASSPORT: "414",
        DocumentType.TAIWAN_PERMIT: "511",
        DocumentType.HK_MACAO_PERMIT: "516",
        DocumentType.PERMANENT_RESIDENCE: "553",
    }
)
# Holder codes of electronic licences (GB/T 36903): the citizen's number, whichever card shows it, is 111.
LICENCE = MappingProxyType({DocumentType.CREDIT_CODE: "001", DocumentType.RESIDENT_ID: "111"})
INTERFACES: Mapping[str, Mapping[DocumentType, str]] = MappingProxyType({"GAT2000": GAT2000, "LICENCE": LICENCE})

CITIZEN_NUMBER = frozenset(
    {DocumentType.RESIDENT_ID, DocumentType.TEMPORARY_RESIDENT_ID, DocumentType.HOUSEHOLD_REGISTER}
)
"""Documents that show the citizen's own number."""


class UnmappedDocument(Broken):
    """对接的系统没有这种证件类型的代码，不能报送或接收。请改用居民身份证等对方认可的证件。"""

    code = "unmapped_document"


def outward(interface: str, kind: DocumentType) -> str:
    """Return what an interface calls a kind of document; UnmappedDocument where it has no word for it."""
    found = INTERFACES[interface].get(kind)
    if found is None:
        raise UnmappedDocument
    return found


def inward(interface: str, code: str) -> DocumentType:
    """Return the kind of document that an interface means by a code; UnmappedDocument for any other code."""
    for kind, known in INTERFACES[interface].items():
        if known == code:
            return kind
    raise UnmappedDocument


# Forms of documents without a check digit we could verify: from memory, and wide enough to refuse typing errors only.
_FORMS = {
    DocumentType.BIRTH_CERTIFICATE: (re.compile(r"[A-Z][0-9]{9}"), "出生医学证明编号应为1个字母加9位数字，请核对。"),
    DocumentType.PASSPORT: (re.compile(r"[A-Z0-9]{6,12}"), "护照号码应为6至12位字母和数字，请核对。"),
    DocumentType.HK_MACAO_PERMIT: (
        re.compile(r"[HM](?:[0-9]{8}|[0-9]{10})"),
        "港澳居民来往内地通行证号码应以H或M开头，后面是8位或10位数字，请核对。",
    ),
    DocumentType.TAIWAN_PERMIT: (
        re.compile(r"[0-9]{8}(?:[0-9]{2})?"),
        "台湾居民来往大陆通行证号码应为8位数字，请核对。",
    ),
}
_OLD_PERMANENT = re.compile(r"[A-Z]{3}[0-9]{12}")
_TAIWAN, _HK_MACAO = "83", ("81", "82")


def parse(kind: DocumentType, text: str, *, on: date) -> str:
    """Return a number as it is kept; Broken with what is wrong. ``on``: the day it is shown."""
    if kind in _FORMS:
        form, sentence = _FORMS[kind]
        return _formed(texts.clean(text), form, sentence)
    return _PARSERS.get(kind, _citizen)(text, on)


def card_of(number: str, *, on: date) -> DocumentType:
    """Return which document carries a number of 18 characters, by its first digits."""
    found = resident_id.parse(number, on=on)
    if found.card is Card.RESIDENCE_PERMIT:
        return DocumentType.TAIWAN_RESIDENCE if number.startswith(_TAIWAN) else DocumentType.HK_MACAO_RESIDENCE
    return DocumentType.PERMANENT_RESIDENCE if found.card is Card.PERMANENT_RESIDENCE else DocumentType.RESIDENT_ID


def mask(kind: DocumentType, number: str) -> str:
    """Return what others may see of a number: of 18 characters the first three and last four, else two and two."""
    if kind is DocumentType.CREDIT_CODE:
        return number
    return resident_id.mask(number) if len(number) == resident_id.LENGTH else texts.mask(number, head=2, tail=2)


def _formed(code: str, form: re.Pattern[str], sentence: str) -> str:
    if not form.fullmatch(code):
        raise Broken(sentence)
    return code


def _credit(text: str, on: date) -> str:
    del on
    return credit_code.parse(text).code


def _citizen(text: str, on: date) -> str:
    return _carried(text, on, DocumentType.RESIDENT_ID)


def _hk_macao(text: str, on: date) -> str:
    return _carried(text, on, DocumentType.HK_MACAO_RESIDENCE)


def _taiwan(text: str, on: date) -> str:
    return _carried(text, on, DocumentType.TAIWAN_RESIDENCE)


def _permanent(text: str, on: date) -> str:
    code = texts.clean(text)
    # Cards made before December 2023 carry three letters and twelve digits and stay valid until they expire.
    return code if _OLD_PERMANENT.fullmatch(code) else _carried(text, on, DocumentType.PERMANENT_RESIDENCE)


def _carried(text: str, on: date, kind: DocumentType) -> str:
    """Return the number if it stands on this card; what another card carries is refused with that card's name."""
    code = resident_id.parse(text, on=on).code
    found = card_of(code, on=on)
    if found is not kind:
        message = f"这个号码是{found.label}的号码，请重新选择证件类型，或者核对号码。"
        raise Broken(message)
    return code


_PARSERS: Mapping[DocumentType, Callable[[str, date], str]] = {
    DocumentType.CREDIT_CODE: _credit,
    DocumentType.HK_MACAO_RESIDENCE: _hk_macao,
    DocumentType.TAIWAN_RESIDENCE: _taiwan,
    DocumentType.PERMANENT_RESIDENCE: _permanent,
}
