"""How a paper will read before it is issued: drawn for one look, marked as what it is, and kept nowhere."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from tongban.documents import rules, services, templates, typesetting
from tongban.documents.errors import DocumentNotFound
from tongban.documents.models import IssuedDocument

PAGE: Final = templates.ROOT / "foreseen.typ"
UNNUMBERED: Final = "（预览，尚未编号）"


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What a paper says that was issued in a transaction which will be taken back."""

    content: dict[str, Any]
    template: str
    at: datetime


def foreseen(document_id: UUID) -> Foreseen:
    """Return what a paper says, to be drawn when the transaction that issued it is over; DocumentNotFound."""
    document = IssuedDocument.objects.filter(id=document_id).first()
    if document is None:
        raise DocumentNotFound
    pinned = templates.pinned(document.template, document.template_version, document.template_digest)
    path = f"/{pinned.name}/{pinned.version}.typ"
    return Foreseen(dict(services.said(document_id)), path, document.issued_at)


def draw_foreseen(paper: Foreseen) -> bytes:
    """Return the PDF with 预览 across every page, without a number; FontMissing if it cannot be drawn here."""
    said = json.loads(rules.canonical(paper.content)) | {"number": UNNUMBERED, "template": paper.template}
    return typesetting.compiled(rules.canonical(said), PAGE, root=templates.ROOT, at=paper.at)
