"""The verbs of the room: a document is complete when it is frozen; drawing it is only how one looks at it."""

from __future__ import annotations

import json
import logging
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from tongban.crypto import api as crypto
from tongban.documents import rules, templates, typesetting
from tongban.documents.errors import DocumentAltered, DocumentNotFound
from tongban.documents.facts import Template, parsed
from tongban.documents.models import IssuedDocument
from tongban.documents.parts import Notice
from tongban.documents.ports import CountedNumbers, Numbering
from tongban.files import api as files
from tongban.kernel.days import day_of
from tongban.kernel.ids import uuid7
from tongban.statements import api as statements

_FACTS: Final = "documents.facts"
_DRAWN: Final = files.Vault("documents")
crypto.declare(
    # The signature is over the digest of what the document says, so its envelope may be renewed and nothing else.
    crypto.SealedColumn("documents.IssuedDocument", "sealed_facts", _FACTS, through="documents_renew_envelope"),
    _DRAWN,
)
_logger = logging.getLogger(__name__)


@dataclass(slots=True)
class _Wiring:
    numbering: Numbering


_wiring = _Wiring(numbering=CountedNumbers())


def use(*, numbering: Numbering | None = None) -> None:
    """Take the numbers of documents from elsewhere. Called once, by ``tongban.config`` at start."""
    _wiring.numbering = numbering or CountedNumbers()


def freeze(
    *, template: str, number_kind: str, facts: Mapping[str, object], subject: UUID, at: datetime
) -> IssuedDocument:
    """Issue a document: check what it says, number and date it, seal it with digest and signature.

    ``template``: one of ``Template``; ``facts``: what ``facts.py`` asks for it; ``subject``: the case;
    ``number_kind``: the word in its number (许准 in 锡市监许准〔2026〕12号). It is dated with the legal day of
    ``at``, and from here on nothing of it can change (行政许可法 38: a decision is in writing). Incomplete facts
    are a ValueError: no verb may issue half a document.
    """
    return freeze_all([Draft(template, number_kind, facts, subject, at)])[0]


@dataclass(frozen=True, slots=True)
class Draft:
    """What is to be issued: see ``freeze``."""

    template: str
    number_kind: str
    facts: Mapping[str, object]
    subject: UUID
    at: datetime


def freeze_all(drafts: Sequence[Draft]) -> list[IssuedDocument]:
    """Issue several documents, each as ``freeze`` does; all are checked, then numbered, then written at once."""
    checked = [parsed(Template(one.template), one.facts) for one in drafts]
    numbers = _numbered(drafts, checked)
    made = [_frozen(*parts) for parts in zip(drafts, checked, numbers, strict=True)]
    statements.insert_all(made)
    return made


def _numbered(drafts: Sequence[Draft], checked: Sequence[Notice]) -> list[str]:
    """Return the number of each: those of one kind, mark and year are given at once, in the order of the drafts.

    Whoever else numbers waits for a sequence that is held, so sequences are taken in an order of their own: two who
    number several at once must not wait for each other.
    """
    found: list[str] = [""] * len(drafts)
    places = defaultdict(list)
    for place, (draft, notice) in enumerate(zip(drafts, checked, strict=True)):
        places[draft.number_kind, notice.issuer.mark, day_of(draft.at).year, notice.issuer.code].append(place)
    for key in sorted(places):
        kind, _, year, _ = key
        issuer = checked[places[key][0]].issuer
        given = _wiring.numbering.next(kind=kind, issuer=issuer, year=year, count=len(places[key]))
        for place, number in zip(places[key], given, strict=True):
            found[place] = number
    return found


def _frozen(draft: Draft, checked: Notice, number: str) -> IssuedDocument:
    pinned = templates.current(draft.template)
    key = uuid7(draft.at)
    day = day_of(draft.at)
    content = rules.canonical(
        {"number": number, "issued_on": day.isoformat(), "facts": checked.model_dump(mode="json")}
    )
    document = IssuedDocument(
        id=key,
        number=number,
        template=pinned.name,
        template_version=pinned.version,
        template_digest=pinned.digest,
        sealed_facts=crypto.encrypt(_FACTS, content, key.bytes),
        digest=crypto.sm3(content),
        subject=draft.subject,
        issued_at=draft.at,
    )
    document.signature = crypto.sign(document.statement())
    return document


def available() -> bool:
    """Tell whether documents can be drawn on this machine: everything else works without."""
    return typesetting.font_dir() is not None


def render(document_id: UUID) -> bytes:
    """Return a document as PDF, after checking that it is as it was issued.

    Drawn at the first reading with the template version it was issued with, then kept encrypted; drawn anew if that is
    lost. DocumentNotFound; DocumentAltered if digest or signature fail; FontMissing and TemplateChanged if it cannot
    be drawn here now. The caller has decided that this reader may see it.
    """
    document = IssuedDocument.objects.filter(id=document_id).first()
    if document is None:
        raise DocumentNotFound
    content = _verified(document)
    try:
        return _DRAWN.get(document.id)
    except (files.Missing, crypto.Unreadable, crypto.KeyMissing):
        return _drawn(document, content)


def said(document_id: UUID) -> Mapping[str, object]:
    """Return what a document says, as it was frozen, after the same check as ``render`` makes.

    DocumentNotFound; DocumentAltered. The caller has decided that this reader may see it.
    """
    document = IssuedDocument.objects.filter(id=document_id).first()
    if document is None:
        raise DocumentNotFound
    content: Mapping[str, object] = json.loads(_verified(document))
    return content


def _verified(document: IssuedDocument) -> bytes:
    try:
        content = crypto.decrypt(_FACTS, bytes(document.sealed_facts), document.id.bytes)
    except crypto.Unreadable:
        raise DocumentAltered from None
    if crypto.sm3(content) != document.digest or not crypto.verify(document.statement(), document.signature):
        raise DocumentAltered
    return content


def _drawn(document: IssuedDocument, content: bytes) -> bytes:
    """Draw and keep. A full disk must not stop anybody from reading a decision, so not keeping it is only a warning."""
    pinned = templates.pinned(document.template, document.template_version, document.template_digest)
    pdf = typesetting.draw(content, pinned, issued_at=document.issued_at)
    try:
        _DRAWN.put(document.id, pdf)
    except files.StorageFailed:
        _logger.warning("a drawn document could not be kept", extra={"document": str(document.id)})
    return pdf
