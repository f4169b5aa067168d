"""The checklist of the counter: which originals were seen, which papers stay."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from tongban.cases import queries
from tongban.cases.models import Case
from tongban.cases.services.moving import lock_draft, note
from tongban.cases.states import MOVES, Verb
from tongban.cases.window.errors import NoSuchPaper
from tongban.cases.window.rules import OnPaper
from tongban.cases.window.tables import SeenPaper
from tongban.kernel.actors import Actor, Role
from tongban.kernel.errors import NotAllowed
from tongban.kernel.ids import uuid7

# 工作规范21: 电子材料与纸质材料同等, 线上线下同一标准.
SAME_STANDARD = "GZGF.21.2"


@transaction.atomic
def note_papers(*, draft: UUID, papers: Mapping[str, OnPaper], by: Actor, at: datetime) -> Case:
    """Keep what lay on the counter, material by material, in place of what was kept before.

    Only for a clerk who takes in (NotAllowed), while the application is filled in. A material outside the guide, or one
    that nobody hands in, is NoSuchPaper. Paper that stays here counts as handed in as a scan does.
    """
    case = lock_draft(draft, actor=by, at=at)
    roles = queries.roles_of(by, case)
    if Role.RECEIVER not in roles:
        raise NotAllowed
    MOVES.target(Verb.SUBMIT, state=case.state, roles=roles)
    known = {row.material.id for row in queries.material_list(case) if not row.made}
    if foreign := sorted(papers.keys() - known):
        raise NoSuchPaper(field=f"papers.{foreign[0]}")
    said = {key: one for key, one in papers.items() if one.seen or one.handed_in}
    SeenPaper.objects.filter(case=case).delete()
    SeenPaper.objects.bulk_create(
        SeenPaper(id=uuid7(at), case=case, material=key, seen=one.seen, copies=one.copies, kept=one.kept, at=at)
        for key, one in said.items()
    )
    facts = {"seen": sum(one.seen for one in said.values()), "on_paper": sum(one.handed_in for one in said.values())}
    note(case, "case.note_papers", actor=by, at=at, facts=facts, basis=SAME_STANDARD)
    return case
