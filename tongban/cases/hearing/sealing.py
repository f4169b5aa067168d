"""What is kept encrypted of hearing others, bound to its case: names, telephones, views, minutes, their weighing."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from uuid import UUID

from tongban.crypto import api as crypto

PURPOSE = "cases.hearing"
LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
LENGTH = 10
crypto.declare(
    crypto.SealedColumn("cases.ToldParty", "told", PURPOSE, bound="case_id"),
    crypto.SealedColumn("cases.ToldParty", "views", PURPOSE, bound="case_id"),
    crypto.SealedColumn("cases.Hearing", "minutes", PURPOSE, bound="case_id"),
    crypto.SealedColumn("cases.Hearing", "weighed", PURPOSE, bound="case_id"),
)


def seal(case: UUID, content: Mapping[str, str]) -> bytes:
    """Return the content encrypted for this case; it opens for no other."""
    plain = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return crypto.encrypt(PURPOSE, plain.encode(), case.bytes)


def unseal(case: UUID, sealed: bytes | memoryview[int] | None) -> dict[str, str]:
    """Return what was sealed for this case, nothing where there was nothing."""
    return dict(json.loads(crypto.decrypt(PURPOSE, bytes(sealed), case.bytes))) if sealed else {}


def new_code() -> str:
    """Return a code that nobody guesses, without letters that are taken for digits."""
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
