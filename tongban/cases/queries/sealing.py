"""What an applicant wrote is kept encrypted, bound to its case."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from tongban.crypto import api as crypto

PURPOSE = "cases.answers"
crypto.declare(
    crypto.SealedColumn("cases.Case", "answers", PURPOSE),
    crypto.SealedColumn("cases.CorrectionNotice", "replies", PURPOSE, bound="case_id"),
    crypto.SealedColumn("cases.CorrectionNotice", "original", PURPOSE, bound="case_id"),
    crypto.SealedColumn("cases.Addition", "words", PURPOSE, bound="case_id"),
    crypto.SealedColumn("cases.Promise", "text", PURPOSE, bound="case_id"),
    crypto.SealedColumn("cases.Promise", "asked", PURPOSE, bound="case_id"),
    crypto.SealedColumn("cases.Complaint", "words", PURPOSE, bound="case_id"),
    crypto.SealedColumn("cases.Complaint", "answer", PURPOSE, bound="case_id"),
)


def seal(case: UUID, content: Mapping[str, Any]) -> bytes:
    """Return the content encrypted for this case; it opens for no other."""
    plain = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return crypto.encrypt(PURPOSE, plain.encode(), case.bytes)


def unseal(case: UUID, sealed: bytes) -> dict[str, Any]:
    """Return what was sealed for this case."""
    return dict(json.loads(crypto.decrypt(PURPOSE, bytes(sealed), case.bytes)))
