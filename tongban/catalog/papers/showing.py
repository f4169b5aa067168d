"""Reading samples and blank forms: by the guide that names them and their place in it, never by the id of a file."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from tongban.catalog.guide.document import Guide
from tongban.catalog.guide.parts import Paper
from tongban.catalog.models import GuideVersion, PaperFile, Revision
from tongban.catalog.papers.errors import UnknownPaper
from tongban.files import api as files


def published_with(code: str, digest: str) -> GuideVersion:
    """Return the version of an item by its digest, in force or not: what was published stays public."""
    found = GuideVersion.objects.standing().select_related("item").filter(item__code=code, digest=digest)
    version = found.order_by("-version").first()
    if version is None:
        raise UnknownPaper
    return version


def paper_at(guide: Guide, place: str) -> Paper:
    """Return the paper of a place; UnknownPaper if there is none."""
    found = guide.papers().get(place)
    if found is None:
        raise UnknownPaper
    return found


def uploaded(version: GuideVersion, paper: Paper, *, at: datetime) -> files.OpenFile:
    """Return the bytes of what was uploaded, checked against their digest; UnknownPaper where they are not kept."""
    return _opened(version.item.basic_id, paper.sm3, at)


def uploaded_for(held: Revision, sm3: str, *, at: datetime) -> files.OpenFile:
    """Return the bytes of what was uploaded for a draft, to whoever may see the draft."""
    return _opened(held.item.basic_id, sm3, at)


def _opened(basic: UUID, sm3: str | None, at: datetime) -> files.OpenFile:
    kept = PaperFile.objects.filter(basic=basic, sm3=sm3 or "").first()
    if kept is None:
        raise UnknownPaper
    return files.open_handle(files.handle(kept.file_id, at=at), at)
