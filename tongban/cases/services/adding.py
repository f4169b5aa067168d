"""补充说明: what an applicant adds of their own accord while a case is handled."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from tongban.cases import rules
from tongban.cases.models import AddedFile, Addition, Case
from tongban.cases.queries import sealing
from tongban.cases.services.drafting import Upload
from tongban.cases.services.moving import lock, shift
from tongban.cases.states import Verb
from tongban.files import api as files
from tongban.kernel.actors import Actor
from tongban.kernel.errors import Broken
from tongban.kernel.ids import uuid7


@transaction.atomic
def add(
    *, number: str, words: str, uploads: Sequence[Upload], by: Actor, at: datetime, key: UUID | None = None
) -> Case:
    """Add words and files to a running case, for whoever examines and decides it (行政许可法7: 陈述权、申辩权).

    It takes the place of no material and no correction, changes no state and moves no clock. NothingAdded without
    anything in it, AddedTooOften past ``rules.MOST_ADDITIONS``; a refusal of a file names it. While a correction is
    asked for, too: one may object to it, and what was asked for is handed in by the correction all the same.
    ``key`` names one attempt: the same one again adds nothing, so that a second click or an answer that was lost on a
    bad line says nothing twice.
    """
    case = lock(number, actor=by, at=at)
    if key is not None and case.additions.filter(pk=key).exists():
        return case
    shift(case, Verb.ADD, actor=by, at=at, facts={"files": len(uploads)})
    text = rules.addition(words, files=len(uploads), before=case.additions.count())
    # An attempt of somebody in another case may have the same name: theirs stays theirs.
    named = uuid7(at) if key is None or Addition.objects.filter(pk=key).exists() else key
    addition = Addition.objects.create(id=named, case=case, words=sealing.seal(case.id, {"text": text}), at=at)
    for upload in uploads:
        AddedFile.objects.create(id=uuid7(at), addition=addition, file=enclosed(upload, by=by, at=at))
    return case


def enclosed(upload: Upload, *, by: Actor, at: datetime) -> files.StoredFile:
    """Keep a file that is no material of the guide; a refusal names it."""
    try:
        return files.store(data=upload.data, name=upload.name, owner_kind="case", by=by, at=at)
    except Broken as refusal:
        raise type(refusal)(f"{upload.name}：{refusal.message}", field="files") from refusal
