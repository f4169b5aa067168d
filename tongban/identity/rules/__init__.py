"""What a name, a number and a telephone must look like."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from tongban.identity.states import DocumentType, PartyKind
from tongban.kernel.codes import document_type as documents
from tongban.kernel.codes import email as emails
from tongban.kernel.codes import mobile
from tongban.kernel.errors import Broken, Faulty

LONGEST_NAME = 200
LONGEST_ADDRESS = 200
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Fit:
    """A document's holder as kept: what the document is and says, and a telephone or nothing."""

    document_type: DocumentType
    number: str
    name: str
    mobile: str


def kind_of(document_type: DocumentType) -> PartyKind:
    """Tell who holds such a document."""
    return PartyKind.LEGAL if document_type is DocumentType.CREDIT_CODE else PartyKind.NATURAL


def fit_number(document_type: DocumentType, number: str, *, on: date) -> str:
    """Return the number as it is kept; Broken, with the sentence of the code's family, if it cannot be right."""
    if not number.strip():
        raise Broken("请填写证件号码。", field="number")
    with _about("number"):
        return documents.parse(document_type, number, on=on)


def fit_name(name: str) -> str:
    """Return the name without needless spaces; Broken if there is none or if it cannot be a name."""
    plain = " ".join(unicodedata.normalize("NFC", name).split())
    if not plain or len(plain) > LONGEST_NAME or any(unicodedata.category(c).startswith("C") for c in plain):
        raise Broken("请填写姓名（名称），与证件上的一致。", field="name")
    return plain


def fit_address(address: str) -> str:
    """Return an address without needless spaces, or nothing for nothing; Broken if it cannot be one."""
    plain = " ".join(unicodedata.normalize("NFC", address).split())
    if len(plain) > LONGEST_ADDRESS or any(unicodedata.category(c).startswith("C") for c in plain):
        message = f"地址最多 {LONGEST_ADDRESS} 个字，只能有文字和数字，请核对。"
        raise Broken(message, field="address")
    return plain


def fit_email(address: str) -> str:
    """Return an address of electronic mail as it is kept; Broken for anything else."""
    if not address.strip():
        raise Broken("请填写邮箱地址。", field="email")
    with _about("email"):
        return emails.parse(address)


def fit_mobile(number: str) -> str:
    """Return the eleven digits of a mobile number, or nothing for nothing; Broken for anything else."""
    with _about("mobile"):
        return mobile.parse(number).code if number.strip() else ""


def fit_username(username: str) -> str:
    """Return the form in which a user name is kept and compared: letters in either case and width are one."""
    return unicodedata.normalize("NFKC", username).strip().casefold()


def fit_person(document_type: str, number: str, name: str, mobile: str, *, on: date) -> Fit:
    """Return what was written about a person or an organisation as it is kept; Faulty with every fault at once."""
    faults: dict[str, str] = {}
    sort = _read(faults, lambda: _fit_type(document_type))
    fit = Fit(
        document_type=sort or DocumentType.RESIDENT_ID,
        number=_read(faults, lambda: fit_number(sort, number, on=on) if sort else "") or "",
        name=_read(faults, lambda: fit_name(name)) or "",
        mobile=_read(faults, lambda: fit_mobile(mobile)) or "",
    )
    if faults:
        raise Faulty(faults)
    return fit


def _read(faults: dict[str, str], read: Callable[[], T]) -> T | None:
    """Return what is read, or note what is wrong with it."""
    try:
        return read()
    except Broken as refusal:
        faults[refusal.field] = refusal.message
        return None


def _fit_type(text: str) -> DocumentType:
    try:
        return DocumentType(text)
    except ValueError:
        raise Broken("请选择证件类型。", field="document_type") from None


@contextmanager
def _about(field: str) -> Iterator[None]:
    """Say which field a refusal of the code families is about."""
    try:
        yield
    except Broken as refusal:
        raise Broken(refusal.message, field=field) from None
