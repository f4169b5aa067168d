"""核对页: a mark of what the page showed that is signed for, by which it is known whether it is handed in as shown."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from json import dumps
from typing import Any

from tongban.cases.models import Case
from tongban.cases.queries.prefilling import MARK
from tongban.cases.services.drafting import Application
from tongban.cases.shown.errors import NotAsShown
from tongban.kernel.actors import Actor


def shown_mark(case: Case, told: Application, *, by: Actor) -> str:
    """Return a mark of everything that a submission would take over from a draft, as it was read.

    The guide and the channel, who applies and by which mandate, the answers, of each material its files in their order
    (name and digest) and what lay on the counter, and the promises in their words. Whoever signs answers for the truth
    of what they saw (行政许可法31(1)). The contents count, and not when they were written: what was changed and changed
    back is the same.
    """
    who = [case.applicant.name, str(by.mandate.id) if by.mandate else ""]
    promised = sorted([one.material, one.kind, one.digest] for one in told.promises)
    whole = [str(case.guide_id), case.channel, who, told.given, promised, list(_materials(told))]
    return sha256(dumps(whole, sort_keys=True).encode()).hexdigest()[:MARK]


def refuse_unshown(case: Case, told: Application, *, by: Actor, shown: str | None) -> None:
    """Refuse to hand in anything else than the page showed (NotAsShown); ``shown``: its mark, None without a page."""
    if shown is not None and shown != shown_mark(case, told, by=by):
        raise NotAsShown


def _materials(told: Application) -> Iterator[list[Any]]:
    for one in told.rows:
        paper, files = one.paper, [[row.file.name, row.file.sm3] for row in one.row.files]
        yield [one.row.material.id, files, paper.seen, paper.copies, paper.kept]
