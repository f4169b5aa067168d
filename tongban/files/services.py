"""The verbs of the room. It never decides who may open what: the room that owns a file does, and asks for a handle."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction

from tongban.crypto import api as crypto
from tongban.files import rules
from tongban.files.errors import Altered, HandleExpired, HandleUnknown, Missing
from tongban.files.models import StoredFile
from tongban.files.vault import Vault
from tongban.kernel.actors import Actor
from tongban.kernel.ids import uuid7

ORPHAN_AGE: Final = timedelta(days=1)
LONGEST_HANDLE: Final = 300
_VAULT: Final = Vault("uploads")
crypto.declare(_VAULT)
_HANDLES: Final = "files.handle"


@dataclass(frozen=True, slots=True)
class OpenFile:
    """The bytes of a file, checked against its digest, with what a channel needs to hand them out."""

    data: bytes
    name: str
    mime: str


@transaction.atomic
def store(*, data: bytes, name: str, owner_kind: str, by: Actor, at: datetime, published: bool = False) -> StoredFile:
    """Keep a file that was handed in: check it, encrypt it, write it for good, then add its row.

    ``owner_kind`` says in a short code what it is for (``case.material``). The bytes are durable before the row can be
    committed; if the caller's transaction is rolled back they are an orphan, swept after a day. ``published``: it is
    shown to everybody, so that a PDF must have a page and do nothing by itself. Refuses what ``rules.checked`` refuses,
    and with StorageFailed when the disk does.
    """
    mime = rules.checked(data, published=published)
    key = uuid7(at)
    _VAULT.put(key, data)
    return StoredFile.objects.create(
        id=key,
        name=rules.safe_name(name, mime),
        mime=mime.value,
        size=len(data),
        sm3=crypto.sm3(data),
        owner_kind=owner_kind,
        stored_by=by.id,
        stored_at=at,
    )


@transaction.atomic
def forget(*, file: UUID) -> None:
    """Remove a file that was never part of a submission; the bytes go when the transaction is committed.

    Whoever owns it has decided so: a draft that is thrown away leaves nothing of a person behind (个人信息保护法47).
    """
    StoredFile.objects.filter(pk=file).delete()
    transaction.on_commit(lambda: _VAULT.discard(file))


def handle(file_id: UUID, *, at: datetime, seconds: int = 60) -> str:
    """Return a token that opens one file for some seconds (at most 300). It goes into a URL in place of the file's id.

    It is an envelope and not only signed, so that an address in a log tells nobody which file was read.
    """
    if not 0 < seconds <= LONGEST_HANDLE:
        message = "a handle lasts from 1 to 300 seconds"
        raise ValueError(message)
    until = int(at.timestamp()) + seconds
    envelope = crypto.encrypt(_HANDLES, file_id.bytes + until.to_bytes(8, "big"))
    return base64.urlsafe_b64encode(envelope).decode().rstrip("=")


def open_handle(token: str, at: datetime) -> OpenFile:
    """Return the file that a handle opens.

    HandleUnknown if the token is not ours, HandleExpired after its time, Missing or Altered if the bytes are gone or
    are not those that were handed in.
    """
    opened = _opened(token)
    if at.timestamp() >= int.from_bytes(opened[16:], "big"):
        raise HandleExpired
    file = StoredFile.objects.filter(id=UUID(bytes=opened[:16])).first()
    if file is None:
        raise Missing
    return OpenFile(data=_read(file), name=file.name, mime=file.mime)


def preview(token: str, at: datetime) -> bytes:
    """Return the picture that a handle opens as a small JPEG without what a telephone wrote into it; WrongType for PDF.

    Refuses as ``open_handle`` does.
    """
    opened = open_handle(token, at)
    return rules.preview(opened.data, rules.Mime(opened.mime))


def _opened(token: str) -> bytes:
    try:
        envelope = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
        return crypto.decrypt(_HANDLES, envelope)
    except (ValueError, crypto.Unreadable, crypto.KeyMissing):
        raise HandleUnknown from None


def _read(file: StoredFile) -> bytes:
    try:
        data = _VAULT.get(file.id)
    except crypto.Unreadable:
        raise Altered from None
    if crypto.sm3(data) != file.sm3:
        raise Altered
    return data


def sweep_orphans(*, at: datetime) -> int:
    """Remove bytes that no row speaks of and that were written more than a day before ``at``; return how many."""
    removed = 0
    for ids, unfinished in _VAULT.batches_older((at - ORPHAN_AGE).timestamp()):
        known = set(StoredFile.objects.filter(id__in=ids).values_list("id", flat=True))
        orphans = [key for key in ids if key not in known]
        for key in orphans:
            _VAULT.discard(key)
        for path in unfinished:
            path.unlink(missing_ok=True)
        removed += len(orphans) + len(unfinished)
    return removed
