"""What a name, a number and a telephone must look like, and how many wrong passwords are borne."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

from tongban.identity.states import DocumentType, PartyKind
from tongban.kernel.codes import credit_code, mobile, resident_id
from tongban.kernel.errors import Broken

WINDOW = timedelta(minutes=15)
FAILURES_PER_NAME = 5
# A hall, a school or a company has one address for all who sit in it.
FAILURES_PER_ADDRESS = 20
LONGEST_NAME = 200


def kind_of(document_type: DocumentType) -> PartyKind:
    """Tell who holds such a document."""
    return PartyKind.LEGAL if document_type is DocumentType.CREDIT_CODE else PartyKind.NATURAL


def fit_number(document_type: DocumentType, number: str, *, on: date) -> str:
    """Return the number as it is kept; Broken, with the sentence of the code's family, if it cannot be right."""
    with _about("number"):
        if document_type is DocumentType.CREDIT_CODE:
            return credit_code.parse(number).code
        return resident_id.parse(number, on=on).code


def fit_name(name: str) -> str:
    """Return the name without needless spaces; Broken if there is none or if it cannot be a name."""
    plain = " ".join(unicodedata.normalize("NFC", name).split())
    if not plain or len(plain) > LONGEST_NAME or any(unicodedata.category(c).startswith("C") for c in plain):
        raise Broken("请填写姓名（名称），与证件上的一致。", field="name")
    return plain


def fit_mobile(number: str) -> str:
    """Return the eleven digits of a mobile number, or nothing for nothing; Broken for anything else."""
    with _about("mobile"):
        return mobile.parse(number).code if number.strip() else ""


def fit_username(username: str) -> str:
    """Return the form in which a user name is kept and compared: letters in either case and width are one."""
    return unicodedata.normalize("NFKC", username).strip().casefold()


@contextmanager
def _about(field: str) -> Iterator[None]:
    """Say which field a refusal of the code families is about."""
    try:
        yield
    except Broken as refusal:
        raise Broken(refusal.message, field=field) from None
