"""How numbers, telephones and addresses lie in the tables: encrypted, bound to their row, found by keyed digest."""

from __future__ import annotations

from uuid import UUID

from tongban.crypto import api as crypto
from tongban.identity.models import Party, PartyDocument
from tongban.identity.states import DocumentType

DOCUMENT_PURPOSE = "identity.document"
MOBILE_PURPOSE = "identity.mobile"
ADDRESS_PURPOSE = "identity.address"
TAIL = 4


def document_columns(document: UUID, number: str) -> dict[str, bytes | str]:
    """Return the columns of a document's number, for the document of this id only."""
    return {
        "cipher": crypto.encrypt(DOCUMENT_PURPOSE, number.encode(), document.bytes),
        "digest": crypto.digest(DOCUMENT_PURPOSE, number),
        "tail": number[-TAIL:],
    }


def mobile_columns(party: UUID, mobile: str) -> dict[str, bytes | str]:
    """Return the columns of a telephone, for the party of this id only; nothing for nothing."""
    if not mobile:
        return {"mobile_cipher": b"", "mobile_digest": "", "mobile_tail": ""}
    return {
        "mobile_cipher": crypto.encrypt(MOBILE_PURPOSE, mobile.encode(), party.bytes),
        "mobile_digest": crypto.digest(MOBILE_PURPOSE, mobile),
        "mobile_tail": mobile[-TAIL:],
    }


def address_columns(party: UUID, address: str) -> dict[str, bytes]:
    """Return the column of an address, for the party of this id only; nothing for nothing."""
    sealed = crypto.encrypt(ADDRESS_PURPOSE, address.encode(), party.bytes) if address else b""
    return {"address_cipher": sealed}


def number_of(document: PartyDocument) -> str:
    """Return the number of a document in the clear."""
    return _open(DOCUMENT_PURPOSE, document.cipher, document.id)


def mobile_of(party: Party) -> str:
    """Return the telephone of a party in the clear, or nothing."""
    return _open(MOBILE_PURPOSE, party.mobile_cipher, party.id)


def address_of(party: Party) -> str:
    """Return the address of a party in the clear, or nothing."""
    return _open(ADDRESS_PURPOSE, party.address_cipher, party.id)


def by_mobile(mobile: str) -> list[Party]:
    """Return the parties that left this telephone, eleven digits; a family may share one. The earliest come first."""
    digest = crypto.digest(MOBILE_PURPOSE, mobile)
    return list(Party.objects.filter(mobile_digest=digest).order_by("created_at", "id"))


def by_document(document_type: DocumentType, number: str) -> Party | None:
    """Return the party of this document, its number as it is kept (``rules.fit_number``), or None."""
    digest = crypto.digest(DOCUMENT_PURPOSE, number)
    found = PartyDocument.objects.filter(document_type=document_type, digest=digest).select_related("party").first()
    return found.party if found else None


def _open(purpose: str, cipher: bytes | memoryview[int], row: UUID) -> str:
    # psycopg gives a memoryview.
    return crypto.decrypt(purpose, bytes(cipher), row.bytes).decode() if cipher else ""
