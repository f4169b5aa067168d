"""What the window keeps encrypted, bound to its case: addresses, drawn signatures, who witnessed a refusal."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from uuid import UUID

from tongban.cases.window.rules import Address
from tongban.crypto import api as crypto

PURPOSE = "cases.window"
crypto.declare(
    crypto.SealedColumn("cases.DeliveryChoice", "address", PURPOSE, bound="case_id"),
    crypto.SealedColumn("cases.HandingOut", "told", PURPOSE, bound="case_id"),
)


def seal(case: UUID, content: Mapping[str, str]) -> bytes:
    """Return the content encrypted for this case; it opens for no other."""
    plain = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return crypto.encrypt(PURPOSE, plain.encode(), case.bytes)


def unseal(case: UUID, sealed: bytes | memoryview[int]) -> dict[str, str]:
    """Return what was sealed for this case."""
    return dict(json.loads(crypto.decrypt(PURPOSE, bytes(sealed), case.bytes)))


def seal_address(case: UUID, address: Address) -> bytes:
    """Return an address encrypted for its case."""
    return seal(case, asdict(address))


def address_of(case: UUID, sealed: bytes | memoryview[int]) -> Address:
    """Return an address as it was given."""
    return Address(**unseal(case, sealed))
