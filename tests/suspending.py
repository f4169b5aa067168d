"""An item that is suspended, as a revision that was judged by others leads to it."""

from __future__ import annotations

from datetime import datetime, timedelta

from tongban.catalog import api as catalog
from tongban.catalog.models import Revision
from tongban.kernel.actors import SYSTEM

BASIS, ELSEWHERE = "锡样〔2026〕1号", "请到市政务服务中心办。"


def suspended(code: str, *, at: datetime, days: int = 9) -> datetime:
    """Suspend an item from now on; return when it is offered again."""
    until = at + timedelta(days=days)
    said = {"basis": BASIS, "reason": "系统改造", "notice": ELSEWHERE}
    held = catalog.propose(item=code, kind="SUSPENSION", by=SYSTEM, at=at, until=until, **said)
    Revision.objects.filter(pk=held.pk).update(state=catalog.RevisionState.SCHEDULED, starts_at=at)
    assert catalog.take_effect(at=at) == 1
    return until
